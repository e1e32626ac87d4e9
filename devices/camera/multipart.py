"""The parts of a stream of pictures ("MJPEG"): multipart/x-mixed-replace, each part one JPEG. No input or output.

Source: RFC 2046, section 5.1. Cameras name the boundary with and without its two hyphens, and many send no length: a
part ends where its JPEG does. Where there is a length, the JPEG must be no longer.
"""

from __future__ import annotations

import re
from dataclasses import field
from email.message import Message

from devices.camera.contract import FRAME_MOST, PIXELS_MOST
from devices.jpeg import JpegScan, NotJpeg
from devices.lazy_dataclass import dataclass

HEAD_END = re.compile(rb"\n\r?\n")
"""Some cameras end their lines without a carriage return."""
HEAD_MOST = 4096
"""Bytes of a part's head."""
GARBAGE_MOST = 256 * 1024
"""So many bytes without a boundary are no stream of parts."""
BROKEN_MOST = 200
"""Broken pictures in a row; more are no camera's."""
LENGTH_DIGITS = 10
BOUNDARY_MOST = 100
JPEG_TYPES = (b"image/jpeg", b"image/jpg")
"""The second is no registered type, and a common one."""
TYPES = frozenset({"multipart/x-mixed-replace", "multipart/mixed"})


class Garbled(Exception):
    """The bytes are no parts."""


class TooLarge(Exception):
    """A frame has more bytes or pixels than are taken; the message says how many."""


def boundary_of(content_type: str) -> bytes | None:
    """The boundary of a stream of parts, without leading hyphens; None for another type of content."""
    header = Message()
    header["Content-Type"] = content_type
    boundary = header.get_param("boundary")
    if header.get_content_type() not in TYPES or not isinstance(boundary, str):
        return None
    written = boundary.strip().lstrip("-").encode("latin-1", "replace")
    return written if 0 < len(written) <= BOUNDARY_MOST else None


@dataclass(frozen=True)
class Picture:
    """One whole JPEG and its size."""

    data: bytes = field(repr=False)
    width: int
    height: int


class PartReader:
    """Takes bytes as they come and keeps the newest whole picture alone.

    `broken` counts parts that are no whole JPEG, `ended` says that the closing boundary came.
    """

    def __init__(self, boundary: bytes) -> None:
        self._separator = b"--" + boundary
        self._held = bytearray()
        self._skipped = 0
        self._scan: JpegScan | None = None
        self._length: int | None = None
        self._in_part = False
        self._newest: Picture | None = None
        self.broken = 0
        self.ended = False

    def feed(self, data: bytes) -> None:
        """Raises Garbled and TooLarge; nothing can be read after that."""
        self._held += data
        while not self.ended and (self._body() if self._in_part else self._head()):
            pass

    def take(self) -> Picture | None:
        """The newest picture, once."""
        newest, self._newest = self._newest, None
        return newest

    def _head(self) -> bool:
        """Go to the next boundary and read the head after it."""
        held, separator = self._held, self._separator
        at = held.find(separator)
        if at < 0:
            self._skip(max(0, len(held) - len(separator) + 1))
            return False
        self._skip(at)
        if held.startswith(separator + b"--"):
            self.ended = True
            return False
        end = HEAD_END.search(held, len(separator))
        if end is None or end.start() > HEAD_MOST:
            if len(held) > HEAD_MOST:
                raise Garbled("a part's head without an end")
            return False
        self._length = _length_of(bytes(held[len(separator) : end.start()]))
        del held[: end.end()]
        self._skipped, self._in_part, self._scan = 0, True, JpegScan()
        return True

    def _skip(self, count: int) -> None:
        self._skipped += count
        del self._held[:count]
        if self._skipped > GARBAGE_MOST:
            raise Garbled(f"no boundary in {self._skipped} bytes")

    def _body(self) -> bool:
        """Read the part to the end of its JPEG; what is left of it is skipped on the way to the next boundary."""
        assert self._scan is not None
        most = FRAME_MOST if self._length is None else self._length
        if most > FRAME_MOST:
            raise TooLarge(f"{most} bytes")
        try:
            end = self._scan.end(self._held)
        except NotJpeg:
            return self._broken()
        if end is None and len(self._held) < most:
            return False
        if end is None and self._length is None:
            raise TooLarge(f"more than {most} bytes")
        if end is None or end > most or self._scan.size is None:
            return self._broken()
        self._take(bytes(self._held[:end]), self._scan.size)
        return True

    def _take(self, data: bytes, size: tuple[int, int]) -> None:
        if size[0] * size[1] > PIXELS_MOST:
            raise TooLarge(f"{size[0]} x {size[1]} pixels")
        self._newest = Picture(data, *size)
        del self._held[: len(data)]
        self._in_part = False

    def _broken(self) -> bool:
        """A part that is no whole picture: go on at the next boundary, which may be inside of it."""
        self.broken += 1
        self._in_part = False
        if self.broken > BROKEN_MOST:
            raise Garbled(f"{self.broken} broken pictures")
        return True


def _length_of(head: bytes) -> int | None:
    """Content-Length of a part's head; None where it has none. Raises Garbled."""
    for line in head.split(b"\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            digits = value.strip()
            if not digits.isdigit() or len(digits) > LENGTH_DIGITS:
                raise Garbled("a length that is no number")
            return int(digits)
        if name.strip().lower() == b"content-type" and not value.strip().lower().startswith(JPEG_TYPES):
            raise Garbled("a part that is no JPEG")
    return None
