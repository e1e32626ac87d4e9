"""Start of the sandbox: folder, keys, certificates, database and port, each with its own error; then serve."""

from __future__ import annotations

import argparse
import logging
import os
import select
import signal
import socket
import ssl
import stat
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import TypeVar

import uvicorn
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from devices import SystemClock
from devices.lazy_dataclass import dataclass
from devices.strict_struct import ShapeError
from kiosk.catalogue.sources import BadItem
from kiosk.catalogue.workdays import BadWorkdays
from kiosk.platform.identity import KeyFileError, PlatformKeys
from kiosk.platform.sandbox.app import build
from kiosk.platform.sandbox.certificate_kinds import load_certificates
from kiosk.platform.sandbox.certificate_pdf import CertificateMaker
from kiosk.platform.sandbox.departments import load_departments
from kiosk.platform.sandbox.document_keys import ROOT_FILE, own_document_keys, published_document_keys
from kiosk.platform.sandbox.folder import CannotStart, bind_to_keys, cannot_use, reserved
from kiosk.platform.sandbox.held_papers import load_papers
from kiosk.platform.sandbox.issuing import Issuer
from kiosk.platform.sandbox.keys import SandboxKeys, own_keys, pins_toml, published_keys
from kiosk.platform.sandbox.listening import listener
from kiosk.platform.sandbox.mandate_rows import load_mandates
from kiosk.platform.sandbox.material_store import MaterialStore
from kiosk.platform.sandbox.nonces import NonceMemory
from kiosk.platform.sandbox.options import Announcement, announcement, arguments, is_loopback
from kiosk.platform.sandbox.payees import load_payees
from kiosk.platform.sandbox.published import Published, publish
from kiosk.platform.sandbox.registers import Registers, load
from kiosk.platform.sandbox.shared_registers import load_shared
from kiosk.platform.sandbox.state import LOCAL_NAMES, SandboxState
from kiosk.platform.sandbox.storage import Storage, sqlite_url
from kiosk.platform.sandbox.tls_certificates import own_certificates

T = TypeVar("T")


@dataclass(frozen=True)
class _Tls:
    """PEM files of the server; `authority` is what terminals must be given, if the sandbox made it."""

    certificate: Path
    key: Path | None = None
    authority: Path | None = None


class Server(uvicorn.Server):
    """Prints lines when it is ready, and nothing when it is ended."""

    def __init__(self, config: uvicorn.Config, ready: str) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(self._ready, end="", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Requests that are still served, such as one that a misfortune never answers, are cancelled: no error.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def main(given: Sequence[str]) -> int:
    """Serve until SIGINT or SIGTERM. Exit code 0, or 2 with one line if it cannot start."""
    options = arguments(given)
    try:
        with ExitStack() as stack:
            return _run(options, stack)
    except CannotStart as trouble:
        print(f"cannot start: {trouble}", file=sys.stderr)
        return 2


def _run(options: argparse.Namespace, stack: ExitStack) -> int:
    if options.pins:
        print(pins_toml(_keys(options).pins()), end="")
        return 0
    if not is_loopback(options.host) and not options.public:
        raise CannotStart(
            f"refused: {options.host} is not this machine alone, and whoever reaches the sandbox may read and change "
            "everything in it; if that is meant, add --public"
        )
    stack.enter_context(reserved(options.data))
    keys = _keys(options)
    bind_to_keys(options.data, keys.pins())
    published = _published(options.services, keys, options.workdays)
    registers = _registers(options.people)
    sock = stack.enter_context(listener(options.host, options.port))
    announced = announcement(options, sock.getsockname()[:2])
    tls = _tls(options, announced)
    sandbox = _state(options, stack, keys, published, registers, _issuer(options), announced)
    config = uvicorn.Config(
        build(sandbox),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
        server_header=False,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )
    signal.signal(signal.SIGTERM, _end)
    _end_with_reader()
    Server(config, _ready(options, announced, keys.pins(), tls)).run([sock])
    return 0


def _end(number: int, _: object) -> None:
    """Signal handler: end with exit code 0 and the folder released. uvicorn calls it when it has shut down."""
    sys.exit(0)


def _end_with_reader() -> None:
    """End when the program that reads the standard output is gone: one that was killed ends nothing itself."""
    output = sys.__stdout__
    if output is None or not hasattr(select, "poll") or not stat.S_ISFIFO(os.fstat(output.fileno()).st_mode):
        return
    gone = select.poll()
    gone.register(output.fileno(), 0)  # POLLERR is always reported

    def watch() -> None:
        gone.poll()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="reader", daemon=True).start()


def _ready(options: argparse.Namespace, announced: Announcement, keys: PlatformKeys, tls: _Tls | None) -> str:
    """Return what is printed at the start: the address, and a profile's section `platform` unless all is default."""
    first = f"listening on {announced.url}\n"
    if not (options.keys or options.url or tls):
        return first
    root = f'document_roots = ["{(options.keys / ROOT_FILE).resolve()}"]\n' if options.keys else ""
    authority = f'ca_file = "{tls.authority.resolve()}"\n' if tls and tls.authority else ""
    return f'{first}\n[platform]\nurl = "{announced.url}"\n{authority}{root}{pins_toml(keys)}'


