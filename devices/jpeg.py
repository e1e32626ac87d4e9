"""Find the end of a JPEG file in a stream of bytes and read its width and height, without decoding it.

A preview in its metadata has an end of its own, so segments are stepped over by their length. Source: ITU-T T.81,
annex B.
"""

from __future__ import annotations

import re

SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
START = b"\xff\xd8"
STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a length: TEM and the restart markers."""
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Start of a frame: its size follows."""
PADDING = re.compile(rb"\xff+")
"""A marker may have any number of these before it."""
SIZE_BYTES = 7
"""Of a frame's segment, up to its size: length (2), precision (1), height (2), width (2)."""


class NotJpeg(Exception):
    """The bytes have no form of a JPEG; the message says why."""


class JpegScan:
    """Looks through a file that grows. `size` is width and height once its header was seen."""

    def __init__(self) -> None:
        self.size: tuple[int, int] | None = None
        self._at = 0
        self._coded = False
        self._scans = 0

    def end(self, data: bytes | bytearray) -> int | None:
        """The length of the file that begins `data`; None while its end is not there. `data` must begin with the same
        bytes at each call. Raises NotJpeg."""
        if self._at == 0:
            if len(data) < len(START):
                return None
            if not data.startswith(START):
                raise NotJpeg("no start of image")
            self._at = len(START)
        while True:
            if self._coded and not self._after_coded(data):
                return None
            at = self._at
            if len(data) < at + 2:
                return None
            if data[at] != 0xFF:
                raise NotJpeg("no marker")
            marker = data[at + 1]
            if marker == 0xFF:
                self._at = _last_of_padding(data, at)
            elif marker == EOI:
                return self._ended(at + 2)
            elif marker in STANDALONE:
                self._at += 2
            elif not self._after_segment(data, marker):
                return None

    def _ended(self, at: int) -> int:
        if self.size is None or not self._scans or 0 in self.size:
            raise NotJpeg("no picture")
        return at

    def _after_segment(self, data: bytes | bytearray, marker: int) -> bool:
        at = self._at + 2
        if len(data) < at + 2:
            return False
        length = int.from_bytes(data[at : at + 2])
        if marker in (0x00, SOI) or length < 2:
            raise NotJpeg("a segment without a length")
        if len(data) < at + length:
            return False
        if marker in FRAMES and self.size is None:
            if length < SIZE_BYTES:
                raise NotJpeg("a frame without a size")
            self.size = int.from_bytes(data[at + 5 : at + 7]), int.from_bytes(data[at + 3 : at + 5])
        self._at = at + length
        if marker == SOS:
            self._coded, self._scans = True, self._scans + 1
        return True

    def _after_coded(self, data: bytes | bytearray) -> bool:
        """Go to the next marker: within coded data 0xFF is followed by 0x00 or a restart marker."""
        while (at := data.find(b"\xff", self._at)) >= 0 and at + 1 < len(data):
            if data[at + 1] not in (0x00, *STANDALONE):
                self._at, self._coded = at, False
                return True
            self._at = at + 2
        self._at = at if at >= 0 else len(data)
        return False


def _last_of_padding(data: bytes | bytearray, at: int) -> int:
    found = PADDING.match(data, at)
    return found.end() - 1 if found else at
