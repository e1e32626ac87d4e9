"""The hidden way into the technician's area: the four corners of the screen in order, or a sequence of keys.

Corners hold no control on any page, so nobody touches all four in this order by chance; on the first page, where any
touch begins a visit, a corner begins none (Main.qml). Keys count beside their meaning; the sequence is the same on a
keypad, a keyboard, and a pad with 更正 and 确认 in place of * and #.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import Qt

from ui.bridge import Bridge

ENTRY = "staff-entry"
"""The touch that is reported (kiosk.terminal_state.STAFF_ENTRY)."""
WITHIN_S = 2.0
"""From one corner or key to the next at most."""
CORNERS: Sequence[frozenset[Hashable]] = tuple(
    frozenset({corner}) for corner in ("top-left", "top-right", "bottom-right", "bottom-left")
)
K = Qt.Key
KEYS: Sequence[frozenset[Hashable]] = (
    *(frozenset({int(code)}) for code in (K.Key_9, K.Key_1, K.Key_9, K.Key_1)),
    frozenset({int(K.Key_Asterisk), int(K.Key_Backspace)}),
    frozenset({int(K.Key_NumberSign), int(K.Key_Enter), int(K.Key_Return)}),
)
"""The sequence of keys: 9 1 9 1 * #."""


class Sequenced:
    """Notices that a sequence was gone through, each step soon after the one before."""

    def __init__(self, steps: Sequence[frozenset[Hashable]], now: Callable[[], float]) -> None:
        self._steps, self._now = tuple(steps), now
        self._at, self._last = 0, float("-inf")

    def step(self, done: Hashable) -> bool:
        """Note a step; True if it was the last of the sequence."""
        now = self._now()
        if now - self._last > WITHIN_S or done not in self._steps[self._at]:
            self._at = 0
        self._last = now
        self._at += done in self._steps[self._at]
        over = self._at == len(self._steps)
        self._at = 0 if over else self._at
        return over


def watch_for_staff(bridge: Bridge, now: Callable[[], float]) -> None:
    """From now on report the hidden sequences as a touch. `now` is a monotonic clock in seconds."""
    corners, keys = Sequenced(CORNERS, now), Sequenced(KEYS, now)

    def corner(name: str) -> None:
        if corners.step(name):
            bridge.touch(ENTRY)

    def key(code: int) -> bool:
        over = keys.step(code)
        if over:
            bridge.touch(ENTRY)
        return over

    bridge.on_corner, bridge.on_key = corner, key
