"""Start the process that looks at a camera's frames, ask it, and believe it no more than its form allows.

A `PhotoReader` belongs to one view and one thread, as a ScanReader does to a visit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from devices import Clock, Wait
from kiosk.papers import frames, photo_frames
from kiosk.papers.asking import AskingReader
from kiosk.papers.frames import Bytes
from kiosk.papers.photo_frames import Seen
from kiosk.papers.photo_verdict import FRAME_BYTES_MOST, PhotoFailure, PhotoFile, PhotoLook, WhyNoPhoto

T = TypeVar("T")
AT_MOST_S = 5.0
"""Longest answer in real seconds: the first one waits until the libraries are loaded."""


class PhotoReader(AskingReader):
    """Looks at frames, one after the other. `command` is the process to start, for tests."""

    def __init__(
        self, *, real_clock: Clock | None = None, at_most_s: float = AT_MOST_S, command: Sequence[str] = ()
    ) -> None:
        super().__init__(
            "photo_child",
            lambda payload: PhotoFailure(frames.unpack_why(payload, WhyNoPhoto)),
            lambda: PhotoFailure(WhyNoPhoto.NO_ANSWER),
            at_most_s,
            answer_most=photo_frames.ANSWER_MOST,
            real_clock=real_clock,
            command=command,
        )

    def look(self, data: bytes, wait: Wait, *, look: bool, picture: bool) -> Seen:
        """Look at a frame, make a picture of it for the screen, or both. Raises PhotoFailure and Cancelled."""
        asked = {"look": look, "picture": picture}
        seen = self._ask_of(photo_frames.LOOK, asked, data, photo_frames.SEEN, photo_frames.unpack_seen, wait)
        if (seen.look is not None, seen.picture is not None) != (look, picture):
            self.close()
            raise PhotoFailure(WhyNoPhoto.NO_ANSWER)
        return seen

    def photo(self, data: bytes, wait: Wait) -> tuple[PhotoLook, PhotoFile | None]:
        """Make a photo of a frame, if there is a single face with room around it. Raises PhotoFailure and Cancelled."""
        return self._ask_of(photo_frames.TAKE, {}, data, photo_frames.TAKEN, photo_frames.unpack_taken, wait)

    def _ask_of(
        self, kind: bytes, asked: dict[str, bool], data: bytes, wanted: bytes, unpack: Callable[[Bytes], T], wait: Wait
    ) -> T:
        if len(data) > FRAME_BYTES_MOST:
            raise PhotoFailure(WhyNoPhoto.TOO_LARGE)
        return self._ask(kind, frames.pack_parameters(asked, data), wanted, unpack, wait)
