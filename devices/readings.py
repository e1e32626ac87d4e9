"""Status and presence: the readings that all device families share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from devices.clock import Wait
from devices.faults import Fault
from devices.lazy_dataclass import dataclass


class DeviceState(StrEnum):
    """A device's state, worst last: the words of the heartbeat."""

    READY = "ready"
    WARNING = "warning"
    FAULT = "fault"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class DeviceStatus:
    """State, the faults behind it, levels of what is used up, and what the device can do at all.

    `levels` maps a supply to a word ("paper": "ok" | "near_end" | "out" | "unknown"). `capabilities` are those of the
    driver and the device's model, whatever the state: a printer without paper is still one that can print. Their names
    are in the family's contract.
    """

    state: DeviceState
    faults: tuple[Fault, ...] = ()
    levels: Mapping[str, str] = field(default_factory=lambda: NO_LEVELS)
    capabilities: frozenset[str] = frozenset()


NOT_THERE = frozenset({"transport.lost", "transport.absent"})
"""Codes of faults by which a device is not there at all."""
NO_LEVELS: Mapping[str, str] = MappingProxyType({})


def failed_status(fault: Fault, capabilities: frozenset[str], levels: Mapping[str, str] = NO_LEVELS) -> DeviceStatus:
    """The status of a device that did not tell its own, for this fault."""
    state = DeviceState.ABSENT if fault.code in NOT_THERE else DeviceState.FAULT
    return DeviceStatus(state, (fault,), levels, capabilities)


LONGEST_NAME = 64


@dataclass(frozen=True)
class Inventory:
    """A device as it names itself: model, serial number and firmware. "" is not known."""

    model: str = ""
    serial: str = ""
    firmware: str = ""

    def __post_init__(self) -> None:
        for name, text in vars(self).items():
            plain = "".join(sign if sign.isprintable() else " " for sign in text)
            object.__setattr__(self, name, " ".join(plain.split())[:LONGEST_NAME])


class Presence(StrEnum):
    """Whether a card or a slip is there. A device that cannot know says unknown, never gone."""

    PRESENT = "present"
    GONE = "gone"
    TAKEN_BACK = "taken_back"
    """Gone, because the device itself took it in again."""
    UNKNOWN = "unknown"


class Device(Protocol):
    """The verbs all families share. Calls block their own thread only, end by their `wait`, and raise DeviceFault."""

    def status(self, wait: Wait) -> DeviceStatus:
        """Ask the device for its status. A device that does not answer has one too (absent, fault): no exception."""

    def close(self) -> None:
        """Close the port; a closed device opens it again when it is next used."""


@runtime_checkable
class Inventoried(Protocol):
    """A device that can name itself."""

    def inventory(self, wait: Wait) -> Inventory:
        """Ask for model, serial number and firmware. Raises DeviceFault."""
