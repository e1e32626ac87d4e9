"""Start the process that reads scanned pictures, ask it, and believe it no more than its form allows.

A `ScanReader` belongs to one visit and one thread, as a PaperReader does. The scan is in the process's memory only and
gone with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TypeVar

from devices import Clock, DeadlineReached, SystemClock, Wait
from kiosk.papers import frames, scan_frames
from kiosk.papers.child_process import ChildProcess, command_of
from kiosk.papers.frames import BadFrame, Bytes
from kiosk.papers.scan_verdict import LARGEST_BYTES, PageLook, ScanCut, ScanFailure, ScanFile, WhyNot
from kiosk.papers.verdict import PageImage

T = TypeVar("T")
AT_MOST_S = 10.0
"""Longest answer in real seconds."""


class ScanReader:
    """Looks at one scanned page after the other. `command` is the process to start, for tests."""

    def __init__(
        self, *, real_clock: Clock | None = None, at_most_s: float = AT_MOST_S, command: Sequence[str] = ()
    ) -> None:
        self._real_clock = real_clock or SystemClock()
        self._at_most_s = at_most_s
        self._command = tuple(command) or command_of("scan_child")
        self._child: ChildProcess | None = None

    def prepare(self) -> None:
        """Start the process, which loads its libraries meanwhile. Does nothing if it runs or cannot be started."""
        if self._child is not None and self._child.has_ended():
            self.close()
        if self._child is None:
            try:
                self._child = ChildProcess(self._command, self._real_clock, scan_frames.ANSWER_MOST)
            except OSError:
                self._child = None

    def look(self, data: bytes, wait: Wait) -> PageLook:
        """Look at a scan, which `preview` and `file` are then of. Raises ScanFailure and Cancelled."""
        if len(data) > LARGEST_BYTES:
            raise ScanFailure(WhyNot.TOO_LARGE)
        return self._look(scan_frames.LOOK, data, wait)

    def look_at_upload(self, data: bytes, wait: Wait) -> PageLook:
        """Look at the photo of a phone, which `preview` and `file` are then of. Raises ScanFailure and Cancelled."""
        if len(data) > LARGEST_BYTES:
            raise ScanFailure(WhyNot.TOO_LARGE)
        return self._look(scan_frames.UPLOAD, data, wait)

    def look_at_drawn(self, page: PageImage, wait: Wait) -> PageLook:
        """The same for a page that the other process drew."""
        return self._look(scan_frames.DRAWN, frames.SIZE.pack(page.width, page.height) + page.rgb32, wait)

    def _look(self, kind: bytes, data: bytes, wait: Wait) -> PageLook:
        return self._ask(kind, frames.pack_parameters({}, data), scan_frames.MADE_LOOK, scan_frames.unpack_look, wait)

    def preview(self, how: ScanCut, wait: Wait) -> PageImage:
        """A picture for the screen. Raises ScanFailure and Cancelled."""
        asked = frames.pack_parameters(asdict(how))
        return self._ask(scan_frames.PREVIEW, asked, frames.IMAGE, frames.unpack_image, wait)

    def file(self, how: ScanCut, wait: Wait) -> ScanFile:
        """The page as it is handed in. Raises ScanFailure and Cancelled."""
        asked = frames.pack_parameters(asdict(how))
        return self._ask(scan_frames.FILE, asked, scan_frames.MADE_FILE, scan_frames.unpack_file, wait)

    def close(self) -> None:
        """End the process. A later look starts another."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _ask(self, kind: bytes, payload: bytes, wanted: bytes, unpack: Callable[[Bytes], T], wait: Wait) -> T:
        """Ask, and return the answer. After any failure but a refusal the process is ended."""
        sound = False
        try:
            wait.check()
            self.prepare()
            if self._child is None:
                raise ScanFailure(WhyNot.NO_ANSWER)
            answer = self._child.ask(kind, payload, wait, self._at_most_s)
            if answer.kind == frames.FAILURE:
                why = scan_frames.unpack_why(answer.payload)
                sound = True
                raise ScanFailure(why)
            if answer.kind != wanted:
                raise BadFrame("kind")
            found = unpack(answer.payload)
            sound = True
        except (DeadlineReached, BadFrame, OSError):
            raise ScanFailure(WhyNot.NO_ANSWER) from None
        finally:
            if not sound:
                self.close()
        return found
