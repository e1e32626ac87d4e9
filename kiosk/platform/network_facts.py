"""This machine's own network as Linux shows it: cable, address, router. Nothing is sent.

Sources: Documentation/ABI/testing/sysfs-class-net (carrier, speed), proc(5) (net/arp, net/route).
"""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import NameOID

from devices.lazy_dataclass import dataclass

NAME_MOST = 100
TEXT_MOST = 65536
ARP_COMPLETE = 0x2
FAR_AWAY = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses for documentation (RFC 5737, RFC 3849): nobody has them, and the default route leads there."""
Found = tuple[bool | None, str, str]
"""Whether it is well (None: not known, or of no matter), what was seen, and the fault."""
NOT_HERE: Found = (None, "", "")
"""Something that this machine does not have."""


@dataclass(frozen=True)
class SystemFiles:
    """Roots of the kernel's files; others in tests."""

    sys: Path = Path("/sys")
    proc: Path = Path("/proc")


def cable(files: SystemFiles) -> Found:
    """Whether a network card has a link, and its speed."""
    cards = [path for path in sorted((files.sys / "class/net").glob("*")) if path.name != "lo"]
    links = [path for path in cards if _text(path / "carrier") == "1"]
    if not links:
        return (False, ", ".join(path.name for path in cards), "no_cable") if cards else NOT_HERE
    speed = _text(links[0] / "speed")
    return True, f"{links[0].name}, {speed} Mbit/s" if speed.isdigit() else links[0].name, ""


def address(files: SystemFiles) -> Found:
    """The address that this machine would send from; to connect a datagram socket sends nothing."""
    for family, far in FAR_AWAY:
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as probe:
            probe.connect((far, 9))
            return True, str(probe.getsockname()[0]), ""
    return False, "", "no_address"


def router(files: SystemFiles) -> Found:
    """Whether the router answered when it was asked for its link address. One that was not asked yet is not known."""
    found = default_router(_text(files.proc / "net/route"))
    rows = [line.split() for line in _text(files.proc / "net/arp").splitlines()[1:]]
    flags = next((row[2] for row in rows if len(row) > 2 and row[0] == found), "")
    if not found or not flags:
        return None, found, ""
    return (True, found, "") if int(flags, 16) & ARP_COMPLETE else (False, found, "no_router")


def default_router(routes: str) -> str:
    """The router in the text of /proc/net/route: its address is eight hex digits in the machine's order, and the flag
    0x2 (RTF_GATEWAY) says that there is one. "" without a default route."""
    for line in routes.splitlines()[1:]:
        row = line.split()
        with suppress(ValueError, IndexError, struct.error):
            if int(row[1], 16) == 0 and int(row[3], 16) & 0x2:
                return socket.inet_ntoa(struct.pack("=L", int(row[2], 16)))
    return ""


def name_on(certificate: bytes) -> str:
    """The first name on a certificate (DER) that anybody may have made; "" for bytes that are none."""
    try:
        read = x509.load_der_x509_certificate(certificate)
        with suppress(x509.ExtensionNotFound):
            names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
            found = names.get_values_for_type(x509.DNSName)
            if found:
                return _plain(found[0])
        subject = read.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return _plain(str(subject[0].value)) if subject else ""
    except ValueError:
        return ""


def _plain(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())[:NAME_MOST]


def _text(path: Path) -> str:
    """The text of a file of the kernel; "" if it has none (a card that is off cannot say its speed)."""
    try:
        with path.open(encoding="ascii", errors="replace") as file:
            return file.read(TEXT_MOST).strip()
    except OSError:
        return ""
