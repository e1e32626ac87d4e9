"""Memory of the nonces of signed requests, by which a request that is sent again is refused.

A signature is believed for some minutes of the platform's clock, and a clock that is set back makes an old one young
again. So a nonce is not forgotten by the wall clock: it is kept for at least KEEP_S of monotonic time, and then until
CAPACITY newer ones have come. The file keeps them over a restart; it is not synced, because a power cut is longer than
a signature is believed.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from pathlib import Path

KEEP_S = 1200.0
"""Twice the time for which a signature is believed, before and after now."""
CAPACITY = 100_000
"""About a day of a hundred terminals' requests, and 20 MB."""
ENTRY_BYTES = 16


class NonceMemory:
    """The nonces seen, as digests, oldest first. Not thread-safe. `monotonic` gives seconds."""

    def __init__(self, path: Path, monotonic: Callable[[], float], capacity: int = CAPACITY) -> None:
        """Read the file, and shorten it to the newest entries. Raises OSError."""
        self._path, self._monotonic, self._capacity = path, monotonic, capacity
        stored = path.read_bytes() if path.exists() else b""
        # A crash may have cut the last entry.
        whole = stored[: len(stored) // ENTRY_BYTES * ENTRY_BYTES][-capacity * ENTRY_BYTES :]
        entries = (whole[at : at + ENTRY_BYTES] for at in range(0, len(whole), ENTRY_BYTES))
        self._seen = dict.fromkeys(entries, monotonic())
        self._write_all()

    def add(self, terminal: str, nonce: str) -> bool:
        """Remember a terminal's nonce; return whether it is new."""
        entry = hashlib.sha256(f"{terminal}\n{nonce}".encode()).digest()[:ENTRY_BYTES]
        if entry in self._seen:
            return False
        now = self._monotonic()
        self._seen[entry] = now
        while len(self._seen) > self._capacity:
            oldest = next(iter(self._seen))
            if now - self._seen[oldest] < KEEP_S:
                break
            del self._seen[oldest]
        # On a full disk the nonce is in memory at least; the next start finds what the file has.
        with contextlib.suppress(OSError):
            self._append(entry)
        return True

    def _append(self, entry: bytes) -> None:
        if self._in_file >= 2 * max(self._capacity, len(self._seen)):
            self._write_all()
            return
        with self._path.open("ab") as file:
            # An entry that a full disk cut would shift all later ones.
            file.truncate(self._in_file * ENTRY_BYTES)
            file.write(entry)
        self._in_file += 1

    def _write_all(self) -> None:
        fresh = self._path.with_name(self._path.name + ".new")
        fresh.write_bytes(b"".join(self._seen))
        fresh.replace(self._path)
        self._in_file = len(self._seen)
