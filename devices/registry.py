"""The table of drivers, and how a device of a profile is opened: one row a driver.

The table holds module names; a module is imported when a device that needs it is opened. A driver module offers
`create(port, clock, model, options)`, a simulator module `create(clock, options)`, `MISFORTUNES` and `ACTIONS`, and a
family's contract module `FAMILY`. An unknown name is an error that lists the known ones; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from devices import ports
from devices.clock import Clock
from devices.family import Family
from devices.lazy_dataclass import dataclass
from devices.misfortunes import Action, Misfortune, Simulator
from devices.models import ModelError, load_model
from devices.ports import BYTE_STREAMS, PortKind, PortSettings
from devices.ports_in_use import PortsInUse
from devices.readings import Device
from devices.strict_struct import ShapeError, StrictStruct, read
from devices.tap import Tap


@dataclass(frozen=True)
class DriverRow:
    """One driver: its family and name, its modules, and the kinds of port it can speak through.

    `masker`, which replaces personal data in a trace of its wire, and the schemas of its `options` in a profile and of
    a device `model` are written "module:Class".
    """

    family: str
    name: str
    module: str
    simulator: str
    """Empty for a driver that a simulated port does not suit: it cannot be rehearsed without its own software."""
    masker: str
    ports: frozenset[PortKind]
    options: str = "devices.line_options:LineOptions"
    model: str = "devices.line_options:AnyModel"


DRIVERS: tuple[DriverRow, ...] = (
    DriverRow(
        family="id_reader",
        name="samv",
        module="devices.id_reader.samv",
        simulator="devices.id_reader.simulator",
        masker="devices.id_reader.masking:SdtMasker",
        ports=BYTE_STREAMS,
    ),
    DriverRow(
        family="receipt_printer",
        name="escpos",
        module="devices.receipt_printer.escpos",
        simulator="devices.receipt_printer.simulator",
        masker="devices.receipt_printer.masking:JobMasker",
        ports=BYTE_STREAMS,
        options="devices.receipt_printer.settings:EscposOptions",
        model="devices.receipt_printer.settings:EscposModel",
    ),
    DriverRow(
        family="document_printer",
        name="ipp",
        module="devices.document_printer.ipp",
        simulator="devices.document_printer.simulator",
        masker="devices.document_printer.masking:DocumentMasker",
        ports=frozenset({PortKind.SOCKET, PortKind.SIMULATED}),
        options="devices.document_printer.settings:IppOptions",
        model="devices.document_printer.settings:IppModel",
    ),
    DriverRow(
        family="code_scanner",
        name="honeywell",
        module="devices.code_scanner.honeywell",
        simulator="devices.code_scanner.simulators.honeywell",
        masker="devices.code_scanner.masking:SynMasker",
        ports=BYTE_STREAMS,
        model="devices.code_scanner.settings:ScannerModel",
    ),
    DriverRow(
        family="code_scanner",
        name="newland",
        module="devices.code_scanner.newland",
        simulator="devices.code_scanner.simulators.newland",
        masker="devices.code_scanner.masking:UnifiedMasker",
        ports=BYTE_STREAMS,
        model="devices.code_scanner.settings:ScannerModel",
    ),
    DriverRow(
        family="document_scanner",
        name="escl",
        module="devices.document_scanner.escl",
        simulator="devices.document_scanner.simulator",
        masker="devices.document_scanner.masking:PageMasker",
        ports=frozenset({PortKind.SOCKET, PortKind.SIMULATED}),
        options="devices.document_scanner.settings:EsclOptions",
        model="devices.document_scanner.settings:EsclModel",
    ),
    DriverRow(
        family="document_scanner",
        name="sane",
        module="devices.document_scanner.sane",
        # SANE has simulated scanners: its backend `test`, which is not ours.
        simulator="",
        masker="devices.document_scanner.masking:RunMasker",
        ports=frozenset({PortKind.SANE}),
        options="devices.document_scanner.settings:SaneOptions",
        model="devices.document_scanner.settings:SaneModel",
    ),
    DriverRow(
        family="camera",
        name="mjpeg",
        module="devices.camera.mjpeg",
        simulator="devices.camera.simulator",
        masker="devices.camera.masking:StreamMasker",
        ports=frozenset({PortKind.SOCKET, PortKind.SIMULATED}),
        options="devices.camera.settings:MjpegOptions",
        model="devices.camera.settings:MjpegModel",
    ),
    DriverRow(
        family="card_reader",
        name="pcsc",
        module="devices.card_reader.pcsc",
        simulator="devices.card_reader.simulator",
        masker="devices.card_reader.masking:FrameMasker",
        ports=frozenset({PortKind.PCSC, PortKind.SOCKET, PortKind.SIMULATED}),
    ),
)


class UnknownDevice(Exception):
    """A family, driver, model or port address that cannot be used; the message lists what can."""


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


def open_device(
    spec: DeviceSpec, clock: Clock, models: Path, trace: Path | None = None, in_use: PortsInUse | None = None
) -> OpenDevice:
    """Build the driver for `spec` and, for a simulated port, the simulator at its other end.

    `in_use` is the same for all devices of a program, so that no two open one port. `trace` names a file that records
    the wire's traffic with personal data masked. No byte moves yet: a driver opens its port when it is first used.
    Raises UnknownDevice, and TypeError for a driver that lacks a verb of its contract.
    """
    wrong = problems(spec, models)
    if wrong:
        raise UnknownDevice("; ".join(wrong))
    row, family = driver_row(spec.family, spec.driver), load_family(spec.family)
    model = load_model(models, spec.model) if spec.model else MappingProxyType({})
    options = {**model, **spec.options}
    simulator = create_simulator(spec.family, spec.driver, clock, options) if spec.simulated else None
    speeds = {name: spec.options[name] for name in ("baud", "paced_baud") if name in spec.options}
    settings = PortSettings(clock, simulator, **speeds, owner=spec.name, in_use=in_use or PortsInUse())
    port = ports.open_port(spec.port, settings)
    if trace is not None:
        port = Tap(port, clock, trace, _named(row.masker)())
    device: Device = import_module(row.module).create(port, clock, model, spec.options)
    # The one place where a driver's type is not known to mypy: what was imported by name is checked here.
    missing = family.missing_from(device)
    if missing:
        raise TypeError(f"{row.module} does not satisfy {family.name}'s contract: no {', '.join(missing)}")
    return OpenDevice(spec, device, family, simulator)


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