def _state(
    options: argparse.Namespace,
    stack: ExitStack,
    keys: SandboxKeys,
    published: Published,
    registers: Registers,
    issuer: Issuer,
    announced: Announcement,
) -> SandboxState:
    try:
        storage = stack.enter_context(closing(Storage(options.database or sqlite_url(options.data))))
        materials = MaterialStore(options.data / "materials")
        nonces = NonceMemory(options.data / "nonces", SystemClock().monotonic)
    except SQLAlchemyError as error:
        raise CannotStart(_database_trouble(options, _first_line(getattr(error, "orig", None) or error))) from None
    except OSError as error:
        raise cannot_use(options.data, error) from None
    return SandboxState(
        storage,
        published,
        registers,
        materials,
        nonces,
        issuer,
        keys,
        _of_departments(options.departments, load_papers),
        _of_departments(options.departments, load_payees),
        _of_departments(options.departments, load_shared),
        _of_departments(options.departments, load_mandates),
        _of_departments(options.departments, partial(load_departments, services=options.services)),
        open_door=not options.closed,
        names=LOCAL_NAMES.union(announced.names),
        announced=announced.url,
    )


def _database_trouble(options: argparse.Namespace, why: str) -> str:
    """Name the database that cannot be opened, an address without its password, and what to do."""
    if not options.database:
        path = make_url(sqlite_url(options.data)).database
        return f"{path}: {why}: free some space, move the file away, or name another folder: --data"
    try:
        return f"--database {make_url(options.database).render_as_string(hide_password=True)}: {why}"
    except SQLAlchemyError:
        return "--database: write it as postgresql://USER@HOST/NAME"


def _keys(options: argparse.Namespace) -> SandboxKeys:
    if options.keys is None:
        return published_keys()
    try:
        return own_keys(options.keys)
    except KeyFileError as error:
        raise CannotStart(str(error)) from None
    except OSError as error:
        raise cannot_use(options.keys, error, "--keys") from None


def _tls(options: argparse.Namespace, announced: Announcement) -> _Tls | None:
    if options.certificate:
        tls = _Tls(options.certificate, options.private_key)
    elif options.tls:
        folder = options.data / "tls"
        try:
            made = own_certificates(folder, announced.names, SystemClock().now())
        except OSError as error:
            raise cannot_use(folder, error) from None
        except ValueError as error:
            raise CannotStart(f"{folder}: damaged ({_first_line(error)}): remove it, and one is made") from None
        tls = _Tls(made.server, authority=made.authority)
    else:
        return None
    try:
        # An encrypted key would ask for its password at the terminal.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tls.certificate, tls.key, password="")
    except OSError as error:
        why = error.strerror or "no certificate"
        raise CannotStart(f"{tls.certificate}: {why}: name a PEM file with a certificate and its key") from None
    return tls


def _published(services: Path, keys: SandboxKeys, workdays: Path) -> Published:
    try:
        return publish(services, keys, workdays)
    except OSError as error:
        raise CannotStart(f"{services}: {error.strerror}: name a folder of items: --services") from None
    except BadItem as bad:
        raise CannotStart(f"{bad.mistakes[0]}; all of it: python -m kiosk.catalogue check {services}") from None
    except BadWorkdays as bad:
        raise CannotStart(f"{bad.mistakes[0]}; or name another folder: --workdays") from None
    except (ValueError, KeyError, TypeError, RecursionError, ShapeError) as error:
        raise CannotStart(
            f"{services}: no catalogue: {_first_line(error)}: name a folder of items: --services"
        ) from None


def _registers(people: Path) -> Registers:
    try:
        return load(people)
    except OSError as error:
        raise CannotStart(f"{people}: {error.strerror}: name a file of invented people: --people") from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CannotStart(f"{people}: no file of people: {_first_line(error)}: name another: --people") from None


def _issuer(options: argparse.Namespace) -> Issuer:
    kinds = _of_departments(options.departments, load_certificates)
    try:
        keys = own_document_keys(options.keys, SystemClock().now()) if options.keys else published_document_keys()
    except KeyFileError as error:
        raise CannotStart(str(error)) from None
    except OSError as error:
        raise cannot_use(options.keys, error, "--keys") from None
    return Issuer(kinds, CertificateMaker(options.departments, options.data / "fonts"), keys)


def _of_departments(folder: Path, load: Callable[[Path], T]) -> T:
    try:
        return load(folder)
    except OSError as error:
        raise CannotStart(f"{folder}: {error.strerror}: name a folder: --departments") from None
    except ValueError as error:
        raise CannotStart(f"{_first_line(error)}: correct it, or name another folder: --departments") from None


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [""])[0] or type(error).__name__
