"""Find the device behind a port: listen, look at the USB descriptor, then ask the questions of config/probes.toml.

A port is opened once and held for at most PORT_S. Ports that somebody has open are told and left alone, and no address
is tried that was not given: files under /dev/input, disks and hosts of the network are nobody's guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from devices.clock import Clock, DeadlineReached, Wait
from devices.faults import DeviceFault
from devices.lazy_dataclass import dataclass
from devices.ports import PortKind, PortSettings, kind_of, open_port
from devices.ports_in_use import PortsInUse
from devices.readings import Inventory
from devices.registry import UnknownDevice, driver_row, identifier_of
from devices.strict_struct import Limits, ShapeError, StrictStruct, read
from devices.text_files import read_toml, reason_of
from devices.transport import Pipe, Port, SpeedSetting
from devices.usb_place import lines

PORT_S, LISTEN_S, ANSWER_S = 3.0, 0.3, 0.25
ASKED_KINDS = frozenset({PortKind.SERIAL, PortKind.SOCKET, PortKind.RFC2217})
SERIAL_FILES = ("/dev/tty", "/dev/serial/", "/dev/pts/")
"""The only files that are opened: an input device or a disk is none of them."""
USB = "usb:"
DriverName = Annotated[str, Limits(pattern=r"^[a-z0-9_]+/[a-z0-9_]+\Z")]


class Found(StrEnum):
    """The outcome at one port."""

    DEVICE = "device"
    SEVERAL = "several"
    """The answer stands for several drivers: a person says which of them are wired."""
    NONSENSE = "nonsense"
    """Bytes came, and no driver knows them: another device, or another speed."""
    SILENT = "silent"
    IN_USE = "in_use"
    ABSENT = "absent"
    LOST = "lost"
    """It was unplugged meanwhile."""
    NOT_ASKED = "not_asked"
    """No address that may be probed."""


@dataclass(frozen=True)
class Finding:
    """One port: the outcome, the drivers that know the device, the speed, the bytes that came, and names."""

    address: str
    found: Found
    drivers: tuple[str, ...] = ()
    baud: int = 0
    bytes_came: int = 0
    inventory: Inventory = Inventory()
    usb: str = ""
    """The name of the adapter by its descriptor; the adapter's, not the device's behind it."""
    detail: str = ""


class Probe(StrictStruct, frozen=True):
    """One question. Meanings are in config/probes.toml."""

    driver: DriverName
    sends: Annotated[str, Limits(pattern=r"^[0-9a-f]{2}( [0-9a-f]{2})*\Z", max_length=200)]
    bauds: Annotated[tuple[Annotated[int, Limits(ge=300, le=4_000_000)], ...], Limits(min_length=1, max_length=4)]
    also: tuple[DriverName, ...] = ()
    named_only: bool = False


class _Probes(StrictStruct, frozen=True):
    probe: tuple[Probe, ...]


def load_probes(path: Path) -> tuple[Probe, ...]:
    """The questions in their order. Raises UnknownDevice for a file that cannot be used."""
    try:
        probes = read(_Probes, read_toml(path)).probe
    except ShapeError as error:
        raise UnknownDevice(f"{path}: {error.mismatches[0].line}") from None
    except (OSError, ValueError) as wrong:
        raise UnknownDevice(f"{path}: cannot be read: {reason_of(wrong)}") from None
    for probe in probes:
        for name in (probe.driver, *probe.also):
            driver_row(*name.split("/", 1))
        identifier_of(*probe.driver.split("/", 1))
    return probes


def plugged_in() -> dict[str, str]:
    """The addresses of the serial lines at all USB sockets, each with what its adapter says of itself."""
    return {f"{USB}{line.place}": f"{line.model} {line.serial}".strip() for line in lines()}


def find(
    named: Iterable[str],
    probes: tuple[Probe, ...],
    clock: Clock,
    *,
    in_use: PortsInUse | None = None,
    taken: Iterable[str] = (),
) -> list[Finding]:
    """Probe the lines plugged in and the ports `named`, one after the other. `taken` are left alone.
    Raises Cancelled."""
    usb, given = plugged_in(), list(dict.fromkeys(named))
    left_alone = set(taken)
    found = []
    for address in dict.fromkeys((*usb, *given)):
        if address in left_alone:
            found.append(Finding(address, Found.IN_USE, usb=usb.get(address, "")))
            continue
        asked = tuple(probe for probe in probes if address in given or not probe.named_only)
        found.append(probe_port(address, asked, clock, in_use or PortsInUse(), usb.get(address, "")))
    return found


def claims(findings: Iterable[Finding]) -> Mapping[str, tuple[str, ...]]:
    """The drivers that were found at several ports: two devices for one role, of which a person chooses."""
    at: dict[str, tuple[str, ...]] = {}
    for finding in findings:
        for driver in finding.drivers:
            at[driver] = (*at.get(driver, ()), finding.address)
    return {driver: addresses for driver, addresses in at.items() if len(addresses) > 1}


def probe_port(
    address: str,
    probes: tuple[Probe, ...],
    clock: Clock,
    in_use: PortsInUse,
    usb: str = "",
    *,
    port: Port | None = None,
) -> Finding:
    """Find the device behind one port. A `port` that is given takes the place of the address. Raises Cancelled."""
    kind = kind_of(address)
    is_file = address.startswith("/")
    if port is None and (kind not in ASKED_KINDS or (is_file and not _resolved(address).startswith(SERIAL_FILES))):
        return Finding(address, Found.NOT_ASKED, usb=usb, detail="no serial line, and no address of one")
    baud = probes[0].bauds[0] if probes else 9600
    port = port or open_port(address, PortSettings(clock, baud=baud, owner="probing", in_use=in_use))
    try:
        pipe = port.open()
    except DeviceFault as trouble:
        found = Found.IN_USE if trouble.fault.code == "transport.busy" else Found.ABSENT
        return Finding(address, found, usb=usb, detail=trouble.fault.detail)
    counted = _CountingPipe(pipe)
    try:
        return _asked(address, counted, probes, Wait(clock, PORT_S), usb)
    except DeviceFault as trouble:
        return Finding(address, Found.LOST, bytes_came=counted.came, usb=usb, detail=trouble.fault.detail)
    finally:
        with suppress(DeviceFault):
            pipe.close()


def _resolved(address: str) -> str:
    return str(Path(address).resolve())


def _asked(address: str, pipe: _CountingPipe, probes: tuple[Probe, ...], wait: Wait, usb: str) -> Finding:
    """Listen, then ask. The deadline of the port ends it with what is known by then."""
    with suppress(DeadlineReached):
        _listen(pipe, wait)
        for probe in probes:
            for baud in probe.bauds:
                pipe.set_speed(baud)
                pipe.write(bytes.fromhex(probe.sends))
                known = identifier_of(*probe.driver.split("/", 1))(pipe, wait.within(ANSWER_S))
                if known is not None:
                    kind, drivers = (Found.SEVERAL if probe.also else Found.DEVICE), (probe.driver, *probe.also)
                    return Finding(address, kind, drivers, baud, pipe.came, known, usb)
                wait.check()
    return Finding(address, Found.NONSENSE if pipe.came else Found.SILENT, bytes_came=pipe.came, usb=usb)


def _listen(pipe: _CountingPipe, wait: Wait) -> None:
    """Count what is sent unasked, such as keys: whoever talks is asked all the same."""
    limit = wait.within(LISTEN_S)
    with suppress(DeadlineReached):
        while True:
            pipe.read(limit)


class _CountingPipe:
    """A pipe that counts the bytes that came."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self.came = 0

    def set_speed(self, baud: int) -> None:
        if isinstance(self._pipe, SpeedSetting):
            self._pipe.set_speed(baud)

    def write(self, data: bytes) -> None:
        self._pipe.write(data)

    def read(self, wait: Wait, limit: int = 4096) -> bytes:
        data = self._pipe.read(wait, limit)
        self.came += len(data)
        return data

    def arrives_in(self) -> float:
        return self._pipe.arrives_in()

    def close(self) -> None:
        self._pipe.close()
