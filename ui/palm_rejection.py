"""Palm rejection in elder mode: a hand resting on the screen presses nothing when it is lifted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QEventPoint, QTouchEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow

from ui.bridge import Bridge

REST_AT_LEAST_S = 0.3
"""Minimum contact time of a resting hand; typing with two thumbs is faster."""
TOUCHES = frozenset({QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd})


class PalmRejection(QObject):
    """Event filter, installed in elder mode only. A touch point rests if it was there before another point was pressed
    and is still there after that one was released; its grab is cancelled."""

    def __init__(self, window: QQuickWindow, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._bridge = window, bridge
        self._installed = False
        bridge.changed.connect(self._follow_mode)

    def _follow_mode(self) -> None:
        view = self._bridge.view
        wanted = view is not None and view.modes.elder
        if wanted != self._installed:
            self._installed = wanted
            (self._window.installEventFilter if wanted else self._window.removeEventFilter)(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() in TOUCHES and isinstance(event, QTouchEvent):
            points = event.points()
            released = [point for point in points if point.state() is QEventPoint.State.Released]
            for point in points:
                if any(_is_resting(point, other) for other in released):
                    item = event.exclusiveGrabber(point)
                    # A pad knows itself which hand writes.
                    if isinstance(item, QQuickItem) and not item.property("writes"):
                        item.ungrabTouchPoints()
        return False


def _is_resting(point: QEventPoint, released: QEventPoint) -> bool:
    still = point.state() is not QEventPoint.State.Released
    return still and point.timeHeld() >= REST_AT_LEAST_S and point.timeHeld() > released.timeHeld()
