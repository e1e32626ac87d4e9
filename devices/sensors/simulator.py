"""Simulated sensors: the inputs of a simulated board, and what people do before and behind its cabinet."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from devices.clock import Clock
from devices.io_board_simulator import BoardPart, misfortunes_of
from devices.misfortunes import Action, Misfortune, Simulator

MISFORTUNES: tuple[Misfortune, ...] = (
    *misfortunes_of("sensors"),
    Misfortune(
        "flickering",
        "A sensor changes fifty times a second",
        ("sensors.flickering",),
        MappingProxyType({"sensor": "person"}),
    ),
)
ACTIONS: tuple[Action, ...] = (
    Action("come_near", "Somebody comes and stands before the terminal"),
    Action("go_away", "Whoever stood before the terminal goes away"),
    Action("open_door", "A technician opens the cabinet's door"),
    Action("close_door", "The cabinet's door is closed"),
    Action("leave_items", "Something is left in every slot that has a sensor"),
    Action("take_items", "The slots are emptied"),
)
PERSON, DOOR = "person", "door"
FLICKERS_A_SECOND = 50


def create(clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """A board with the doors closed, nobody near and nothing in the slots."""
    return SensorsSimulator(clock, options)


class SensorsSimulator(BoardPart):
    """Options as in the profile: which contact is which, and whether it is closed at rest."""

    def __init__(self, clock: Clock, options: Mapping[str, Any]) -> None:
        super().__init__(clock, MISFORTUNES, int(options.get("unit") or 1))
        contacts = [(DOOR, each) for each in options.get("doors", ())]
        contacts += [(PERSON, options["person"])] if options.get("person") else []
        self._slots: Mapping[str, Any] = options.get("slots", {})
        contacts += self._slots.items()
        self._contacts = {
            int(contact["input"]): (name, bool(contact.get("normally_closed", False))) for name, contact in contacts
        }
        self._active: set[str] = set()

    @property
    def active(self) -> frozenset[str]:
        """The sensors that are not at rest: "door", "person", and slots by name."""
        return frozenset(self._active)

    def come_near(self) -> None:
        self._set(PERSON, True)

    def go_away(self) -> None:
        self._set(PERSON, False)

    def open_door(self) -> None:
        self._set(DOOR, True)

    def close_door(self) -> None:
        self._set(DOOR, False)

    def leave_items(self) -> None:
        for slot in self._slots:
            self._set(slot, True)

    def take_items(self) -> None:
        for slot in self._slots:
            self._set(slot, False)

    def _set(self, name: str, active: bool) -> None:
        with self._lock:
            (self._active.add if active else self._active.discard)(name)

    def input(self, number: int) -> bool:
        name, normally_closed = self._contacts.get(number, ("", False))
        active = name in self._active
        flickering = self.misfortunes.on("flickering")
        if name and flickering and flickering["sensor"] == name:
            # Sampled now and then, a contact that changes so fast is open or closed as if by chance.
            place = int(self._clock.monotonic() * FLICKERS_A_SECOND) * 2654435761 % 2**32
            active = bool(place >> 16 & 1)
        return active != normally_closed
