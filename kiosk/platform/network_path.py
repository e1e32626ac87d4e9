"""The way to the platform, tried step by step for a technician: it stops at the first step that fails.

No case is sent, and nothing is sent to a server whose certificate is not the platform's. A step that was not reached is
not tested, never a fault: what stands behind a broken cable is not known.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from statistics import median
from types import MappingProxyType
from urllib.parse import urlsplit

from devices import Clock, DeadlineReached, Wait
from devices.lazy_dataclass import dataclass
from kiosk.pinned import is_loopback
from kiosk.platform import network_facts
from kiosk.platform.connection import (
    ConnectFailure,
    ExchangeDeadline,
    find_addresses,
    first_connected,
    handshake_failure,
)
from kiosk.platform.exchange import HttpConnections, http_date, trusted_context
from kiosk.platform.gateway import FailureKind, PlatformFailure, PlatformGateway
from kiosk.platform.name_lookup import AddressInfo, NameLookup
from kiosk.platform.network_facts import NOT_HERE, Found, SystemFiles, name_on
from kiosk.platform.network_steps import PathStep, StepResult

STEP_S = 10.0
"""Longest time of one step."""
CONNECT_S = 5.0
ROUNDS = 3
"""Questions whose median is the time there and back."""
CLOCK_OFF_S = 60.0
"""A clock that is further off is a fault: one-time codes and certificates are judged by it."""
ANSWER_MOST = 1024 * 1024


FAULTS: Mapping[FailureKind, str] = MappingProxyType(
    {
        FailureKind.OFFLINE: "handshake",
        FailureKind.SLOW: "slow",
        FailureKind.NOT_THE_PLATFORM: "not_the_platform",
        FailureKind.BUSY: "busy",
        FailureKind.IDENTITY: "identity",
        FailureKind.REFUSED: "not_the_platform",
        FailureKind.BROKEN: "broken",
    }
)
"""Kind of a failure once a connection was made → fault."""

OWN_MACHINE: Mapping[PathStep, Callable[[SystemFiles], Found]] = MappingProxyType(
    {
        PathStep.CABLE: network_facts.cable,
        PathStep.ADDRESS: network_facts.address,
        PathStep.ROUTER: network_facts.router,
    }
)


class _Failed(Exception):
    """The step failed; `fault` is a key of REMEDIES."""

    def __init__(self, fault: str, saw: str = "") -> None:
        super().__init__(fault)
        self.fault = fault
        self.saw = saw


@dataclass(frozen=True)
class Way:
    """A platform to be tried: its address, the file of its CAs, how to make a gateway to it, and a check of the
    catalogue's signature that raises ValueError."""

    url: str
    ca_file: Path | None
    gateway: Callable[[], PlatformGateway]
    check_catalogue: Callable[[bytes], object]


def walk(way: Way, clock: Clock, wait: Wait, files: SystemFiles | None = None) -> Iterator[StepResult]:
    """Yield a result for every step, in order. `clock` is the real one. Raises Cancelled, and OSError for an unusable
    file of CAs."""
    walk = _Walk(way, clock, files or SystemFiles())
    stopped = False
    for step in PathStep:
        if stopped:
            yield StepResult(step, None)
            continue
        result = walk.take(step, wait)
        stopped = result.passed is False
        yield result


