"""The number of pages of a PDF, as a simulated printer counts them: without drawing anything."""

from __future__ import annotations

import re
import zlib

PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")
STREAM = re.compile(rb"/ObjStm\b.{0,400}?\bstream\r?\n", re.DOTALL)
MOST_BYTES = 4_000_000
"""Of one stream of objects when it is unpacked."""


def count_pages(pdf: bytes) -> int:
    """The pages of a PDF, at least 1; objects may be packed into streams."""
    return max(
        1, len(PAGE.findall(pdf)) + sum(len(PAGE.findall(_unpacked(pdf, at.end()))) for at in STREAM.finditer(pdf))
    )


def _unpacked(pdf: bytes, at: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(pdf[at:], MOST_BYTES)
    except zlib.error:
        return b""
