"""Opening a device of a profile: its driver from the table, its port, and a simulator where there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from devices import ports
from devices.clock import Clock
from devices.driver_table import DriverRow
from devices.family import Family
from devices.lazy_dataclass import dataclass
from devices.misfortunes import Simulator
from devices.models import ModelError, load_model
from devices.ports import PortKind, PortSettings
from devices.ports_in_use import PortsInUse
from devices.readings import Device
from devices.registry import UnknownDevice, create_simulator, driver_row, load_family
from devices.strict_struct import ShapeError, StrictStruct, read
from devices.tap import Line, Masker, Recording, Tap
from devices.transport import Port

UNNAMED_WIRE = "sim:"
"""A simulated wire with one device only, whatever others have the same address."""


@dataclass(frozen=True)
class DeviceSpec:
    """One device of a terminal, as its profile has it. `name` is the profile's own; by default the family's."""

    family: str
    driver: str
    port: str
    model: str = ""
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    name: str = ""

    def __post_init__(self) -> None:
        if not self.name:
            object.__setattr__(self, "name", self.family)

    @property
    def simulated(self) -> bool:
        return ports.kind_of(self.port) is PortKind.SIMULATED


@dataclass(frozen=True)
class OpenDevice:
    """A device ready to be used, with its family's verbs. `simulator` is its peer in rehearsal, else None."""

    spec: DeviceSpec
    device: Device
    family: Family[Device]
    simulator: Simulator | None = None
    tap: Tap | None = None
    """The place at which its traffic is recorded. Devices that share a line share the first one's."""


def problems(spec: DeviceSpec, models: Path) -> list[str]:
    """The problems of a spec, in words; nothing is opened."""
    found: list[str] = []
    row: DriverRow | None = None
    try:
        row = driver_row(spec.family, spec.driver)
    except UnknownDevice as unknown:
        found.append(str(unknown))
    else:
        wrong = ports.address_problem(spec.port, row.ports)
        found += [f"{row.name}: {wrong}"] if wrong else []
        found += [f"options.{line}" for line in _misfits(row.options, spec.options)]
    if spec.model:
        try:
            model = load_model(models, spec.model)
        except ModelError as error:
            found.append(str(error))
        else:
            found += [f"{models / spec.model}.toml: {line}" for line in _misfits(row.model, model)] if row else []
    return found


def sharing_problems(specs: Iterable[DeviceSpec]) -> Iterator[tuple[str, str]]:
    """The names of devices that share a line with one before them and cannot, each with its problem in words."""
    first: dict[str, DeviceSpec] = {}
    for spec in specs:
        address = ports.normalised(spec.port)
        before = first.setdefault(address, spec)
        if address != UNNAMED_WIRE and _speeds(before) != _speeds(spec):
            yield spec.name, f"shares {spec.port} with {before.name}, which has another speed; give both the same"


def _speeds(spec: DeviceSpec) -> dict[str, Any]:
    return {name: spec.options[name] for name in ("baud", "paced_baud") if name in spec.options}


def _misfits(schema: str, data: Mapping[str, Any]) -> list[str]:
    """Return the differences of data from a schema named as "module:Class"."""
    shape: type[StrictStruct] = _named(schema)
    try:
        read(shape, dict(data))
    except ShapeError as error:
        return [each.line for each in error.mismatches]
    return []


def _named(path: str) -> Any:
    """The class that "module:Class" names."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


def masker_of(family: str, driver: str) -> Masker:
    """A new masker for the wire of a driver. Raises UnknownDevice."""
    masker: Masker = _named(driver_row(family, driver).masker)()
    return masker


def recording_of(
    spec: DeviceSpec, clock: Clock, *, armed: bool = False, heard: Callable[[Line], None] | None = None
) -> Recording:
    """A recording for the wire of this device, to be given to `open_device`. Raises UnknownDevice."""
    return Recording(clock, masker_of(spec.family, spec.driver), armed=armed, heard=heard)


def open_device(
    spec: DeviceSpec,
    clock: Clock,
    models: Path,
    recording: Recording | None = None,
    in_use: PortsInUse | None = None,
    *,
    port: Port | None = None,
) -> OpenDevice:
    """Build the driver for `spec` and, for a simulated port, the simulator at its other end.

    `in_use` is the same for all devices of a program, so that no two open one port. `recording` takes the wire's
    traffic with personal data masked. A `port` that is given takes the place of the address. No byte moves yet: a
    driver opens its port when it is first used.
    Raises UnknownDevice, and TypeError for a driver that lacks a verb of its contract.
    """
    wrong = problems(spec, models)
    if wrong:
        raise UnknownDevice("; ".join(wrong))
    row, family = driver_row(spec.family, spec.driver), load_family(spec.family)
    model = load_model(models, spec.model) if spec.model else MappingProxyType({})
    options = {**model, **spec.options}
    rehearsed = spec.simulated and port is None
    simulator = create_simulator(spec.family, spec.driver, clock, options) if rehearsed else None
    settings = PortSettings(clock, simulator, **_speeds(spec), owner=spec.name, in_use=in_use or PortsInUse())
    port = port or ports.open_port(spec.port, settings)
    tap = Tap(port, recording)
    end = _line_end(row, spec, tap, settings, simulator) if row.line else tap
    device: Device = import_module(row.module).create(end, clock, model, spec.options)
    # The one place where a driver's type is not known to mypy: what was imported by name is checked here.
    missing = family.missing_from(device)
    if missing:
        raise TypeError(f"{row.module} does not satisfy {family.name}'s contract: no {', '.join(missing)}")
    return OpenDevice(spec, device, family, simulator, tap)


def _line_end(row: DriverRow, spec: DeviceSpec, port: Port, settings: PortSettings, simulator: Any) -> object:
    """The line that a driver is given in place of its port: one for all devices at this address, each of which is
    answered for itself. Simulated devices share a line by a name, as in "sim:board"."""
    make = _named(row.line)
    if spec.simulated and ports.normalised(spec.port) == UNNAMED_WIRE:
        return make(port, settings.clock)
    line, first = settings.in_use.shared(spec.port, lambda: (make(port, settings.clock), simulator))
    if first is not simulator:
        first.join(simulator)
    return line
