"""A heartbeat to the platform at this terminal's own phase, and the catalogue when it changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

from devices import Cancelled, Clock, DeadlineReached, DeviceState, DeviceStatus, Fault, Next, Wait
from devices.clock import day_in_china
from devices.lazy_dataclass import dataclass
from kiosk.catalogue.load import BadCatalogue, Catalogue
from kiosk.causes import CATALOGUE, PROGRAM
from kiosk.platform.gateway import FailureKind, Heartbeat, PlatformFailure, PlatformGateway
from kiosk.platform.gateway_user import GatewayUser
from kiosk.platform.line import cause_of
from kiosk.workers.notices import CatalogueCame, PlatformSeen, StatusSeen
from kiosk.workers.supervised import JobDeadline

EVERY = 60.0
EVERY_OFFLINE = 10.0
"""Interval while the platform does not answer: citizens are waiting for the network."""
HURRY = 300.0
"""Duration of the short interval; after that a whole fleet may be waiting, and must not return within ten seconds."""
START_SPREAD = 30.0
"""Seconds over which the first heartbeats of a fleet are spread after a power cut, each terminal at its own phase. A
terminal without a catalogue does not wait: no visit can begin there."""
ALARM_AFTER = 3
"""Consecutive failures until the health reports a fault, such as a login page in the way or a key not accepted."""
LONGEST = 10.0
CATALOGUE_LONGEST = 60.0
"""The largest catalogue on a slow line."""
REFUSED_S = 600.0
"""Seconds until a version that was refused is fetched again, so that a large one is not fetched every minute."""
STUCK_AFTER_S = LONGEST + CATALOGUE_LONGEST + 20.0
"""An answer is also checked and written to a disk that may be slow."""
AFTER_START = 0.5
"""Delay of the first heartbeat: the gateway's modules load slowly, and the first page must not wait for them."""


def phase(terminal: str, every: float) -> float:
    """Seconds into the period at which this terminal beats, so that a fleet does not beat at once."""
    return int.from_bytes(hashlib.sha256(terminal.encode()).digest()[:4]) / 2**32 * every


@dataclass(frozen=True)
class Beat:
    """One heartbeat to send."""


