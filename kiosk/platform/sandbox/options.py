"""Command line of the sandbox, and what follows from it: the address that it announces and its names."""

from __future__ import annotations

import argparse
import ipaddress
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from devices.lazy_dataclass import dataclass

CONFIG = Path(__file__).resolve().parents[3] / "config"
EPILOG = "Another command: import DIR --url URL takes in what a terminal without a network exported (import --help)."
PORT_MAX = 65535


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """Parse the command line. Exits with code 2 on wrong usage."""
    parser = argparse.ArgumentParser(
        prog="python -m kiosk.platform.sandbox", description="The reference platform", epilog=EPILOG
    )
    parser.add_argument("--port", type=_port, default=8790, help="0 picks a free one (default: 8790)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument(
        "--public", action="store_true", help="allow a host that is not this machine: nothing here has a password"
    )
    parser.add_argument(
        "--url",
        type=_url,
        help="the address by which it is reached, if it is not that of --host and --port",
    )
    parser.add_argument("--data", type=Path, default=Path("out/sandbox"), help="folder of its files")
    parser.add_argument("--database", default="", help="postgresql://… instead of the SQLite file")
    parser.add_argument(
        "--services", type=Path, default=CONFIG / "services", help="folder of items, or a JSON catalogue"
    )
    parser.add_argument("--people", type=Path, default=CONFIG / "people.toml", help="the invented people")
    parser.add_argument(
        "--departments", type=Path, default=CONFIG / "departments", help="folder of what the departments issue"
    )
    parser.add_argument(
        "--workdays", type=Path, default=CONFIG / "workdays", help="folder of the working days, one file a year"
    )
    parser.add_argument("--closed", action="store_true", help="enrol no terminal at first contact")
    parser.add_argument(
        "--keys", type=Path, metavar="DIR", help="own keys, made in this folder if it has none (default: TEST keys)"
    )
    parser.add_argument("--pins", action="store_true", help="print the public keys for a profile, and end")
    parser.add_argument(
        "--tls", action="store_true", help="https, with a certificate and an authority made in the data folder"
    )
    parser.add_argument("--certificate", type=Path, metavar="PEM", help="https, with this certificate and its chain")
    parser.add_argument("--private-key", type=Path, metavar="PEM", help="its key, if the certificate's file has none")
    options = parser.parse_args(given)
    if options.tls and options.certificate:
        parser.error("--tls makes a certificate and --certificate names one: choose")
    if options.private_key and not options.certificate:
        parser.error("--private-key goes with --certificate")
    return options


def is_loopback(host: str) -> bool:
    """Return whether the host is a loopback address. Names other than localhost are not."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True)
class Announcement:
    """The address by which the sandbox says it is reached, and the host names that lead to it."""

    url: str
    names: tuple[str, ...]


def announcement(options: argparse.Namespace, address: tuple[str, int]) -> Announcement:
    """Return the announcement for the address of the listening socket."""
    host, port = address
    shown = f"[{host}]" if ":" in host else host
    scheme = "https" if options.tls or options.certificate else "http"
    url = options.url or f"{scheme}://{shown}:{port}"
    named = [name for name in (urlsplit(url).hostname, options.host, "localhost", "127.0.0.1") if name]
    return Announcement(url, tuple(dict.fromkeys(named)))


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= PORT_MAX:
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to {PORT_MAX}")
    return port


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise argparse.ArgumentTypeError("write it as https://HOST:PORT, without a path")
    return f"{parts.scheme}://{parts.netloc}"
