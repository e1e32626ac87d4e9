"""The control panel for QML: a button for each action that scenarios have too."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Property, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from devices import Clock
from kiosk.scenario.actors import ActorError, device_if_any, device_named, simulator_of
from kiosk.scenario.world import World

QML_IMPORT_NAME = "Yike.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

SWITCHES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "paper_out": ("receipt_printer", "paper_out"),
        "paper_out_during": ("receipt_printer", "paper_out_during"),
        "cover_open": ("receipt_printer", "cover_open"),
        "printer_unplugged": ("receipt_printer", "unplugged"),
        "unreadable": ("id_reader", "unreadable"),
        "reader_unplugged": ("id_reader", "unplugged"),
        "scanner_unplugged": ("code_scanner", "unplugged"),
    }
)
"""Switches of the panel: device family and misfortune. Those of a device that the terminal lacks are left out."""
SCANNER = "code_scanner"
THE_SLIP = "slip"
CODES: Mapping[str, str] = MappingProxyType(
    {THE_SLIP: "", "poster": "梧桐社区图书角欢迎您", "link": "https://example.invalid/pay?to=somebody"}
)
"""Codes to hold before the scanner, and their texts; the newest slip's is on it."""

CHROME = (
    "title", "people", "lift", "take", "switches", "phone", "slip", "no-message", "no-slip", "codes", "code-text",
    "code-hold", "code-away",
)  # fmt: skip
"""The panel's own texts: message keys `panel-…`."""
POLL_EVERY_MS = 700


@QmlElement
@QmlUncreatable("made by the program")
class ControlPanel(QObject):
    """Cards, faults, text messages and printed slips of a rehearsal."""

    changed = Signal()
    fixed = Signal()
    _fetched = Signal(list)

    def __init__(self, world: World, clock: Clock, words: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._clock = clock
        self._words = words
        self._on: set[str] = set()
        self._messages: list[dict[str, str]] = []
        self._fetching = False
        self._fetched.connect(self._set_messages, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_EVERY_MS)
        self._timer.timeout.connect(self._poll)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    @Slot(str)
    def put(self, person: str) -> None:
        self._world.cards.put(person)
        self.changed.emit()

    @Slot()
    def lift(self) -> None:
        self._world.cards.lift()
        self.changed.emit()

    @Slot()
    def take(self) -> None:
        self._world.slips.take()
        self.changed.emit()

    @Slot(str)
    def toggle(self, name: str) -> None:
        """Begin or end a misfortune; cut or mend the network cable."""
        turn_on = name not in self._on
        if name == "network_off":
            cable = self._world.platform.cable
            (cable.cut if turn_on else cable.mend)()
        else:
            family, misfortune = SWITCHES[name]
            simulator = simulator_of(device_named(self._world.terminal.devices, family))
            (simulator.begin if turn_on else simulator.end)(misfortune)
        self._on ^= {name}
        self.changed.emit()

    @Slot(str)
    def hold(self, name: str) -> None:
        """Hold one of CODES before the scanner."""
        slip = self._world.slips.newest_number(self._world.terminal.settings.terminal.code)
        self.hold_text(slip if name == THE_SLIP else CODES[name])

    @Slot(str)
    def hold_text(self, text: str) -> None:
        """Hold a code with this text before the scanner; without a text nothing is held."""
        if text:
            self._world.device_actions.do(SCANNER, "show_code", text)
            self.changed.emit()

    @Slot()
    def take_code_away(self) -> None:
        self._world.device_actions.do(SCANNER, "take_code_away")
        self.changed.emit()

    def _poll(self) -> None:
        """Fetch the text messages from the sandbox, in a worker thread."""
        if not self._fetching:
            self._fetching = True
            self._clock.spawn("phone", self._fetch)
        self.changed.emit()

    def _fetch(self) -> None:
        try:
            messages = self._world.platform.messages()
        except ActorError:
            messages = []
        self._fetched.emit(messages)

    def _set_messages(self, messages: list[dict[str, str]]) -> None:
        self._fetching = False
        self._messages = messages
        self.changed.emit()

    @Property("QVariantList", notify=fixed)  # type: ignore[arg-type]
    def people(self) -> list[dict[str, str]]:
        return [{"id": person, "name": card.name} for person, card in self._world.cards.people.items()]

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def switches(self) -> list[dict[str, Any]]:
        there = {device.spec.family for device in self._world.terminal.devices.values()}
        names = ("network_off", *(name for name, (family, _) in SWITCHES.items() if family in there))
        return [{"id": n, "label": self._words(f"panel-{n.replace('_', '-')}"), "on": n in self._on} for n in names]

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def codes(self) -> list[dict[str, Any]]:
        """The codes that can be held; none where the terminal has no scanner."""
        if device_if_any(self._world.terminal.devices, SCANNER) is None:
            return []
        printed = bool(self._world.slips.newest_number(self._world.terminal.settings.terminal.code))
        return [
            {"id": name, "label": self._words(f"panel-code-{name}"), "enabled": name != THE_SLIP or printed}
            for name in CODES
        ]

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]
    def phone(self) -> list[str]:
        return [f"{m.get('phone', '')}: {m.get('text') or m.get('code', '')}" for m in self._messages[-3:]]

    @Property(str, notify=changed)
    def slip(self) -> str:
        slips = self._world.slips.all
        return "data:image/png;base64," + base64.b64encode(slips[-1].png).decode() if slips else ""

    @Property(bool, notify=changed)
    def waiting(self) -> bool:
        return self._world.slips.waiting

    @Property(bool, notify=changed)
    def cardThere(self) -> bool:  # noqa: N802 (QML's style)
        return self._world.cards.on_reader

    @Property("QVariantMap", notify=fixed)  # type: ignore[arg-type]
    def chrome(self) -> dict[str, str]:
        return {key: self._words(f"panel-{key}") for key in CHROME}
