"""`python -m kiosk.platform.sandbox`: start the reference platform; `import DIR` sends it an offline export.

Prints the line `listening on http://HOST:PORT` when ready. Ends on SIGINT or SIGTERM.
"""

from __future__ import annotations

import argparse
import ipaddress
import socket
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import uvicorn
from sqlalchemy.exc import SQLAlchemyError

from devices import SystemClock
from kiosk.catalogue.sources import BadItem
from kiosk.platform.sandbox import intake, keys
from kiosk.platform.sandbox.app import build
from kiosk.platform.sandbox.material_store import MaterialStore
from kiosk.platform.sandbox.nonces import NonceMemory
from kiosk.platform.sandbox.published import publish
from kiosk.platform.sandbox.registers import load
from kiosk.platform.sandbox.state import SandboxState
from kiosk.platform.sandbox.storage import Storage, sqlite_url

CONFIG = Path(__file__).resolve().parents[3] / "config"
EPILOG = "Another command: import DIR --url URL takes in what a terminal without a network exported (import --help)."


class Server(uvicorn.Server):
    """Prints the address when it is ready."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for sock in sockets or ():
            host, port = sock.getsockname()[:2]
            print(f"listening on http://{host}:{port}", flush=True)


def arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m kiosk.platform.sandbox", description="The reference platform", epilog=EPILOG
    )
    parser.add_argument("--port", type=int, default=8790, help="0 picks a free one (default: 8790)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument(
        "--public", action="store_true", help="allow a host that is not this machine; keys are TEST keys"
    )
    parser.add_argument("--data", type=Path, default=Path("out/sandbox"), help="folder of its files")
    parser.add_argument("--database", default="", help="postgresql://… instead of the SQLite file")
    parser.add_argument(
        "--services", type=Path, default=CONFIG / "services", help="folder of items, or a JSON catalogue"
    )
    parser.add_argument("--people", type=Path, default=CONFIG / "people.toml", help="the invented people")
    parser.add_argument("--closed", action="store_true", help="enrol no terminal at first contact")
    parser.add_argument("--pins", action="store_true", help="print the public TEST keys for a profile, and end")
    return parser.parse_args(given)


def is_loopback(host: str) -> bool:
    """Return whether the host is a loopback address. Names other than localhost are not."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listener(host: str, port: int) -> socket.socket:
    """Return a listening socket with explicit IPPROTO_TCP: only then does asyncio set TCP_NODELAY."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(256)
    except BaseException:
        sock.close()
        raise
    return sock


def main(given: Sequence[str]) -> int:
    if given[:1] == ["import"]:
        return intake.main(given[1:])
    options = arguments(given)
    if options.pins:
        print(keys.pins_toml(), end="")
        return 0
    if not is_loopback(options.host) and not options.public:
        print("refused: the sandbox has TEST keys; use --public to listen beyond this machine", file=sys.stderr)
        return 2
    with ExitStack() as stack:
        try:
            published, registers = publish(options.services), load(options.people)
            sock = stack.enter_context(listener(options.host, options.port))
            options.data.mkdir(parents=True, exist_ok=True)
            nonces = NonceMemory(options.data / "nonces", SystemClock().monotonic)
            storage = stack.enter_context(closing(Storage(options.database or sqlite_url(options.data))))
        except (OSError, ValueError, KeyError, OverflowError, SQLAlchemyError, BadItem) as error:
            print(f"cannot start: {type(error).__name__}: {error}", file=sys.stderr)
            return 2
        sandbox = SandboxState(
            storage,
            published,
            registers,
            MaterialStore(options.data / "materials"),
            nonces,
            open_door=not options.closed,
        )
        config = uvicorn.Config(
            build(sandbox), log_level="warning", access_log=False, timeout_graceful_shutdown=1, server_header=False
        )
        Server(config).run([sock])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
