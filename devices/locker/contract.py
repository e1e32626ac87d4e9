"""The contract of lockers: one door is opened, and which doors are open is watched.

A door has the number that is printed on it, from 1. A lock gives a pulse and lets go; only its feedback says whether
the door came open. Nothing here opens more than one door, and nothing is sent again by itself.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from devices.clock import Wait
from devices.family import Begun, Family, JobKind, WatchKind
from devices.faults import Fault
from devices.lazy_dataclass import dataclass
from devices.readings import Device

EVERY_S = 0.5
LOOK_LONGEST_S = 3.0
OPEN_LONGEST_S = 8.0


@dataclass(frozen=True)
class Door:
    """The door to be opened, by the number that is printed on it."""

    number: int


@dataclass(frozen=True)
class OpenDoors:
    """The numbers of all doors that are open now."""

    numbers: frozenset[int]


class DoorResult(StrEnum):
    """The outcome of opening a door."""

    OPENED = "opened"
    DID_NOT_OPEN = "did_not_open"
    """It was told to, and is closed all the same; or it surely was not told."""
    WAS_OPEN = "was_open"
    """It was open before, and was not told anything."""
    UNCONFIRMED = "unconfirmed"
    """It was told to open, or may have been, and nobody knows whether it did."""


@dataclass(frozen=True)
class DoorOutcome:
    """Result, and the fault where there is one."""

    result: DoorResult
    fault: Fault | None = None


class LockerCapability(StrEnum):
    """A capability of a locker."""

    OPEN_LOCKER = "open_locker"


CAPABILITIES: frozenset[str] = frozenset({LockerCapability.OPEN_LOCKER})


class Locker(Device, Protocol):
    """A locker.

    Fault codes: locker.did_not_open, .no_answer, .no_such_door, .two_answers, .left_open (call staff), and the
    transport's. A door that is open while nobody uses the locker is a fault of its status (.left_open).
    """

    def open_door(self, door: Door, wait: Wait) -> DoorOutcome:
        """Open a door, once, and look whether it is open. Expected trouble is in the outcome."""

    def open_doors(self, wait: Wait) -> OpenDoors:
        """The doors that are open. Raises DeadlineReached, Cancelled (within 200 ms) or DeviceFault."""


def _open(locker: Locker, door: Door, wait: Wait) -> DoorOutcome:
    return locker.open_door(door, wait)


def _doors(locker: Locker, wait: Wait, _: Begun) -> OpenDoors:
    return locker.open_doors(wait)


def _unconfirmed(fault: Fault) -> DoorOutcome:
    return DoorOutcome(DoorResult.UNCONFIRMED, fault)


def _not_begun(fault: Fault) -> DoorOutcome:
    return DoorOutcome(DoorResult.DID_NOT_OPEN, fault)


OPEN: JobKind[Locker, Door, DoorOutcome] = JobKind(
    "open",
    LockerCapability.OPEN_LOCKER,
    Door,
    DoorOutcome,
    _open,
    OPEN_LONGEST_S,
    surprised=_unconfirmed,
    not_begun=_not_begun,
)
DOORS: WatchKind[Locker, OpenDoors] = WatchKind(
    "doors", LockerCapability.OPEN_LOCKER, OpenDoors, _doors, every_s=EVERY_S, longest_s=LOOK_LONGEST_S
)
FAMILY: Family[Locker] = Family("locker", Locker, LockerCapability, watches=(DOORS,), jobs=(OPEN,))
