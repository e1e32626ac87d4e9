"""The view that the viewfinder has in hand, and its kinds of work: which frame is looked at next, and what is news."""

from __future__ import annotations

from devices import Wait
from devices.camera.contract import FROZEN_S, CameraFrame
from devices.lazy_dataclass import dataclass
from kiosk.events import Watch
from kiosk.papers.pdf_verdict import PageImage
from kiosk.papers.photo_verdict import Judgement

JUDGE_EVERY_S = 0.2
STEADY = 2
"""After the first judgement a change is news when so many in a row agree: a face is missed now and then."""


class ViewInHand:
    """One watch of one visit, and what is known of its picture. Used with the viewfinder's lock held."""

    def __init__(self, visit: str, watch: Watch, now: float) -> None:
        self.visit = visit
        self.watch = watch
        self.frame: CameraFrame | None = None
        """The newest frame; None after a fault until there is another."""
        self.picture: PageImage | None = None
        self._looked_at: CameraFrame | None = None
        self._judge_at = now
        self._answered_at = now
        self._reported: Judgement | None = None
        self._last: Judgement | None = None
        self._agreed = 0
        self._failed = False

    def is_of(self, visit: str, watch: Watch) -> bool:
        return (self.visit, self.watch) == (visit, watch)

    def came(self, frame: CameraFrame) -> None:
        self.frame = frame

    def lost(self) -> None:
        """The camera has a fault: an old picture is not shown as a live one, and what comes after it is news."""
        self.frame = self.picture = self._looked_at = None
        self._reported = self._last = None

    def next_look(self, now: float, *, shown: bool) -> tuple[Looking | None, float | None]:
        """The next look, or None and the moment when there will be one; None for "when a frame comes"."""
        if self.frame is None or self.frame is self._looked_at:
            return None, None
        judged = now >= self._judge_at
        if not (judged or shown):
            return None, self._judge_at
        self._looked_at = self.frame
        if judged:
            self._judge_at = now + JUDGE_EVERY_S
        return Looking(self, self.frame, judged, shown), None

    def judged(self, judgement: Judgement, now: float) -> bool:
        """Note a judgement; whether it is news."""
        self._answered_at, self._failed = now, False
        self._agreed = self._agreed + 1 if judgement == self._last else 1
        self._last = judgement
        if judgement == self._reported or (self._reported is not None and self._agreed < STEADY):
            return False
        self._reported = judgement
        return True

    def not_judged(self, now: float) -> bool:
        """Note that a frame could not be judged; whether it is time to say so, which is said once."""
        if self._failed or now - self._answered_at < FROZEN_S:
            return False
        self.lost()
        self._failed = True
        return True


@dataclass(frozen=True)
class Looking:
    """Look at a frame of a view: judge it, make a picture of it for the screen, or both."""

    view: ViewInHand
    frame: CameraFrame
    judged: bool
    shown: bool

    @property
    def visit(self) -> str:
        return self.view.visit


@dataclass(frozen=True)
class Taking:
    """Take a photo of a view; None: there is none."""

    visit: str
    number: int
    view: ViewInHand | None
    wait: Wait


@dataclass(frozen=True)
class Preparing:
    """Start the process that looks at frames (`up`), or end it."""

    up: bool
    visit: str = ""


Work = Looking | Taking | Preparing
