"""The contract of a cabinet's sensors: one watch that gives all of them as they are.

A sensor that is not there, does not answer or flickers before it was ever steady says unknown, never gone and never
closed. Nothing here is kept or counted: who stood before a terminal, and when, is nobody's business.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from devices.clock import Wait
from devices.family import Begun, Family, WatchKind
from devices.faults import Fault
from devices.lazy_dataclass import dataclass
from devices.readings import Device, Presence

DOOR = "door"
"""The level in a status that says how the doors are, in words of `Door`: health and pages read it there."""


class Door(StrEnum):
    """The doors of the cabinet together: open if one of them is."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Sensed:
    """The sensors as they are. `slots` has what each slot that has a sensor holds, by the slot's device."""

    door: Door = Door.UNKNOWN
    person: Presence = Presence.UNKNOWN
    slots: tuple[tuple[str, Presence], ...] = ()

    def at(self, slot: str) -> Presence:
        """Whether something lies in a slot; unknown where it has no sensor."""
        return dict(self.slots).get(slot, Presence.UNKNOWN)


NOTHING_SENSED = Sensed()


class SensorsCapability(StrEnum):
    """A capability of sensors."""

    SENSE = "sense"


class Sensors(Device, Protocol):
    """The sensors of a cabinet.

    Fault codes: sensors.no_answer, .refused, .two_boards, .flickering (call staff), and the transport's.
    """

    def sense(self, wait: Wait) -> Sensed:
        """All sensors, each as it was last steady. Raises DeviceFault, DeadlineReached, Cancelled."""


def _sense(device: Sensors, wait: Wait, _: Begun) -> Sensed:
    return device.sense(wait)


def _unknown(fault: Fault) -> Sensed:
    return NOTHING_SENSED


EVERY_S = 0.3
SENSED: WatchKind[Sensors, Sensed] = WatchKind(
    "sensed", SensorsCapability.SENSE, Sensed, _sense, every_s=EVERY_S, longest_s=3.0, on_fault=_unknown, lasting=True
)
FAMILY: Family[Sensors] = Family("sensors", Sensors, SensorsCapability, watches=(SENSED,), inside=True)
