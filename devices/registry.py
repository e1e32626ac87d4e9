"""The drivers by name; their table is `devices.driver_table`.

The table holds module names; a module is imported when a device that needs it is opened. A driver module offers
`create(port, clock, model, options)`, a simulator module `create(clock, options)`, `MISFORTUNES` and `ACTIONS`, and a
family's contract module `FAMILY`. An unknown name is an error that lists the known ones; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from devices import ports
from devices.clock import Clock, Wait
from devices.driver_table import DRIVERS, DriverRow
from devices.family import Family, Test
from devices.misfortunes import Action, Misfortune, Simulator
from devices.readings import Device, Inventory
from devices.transport import Pipe

Identify = Callable[[Pipe, Wait], Inventory | None]


class UnknownDevice(Exception):
    """A family, driver, model or port address that cannot be used; the message lists what can."""


def families() -> list[str]:
    """The names of all families that have a driver."""
    return sorted({row.family for row in DRIVERS})


def drivers_of(family: str) -> list[str]:
    """The names of a family's drivers, in the table's order."""
    return [row.name for row in DRIVERS if row.family == family]


def driver_row(family: str, driver: str) -> DriverRow:
    """The row of a driver. Raises UnknownDevice."""
    for row in DRIVERS:
        if (row.family, row.name) == (family, driver):
            return row
    if family not in families():
        raise UnknownDevice(f"unknown device family {family!r}; known: {', '.join(families())}")
    raise UnknownDevice(f"unknown driver {driver!r} of {family}; known: {', '.join(sorted(drivers_of(family)))}")


def load_family(name: str) -> Family[Device]:
    """The verbs and capabilities of a family. Raises UnknownDevice."""
    if name not in families():
        raise UnknownDevice(f"unknown device family {name!r}; known: {', '.join(families())}")
    family: Family[Device] = import_module(f"devices.{name}.contract").FAMILY
    return family


def load_tests(name: str) -> tuple[Test[Device], ...]:
    """The tests of a family, in the order of its page. Raises UnknownDevice."""
    load_family(name)
    tests: tuple[Test[Device], ...] = import_module(f"devices.{name}.tests").TESTS
    return tests


def identifier_of(family: str, driver: str) -> Identify:
    """The driver's function that knows its device by the answer to the question of config/probes.toml.
    Raises UnknownDevice, also for a driver without one."""
    identify: Identify | None = getattr(import_module(driver_row(family, driver).module), "identify", None)
    if identify is None:
        raise UnknownDevice(f"{family}/{driver} cannot identify its device")
    return identify


def create_simulator(family: str, driver: str, clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """The simulator that speaks a driver's protocol; options as in the model's profile. Raises UnknownDevice."""
    row = driver_row(family, driver)
    if not row.simulator:
        raise UnknownDevice(f"{family}/{driver} has no simulator; its ports: {ports.examples(row.ports)}")
    simulator: Simulator = import_module(row.simulator).create(clock, options)
    return simulator


def actions(family: str, driver: str) -> tuple[Action, ...]:
    """The table of what people can do to a driver's simulator, empty without one. Raises UnknownDevice."""
    row = driver_row(family, driver)
    table: tuple[Action, ...] = import_module(row.simulator).ACTIONS if row.simulator else ()
    return table


def misfortunes(family: str, driver: str) -> tuple[Misfortune, ...]:
    """The table of misfortunes of a driver's simulator, empty without one. Raises UnknownDevice."""
    row = driver_row(family, driver)
    table: tuple[Misfortune, ...] = import_module(row.simulator).MISFORTUNES if row.simulator else ()
    return table
