"""Unsealed papers of one visit, in memory only: a session holds references, never bytes.

What is held is limited before it is taken, and overwritten with zeros when it is dropped. That is best effort: copies
that a reader made are not found (the machine has no swap, or an encrypted one; core files are off).
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType

from devices.lazy_dataclass import dataclass

MEGABYTE = 2**20
BLOB_MOST = 20 * MEGABYTE
CASE_MOST = 40 * MEGABYTE
VISIT_MOST = 96 * MEGABYTE


@dataclass(frozen=True)
class BlobRef:
    """A reference to bytes that the store holds; all that a session has of a paper."""

    key: int
    sha256: str
    size: int
    pages: int
    media_type: str


class BlobRefused(Exception):
    """A limit would be exceeded; nothing was taken. `limit` is "blob", "case" or "visit"."""

    def __init__(self, limit: str) -> None:
        super().__init__(limit)
        self.limit = limit


class BlobGone(Exception):
    """The store does not hold this: it was dropped, or the visit is over."""


class BlobStore:
    """The unsealed bytes of one visit. Thread-safe. `case` groups what is counted together, by any name."""

    def __init__(self, limits: Mapping[str, int] | None = None) -> None:
        default = {"blob": BLOB_MOST, "case": CASE_MOST, "visit": VISIT_MOST}
        self._limits = MappingProxyType({**default, **(limits or {})})
        self._lock = threading.Lock()
        self._next = 1
        self._held: dict[int, tuple[bytearray, str]] = {}

    def put(self, data: bytes | bytearray | memoryview, media_type: str, pages: int, *, case: str = "") -> BlobRef:
        """Take a copy. Raises BlobRefused, before it is made."""
        with self._lock:
            exceeded = self._exceeded(len(data), case)
            if exceeded:
                raise BlobRefused(exceeded)
            key, self._next = self._next, self._next + 1
            self._held[key] = (bytearray(data), case)
        return BlobRef(key, sha256(data).hexdigest(), len(data), pages, media_type)

    def get(self, blob: BlobRef) -> bytes:
        """Return a copy of the bytes. Raises BlobGone."""
        with self._lock:
            if blob.key not in self._held:
                raise BlobGone
            return bytes(self._held[blob.key][0])

    def drop(self, blob: BlobRef) -> None:
        """Overwrite and forget it; without effect if it is gone."""
        with self._lock:
            self._forget(blob.key)

    def wipe(self) -> None:
        """Overwrite and forget everything: the visit is over."""
        with self._lock:
            for key in tuple(self._held):
                self._forget(key)

    @property
    def size(self) -> int:
        """Bytes held."""
        with self._lock:
            return sum(len(data) for data, _ in self._held.values())

    def _exceeded(self, size: int, case: str) -> str:
        held = {"blob": 0, "case": 0, "visit": 0}
        for data, owner in self._held.values():
            held["visit"] += len(data)
            held["case"] += len(data) if owner == case else 0
        return next((name for name, count in held.items() if count + size > self._limits[name]), "")

    def _forget(self, key: int) -> None:
        found = self._held.pop(key, None)
        if found is not None:
            data = found[0]
            data[:] = bytes(len(data))
