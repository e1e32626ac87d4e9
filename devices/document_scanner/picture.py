"""The file of a scanned page, looked at without decoding it: its size, and whether it is whole. JPEG and PNG.

A file that breaks off is no page: some decoders draw the missing part grey. Sources: ITU-T T.81, annex B (JPEG);
PNG specification (third edition), section 5.
"""

from __future__ import annotations

import zlib

from devices.lazy_dataclass import dataclass

JPEG, PNG = "image/jpeg", "image/png"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
JPEG_START = b"\xff\xd8\xff"
SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a length: TEM and the restart markers."""
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Start of a frame: its size follows."""
HEAD_CHUNK = 13


class NotWhole(Exception):
    """The file breaks off, or has no form of a picture; the message says where."""


@dataclass(frozen=True)
class Size:
    """Sort of file, width and height in pixels, by its header."""

    media_type: str
    width: int
    height: int


def read_size(data: bytes) -> Size:
    """The size of a whole file with nothing behind its picture. Raises NotWhole."""
    size, end = find_picture(data)
    if data[end:].strip(b"\x00\xff\r\n" if size.media_type == JPEG else b""):
        raise NotWhole("more after the end")
    return size


def find_picture(data: bytes) -> tuple[Size, int]:
    """The size of the picture with which a file begins, and where it ends: phones put more behind it (a second picture
    for brighter screens, a film). Raises NotWhole."""
    if data.startswith(PNG_SIGNATURE):
        return _png(data)
    if data.startswith(JPEG_START):
        return _jpeg(data)
    raise NotWhole("neither JPEG nor PNG")


def _jpeg(data: bytes) -> tuple[Size, int]:
    """Go from marker to marker; inside a scan 0xFF is followed by 0x00 or a restart marker."""
    at, size, scans = 2, None, 0
    while True:
        at, marker = _marker(data, at)
        if marker == EOI:
            break
        if marker in STANDALONE:
            continue
        length = int.from_bytes(data[at : at + 2])
        segment = data[at + 2 : at + length]
        if length < 2 or len(segment) != length - 2:
            raise NotWhole("a segment breaks off")
        if marker in FRAMES and size is None:
            if len(segment) < 6:
                raise NotWhole("a frame without a size")
            size = Size(JPEG, int.from_bytes(segment[3:5]), int.from_bytes(segment[1:3]))
        at += length
        if marker == SOS:
            scans += 1
            at = _end_of_scan(data, at)
    if size is None or not scans or size.width == 0 or size.height == 0:
        raise NotWhole("a JPEG without a picture")
    return size, at


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """The marker at this place, which may be padded with 0xFF, and the place after it."""
    if data[at : at + 1] != b"\xff":
        raise NotWhole("no marker")
    while data[at : at + 1] == b"\xff":
        at += 1
    if at >= len(data):
        raise NotWhole("no end")
    return at + 1, data[at]


def _end_of_scan(data: bytes, at: int) -> int:
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise NotWhole("a scan breaks off")
        if data[at + 1] not in (0x00, *STANDALONE):
            return at
        at += 2


def _png(data: bytes) -> tuple[Size, int]:
    """Go from chunk to chunk, each with its checksum."""
    at, size, pixels = len(PNG_SIGNATURE), None, False
    while True:
        length = int.from_bytes(data[at : at + 4])
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        checksum = data[at + 8 + length : at + 12 + length]
        if len(checksum) != 4 or int.from_bytes(checksum) != zlib.crc32(name + body):
            raise NotWhole("a chunk breaks off")
        at += 12 + length
        if name == b"IHDR" and size is None and length == HEAD_CHUNK:
            size = Size(PNG, int.from_bytes(body[:4]), int.from_bytes(body[4:8]))
        pixels = pixels or name == b"IDAT"
        if name == b"IEND":
            break
    if size is None or not pixels or size.width == 0 or size.height == 0:
        raise NotWhole("a PNG without a picture")
    return size, at
