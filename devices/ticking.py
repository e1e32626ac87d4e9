"""Bytes that a simulated device sends by itself, such as a camera's pictures: a source that is asked again."""

from __future__ import annotations

from collections.abc import Callable

Source = Callable[[], bytes | None]
"""The bytes of one tick, b"" for none; None: the other end hangs up."""
BEHIND_S = 2.0
"""Seconds. Ticks due longer ago than this are skipped, as buffers on a real line would overflow."""


class Ticking:
    """Asks `source` every `every_s` seconds from `now` (monotonic) on. Used by one thread."""

    def __init__(self, every_s: float, source: Source, now: float) -> None:
        self._every_s = every_s
        self._source = source
        self.next_at = now

    def due(self, now: float) -> list[tuple[float, bytes | None]]:
        """Moment and bytes of each tick since the last call."""
        found: list[tuple[float, bytes | None]] = []
        self.next_at = max(self.next_at, now - BEHIND_S)
        while self.next_at <= now:
            data = self._source()
            if data is None:
                return [*found, (self.next_at, None)]
            if data:
                found.append((self.next_at, data))
            self.next_at += self._every_s
        return found
