"""The ports that the devices of this program have open: a second device at the same address would take its answers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")


class PortsInUse:
    """One for a program. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owners: dict[str, tuple[object, str]] = {}
        self._shared: dict[str, Any] = {}

    def take(self, address: str, port: object, owner: str) -> str | None:
        """Note that a port of the device `owner` opens an address. The device whose port has it already, else None."""
        with self._lock:
            holder, name = self._owners.setdefault(_canonical(address), (port, owner))
            return None if holder is port else name

    def leave(self, address: str, port: object) -> None:
        """Note that the port is closed; another's is left alone."""
        with self._lock:
            if self._owners.get(_canonical(address), (None, ""))[0] is port:
                del self._owners[_canonical(address)]

    def shared(self, address: str, make: Callable[[], T]) -> T:
        """The one thing that all devices of an address use together; made for the first of them."""
        with self._lock:
            key = _canonical(address)
            if key not in self._shared:
                self._shared[key] = make()
            made: T = self._shared[key]
            return made


def _canonical(address: str) -> str:
    """One form for all spellings: links are followed, host names have no case, and a socket is the same whatever is
    spoken over it."""
    if "://" not in address:
        return str(Path(address).resolve())
    parts = urlsplit(address.lower())
    host = (parts.hostname or "").rstrip(".")
    with suppress(ValueError):
        numeric = ip_address(host)
        host = "localhost" if numeric.is_loopback else numeric.compressed
    return f"{host}:{parts.port}"
