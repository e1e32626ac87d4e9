"""The kinds of work that a device's worker does, and what it writes to the local log."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import field

from devices import DeviceStatus
from devices.lazy_dataclass import dataclass
from kiosk.events import Watch

Note = Callable[[str, str], None]
"""Writes a line of the local log: the worker's name, and a fault's code and cause."""


@dataclass(frozen=True)
class Doing:
    """A job of a visit. From the moment `begin_by` (monotonic) on it is refused instead of begun."""

    visit: str
    effect: int
    verb: str
    argument: object = field(repr=False)
    begin_by: float


@dataclass(frozen=True)
class Watching:
    visit: str
    watch: Watch


@dataclass(frozen=True)
class Putting:
    """A state to put the device into; None: at rest."""

    verb: str
    state: Hashable | None


@dataclass(frozen=True)
class Look:
    """Ask the idle device for its status."""


Work = Doing | Watching | Putting | Look


def codes_of_new_faults(before: DeviceStatus | None, now: DeviceStatus) -> list[str]:
    """The faults that a status has and the one before had not, or the state after the last fault, as codes of the local
    log."""
    known = () if before is None else before.faults
    if known and not now.faults:
        return [now.state.value]
    new = (fault for fault in now.faults if fault not in known)
    return [f"{fault.code}:{fault.cause}" if fault.cause else fault.code for fault in new]
