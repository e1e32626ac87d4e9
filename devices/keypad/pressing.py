"""Presses of keys, from what a pad says of each: which count, and which key is stuck. Pure.

A key is let go when nothing was heard of it for a moment: worn contacts bounce, and a pad over a serial line says only
that a key is pressed, again and again while it is held. Until then it is one press, and one that lasts STUCK_S is none.
Keys are given in the order in which they were let go.
"""

from __future__ import annotations

from collections import deque
from enum import Enum

from devices.keypad.contract import STUCK_S, PadKey
from devices.lazy_dataclass import dataclass

QUEUE_MOST = 40
"""Keys that are kept for whoever takes them; more are dropped, the newest first."""


class Move(Enum):
    """A pad's word on a key: it went down, it came up, or it is down and nobody saw when it began."""

    DOWN = "down"
    UP = "up"
    HELD = "held"


@dataclass
class _Key:
    since: float
    up_at: float | None = None
    counts: bool = True
    stuck: bool = False


class Pressing:
    """The keys of one pad; times are monotonic seconds. `settle_s`: a key that is up for so long is let go."""

    def __init__(self, settle_s: float) -> None:
        self._settle_s = settle_s
        self._keys: dict[PadKey, _Key] = {}
        self._ready: deque[PadKey] = deque()
        self._untold = False
        self._now = 0.0

    def move(self, key: PadKey, move: Move, now: float) -> None:
        """The pad said this of a key at this moment; the moments of calls never go back."""
        now = max(now, self._now)
        self.pass_time(now)
        known = self._keys.get(key)
        if move is Move.UP:
            if known is not None and known.up_at is None:
                known.up_at = now
        elif known is None:
            self._keys[key] = _Key(now, counts=move is Move.DOWN)
        else:
            known.up_at = None

    def pass_time(self, now: float) -> None:
        """Let go what is up for long enough, and find out what is stuck."""
        self._now = now = max(now, self._now)
        for key, state in sorted(self._keys.items(), key=lambda item: item[1].up_at or now):
            if not state.stuck and (now if state.up_at is None else state.up_at) - state.since >= STUCK_S:
                state.stuck = self._untold = True
            if state.up_at is not None and now - state.up_at >= self._settle_s:
                del self._keys[key]
                if state.counts and not state.stuck and len(self._ready) < QUEUE_MOST:
                    self._ready.append(key)

    def next_at(self) -> float | None:
        """The moment at which `pass_time` changes something; None while nothing is pressed."""
        ends = [each.up_at + self._settle_s for each in self._keys.values() if each.up_at is not None]
        ends += [each.since + STUCK_S for each in self._keys.values() if each.up_at is None and not each.stuck]
        return min(ends, default=None)

    def take(self) -> tuple[PadKey, ...]:
        """The keys that were let go, oldest first."""
        ready, self._ready = tuple(self._ready), deque()
        return ready

    @property
    def stuck(self) -> bool:
        """Whether a key is stuck now."""
        return any(each.stuck for each in self._keys.values())

    def newly_stuck(self) -> bool:
        """Whether a key got stuck since this was asked last."""
        untold, self._untold = self._untold, False
        return untold

    def forget(self) -> None:
        """Drop what was let go, and count nothing that is still down."""
        self._ready.clear()
        for each in self._keys.values():
            each.counts = False

    def clear(self) -> None:
        """The pad was opened again, and tells of its keys itself."""
        self._keys.clear()
        self._ready.clear()
        self._untold = False
