"""Start the process that looks at a camera's frames, ask it, and believe it no more than its form allows.

A `PhotoReader` belongs to one view and one thread, as a ScanReader does to a visit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from devices import Clock, DeadlineReached, SystemClock, Wait
from kiosk.papers import frames, photo_frames
from kiosk.papers.child_process import ChildProcess, command_of
from kiosk.papers.frames import BadFrame, Bytes
from kiosk.papers.photo_frames import Seen
from kiosk.papers.photo_verdict import FRAME_BYTES_MOST, PhotoFailure, PhotoFile, PhotoLook, WhyNoPhoto

T = TypeVar("T")
AT_MOST_S = 5.0
"""Longest answer in real seconds: the first one waits until the libraries are loaded."""


class PhotoReader:
    """Looks at frames, one after the other. `command` is the process to start, for tests."""

    def __init__(
        self, *, real_clock: Clock | None = None, at_most_s: float = AT_MOST_S, command: Sequence[str] = ()
    ) -> None:
        self._real_clock = real_clock or SystemClock()
        self._at_most_s = at_most_s
        self._command = tuple(command) or command_of("photo_child")
        self._child: ChildProcess | None = None

    def prepare(self) -> None:
        """Start the process, which loads its libraries meanwhile. Does nothing if it runs or cannot be started."""
        if self._child is not None and self._child.has_ended():
            self.close()
        if self._child is None:
            try:
                self._child = ChildProcess(self._command, self._real_clock, photo_frames.ANSWER_MOST)
            except OSError:
                self._child = None

    def look(self, data: bytes, wait: Wait, *, look: bool, picture: bool) -> Seen:
        """Look at a frame, make a picture of it for the screen, or both. Raises PhotoFailure and Cancelled."""
        asked = {"look": look, "picture": picture}
        seen = self._ask(photo_frames.LOOK, asked, data, photo_frames.SEEN, photo_frames.unpack_seen, wait)
        if (seen.look is not None, seen.picture is not None) != (look, picture):
            self.close()
            raise PhotoFailure(WhyNoPhoto.NO_ANSWER)
        return seen

    def photo(self, data: bytes, wait: Wait) -> tuple[PhotoLook, PhotoFile | None]:
        """Make a photo of a frame, if there is a single face with room around it. Raises PhotoFailure and Cancelled."""
        return self._ask(photo_frames.TAKE, {}, data, photo_frames.TAKEN, photo_frames.unpack_taken, wait)

    def close(self) -> None:
        """End the process. A later look starts another."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _ask(
        self,
        kind: bytes,
        parameters: dict[str, bool],
        data: bytes,
        wanted: bytes,
        unpack: Callable[[Bytes], T],
        wait: Wait,
    ) -> T:
        """Ask, and return the answer. After any failure but a refusal the process is ended."""
        if len(data) > FRAME_BYTES_MOST:
            raise PhotoFailure(WhyNoPhoto.TOO_LARGE)
        sound = False
        try:
            wait.check()
            self.prepare()
            if self._child is None:
                raise PhotoFailure(WhyNoPhoto.NO_ANSWER)
            answer = self._child.ask(kind, frames.pack_parameters(parameters, data), wait, self._at_most_s)
            if answer.kind == frames.FAILURE:
                why = photo_frames.unpack_why(answer.payload)
                sound = True
                raise PhotoFailure(why)
            if answer.kind != wanted:
                raise BadFrame("kind")
            found = unpack(answer.payload)
            sound = True
        except (DeadlineReached, BadFrame, OSError):
            raise PhotoFailure(WhyNoPhoto.NO_ANSWER) from None
        finally:
            if not sound:
                self.close()
        return found
