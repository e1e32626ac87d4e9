"""Cache of answers by idempotency key: a repeated question gets the same answer and is not executed again.

In memory, like the one-time codes.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

RequestKey = tuple[str, str, str, str]
"""Terminal, question, idempotency key, digest of the body."""
CAPACITY = 1000


class IdempotencyCache:
    """The last CAPACITY answers. Refusals are not cached: the question is evaluated again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: OrderedDict[RequestKey, dict[str, Any]] = OrderedDict()

    def once(self, key: RequestKey, answer: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Return the cached answer, or call `answer` and cache its result. Calls are serialised."""
        with self._lock:
            if key not in self._answers:
                self._answers[key] = answer()
                if len(self._answers) > CAPACITY:
                    self._answers.popitem(last=False)
            return self._answers[key]

    def reset(self) -> None:
        with self._lock:
            self._answers.clear()
