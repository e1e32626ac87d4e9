"""What every device can say of itself, whatever its family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from devices.clock import Wait
from devices.faults import Fault


class DeviceState(StrEnum):
    """A device's state, worst last: the words of the heartbeat."""

    READY = "ready"
    WARNING = "warning"
    FAULT = "fault"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class DeviceStatus:
    """State, the faults behind it, and levels of what is used up ("paper": "ok" | "near_end" | "out" | "unknown")."""

    state: DeviceState
    faults: tuple[Fault, ...] = ()
    levels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class Presence(StrEnum):
    """Is the thing there? A device that cannot know says unknown, never gone."""

    PRESENT = "present"
    GONE = "gone"
    UNKNOWN = "unknown"


class Device(Protocol):
    """The verbs all families share. Calls block their own thread only, end by their `wait`, and raise DeviceFault."""

    def status(self, wait: Wait) -> DeviceStatus:
        """Ask the device how it is. A device that does not answer is a status (absent), not an exception."""

    def close(self) -> None:
        """Let go of the port; a closed device opens it again when it is next used."""
