"""The number of pages of a PDF, as a simulated printer counts them: without drawing anything."""

from __future__ import annotations

import re
import zlib

PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")
TREE = re.compile(
    rb"/Type\s*/Pages\b[^<>]{0,20000}?/Count\s+(\d{1,6})|/Count\s+(\d{1,6})[^<>]{0,20000}?/Type\s*/Pages\b"
)
"""A node of the page tree with the number of pages below it (ISO 32000-1, section 7.7.3.2)."""
STREAM = re.compile(rb"/ObjStm\b.{0,400}?\bstream\r?\n", re.DOTALL)
MOST_BYTES = 4_000_000
"""Of one stream of objects when it is unpacked."""


def count_pages(pdf: bytes) -> int:
    """The pages of a PDF, at least 1; objects may be packed into streams. The tree says it: an update after the first
    version, such as a signature, may write a page a second time."""
    parts = [pdf, *(_unpacked(pdf, at.end()) for at in STREAM.finditer(pdf))]
    counts = [int(one or other) for part in parts for one, other in TREE.findall(part)]
    return max(1, max(counts, default=0) or sum(len(PAGE.findall(part)) for part in parts))


def _unpacked(pdf: bytes, at: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(pdf[at:], MOST_BYTES)
    except zlib.error:
        return b""
