"""Look-up of host names within a deadline.

getaddrinfo has no timeout and cannot be interrupted: with name servers that never answer it blocks for 20 to 30 s. It
runs in a helper thread, one for each host at most; the address that served last is used when it does not answer, also
after a restart.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from devices import Clock
from devices.lazy_dataclass import dataclass
from kiosk.private_files import write_private

AddressInfo = tuple[int, int, int, str, Any]
"""A row of getaddrinfo: family, type, protocol, canonical name, socket address."""

LOOK_UP_S = 5.0
"""Longest wait for a name that was never found: the second of two name servers is asked after 5 s."""
REMEMBERED_S = 1.0
"""Longest wait where an address is known that served before."""
FRESH_S = 60.0
"""Time for which a result is used again."""
SAVE_S = 3600.0
"""Least time between two writes of a changed address: a host with several changes with every connection."""
SLICE_S = 0.1
FILE = "addresses.json"
LARGEST = 4096


class NameNotFound(Exception):
    """The name was not found in time, and no address is known that served before."""


@dataclass
class _Host:
    found: tuple[AddressInfo, ...] = ()
    found_at: float = 0.0
    served: tuple[AddressInfo, ...] = ()
    """The address of the last connection."""
    is_asked: bool = False

    def candidates(self) -> tuple[AddressInfo, ...]:
        """Return what was found, and last the address that served: a name server may be wrong."""
        return (*self.found, *(each for each in self.served if each not in self.found))


class NameLookup:
    """Addresses of host names. Thread-safe; shared by all connections of a terminal, which learn from each other.

    `clock` is the real one: name servers answer in real time. In `folder` the address that served last is kept.
    """

    def __init__(
        self,
        clock: Clock,
        getaddrinfo: Callable[..., list[Any]] = socket.getaddrinfo,
        folder: Path | None = None,
    ) -> None:
        self._clock = clock
        self._getaddrinfo = getaddrinfo
        self._condition = clock.condition()
        self._path = None if folder is None else folder / FILE
        self._save_at = 0.0
        self._hosts = {place: _Host(served=(info,)) for place, info in _saved(self._path)}

    def addresses(self, host: str, port: int, remaining: Callable[[], float]) -> tuple[AddressInfo, ...]:
        """Return the addresses to connect to, in order. `remaining` returns the seconds left, or raises when there are
        none. Raises NameNotFound, and what `remaining` raises."""
        numeric = self._resolve(host, port, socket.AI_NUMERICHOST)
        if numeric:
            return numeric
        with self._condition:
            known = self._hosts.setdefault((host, port), _Host())
            if known.found and self._clock.monotonic() - known.found_at < FRESH_S:
                return known.candidates()
            known.found = ()
            if not known.is_asked:
                known.is_asked = True
                self._clock.spawn("name_lookup", lambda: self._ask(host, port, known))
            until = self._clock.monotonic() + (REMEMBERED_S if known.served else LOOK_UP_S)
            while known.is_asked and self._clock.monotonic() < until:
                self._condition.wait(min(SLICE_S, remaining()))
            if not known.found and not known.served:
                raise NameNotFound
            return known.candidates()

    def served(self, host: str, port: int, address: AddressInfo) -> None:
        """A connection to this address was made."""
        with self._condition:
            known = self._hosts.setdefault((host, port), _Host())
            is_new, known.served = known.served != (address,), (address,)
            if is_new and host != address[4][0]:
                self._save(host, port, str(address[4][0]))

    def failed(self, host: str, port: int) -> None:
        """No connection could be made to any address: the name is looked up before the next."""
        with self._condition:
            self._hosts.setdefault((host, port), _Host()).found = ()

    def _save(self, host: str, port: int, address: str) -> None:
        """Write the address of one platform. A disk that cannot be written loses it."""
        now = self._clock.monotonic()
        if self._path is None or now < self._save_at:
            return
        self._save_at = now + SAVE_S
        with suppress(OSError):
            write_private(self._path, json.dumps({"host": host, "port": port, "address": address}))

    def _ask(self, host: str, port: int, known: _Host) -> None:
        found = self._resolve(host, port, 0)
        with self._condition:
            known.found, known.found_at, known.is_asked = found, self._clock.monotonic(), False
            self._condition.notify_all()

    def _resolve(self, host: str, port: int, flags: int) -> tuple[AddressInfo, ...]:
        try:
            return tuple(self._getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags))
        except (OSError, ValueError):
            # ValueError: a name that cannot be encoded (UnicodeError).
            return ()


def _saved(path: Path | None) -> list[tuple[tuple[str, int], AddressInfo]]:
    """Return the address written last, with its host and port; nothing if there is none, or it is damaged."""
    if path is None:
        return []
    try:
        with path.open("rb") as file:
            raw = json.loads(file.read(LARGEST))
        place, address = (str(raw["host"]), int(raw["port"])), str(ip_address(str(raw["address"])))
        found = socket.getaddrinfo(address, place[1], type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, ValueError, OverflowError, KeyError, TypeError, RecursionError):
        return []
    return [(place, info) for info in found[:1]]
