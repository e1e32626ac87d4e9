"""Opaque tokens that stand for something once and for a short time: the identity code on a person's phone, and the link
by which a phone fetches a document.

In memory only. Whoever has a token has what it stands for, so it is forgotten as soon as it was used, and its time runs
on the machine's own seconds: a clock that is set back does not prolong it.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable

CODE_PREFIX, CODE_S = "YKID1.", 120
"""Beginning of an identity code, and the seconds in which it can be used."""
LINK_PATH, LINK_S = "/copies/", 600
"""The same of a link to a document."""
OPEN_MOST = 1000
"""Tokens that wait for their use at most; the oldest are forgotten."""


class OneTimeTokens:
    """Makes tokens and resolves each once. All of them begin with `prefix` and are good for `valid_s` seconds."""

    def __init__(self, monotonic: Callable[[], float], prefix: str, valid_s: int) -> None:
        self._monotonic, self._prefix, self._valid_s = monotonic, prefix, valid_s
        self._lock = threading.Lock()
        self._open: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def make(self, meaning: str) -> str:
        """Return a new token for a person's number or a document's id."""
        token = self._prefix + secrets.token_urlsafe(24)
        with self._lock:
            self._open[token] = (meaning, self._monotonic() + self._valid_s)
            while len(self._open) > OPEN_MOST:
                self._open.popitem(last=False)
        return token

    def take(self, token: str) -> str:
        """Return what a token stands for, once; "" for one that is unknown, used or too old."""
        with self._lock:
            meaning, ends = self._open.pop(token, ("", 0.0))
        return meaning if self._monotonic() <= ends else ""

    def reset(self) -> None:
        with self._lock:
            self._open.clear()
