"""Start the process that reads scanned pictures, ask it, and believe it no more than its form allows.

A `ScanReader` belongs to one visit and one thread, as a PdfReader does. The scan is in the process's memory only and
gone with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from devices import Clock, Wait
from kiosk.papers import frames, scan_frames
from kiosk.papers.asking import AskingReader
from kiosk.papers.pdf_verdict import PageImage
from kiosk.papers.scan_verdict import LARGEST_BYTES, PageLook, ScanCut, ScanFailure, ScanFile, WhyNot

AT_MOST_S = 10.0
"""Longest answer in real seconds."""


class ScanReader(AskingReader):
    """Looks at one scanned page after the other. `command` is the process to start, for tests."""

    def __init__(
        self, *, real_clock: Clock | None = None, at_most_s: float = AT_MOST_S, command: Sequence[str] = ()
    ) -> None:
        super().__init__(
            "scan_child",
            lambda payload: ScanFailure(frames.unpack_why(payload, WhyNot)),
            lambda: ScanFailure(WhyNot.NO_ANSWER),
            at_most_s,
            answer_most=scan_frames.ANSWER_MOST,
            real_clock=real_clock,
            command=command,
        )

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
