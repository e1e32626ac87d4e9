"""What is known of one cell when it was played: pages seen, what is held, what was logged and left behind."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Held:
    """What is really held at one moment: cases at the platform, cases here by state, slips that came out whole."""

    platform: int
    received: int
    unsent: int
    slips: int


@dataclass(frozen=True)
class Seen:
    """One page as the citizen saw it at rest, and what was true at that moment."""

    id: str
    page: str
    keys: frozenset[str]
    words: tuple[str, ...]
    ways_out: tuple[str, ...]
    struck: bool
    held: Held


@dataclass
class Played:
    """All that is known of one cell when it was played."""

    seen: list[Seen] = field(default_factory=list)
    acts: int = 0
    ended: bool = False
    overdue: str = ""
    after: Held | None = None
    leaks: list[str] = field(default_factory=list)
    logs: list[str] = field(default_factory=list)
    audit: list[str] = field(default_factory=list)
    broken: str = ""
    """The rehearsal itself could not go on."""


class Ears(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.warnings: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = f"{record.name}: {record.getMessage()}"
        self.lines.append(line)
        if record.levelno >= logging.WARNING:
            self.warnings.append(line)


@contextmanager
def listening() -> Iterator[Ears]:
    """Hear every log line and every exception that ends a thread."""
    ears = Ears()
    root, hook = logging.getLogger(), threading.excepthook

    def died(args: Any) -> None:
        ears.warnings.append(f"thread: {args.exc_type.__name__}: {args.exc_value}")

    root.addHandler(ears)
    threading.excepthook = died
    try:
        yield ears
    finally:
        root.removeHandler(ears)
        threading.excepthook = hook
