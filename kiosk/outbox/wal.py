"""Damage in a write-ahead log that SQLite passes over: it reads up to the first frame whose checksum is wrong, and
every commit behind that frame is gone without a word.

The store's mark tells whether commits were lost so; then a copy made before is what they are recovered from. Format:
https://www.sqlite.org/fileformat2.html, section 4.
"""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kiosk.outbox.pages import FRAME_HEADER, PAGE_BYTES, WAL_HEADER
from kiosk.outbox.store_files import files_of
from kiosk.private_files import FILE_MODE

SUSPECT = "suspect-"
"""Prefix of a copy that is kept until the store was compared with its mark."""
FRAME = FRAME_HEADER + PAGE_BYTES
BIG_ENDIAN = 1
"""Lowest bit of the magic number: checksums are over big-endian words."""


def keep_suspect(store: Path) -> None:
    """Copy a store whose write-ahead log has a wrong frame, before SQLite opens it. Raises OSError."""
    wal = store.with_name(f"{store.name}-wal")
    with suppress(FileNotFoundError):
        if is_wrong(wal.read_bytes()):
            for part in files_of(store):
                copy = part.with_name(SUSPECT + part.name)
                shutil.copyfile(part, copy)
                copy.chmod(FILE_MODE)


def judge_suspect(store: Path, *, lost: bool, moment: str) -> Path | None:
    """Drop the copy, or keep it as a damaged store if entries were lost; return that. Raises OSError."""
    copy = store.with_name(SUSPECT + store.name)
    for part in files_of(copy):
        if lost:
            part.rename(part.with_name(part.name.replace(SUSPECT, f"damaged-{moment}-", 1)))
        else:
            part.unlink()
    kept = store.with_name(f"damaged-{moment}-{store.name}")
    return kept if lost and kept.exists() else None


def is_wrong(wal: bytes) -> bool:
    """Return whether a frame of the log's present run is one that SQLite will not read."""
    if len(wal) < WAL_HEADER + FRAME:
        return False
    order = ">" if wal[3] & BIG_ENDIAN else "<"
    sums = _sums(wal[:24], order, (0, 0))
    if struct.pack(">II", *sums) != wal[24:WAL_HEADER]:
        return True
    salts, frames = wal[16:24], list(_frames(wal))
    for number, frame in enumerate(frames):
        sums = _sums(frame[:8] + frame[FRAME_HEADER:], order, sums)
        if frame[8:16] != salts or struct.pack(">II", *sums) != frame[16:FRAME_HEADER]:
            # What an earlier run of the log left behind has other salts.
            return any(each[8:16] == salts for each in frames[number:])
    return False


def _frames(wal: bytes) -> Iterator[bytes]:
    for at in range(WAL_HEADER, len(wal) - FRAME + 1, FRAME):
        yield wal[at : at + FRAME]


def _sums(data: bytes, order: str, before: tuple[int, int]) -> tuple[int, int]:
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    first, second = before
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second
