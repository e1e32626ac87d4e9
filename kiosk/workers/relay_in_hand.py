"""A relay that is open: what it brought, what the session and the phone know of it.

A look changes nothing that cannot be looked at again: after a cut line it goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from devices import Wait
from devices.lazy_dataclass import dataclass
from kiosk.case.blobs import BlobRefused, BlobStore
from kiosk.effects import OpenRelay
from kiosk.events import Event
from kiosk.papers.pictures import Pictures, TooManyPictures
from kiosk.papers.sheet import Sheet
from kiosk.papers.upload import TakenPage, UploadReader, UploadRefused
from kiosk.platform.gateway import FailureKind, PlatformFailure, PlatformGateway
from kiosk.platform.relay_crypto import BadFile, RelayKey
from kiosk.platform.relays import RelayReason, RelayState, RelayStatus
from kiosk.relay_events import RelayMoved, RelayReceived, RelayRefused, RelayRemoved

JPEG = "image/jpeg"
CALL_S, FETCH_S = 10.0, 30.0
PERCENT_STEP = 5
MORE_TIME_S = 30
"""A relay with so many seconds more than it should have was prolonged."""
HEARD_S, AWAKE_S = 5, 20.0
"""A phone that asked within so many seconds is in somebody's hand, which the session learns at least so often."""
IN_HAND_MOST_S = 180.0
"""Without anything sent, a phone counts as a sign of life for so long: its holder may have gone with it."""
UNKNOWN = (FailureKind.REFUSED, "unknown")


@dataclass(frozen=True)
class _Held:
    """A page in the stores, and what the phone is told of it."""

    event: RelayReceived
    hint: RelayReason


