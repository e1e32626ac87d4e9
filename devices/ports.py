"""Device addresses: which schemes there are, and the port that each one opens.

Examples are "/dev/ttyUSB0", "usb:1-2.3" (a USB socket), "COM3", "socket://127.0.0.1:7001", "rfc2217://host:2217" and
"sim:". One row of `SCHEMES` per scheme; an address is brought into one spelling first, and one that then fits none is
refused, never guessed. Which schemes a driver accepts is in the registry.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import field
from enum import StrEnum

from devices.clock import Clock
from devices.lazy_dataclass import dataclass
from devices.ports_in_use import PortsInUse
from devices.serial_port import SerialPort
from devices.transport import Peer, Port, SimulatedPort, SimulatedWire
from devices.usb_place import PLACE

DEFAULT_BAUD = 115200


class PortKind(StrEnum):
    """The way bytes travel to a device."""

    SERIAL = "serial"
    SOCKET = "socket"
    RFC2217 = "rfc2217"
    SANE = "sane"
    """No stream of bytes: each scan is a run of a program."""
    EVDEV = "evdev"
    """An input device's node: records, and only from the device."""
    AMIXER = "amixer"
    """No stream of bytes either: each question is a run of a program."""
    PCSC = "pcsc"
    """No stream of bytes: functions, which a process calls."""
    SIMULATED = "sim"


BYTE_STREAMS = frozenset({PortKind.SERIAL, PortKind.SOCKET, PortKind.RFC2217, PortKind.SIMULATED})
"""The kinds that carry a plain stream of bytes both ways: all that a driver of a serial protocol needs."""
REAL = frozenset(
    {
        *(PortKind.SERIAL, PortKind.SOCKET, PortKind.RFC2217),
        *(PortKind.SANE, PortKind.EVDEV, PortKind.AMIXER, PortKind.PCSC),
    }
)
"""The kinds that a terminal in service may have: a list of what is allowed, so that what is unknown is not."""


class UnknownAddress(Exception):
    """No scheme has addresses like this one; the message lists those there are."""


@dataclass(frozen=True)
class PortSettings:
    """Settings of a port besides its address: line speed in baud; for a simulated port the peer at its other end.

    `paced_baud` gives a simulated wire the speed of a real one; None delivers at once. `owner` names the device that
    opens the port, `in_use` has the ports of all devices of this program.
    """

    clock: Clock
    peer: Peer | None = None
    baud: int = DEFAULT_BAUD
    paced_baud: int | None = None
    owner: str = ""
    in_use: PortsInUse = field(default_factory=PortsInUse)


def _serial(address: str, settings: PortSettings) -> Port:
    return SerialPort(address, settings.clock, baud=settings.baud, owner=settings.owner, in_use=settings.in_use)


def _simulated(address: str, settings: PortSettings) -> Port:
    if settings.peer is None:
        raise UnknownAddress(f"{address}: a simulated port needs a simulator at its other end")
    return SimulatedPort(SimulatedWire(settings.clock, settings.peer, baud=settings.paced_baud), address)


def _sane(address: str, settings: PortSettings) -> Port:
    # What starts programs is loaded where a device needs it, not at every start.
    from devices.sane_port import SanePort

    return SanePort(address, owner=settings.owner, in_use=settings.in_use)


def _evdev(address: str, settings: PortSettings) -> Port:
    from devices.evdev_port import EvdevPort

    return EvdevPort(address, owner=settings.owner, in_use=settings.in_use)


def _amixer(address: str, settings: PortSettings) -> Port:
    from devices.amixer_port import AmixerPort

    return AmixerPort(address, owner=settings.owner, in_use=settings.in_use)


def _pcsc(address: str, settings: PortSettings) -> Port:
    from devices.pcsc_port import PcscPort

    return PcscPort(address, owner=settings.owner, in_use=settings.in_use)


@dataclass(frozen=True)
class Scheme:
    """One sort of address: its kind, an example for people, the pattern it is recognised by, and what opens it."""

    kind: PortKind
    example: str
    pattern: re.Pattern[str]
    open: Callable[[str, PortSettings], Port]


