"""The file of a scanned page, looked at without decoding it: its size, and whether it is whole. JPEG and PNG.

A file that breaks off is no page: some decoders draw the missing part grey. Source: PNG specification (third edition),
section 5; of JPEG in `devices.jpeg`.
"""

from __future__ import annotations

import zlib

from devices.jpeg import JpegScan, NotJpeg
from devices.lazy_dataclass import dataclass

JPEG, PNG = "image/jpeg", "image/png"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
JPEG_START = b"\xff\xd8\xff"
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
    scan = JpegScan()
    try:
        end = scan.end(data)
    except NotJpeg as wrong:
        raise NotWhole(str(wrong)) from wrong
    if end is None or scan.size is None:
        raise NotWhole("a JPEG breaks off")
    return Size(JPEG, *scan.size), end


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
