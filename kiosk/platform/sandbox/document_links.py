"""Links by which a person's phone fetches the electronic copy of a document: opaque, short-lived, good for one use.

In memory only. Whoever has a link has the document, so it is forgotten as soon as it was used, and its time runs on the
machine's own seconds: a clock that is set back does not prolong it.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable

VALID_S = 600
OPEN_MOST = 1000
"""Links that wait for their use at most; the oldest are forgotten."""
PATH = "/copies/"


class DocumentLinks:
    """Makes links to a document and resolves each once."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._open: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def make(self, document_id: str) -> str:
        """Return the path of a new link to this document."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._open[token] = (document_id, self._monotonic() + VALID_S)
            while len(self._open) > OPEN_MOST:
                self._open.popitem(last=False)
        return PATH + token

    def take(self, token: str) -> str:
        """Return the id of its document, once; "" for one that is unknown, used or too old."""
        with self._lock:
            document_id, ends = self._open.pop(token, ("", 0.0))
        return document_id if self._monotonic() <= ends else ""

    def reset(self) -> None:
        with self._lock:
            self._open.clear()
