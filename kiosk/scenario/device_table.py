"""Actions and misfortunes of the simulated devices of a terminal, as one table for every panel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devices import OpenDevice, actions, misfortunes
from devices.lazy_dataclass import dataclass
from kiosk.scenario.actors import simulator_of


@dataclass(frozen=True)
class Handle:
    """One thing that can be done at a device, by its name in the simulator's table. `words` are the table's, in
    English; `argument` as in `devices.Action`."""

    name: str
    words: str
    argument: str = ""


@dataclass(frozen=True)
class DeviceHandles:
    """A simulated device by its name in the profile: its actions, and its misfortunes to begin and end."""

    name: str
    family: str
    actions: tuple[Handle, ...]
    misfortunes: tuple[Handle, ...]


def handles_of(devices: Mapping[str, OpenDevice]) -> tuple[DeviceHandles, ...]:
    """The handles of every simulated device, in the profile's order; a real device has none."""
    return tuple(_handles(name, opened) for name, opened in devices.items() if opened.simulator is not None)


def _handles(name: str, opened: OpenDevice) -> DeviceHandles:
    family, driver = opened.spec.family, opened.spec.driver
    acts = tuple(Handle(each.name, each.words, each.argument) for each in actions(family, driver))
    troubles = tuple(Handle(each.name, each.words) for each in misfortunes(family, driver))
    return DeviceHandles(name, family, acts, troubles)


def papers_of(opened: OpenDevice) -> list[Any]:
    """The papers at a device that can be looked at: the last slip of a slip printer, the sheets in a tray."""
    simulator = simulator_of(opened)
    if hasattr(simulator, "sheets"):
        return list(simulator.waiting)
    return list(getattr(simulator, "slips", ()))[-1:]
