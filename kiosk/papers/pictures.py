"""Pictures of the pages of a visit's documents, for the screen. Held in memory and dropped with the visit."""

from __future__ import annotations

import threading

from kiosk.papers.pdf_verdict import PageImage

PICTURES_MOST = 24
"""Pictures held at once, about 6 MB each; more are refused."""


class TooManyPictures(Exception):
    """No further picture is held in this visit."""


class Pictures:
    """Pictures by key. Thread-safe: a worker adds them, the screen finds them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, PageImage] = {}
        self._next = 1

    def add(self, picture: PageImage) -> str:
        """Hold a picture and return its key, which is never used again. Raises TooManyPictures."""
        with self._lock:
            if len(self._held) >= PICTURES_MOST:
                raise TooManyPictures
            key, self._next = f"{self._next}", self._next + 1
            self._held[key] = picture
            return key

    def find(self, key: str) -> PageImage | None:
        """Return a picture; None if it was dropped."""
        with self._lock:
            return self._held.get(key)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all that is held."""
        with self._lock:
            return frozenset(self._held)

    def drop(self, key: str) -> None:
        """Forget a picture; without effect if it is gone."""
        with self._lock:
            self._held.pop(key, None)

    def wipe(self) -> None:
        """Drop all: the visit is over."""
        with self._lock:
            self._held.clear()
