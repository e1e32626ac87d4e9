"""The simulated cabinet as people see it, for QML: its front with the lamps that are lit, and what its sensors see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.scenario.actors import simulator_of
from kiosk.scenario.world import World

QML_IMPORT_NAME = "Yike.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

LOOK_EVERY_MS = 200
"""A lamp that blinks changes every half second."""
LAMPS, SENSORS = "indicators", "sensors"
SAID = ("person", "door")
"""Sensors whose state is said in words: message key `panel-sensed-…`."""


@QmlElement
@QmlUncreatable("made by the program")
class CabinetState(QObject):
    """Looks at the simulators of lamps and sensors; `words` gives the text of a message key."""

    changed = Signal()
    fixed = Signal()

    def __init__(self, world: World, words: Callable[[str], str | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cabinet = world.terminal.settings.cabinet
        devices = [each for each in world.terminal.devices.values() if each.simulator is not None]
        self._lamps = [each for each in devices if each.family.name == LAMPS]
        self._sensors = [each for each in devices if each.family.name == SENSORS]
        self._words = words
        self._now: tuple[list[str], list[str]] = ([], [])
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        if self.there:
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def look(self) -> None:
        """Take in what changed at the cabinet."""
        lit = sorted({slot for each in self._lamps for slot in simulator_of(each).lit})
        active = {name for each in self._sensors for name in simulator_of(each).active}
        now = (lit, [self._words(f"panel-sensed-{name}") or name for name in SAID if name in active])
        if now != self._now:
            self._now = now
            self.changed.emit()

    @Property(bool, notify=fixed)
    def there(self) -> bool:
        """Whether the cabinet has simulated lamps or sensors, and a front to draw."""
        return bool(self._lamps or self._sensors) and len(self._cabinet.get("size", ())) == 2

    @Property(float, notify=fixed)
    def height(self) -> float:
        """The height of the front as a share of its width."""
        width, height = self._cabinet.get("size", (1.0, 0.0))
        return height / width

    @Property("QVariantList", notify=fixed)  # type: ignore[arg-type]
    def front(self) -> list[dict[str, Any]]:
        """The screen and the devices on the front, as shares of its width."""
        width = self._cabinet.get("size", (1.0, 0.0))[0]
        return [
            {"id": name, **{side: value / width for side, value in zip("xywh", place, strict=True)}}
            for name, place in self._cabinet.items()
            if len(place) == 4
        ]

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]
    def lit(self) -> list[str]:
        """The devices whose lamp is lit."""
        return self._now[0]

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]
    def sensed(self) -> list[str]:
        """The sensors that are not at rest, in words."""
        return self._now[1]
