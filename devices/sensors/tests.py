"""The tests of a cabinet's sensors: the door is opened and closed, and somebody stands before the cabinet."""

from __future__ import annotations

from devices.family import Needs, Test, nothing_given
from devices.readings import Presence
from devices.sensors.contract import SENSED, Door, Sensed, Sensors
from devices.verdict import Verdict, all_seen

BOTH = ("door=open", "door=closed")
PERSON = ("person=present",)


def _doors(values: tuple[Sensed, ...]) -> Verdict:
    return all_seen(BOTH, tuple(f"door={value.door.value}" for value in values if value.door is not Door.UNKNOWN))


def _person(values: tuple[Sensed, ...]) -> Verdict:
    seen = tuple(f"person={each.person.value}" for each in values if each.person is not Presence.UNKNOWN)
    return all_seen(PERSON, seen)


TESTS: tuple[Test[Sensors], ...] = (
    Test("doors", SENSED.name, nothing_given, Needs.DOOR, _doors, BOTH),
    Test("presence", SENSED.name, nothing_given, Needs.SOMEBODY, _person, PERSON),
)