class RelayInHand:
    """`verdicts` are of the files that were taken in or refused, `told` those that the phone knows."""

    def __init__(
        self,
        visit: str,
        work: OpenRelay,
        key: RelayKey,
        seconds: int,
        wait: Wait,
        post: Callable[[Event], None],
        reader: UploadReader,
        blobs: BlobStore,
        pictures: Pictures,
    ) -> None:
        self._visit, self._work, self._key = visit, work, key
        self._wait, self._clock, self._post = wait, wait.clock, post
        self._reader, self._blobs, self._pictures = reader, blobs, pictures
        self._ends_at = self._clock.monotonic() + seconds
        self._verdicts: dict[int, RelayReason] = {}
        self._told: set[int] = set()
        self._held: dict[int, Sequence[_Held]] = {}
        self._shown = RelayMoved(visit, work.number, RelayState.WAITING.value, 0, 0, 0, seconds)
        self._shown_at = self._changed_at = self._clock.monotonic()

    @property
    def overdue_s(self) -> float:
        """Seconds since its time was over, as far as is known."""
        return self._clock.monotonic() - self._ends_at

    def look(self, gateway: PlatformGateway, alive: Callable[[], None]) -> bool:
        """Take in what came and tell the phone; return whether it sends nothing more. `alive` is called as it goes on.
        Raises PlatformFailure, Cancelled, DeadlineReached."""
        alive()
        status = gateway.relay(self._key.relay, self._wait.within(CALL_S))
        self._ends_at = self._clock.monotonic() + status.seconds
        if status.state is not RelayState.WAITING:
            self._reader.prepare()
        self._drop_deleted(frozenset(each.number for each in status.files))
        self._show(status)
        for file in status.files:
            if file.whole and file.number not in self._verdicts:
                self._take_in(gateway, file.number, alive)
                self._show(status)
            if file.number in self._verdicts and file.number not in self._told:
                self._tell(gateway, file.number)
        return status.state is RelayState.DONE

    def line_is_cut(self) -> bool:
        """Show that the platform does not answer; return whether that is new."""
        new = self._shown.state != "cut"
        self._move("cut", self._shown.sending, self._shown.percent, in_hand=False)
        return new

    def _show(self, status: RelayStatus) -> None:
        under_way = [each for each in status.files if each.number not in self._verdicts]
        size = sum(each.size for each in under_way)
        percent = 100 * sum(each.held for each in under_way) // size if size else 0
        state = RelayState.WAITING if status.state is RelayState.WAITING else RelayState.CLAIMED
        in_hand = status.heard is not None and status.heard <= HEARD_S
        self._move(state.value, len(under_way), percent // PERCENT_STEP * PERCENT_STEP, in_hand=in_hand)

    def _move(self, state: str, sending: int, percent: int, *, in_hand: bool) -> None:
        """Post the state if it is another, if the phone got more time, or as a sign of life of the phone's holder."""
        now, before = self._clock.monotonic(), self._shown
        pages = sum(len(each) for each in self._held.values())
        left = max(0, round(self._ends_at - now))
        moved = RelayMoved(self._visit, self._work.number, state, pages, sending, percent, left)
        expected = before.seconds_left - (now - self._shown_at)
        another = replace(moved, seconds_left=before.seconds_left) != before or left > expected + MORE_TIME_S
        if another:
            self._changed_at = now
        alive = in_hand and now - self._changed_at <= IN_HAND_MOST_S
        if another or (alive and now - self._shown_at >= AWAKE_S):
            self._shown, self._shown_at = moved, now
            self._post(moved)

    def _drop_deleted(self, there: frozenset[int]) -> None:
        for number in [each for each in self._verdicts if each not in there]:
            del self._verdicts[number]
            self._told.discard(number)
            if pages := self._held.pop(number, ()):
                self._drop(each.event for each in pages)
                self._post(RelayRemoved(self._visit, self._work.number, number))

    def _take_in(self, gateway: PlatformGateway, number: int, alive: Callable[[], None]) -> None:
        """Fetch a file and take it in, or refuse it; nothing of one that is refused stays."""
        try:
            sealed = gateway.relay_file(self._key.relay, number, self._wait.within(FETCH_S))
        except PlatformFailure as failure:
            if (failure.kind, failure.reason) == UNKNOWN:
                return  # deleted meanwhile, or the relay is over: the next look says which
            raise
        pages: list[_Held] = []
        try:
            data = self._key.open(number, sealed).data
            room = self._work.pages_most - sum(len(each) for each in self._held.values())
            for page in self._reader.pages(data, self._wait, room):
                alive()
                pages.append(self._hold(number, page))
                self._wait.check()  # what a visit's end did not find to wipe is dropped below
        except BadFile:
            self._refuse(number, RelayReason.DAMAGED, pages)
        except UploadRefused as refused:
            self._refuse(number, refused.reason, pages)
        except (BlobRefused, TooManyPictures):
            self._refuse(number, RelayReason.FULL, pages)
        except BaseException:
            self._drop(each.event for each in pages)
            raise
        else:
            self._held[number] = pages
            self._verdicts[number] = next((each.hint for each in pages if each.hint), RelayReason.NONE)
            for each in pages:
                self._post(each.event)

    def _hold(self, number: int, page: TakenPage) -> _Held:
        """Put a page into the stores. Raises BlobRefused and TooManyPictures."""
        blob = self._blobs.put(page.file.jpeg, JPEG, 1, case=self._work.case)
        try:
            sheet = Sheet(self._pictures.add(page.picture), page.picture.width, page.picture.height)
        except TooManyPictures:
            self._blobs.drop(blob)
            raise
        return _Held(RelayReceived(self._visit, self._work.number, number, blob, sheet, page.look), page.hint)

    def _refuse(self, number: int, reason: RelayReason, pages: Sequence[_Held]) -> None:
        self._drop(each.event for each in pages)
        self._verdicts[number] = reason
        self._post(RelayRefused(self._visit, self._work.number, number, reason.value))

    def _drop(self, pages: Iterable[RelayReceived]) -> None:
        for each in pages:
            self._blobs.drop(each.page)
            self._pictures.drop(each.picture.key)

    def _tell(self, gateway: PlatformGateway, number: int) -> None:
        """Tell the phone; after a cut line it is told at a later look."""
        try:
            gateway.judge_relay_file(self._key.relay, number, self._verdicts[number], self._wait.within(CALL_S))
        except PlatformFailure as failure:
            if (failure.kind, failure.reason) != UNKNOWN:
                raise
        self._told.add(number)
