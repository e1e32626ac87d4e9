"""The hidden way into the technician's area: the four corners of the screen in order, or a sequence of keys.

Corners hold no control on any page, so nobody touches all four in this order by chance. On the first page, where any
touch begins a visit, a corner begins none. Keys count beside their meaning; the sequence is the same on a keypad, a
keyboard and a pad with 更正 and 确认 in place of * and #.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QTouchEvent
from PySide6.QtQuick import QQuickWindow

from ui.bridge import Bridge

ENTRY = "staff-entry"
"""The touch that is reported (kiosk.terminal_state.STAFF_ENTRY)."""
CORNER_MM = 14.0
WITHIN_S = 2.0
"""From one corner or key to the next at most."""
CORNERS = ("top-left", "top-right", "bottom-right", "bottom-left")
K = Qt.Key
KEYS: Sequence[frozenset[int]] = (
    *(frozenset({code}) for code in (K.Key_9, K.Key_1, K.Key_9, K.Key_1)),
    frozenset({K.Key_Asterisk, K.Key_Backspace}),
    frozenset({K.Key_NumberSign, K.Key_Enter, K.Key_Return}),
)
"""The sequence of keys: 9 1 9 1 * #."""
PRESSES = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin})
RELEASES = frozenset({QEvent.Type.MouseButtonRelease, QEvent.Type.TouchEnd})


class Sequenced:
    """Notices that a sequence was gone through, each step soon after the one before."""

    def __init__(self, steps: Sequence[frozenset[object]], now: Callable[[], float]) -> None:
        self._steps, self._now = tuple(steps), now
        self._at, self._last = 0, float("-inf")

    def step(self, done: object) -> bool:
        """Note a step; True if it was the last of the sequence."""
        now = self._now()
        if now - self._last > WITHIN_S:
            self._at = 0
        self._last = now
        if done not in self._steps[self._at]:
            self._at = 0
        self._at += done in self._steps[self._at]
        over = self._at == len(self._steps)
        self._at = 0 if over else self._at
        return over


class StaffEntry(QObject):
    """Event filter of the window. `now` is a monotonic clock in seconds."""

    def __init__(self, window: QQuickWindow, bridge: Bridge, now: Callable[[], float]) -> None:
        super().__init__(window)
        self._window, self._bridge = window, bridge
        self._corners = Sequenced([frozenset({corner}) for corner in CORNERS], now)
        self._keys = Sequenced(list(KEYS), now)
        self._swallows = False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        kind = event.type()
        if kind in PRESSES and isinstance(event, QMouseEvent | QTouchEvent):
            corner = self._corner(event.points()[0].position())
            view = self._bridge.view
            self._swallows = bool(corner) and view is not None and view.traits.starts_visit
            if corner and self._corners.step(corner):
                self._bridge.touch(ENTRY)
            return self._swallows
        if kind in RELEASES and self._swallows:
            self._swallows = False
            return True
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._keys.step(event.key()):
            self._bridge.touch(ENTRY)
            return True
        return False

    def _corner(self, at: QPointF) -> str:
        """The corner of the page at this point of the window; "" elsewhere."""
        width, height = self._window.width(), self._window.height()
        near = self._bridge.mm(CORNER_MM) * height
        across = "left" if at.x() < near else "right" if at.x() > width - near else ""
        down = "top" if at.y() < near else "bottom" if at.y() > height - near else ""
        return f"{down}-{across}" if across and down else ""
