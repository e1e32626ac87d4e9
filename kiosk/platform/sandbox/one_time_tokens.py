"""Identity codes as an invented person's phone shows them: opaque, short-lived, good for one use. In memory only.

A code says nothing about its holder. Whoever resolves one learns the person, so a code is forgotten as soon as it was
resolved, and its time runs on the machine's own seconds: a clock that is set back does not prolong it.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable

VALID_S = 120
OPEN_MOST = 1000
"""Codes that wait for their use at most; the oldest are forgotten."""
BEGINNING = "YKID1."


class IdentityCodes:
    """Makes codes for a person's number and resolves each once."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._open: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def make(self, number: str) -> str:
        """A new code of this person."""
        code = BEGINNING + secrets.token_urlsafe(24)
        with self._lock:
            self._open[code] = (number, self._monotonic() + VALID_S)
            while len(self._open) > OPEN_MOST:
                self._open.popitem(last=False)
        return code

    def take(self, code: str) -> str:
        """The number of the person whose code it is, once; "" for one that is unknown, used or too old."""
        with self._lock:
            number, ends = self._open.pop(code, ("", 0.0))
        return number if self._monotonic() <= ends else ""

    def reset(self) -> None:
        with self._lock:
            self._open.clear()