class _Walk:
    """One walk; later steps use what earlier ones found."""

    def __init__(self, way: Way, clock: Clock, files: SystemFiles) -> None:
        parts = urlsplit(way.url)
        self._way = way
        self._clock = clock
        self._files = files
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if parts.scheme == "https" else 80)
        self._here = is_loopback(self._host)
        self._tls = trusted_context(way.ca_file) if parts.scheme == "https" else None
        self._lookup = NameLookup(clock)
        self._addresses: tuple[AddressInfo, ...] = ()
        self._gateway: PlatformGateway | None = None
        self._token: bytes | PlatformFailure = b""
        self._steps: Mapping[PathStep, Callable[[Wait], Found]] = {
            **{step: partial(self._own, look) for step, look in OWN_MACHINE.items()},
            PathStep.NAME: self._name,
            PathStep.CONNECT: self._connect,
            PathStep.CERTIFICATE: self._certificate,
            PathStep.CLOCK: self._time,
            PathStep.PLATFORM: self._platform,
            PathStep.SIGNATURE: self._signature,
            PathStep.LATENCY: self._latency,
        }

    def take(self, step: PathStep, wait: Wait) -> StepResult:
        """Take a step. Raises Cancelled."""
        began = self._clock.monotonic()
        try:
            passed, saw, fault = self._steps[step](wait.within(STEP_S))
        except _Failed as failed:
            passed, saw, fault = False, failed.saw, failed.fault
        except DeadlineReached:
            passed, saw, fault = False, "", "connect" if self._gateway is None else "slow"
        return StepResult(step, passed, saw, fault, round(1000 * (self._clock.monotonic() - began)))

    def _own(self, look: Callable[[SystemFiles], Found], wait: Wait) -> Found:
        """Look at this machine's own network; a platform on this machine needs none."""
        return NOT_HERE if self._here else look(self._files)

    def _name(self, wait: Wait) -> Found:
        try:
            self._addresses = find_addresses(self._lookup, self._host, self._port, self._deadline(wait))
        except ConnectFailure as failure:
            raise _Failed(failure.step, self._host) from None
        return True, f"{self._host} → {self._addresses[0][4][0]}", ""

    def _connect(self, wait: Wait) -> Found:
        with self._connected(wait) as sock:
            address = str(sock.getpeername()[0])
        return True, f"{address}, {self._port}", ""

    def _certificate(self, wait: Wait) -> Found:
        if self._tls is None:
            return NOT_HERE
        try:
            with self._connected(wait) as sock, self._tls.wrap_socket(sock, server_hostname=self._host) as secure:
                return True, str(secure.version()), ""
        except (OSError, ssl.CertificateError) as error:
            failure = handshake_failure(error)
        if failure.step == "handshake":
            raise _Failed("handshake")
        raise _Failed(f"certificate_{failure.detail}", self._name_on_certificate(wait))

    def _name_on_certificate(self, wait: Wait) -> str:
        """The name on the certificate of whoever answers there; they are sent nothing but the handshake."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        try:
            with self._connected(wait) as sock, context.wrap_socket(sock, server_hostname=self._host) as secure:
                return name_on(secure.getpeercert(binary_form=True) or b"")
        except (_Failed, OSError):
            return ""

    def _time(self, wait: Wait) -> Found:
        """The time in the head of an answer (RFC 9110, section 6.6.1), whatever the answer is."""
        connections = HttpConnections(self._way.url, self._way.ca_file, STEP_S, self._clock, self._lookup)
        try:
            reply = connections.connection(wait).send("GET", self._way.url, {}, b"", ANSWER_MOST)
        except PlatformFailure as failure:
            raise _Failed(FAULTS[failure.kind]) from None
        finally:
            connections.close()
        there = http_date(reply.headers.get("Date", ""))
        if there is None:
            return None, "", ""
        off = round((self._clock.now() - there).total_seconds())
        return abs(off) <= CLOCK_OFF_S, f"{off:+d} s", "" if abs(off) <= CLOCK_OFF_S else "clock"

    def _platform(self, wait: Wait) -> Found:
        """Ask for the catalogue. A refusal of this terminal comes from the platform, too: the next step tells of it."""
        self._gateway = self._way.gateway()
        try:
            self._token = self._gateway.catalogue("", wait) or b""
        except PlatformFailure as failure:
            if failure.kind is not FailureKind.IDENTITY:
                raise _Failed(FAULTS[failure.kind], failure.reason) from None
            self._token = failure
        return True, "", ""

    def _signature(self, wait: Wait) -> Found:
        if isinstance(self._token, PlatformFailure):
            raise _Failed("identity", self._token.reason)
        try:
            self._way.check_catalogue(self._token)
        except ValueError:
            raise _Failed("catalogue") from None
        return True, "", ""

    def _latency(self, wait: Wait) -> Found:
        assert self._gateway is not None
        took = []
        try:
            for _ in range(ROUNDS):
                began = self._clock.monotonic()
                self._gateway.catalogue("", wait)
                took.append(self._clock.monotonic() - began)
        except PlatformFailure as failure:
            raise _Failed(FAULTS[failure.kind], failure.reason) from None
        finally:
            self._gateway.close()
        return True, f"{round(1000 * median(took))} ms", ""

    def _connected(self, wait: Wait) -> socket.socket:
        try:
            return first_connected(self._addresses, self._deadline(wait), CONNECT_S)[0]
        except ConnectFailure as failure:
            raise _Failed(failure.step, str(self._port)) from None

    def _deadline(self, wait: Wait) -> ExchangeDeadline:
        deadline = ExchangeDeadline(self._clock)
        deadline.begin(wait, STEP_S)
        return deadline