HOST = r"[^\s/?#@]+"
PORT = r"([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])"
"""1 to 65535."""
RFC2217_OPTION = r"(ign_set_control|poll_modem|timeout=\d{1,3})"
"""pyserial has one more, which writes to a log what goes over the line."""


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII)


SCHEMES: tuple[Scheme, ...] = (
    Scheme(PortKind.SERIAL, "/dev/ttyUSB0", _pattern(r"/dev/\S+"), _serial),
    Scheme(PortKind.SERIAL, "usb:1-2.3", _pattern(rf"usb:{PLACE}"), _serial),
    Scheme(PortKind.SERIAL, "COM3", _pattern(r"(\\\\\.\\)?COM[1-9]\d*"), _serial),
    Scheme(PortKind.SOCKET, "socket://HOST:PORT", _pattern(rf"socket://{HOST}:{PORT}"), _serial),
    Scheme(
        PortKind.RFC2217,
        "rfc2217://HOST:PORT",
        _pattern(rf"rfc2217://{HOST}:{PORT}(\?{RFC2217_OPTION}(&{RFC2217_OPTION})*)?"),
        _serial,
    ),
    Scheme(PortKind.SANE, "sane:NAME", _pattern(r"sane:[A-Za-z0-9]([ -~]*[!-~])?"), _sane),
    Scheme(PortKind.EVDEV, "evdev:/dev/input/by-path/NAME", _pattern(r"evdev:/[!-~]+"), _evdev),
    Scheme(PortKind.AMIXER, "amixer:NAME", _pattern(r"amixer:[A-Za-z0-9][A-Za-z0-9:=,._-]*"), _amixer),
    Scheme(PortKind.PCSC, "pcsc:READER", _pattern(r"pcsc:[!-~]([ -~]{0,126}[!-~])?"), _pcsc),
    Scheme(PortKind.SIMULATED, "sim:", _pattern(r"sim:\S*"), _simulated),
)
"""pyserial opens the first five, SANE's program the next; amixer is a program of ALSA, and a process calls PC/SC."""


def normalised(address: str) -> str:
    """The one spelling of an address: no blanks around it, the scheme in small letters, COM in capitals, and a path
    without detours."""
    address = address.strip()
    if address.startswith("/"):
        return posixpath.normpath(address)
    if re.fullmatch(r"(\\\\\.\\)?com\d+", address, re.ASCII | re.IGNORECASE):
        return address.upper()
    scheme, colon, rest = address.partition(":")
    return scheme.lower() + colon + rest


def kind_of(address: str) -> PortKind | None:
    """The kind of port an address names, None if no scheme has addresses like it."""
    scheme = _scheme_of(address)
    return scheme.kind if scheme else None


def examples(kinds: frozenset[PortKind]) -> str:
    """Examples of addresses of these kinds, for a message."""
    return ", ".join(scheme.example for scheme in SCHEMES if scheme.kind in kinds)


def address_problem(address: str, accepted: frozenset[PortKind]) -> str | None:
    """The problem of an address for a driver that accepts these kinds, listing what it accepts; None without one."""
    kind = kind_of(address)
    if kind in accepted:
        return None
    wrong = f"unknown port address {address!r}" if kind is None else f"a {kind} port ({address!r}) is not accepted"
    return f"{wrong}; accepted: {examples(accepted)}"


def service_problem(address: str) -> str | None:
    """The problem of an address for a terminal in service, which has real devices; None without one.

    One that no scheme has is named by `address_problem`.
    """
    kind = kind_of(address)
    return None if kind is None or kind in REAL else f"{address!r} is simulated; name a real port"


def open_port(address: str, settings: PortSettings) -> Port:
    """The port of an address; nothing is opened yet. Raises UnknownAddress."""
    scheme = _scheme_of(address)
    if scheme is None:
        raise UnknownAddress(f"unknown port address {address!r}; known: {examples(frozenset(PortKind))}")
    return scheme.open(normalised(address), settings)


def _scheme_of(address: str) -> Scheme | None:
    spelled = normalised(address)
    return next((scheme for scheme in SCHEMES if scheme.pattern.fullmatch(spelled)), None)