class HeartbeatWorker(GatewayUser):
    """Sends heartbeats, learns whether the platform answers, and fetches the catalogue it names; a body of the
    supervised loop."""

    name = "heartbeat"
    replaceable = True

    def __init__(
        self,
        gateway: Callable[[], PlatformGateway],
        clock: Clock,
        terminal: str,
        report: Callable[[], Heartbeat],
        accept: Callable[[bytes], Catalogue],
        post: Callable[[PlatformSeen | CatalogueCame | StatusSeen], None],
        measure: Callable[[], None],
        also: Callable[[PlatformGateway, Callable[[float], Wait]], None] = lambda gateway, begin: None,
        *,
        has_catalogue: bool = False,
        expires: date | None = None,
    ) -> None:
        """`post` must not block: it is also called from the supervisor. `measure` is called after each beat and may
        read the disk; `also` asks for more when the platform has answered."""
        super().__init__(gateway)
        self._clock = clock
        self._measure = measure
        self._also = also
        self._terminal = terminal
        self._report = report
        self._accept = accept
        self._post = post
        self._pause_s = AFTER_START + (phase(terminal, START_SPREAD) if has_catalogue else 0.0)
        self._offline_since: float | None = None
        self._failures = 0
        self._reported: tuple[str, ...] = ()
        self._condition = clock.condition()
        self._beat_now = False
        self._version = ""
        self._has_catalogue = has_catalogue
        self._expires = expires
        self._refused = ("", 0.0)
        """The version that was refused last, or named and not given, and when it is fetched again."""
        self._wrong = ""
        """Reason for which the newest catalogue is not in use; "" if it is."""
        self._said = ""
        self._stopping = False
        self._wait: Wait | None = None

    def stop(self) -> None:
        with self._condition:
            self._stopping = True
            if self._wait is not None:
                self._wait.cancel()
            self._condition.notify_all()

    def nudge(self) -> None:
        """Send the next heartbeat now: another worker had a failure, or the network came back."""
        with self._condition:
            self._beat_now = True
            self._condition.notify_all()

    def next(self) -> Beat | None:
        self._rest(self._pause_s)
        # Whatever becomes of this beat, the next one is not at once.
        self._pause_s = EVERY_OFFLINE
        return None if self._stopping else Beat()

    def visit_of(self, job: Beat) -> str:
        return ""

    def longest_s(self, job: Beat) -> float:
        return STUCK_AFTER_S

    def run(self, job: Beat, deadline: JobDeadline) -> None:
        online = self._beat(self.gateway())
        if online:
            self._also(self.gateway(), self._begin)
        self._report_catalogue()
        self._pause_s = self._pause(online and (self._has_catalogue or not self._wrong))
        self._measure()

    def failed(self, job: Beat) -> None:
        self._failed(PROGRAM, PROGRAM)

    def refused(self, job: Beat) -> None:
        self.failed(job)

    def _pause(self, online: bool) -> float:
        now = self._clock.monotonic()
        if online:
            self._offline_since = None
        elif self._offline_since is None:
            self._offline_since = now
        hurried = self._offline_since is not None and now - self._offline_since < HURRY
        every = EVERY_OFFLINE if hurried else EVERY
        return (phase(self._terminal, every) - now % every) % every or every

    def _rest(self, seconds: float) -> None:
        until = self._clock.monotonic() + seconds
        with self._condition:
            while not self._beat_now and not self._stopping:
                left = until - self._clock.monotonic()
                if left <= 0:
                    break
                self._condition.wait(left)
            self._beat_now = False

    def _beat(self, gateway: PlatformGateway) -> bool:
        try:
            reply = gateway.heartbeat(self._report(), self._begin(LONGEST))
            before = self._version
            newer = reply.catalogue_version != before
            self._post(PlatformSeen(True, reply.server_time, reply.admission, catalogue_follows=newer))
            if newer:
                self._fetch(gateway, reply.catalogue_version)
                if self._version == before:
                    # None came. Without the time, which was right before the catalogue was asked for.
                    self._post(PlatformSeen(True, admission=reply.admission))
            else:
                self._wrong = ""
            return self._passed()
        except PlatformFailure as failure:
            return self._failed(failure.kind.value, cause_of(failure))
        except (DeadlineReached, Cancelled):
            return self._failed(FailureKind.SLOW.value, FailureKind.SLOW.value)

    def _begin(self, seconds: float) -> Wait:
        """Begin a call that `stop` cancels. Raises Cancelled after `stop`."""
        with self._condition:
            if self._stopping:
                raise Cancelled
            self._wait = Wait(self._clock, seconds)
            return self._wait

    def _fetch(self, gateway: PlatformGateway, version: str) -> None:
        """Fetch a newer catalogue. Whatever is wrong with it is no fault of the line, and the one in use stays."""
        refused, again_at = self._refused
        if version == refused and self._clock.monotonic() < again_at:
            return
        try:
            token = gateway.catalogue(self._version, self._begin(CATALOGUE_LONGEST))
            if token is not None:
                catalogue = self._accept(token)
                self._version, self._expires = catalogue.version, catalogue.document.expires
                self._has_catalogue = True
                self._post(CatalogueCame(catalogue))
            self._wrong = ""
            if self._version == version:
                return
        except BadCatalogue as error:
            self._wrong = error.code
        except PlatformFailure as failure:
            self._wrong = failure.kind.value if failure.reason != "too-large" else "too_large"
            if failure.reason != "too-large":
                return
        except (DeadlineReached, Cancelled):
            self._wrong = FailureKind.SLOW.value
            return
        self._refused = (version, self._clock.monotonic() + REFUSED_S)

    def _report_catalogue(self) -> None:
        """Report to health what is wrong with the newest catalogue (kiosk.causes), once for each change."""
        is_expired = self._expires is not None and day_in_china(self._clock.now()) >= self._expires
        code = self._wrong or ("expired" if is_expired else "")
        if code == self._said:
            return
        self._said = code
        faults = (Fault(f"{CATALOGUE}.{code}", Next.CALL_STAFF),) if code else ()
        state = DeviceState.WARNING if code else DeviceState.READY
        self._post(StatusSeen(CATALOGUE, DeviceStatus(state, faults)))

    def _failed(self, word: str, cause: str) -> bool:
        self._post(PlatformSeen(False, cause=cause))
        self._failures += 1
        if self._failures >= ALARM_AFTER:
            codes = (f"platform.{word}", *([f"line.{cause}"] if cause != word else []))
            self._report_health(DeviceState.WARNING, codes)
        return False

    def _passed(self) -> bool:
        if self._failures >= ALARM_AFTER:
            self._report_health(DeviceState.READY, ())
        self._failures = 0
        return True

    def _report_health(self, state: DeviceState, codes: tuple[str, ...]) -> None:
        """Report the platform's state to health, once for each change."""
        if codes != self._reported:
            self._reported = codes
            faults = tuple(Fault(code, Next.CALL_STAFF) for code in codes)
            self._post(StatusSeen("platform", DeviceStatus(state, faults)))
