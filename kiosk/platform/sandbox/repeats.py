"""The same question again, by the same key: the same answer again, and nothing is done twice. In memory, like codes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

Which = tuple[str, str, str, str]
"""Terminal, question, idempotency key, digest of the body."""
REMEMBERED = 1000


class Repeats:
    """The last answers. A refusal is not remembered: it is judged anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: OrderedDict[Which, dict[str, Any]] = OrderedDict()

    def once(self, which: Which, answer: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """The answer as given before, else a new one. Two deliveries at once are one after the other."""
        with self._lock:
            if which not in self._answers:
                self._answers[which] = answer()
                if len(self._answers) > REMEMBERED:
                    self._answers.popitem(last=False)
            return self._answers[which]

    def reset(self) -> None:
        with self._lock:
            self._answers.clear()
