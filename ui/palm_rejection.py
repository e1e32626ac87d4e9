"""A hand that rests on the glass in elder mode: what it lies on is not pressed when it is lifted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QEventPoint, QTouchEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow

from ui.bridge import Bridge

RESTS_S = 0.3
"""So long at least; two thumbs that write are quicker."""
TOUCHES = frozenset({QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd})


class PalmRejection(QObject):
    """Looks at touches in elder mode only: a point that was there before another, and is still there when that one has
    gone, rests."""

    def __init__(self, window: QQuickWindow, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._bridge = window, bridge
        self._looking = False
        bridge.changed.connect(self._shown)

    def _shown(self) -> None:
        view = self._bridge.view
        wanted = view is not None and view.modes.elder
        if wanted != self._looking:
            self._looking = wanted
            (self._window.installEventFilter if wanted else self._window.removeEventFilter)(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() in TOUCHES and isinstance(event, QTouchEvent):
            points = event.points()
            gone = [point for point in points if point.state() is QEventPoint.State.Released]
            for point in points:
                if any(_rests(point, other) for other in gone):
                    item = event.exclusiveGrabber(point)
                    if isinstance(item, QQuickItem):
                        item.ungrabTouchPoints()
        return False


def _rests(point: QEventPoint, gone: QEventPoint) -> bool:
    still = point.state() is not QEventPoint.State.Released
    return still and point.timeHeld() >= RESTS_S and point.timeHeld() > gone.timeHeld()
