"""The table of drivers: one row a driver.

The table holds module names; a module is imported when a device that needs it is opened. A driver module offers
`create(port, clock, model, options)`, a simulator module `create(clock, options)`, `MISFORTUNES` and `ACTIONS`, and a
family's contract module `FAMILY`. An unknown name is an error that lists the known ones; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from devices import ports
from devices.clock import Clock
from devices.family import Family
from devices.lazy_dataclass import dataclass
from devices.misfortunes import Action, Misfortune, Simulator
from devices.ports import BYTE_STREAMS, PortKind
from devices.readings import Device


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
    line: str = ""
    """The line between a port and the drivers of all devices that share it: "module:Class", made of a port and the
    clock. Empty for a driver that has its port for itself."""


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
        family="keypad",
        name="evdev",
        module="devices.keypad.evdev",
        simulator="devices.keypad.simulator",
        masker="devices.keypad.masking:KeyMasker",
        ports=frozenset({PortKind.EVDEV, PortKind.SIMULATED}),
        model="devices.keypad.settings:KeypadModel",
    ),
    DriverRow(
        family="keypad",
        name="serial",
        module="devices.keypad.serial",
        simulator="devices.keypad.simulators.serial",
        masker="devices.keypad.masking:KeyMasker",
        ports=BYTE_STREAMS,
        model="devices.keypad.settings:KeypadModel",
    ),
    DriverRow(
        family="audio",
        name="evdev",
        module="devices.audio.evdev",
        simulator="devices.audio.simulator",
        masker="devices.audio.masking:NothingMasked",
        ports=frozenset({PortKind.EVDEV, PortKind.SIMULATED}),
    ),
    DriverRow(
        family="audio",
        name="amixer",
        module="devices.audio.amixer",
        simulator="devices.audio.simulators.amixer",
        masker="devices.audio.masking:NothingMasked",
        ports=frozenset({PortKind.AMIXER, PortKind.SIMULATED}),
        options="devices.audio.settings:AmixerOptions",
        model="devices.audio.settings:AmixerModel",
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
        family="indicators",
        name="modbus",
        module="devices.indicators.modbus_board",
        simulator="devices.indicators.simulator",
        masker="devices.tap:NothingMasked",
        ports=BYTE_STREAMS,
        options="devices.indicators.settings:LampOptions",
        model="devices.io_board_settings:BoardModel",
        line="devices.modbus_line:ModbusLine",
    ),
    DriverRow(
        family="sensors",
        name="modbus",
        module="devices.sensors.modbus_board",
        simulator="devices.sensors.simulator",
        masker="devices.tap:NothingMasked",
        ports=BYTE_STREAMS,
        options="devices.sensors.settings:SensorOptions",
        model="devices.io_board_settings:BoardModel",
        line="devices.modbus_line:ModbusLine",
    ),
)


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
