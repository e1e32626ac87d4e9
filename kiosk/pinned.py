"""Checks of the platform that a production profile pins: its address and its public keys.

Under a key whose private half anybody knows or needs no knowing, a terminal would believe forged receipts and delete
cases that nobody has. Keys are judged by their bytes and addresses by where they lead, because names can be chosen.
"""

from __future__ import annotations

import base64
import ipaddress
import socket
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

P = 2**255 - 19
"""The prime of curve25519 and edwards25519 (RFC 7748, section 4.1)."""
D = -121665 * pow(121666, -1, P) % P
"""The constant of edwards25519 (RFC 8032, section 5.1)."""
KEY_BYTES = 32
TOP_BIT = 1 << 255
"""Ed25519: the sign of x. X25519: not part of the number (RFC 7748, section 5)."""

_Y8 = 2707385501144840649318225287225658788936804267575313519463743609750303402022
WEAK_Y = frozenset({0, 1, P - 1, _Y8, P - _Y8})
"""The y of the points of edwards25519 whose order divides 8: everybody can sign under such a key."""
WEAK_U = frozenset(
    {
        0,
        1,
        P - 1,
        325606250916557431795983626356110631294008115727848805560023387167927233504,
        39382357235489614581723060781553021112529911719440698176882885853963445705823,
    }
)
"""The u of the points of curve25519 and its twist whose order divides 8: everybody can open what is sealed to one."""

PUBLISHED: Mapping[str, str] = MappingProxyType(
    {
        "seal_public": "qpfHgrv42WRyWVoGciKY8rzkZiCMrA7WUv4uJXco6kw",
        "sign_public": "CQLj6oxQtWl1N8LXH5FPDAtu8xAFIQ6BDET4OII5WZA",
    }
)
"""The sandbox's public keys, whose private keys are published."""


HOSTS = Path("/etc/hosts")
"""The names that this machine gives to addresses itself, before any name server is asked."""


def address_form_problem(url: str) -> str:
    """Return why no gateway can use this address, in rehearsal neither, or ""."""
    try:
        parts = urlsplit(url)
        host, port = _plain_host(url), parts.port
    except ValueError:
        return "is no address; name the platform as https://HOST or https://HOST:PORT"
    if not host.strip(".") or port == 0:
        return "is no address; name the platform as https://HOST or https://HOST:PORT"
    if "@" in parts.netloc or parts.query or parts.fragment:
        return "has a user, a question mark or a # in it; name host, port and path alone"
    if parts.scheme != "https" and not is_loopback(host):
        return "must be https://HOST; plain http is for a sandbox on this machine"
    return ""


def _plain_host(url: str) -> str:
    """Return the host in the letters by which it is looked up (RFC 3490), "" without one. Raises ValueError."""
    host = urlsplit(url).hostname or ""
    return host if ":" in host else host.encode("idna").decode("ascii")


def address_problem(url: str, hosts: Path = HOSTS) -> str:
    """Return why this address cannot be a platform's, or "".

    Of names only those of this machine are looked up: a start does not wait for name servers. A name that they lead to
    this machine is refused by `kiosk.platform.connection`.
    """
    try:
        host = _plain_host(url)
    except ValueError:
        return address_form_problem(url)
    if is_loopback(host) or _is_named_here(host, hosts):
        return "a loopback address is a sandbox; name the platform"
    return address_form_problem(url)


def is_loopback(host: str) -> bool:
    """Return whether a host, as written in an address, is this machine in any spelling (127.1, 0x7f000001, localhost.,
    ::ffff:127.0.0.1). A name counts by its form only."""
    name = host.strip("[]").rstrip(".").lower().partition("%")[0]
    if name == "localhost" or name.endswith((".localhost", ".localdomain")):
        return True
    try:
        return leads_here(name)
    except ValueError:
        pass
    try:
        # The old forms of an IPv4 address, which getaddrinfo takes: 127.1, 0x7f000001, 017700000001.
        return leads_here(socket.inet_ntoa(socket.inet_aton(name)))
    except (OSError, UnicodeError):
        return False


def _is_named_here(host: str, hosts: Path) -> bool:
    """Return whether this machine gives a loopback address to this name (hosts(5))."""
    try:
        lines = hosts.read_text(encoding="ascii", errors="replace").lower().splitlines()
    except OSError:
        return False
    rows = [line.partition("#")[0].split() for line in lines]
    named = [row[0] for row in rows if host.lower().rstrip(".") in row[1:]]
    return any(is_loopback(address) for address in named)


def leads_here(address: str) -> bool:
    """Return whether an IP address is this machine's own. Raises ValueError for a malformed one."""
    found = ipaddress.ip_address(address.partition("%")[0])
    plain = getattr(found, "ipv4_mapped", None) or found
    return bool(plain.is_loopback or plain.is_unspecified)


def ca_file_problems(path: Path) -> list[str]:
    """Return why this file cannot be trusted as the platform's CAs, or nothing."""
    import ssl  # only where a profile names such a file

    if not path.is_file():
        return [f"{path}: no such file; put the CA's certificate there"]
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except OSError as error:
        why = "holds no certificate in PEM" if isinstance(error, ssl.SSLError) else str(error.strerror)
        return [f"{path}: {why}; put the CA's certificate there"]
    return []


def key_form_problem(key: str) -> str:
    """Return why this text is no public key at all, or ""."""
    return "" if _number_of(key) is not None else f"must be {KEY_BYTES} bytes in base64url without padding; correct it"


def _number_of(key: str) -> int | None:
    """Return a key as a number without its top bit; None if it is not 32 bytes in base64url without padding."""
    try:
        raw = base64.b64decode(key + "=" * (-len(key) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return None
    alike = "=" not in key and "+" not in key and "/" not in key
    return int.from_bytes(raw, "little") % TOP_BIT if alike and len(raw) == KEY_BYTES else None


def key_problem(field: str, key: str) -> str:
    """Return why a public key (base64url) of this field of the profile cannot be pinned, or "".

    The top bit counts in neither curve: who has the private half of a key has that of the key with the other bit.
    """
    number = _number_of(key)
    if number is None:
        return key_form_problem(key)
    if number in map(_number_of, PUBLISHED.values()):
        return "a published test key; pin the platform's own"
    if field == "sign_public":
        return _signing_problem(number)
    return "a weak key, which everybody can open; pin the platform's own" if number % P in WEAK_U else ""


def _signing_problem(y: int) -> str:
    if y % P in WEAK_Y:
        return "a weak key, under which everybody can sign; pin the platform's own"
    # x² = (y² - 1) / (d·y² + 1) must have a root (RFC 8032, section 5.1.3).
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    return "" if y < P and pow(square, (P - 1) // 2, P) == 1 else "not a signing key; pin the platform's own"
