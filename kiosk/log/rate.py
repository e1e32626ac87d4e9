"""Limit how often the same event is written, so that a fault in a loop does not displace all other lines."""

from __future__ import annotations

from collections.abc import Iterator

from devices.lazy_dataclass import dataclass

PER_SECOND = 50
WINDOW_S = 1.0

Kind = tuple[str, str]
"""Part and code."""


@dataclass
class _Window:
    ends_at: float
    admitted: int = 0
    refused: int = 0


class RateLimit:
    """Admit `PER_SECOND` events of one kind in each second and count the others. Not thread-safe."""

    def __init__(self) -> None:
        self._windows: dict[Kind, _Window] = {}
        self._next_end = 0.0

    def admit(self, kind: Kind, now: float) -> bool:
        """True if an event of this kind may be written at `now` (monotonic seconds). Call `ended` first."""
        window = self._windows.get(kind)
        if window is None:
            window = self._windows[kind] = _Window(now + WINDOW_S)
        if window.admitted < PER_SECOND:
            window.admitted += 1
            return True
        window.refused += 1
        return False

    def ended(self, now: float) -> Iterator[tuple[Kind, int]]:
        """Drop the windows that ended; yield each kind that was refused, and how often."""
        if now < self._next_end:
            return
        over = [kind for kind, window in self._windows.items() if window.ends_at <= now]
        counts = [(kind, self._windows.pop(kind).refused) for kind in over]
        self._next_end = min((window.ends_at for window in self._windows.values()), default=now + WINDOW_S)
        yield from ((kind, count) for kind, count in counts if count)
