"""The worker behind a camera's live picture: it has frames judged in another process, and takes photos.

A camera's worker hands its readings to `take_reading`, which keeps the newest frame and passes on everything else: a
session gets verdicts and never a frame. A picture for the screen is made only while the screen asks for one. Pictures
and process are gone with the view, a photo with the visit.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from devices import Cancelled, Clock, DeadlineReached, Fault, Next, Wait
from devices.camera.contract import CameraFrame
from kiosk.case.blobs import BlobStore
from kiosk.delays import DELAYS
from kiosk.effects import TakePhoto
from kiosk.events import Event, ReadingCame, ViewJudged, Watch, WatchFailed
from kiosk.paper_events import NoPhoto, PhotoTaken
from kiosk.papers.pdf_verdict import PageImage
from kiosk.papers.photo_reader import PhotoReader
from kiosk.papers.photo_verdict import PhotoFailure, PhotoVerdict, judge
from kiosk.papers.pictures import Pictures
from kiosk.workers.held_photo import HeldPhoto, NoRoom
from kiosk.workers.notices import JobBegun, StatusSeen
from kiosk.workers.supervised import JobDeadline
from kiosk.workers.view_in_hand import Looking, Preparing, Taking, ViewInHand, Work
from kiosk.workers.visit_requests import GRACE_S, VisitWaits

FRESH_S = 0.3
"""Age of the oldest frame that becomes a photo."""
LOOKED_S = 1.0
"""The screen looks if it asked for a picture so many seconds ago."""
LOOK_S = 10.0
"""Longest look; the process itself is given up earlier."""
FROZEN = "camera.frozen"
"""Why there is no photo where no frame is fresh."""
NOT_JUDGED = Fault("camera.not_judged", Next.CALL_STAFF)
"""Frames come, and the process that looks at them gives no usable answer."""
PROGRAM = Fault("device.driver_error", Next.CALL_STAFF)


class Viewfinder:
    """A body of the supervised loop. `watch`, `take` and `keep_only` are called by the conductor, `take_reading` by the
    camera's worker, `picture` by the screen."""

    name = "viewfinder"
    replaceable = True

    def __init__(
        self,
        clock: Clock,
        post: Callable[[Event | StatusSeen | JobBegun], None],
        reader: Callable[[], PhotoReader],
        blobs: BlobStore,
        pictures: Pictures,
    ) -> None:
        """`reader` makes the process that looks at frames, for one view."""
        self._clock = clock
        self._post = post
        self._make_reader = reader
        self._reader: PhotoReader | None = None
        self._photo = HeldPhoto(blobs, pictures)
        self._changed = clock.condition()
        self._orders: deque[Taking | Preparing] = deque()
        self._view: ViewInHand | None = None
        self._waits = VisitWaits(clock)
        self._shown_at = clock.monotonic() - LOOKED_S
        self._stopping = False

    def watch(self, visit: str, watch: Watch | None) -> None:
        """From now on judge this view, or none."""
        with self._changed:
            before = self._view
            if watch is None or before is None or not before.is_of(visit, watch):
                self._view = None if watch is None else ViewInHand(visit, watch, self._clock.monotonic())
                if before is not self._view:
                    self._orders.append(Preparing(self._view is not None, visit))
                    self._changed.notify_all()

    def take_reading(self, event: Event | StatusSeen | JobBegun) -> None:
        """Keep a frame of the view, drop one of another; pass on everything else."""
        if isinstance(event, ReadingCame) and isinstance(event.value, CameraFrame):
            with self._changed:
                if self._view is not None and self._view.is_of(event.visit, event.watch):
                    self._view.came(event.value)
                    self._changed.notify_all()
            return
        if isinstance(event, WatchFailed):
            with self._changed:
                if self._view is not None:
                    self._view.lost()
        self._post(event)

    def picture(self) -> PageImage | None:
        """The live picture; None while there is none. Called again and again by the screen that shows it."""
        with self._changed:
            self._shown_at = self._clock.monotonic()
            return self._view.picture if self._view is not None else None

    def take(self, visit: str, effect: TakePhoto) -> None:
        """Queue a photo."""
        with self._changed:
            self._waits.visit = visit
            wait = self._waits.begin(visit, effect.number, DELAYS["photo"])
            self._orders.append(Taking(visit, effect.number, self._view, wait))
            self._changed.notify_all()

    def keep_only(self, visit: str, numbers: frozenset[int]) -> None:
        """Cancel every photo but these; of another visit than the last, wipe what is held."""
        if self._waits.keep_only(visit, numbers):
            self._photo.wipe()

    def next(self) -> Work | None:
        with self._changed:
            while not self._stopping:
                if self._orders:
                    return self._orders.popleft()
                now, at = self._clock.monotonic(), None
                if self._view is not None:
                    work, at = self._view.next_look(now, shown=now - self._shown_at < LOOKED_S)
                    if work is not None:
                        return work
                self._changed.wait(None if at is None else at - now)
        return None

    def visit_of(self, job: Work) -> str:
        return job.visit

    def longest_s(self, job: Work) -> float:
        return LOOK_S + GRACE_S + ((job.wait.remaining() or 0.0) if isinstance(job, Taking) else 0.0)

    def run(self, job: Work, deadline: JobDeadline) -> None:
        match job:
            case Preparing():
                self._prepare(job.up)
            case Looking():
                self._look(job)
            case Taking():
                self._take(job)

    def failed(self, job: Work) -> None:
        if isinstance(job, Taking):
            self._waits.done(job.visit, job.number)
            if not job.wait.cancelled:
                self._post(NoPhoto(job.visit, job.number, PROGRAM.code))

    def refused(self, job: Work) -> None:
        self.failed(job)
        if isinstance(job, Looking):
            self._not_judged(job, PROGRAM)

    def reset(self) -> None:
        self._prepare(False)

    def abandon(self) -> None:
        self._reader = None

    def close(self) -> None:
        self._photo.wipe()
        self.reset()

    def stop(self) -> None:
        with self._changed:
            self._stopping, self._view = True, None
            self._changed.notify_all()
        self._waits.cancel_all()

    def _prepare(self, up: bool) -> None:
        if up:
            self._made_reader().prepare()
            return
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.close()

    def _made_reader(self) -> PhotoReader:
        reader = self._reader = self._reader or self._make_reader()
        return reader

    def _look(self, job: Looking) -> None:
        try:
            wait = Wait(self._clock, LOOK_S)
            seen = self._made_reader().look(job.frame.data, wait, look=job.judged, picture=job.shown)
        except PhotoFailure:
            self._not_judged(job, NOT_JUDGED)
            return
        judgement = judge(seen.look) if seen.look is not None else None
        with self._changed:
            # A view that is over, or whose camera failed meanwhile, has no picture any more.
            if self._view is not job.view or job.view.frame is None:
                return
            job.view.picture = seen.picture or job.view.picture
            news = judgement is not None and job.view.judged(judgement, self._clock.monotonic())
        if news and judgement is not None:
            self._post(ViewJudged(job.visit, job.view.watch, judgement.verdict, judgement.passed))

    def _not_judged(self, job: Looking, fault: Fault) -> None:
        with self._changed:
            news = self._view is job.view and job.view.not_judged(self._clock.monotonic())
        if news:
            self._post(WatchFailed(job.visit, job.view.watch, fault))

    def _take(self, job: Taking) -> None:
        outcome = self._outcome(job)
        self._waits.done(job.visit, job.number)
        if outcome is None or job.wait.cancelled:
            # The visit may have ended after its wiping: nothing of it is left behind by a photo in hand.
            if isinstance(outcome, PhotoTaken):
                self._photo.drop()
            return
        self._post(outcome)

    def _outcome(self, job: Taking) -> PhotoTaken | NoPhoto | None:
        """Try one fresh frame after the other until one is good, or the time is over."""
        why, tried = FROZEN, None
        try:
            while True:
                tried = self._fresh(job, tried)
                look, photo = self._made_reader().photo(tried.data, job.wait)
                verdict = judge(look).verdict
                if photo is not None and verdict is PhotoVerdict.GOOD:
                    blob, sheet = self._photo.hold(photo)
                    return PhotoTaken(job.visit, job.number, blob, sheet)
                why = (PhotoVerdict.OFF_CENTRE if verdict is PhotoVerdict.GOOD else verdict).value
        except Cancelled:
            return None
        except DeadlineReached:
            return NoPhoto(job.visit, job.number, why)
        except PhotoFailure:
            return NoPhoto(job.visit, job.number, NOT_JUDGED.code)
        except NoRoom:
            return NoPhoto(job.visit, job.number, PROGRAM.code)

    def _fresh(self, job: Taking, tried: CameraFrame | None) -> CameraFrame:
        """A frame younger than FRESH_S that was not tried yet. Raises DeadlineReached and Cancelled."""
        with self._changed:
            while True:
                frame = job.view.frame if job.view is not None and job.view is self._view else None
                if frame is not None and frame is not tried and self._clock.monotonic() - frame.at < FRESH_S:
                    return frame
                job.wait.sleep_on(self._changed)
