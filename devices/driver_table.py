"""The table of drivers: one row a driver, with the names of its modules.

A row names modules and loads none; they are imported by `devices.registry` when a device that needs them is opened.
"""

from __future__ import annotations

from devices.lazy_dataclass import dataclass
from devices.ports import BYTE_STREAMS, PortKind


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
        family="power",
        name="nut",
        module="devices.power.nut",
        simulator="devices.power.simulator",
        masker="devices.power.masking:PowerMasker",
        ports=frozenset({PortKind.SOCKET, PortKind.SIMULATED}),
        options="devices.power.settings:NutOptions",
    ),
    DriverRow(
        family="power",
        name="megatec",
        module="devices.power.megatec",
        simulator="devices.power.simulators.megatec",
        masker="devices.power.masking:PowerMasker",
        ports=BYTE_STREAMS,
    ),
    DriverRow(
        family="locker",
        name="board8a",
        module="devices.locker.locks",
        simulator="devices.locker.simulator",
        masker="devices.locker.masking:LockMasker",
        ports=BYTE_STREAMS,
        options="devices.locker.settings:LockOptions",
        model="devices.locker.settings:LockModel",
    ),
    DriverRow(
        family="indicators",
        name="modbus",
        module="devices.indicators.modbus_board",
        simulator="devices.indicators.simulator",
        masker="devices.indicators.masking:NothingMasked",
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
        masker="devices.sensors.masking:NothingMasked",
        ports=BYTE_STREAMS,
        options="devices.sensors.settings:SensorOptions",
        model="devices.io_board_settings:BoardModel",
        line="devices.modbus_line:ModbusLine",
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
        family="card_reader",
        name="pcsc",
        module="devices.card_reader.pcsc",
        simulator="devices.card_reader.simulator",
        masker="devices.card_reader.masking:FrameMasker",
        ports=frozenset({PortKind.PCSC, PortKind.SOCKET, PortKind.SIMULATED}),
    ),
)
"""In the order in which lists show them; of a family, the driver that most have comes first."""
