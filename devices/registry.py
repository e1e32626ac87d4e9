"""Which module drives which device, and what stands at the far end of its wire.

The tables hold module names; a module is imported when a device that needs it is opened. A driver module offers
`create(port, clock, model, options)`, a simulator module `create(clock, options)` and `MISFORTUNES`.
An unknown name is an error that lists the known ones; nothing is ever guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from devices.clock import Clock
from devices.misfortunes import Misfortune
from devices.models import ModelError, load_model
from devices.readings import Device
from devices.tap import Tap
from devices.transport import Peer, Port, SerialPort, SimulatedPort, SimulatedWire

DRIVERS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("id_reader", "samv"): "devices.id_reader.samv",
        ("receipt_printer", "escpos"): "devices.receipt_printer.escpos",
    }
)

SIMULATORS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("id_reader", "samv"): "devices.id_reader.simulator",
        ("receipt_printer", "escpos"): "devices.receipt_printer.simulator",
    }
)

SIMULATED = "sim:"


class UnknownDevice(Exception):
    """A family, driver or model that does not exist; the message lists what does."""


class Simulator(Peer, Protocol):
    """A pretend device at the far end of a wire. What a citizen or a technician does to it are further methods of its
    own (`put_card`, `take_slip`); troubles are misfortunes, begun and ended by name."""

    def begin(self, misfortune: str, **parameters: float | int | str | bool) -> None:
        """Start a misfortune. Raises KeyError for a name or parameter not in the table."""

    def end(self, misfortune: str) -> None:
        """End it; ending one that is not on changes nothing."""


@dataclass(frozen=True)
class DeviceSpec:
    """One device of a terminal, as its profile says it."""

    family: str
    driver: str
    port: str
    model: str = ""
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def simulated(self) -> bool:
        return self.port.startswith(SIMULATED)


@dataclass(frozen=True)
class OpenDevice:
    """A device ready to be used; `simulator` stands at its far end in rehearsal, else None."""

    spec: DeviceSpec
    device: Device
    simulator: Simulator | None = None


def problems(spec: DeviceSpec, models: Path) -> list[str]:
    """What is wrong with a spec, in words, without opening anything."""
    found = []
    if (spec.family, spec.driver) not in DRIVERS:
        families = sorted({family for family, _ in DRIVERS})
        if spec.family not in families:
            found.append(f"unknown device family {spec.family!r}; known: {', '.join(families)}")
        else:
            drivers = sorted(driver for family, driver in DRIVERS if family == spec.family)
            found.append(f"unknown driver {spec.driver!r} of {spec.family}; known: {', '.join(drivers)}")
    if spec.model:
        try:
            load_model(models, spec.model)
        except ModelError as error:
            found.append(str(error))
    return found


MASKERS: Mapping[str, str] = MappingProxyType(
    {"id_reader": "devices.id_reader.masking:SdtMasker", "receipt_printer": "devices.receipt_printer.masking:JobMasker"}
)
"""Family → what takes people out of its traces."""


def open_device(spec: DeviceSpec, clock: Clock, models: Path, trace: Path | None = None) -> OpenDevice:
    """Build the driver for `spec` and, for a simulated port, the simulator at its far end.

    `trace` writes down what passes on the wire, with nobody's data in it. No byte moves yet: a driver opens its port
    when it is first used. Raises UnknownDevice.
    """
    wrong = problems(spec, models)
    if wrong:
        raise UnknownDevice("; ".join(wrong))
    simulator: Simulator | None = None
    port: Port
    if spec.simulated:
        simulator = create_simulator(spec.family, spec.driver, clock, spec.options)
        port = SimulatedPort(SimulatedWire(clock, simulator, baud=spec.options.get("paced_baud")), spec.port)
    else:
        port = SerialPort(spec.port, baud=int(spec.options.get("baud", 115200)))
    if trace is not None:
        module, _, name = MASKERS[spec.family].partition(":")
        port = Tap(port, clock, trace, getattr(import_module(module), name)())
    model = load_model(models, spec.model) if spec.model else MappingProxyType({})
    driver = import_module(DRIVERS[spec.family, spec.driver])
    return OpenDevice(spec, driver.create(port, clock, model, spec.options), simulator)


def create_simulator(family: str, driver: str, clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """The simulator that speaks what `driver` expects. Raises UnknownDevice."""
    name = SIMULATORS.get((family, driver))
    if name is None:
        raise UnknownDevice(f"no simulator for {family}/{driver}")
    simulator: Simulator = import_module(name).create(clock, options)
    return simulator


def misfortunes(family: str, driver: str) -> tuple[Misfortune, ...]:
    """The table of misfortunes of a family's simulator."""
    table: tuple[Misfortune, ...] = import_module(SIMULATORS[family, driver]).MISFORTUNES
    return table
