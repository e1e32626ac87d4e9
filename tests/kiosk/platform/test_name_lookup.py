"""Look-up of names within the deadline: name servers that never answer, and the address that served last."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from devices import Cancelled, FakeClock, SystemClock, Wait
from kiosk.platform import connection, name_lookup
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import FailureKind, PlatformFailure
from kiosk.platform.identity import TerminalKey
from kiosk.platform.name_lookup import FILE, FRESH_S, AddressInfo, NameLookup, NameNotFound
from kiosk.platform.sandbox.keys import pins
from tests.contracts.test_platform_gateway import REPORT
from tests.kiosk.platform.raw_server import answer, server
from tests.sandbox_process import TERMINAL

HOST, PORT = "platform.example", 443
ELSEWHERE: AddressInfo = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.7", PORT))
OTHER: AddressInfo = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.8", PORT))
HERE: AddressInfo = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", PORT))


class NameServers:
    """Takes the place of getaddrinfo; `silent` name servers answer when `release` is set."""

    def __init__(self) -> None:
        self.answer: list[AddressInfo] | OSError = [ELSEWHERE]
        self.silent = False
        self.release = threading.Event()
        self.asked = 0

    def getaddrinfo(self, host: str, port: int, **how: Any) -> list[AddressInfo]:
        if how["flags"] & socket.AI_NUMERICHOST:
            raise socket.gaierror(socket.EAI_NONAME, "not numeric")
        self.asked += 1
        if self.silent:
            self.release.wait(5)
        if isinstance(self.answer, OSError):
            raise self.answer
        return self.answer


@contextmanager
def looking_up(clock: Any = None) -> Iterator[tuple[NameServers, NameLookup]]:
    servers = NameServers()
    try:
        yield servers, NameLookup(clock or SystemClock(), servers.getaddrinfo)
    finally:
        servers.release.set()


def remaining_of(seconds: float) -> Any:
    """The seconds left of a deadline, as an exchange has them."""
    wait = Wait(SystemClock(), seconds)

    def remaining() -> float:
        wait.check()
        return wait.remaining() or 0.0

    return remaining


def gateway(lookup: NameLookup) -> HttpGateway:
    return HttpGateway(f"https://{HOST}", TERMINAL, TerminalKey(bytes(range(32))), pins(), SystemClock(), lookup=lookup)


def test_name_servers_that_never_answer_hold_a_question_no_longer_than_its_deadline() -> None:
    clock = SystemClock()
    with looking_up() as (servers, lookup):
        servers.silent = True
        began = clock.monotonic()
        with pytest.raises(PlatformFailure) as caught:
            gateway(lookup).heartbeat(REPORT, Wait(clock, 0.2))
        assert caught.value.kind is FailureKind.SLOW
        assert clock.monotonic() - began < 1.0


def test_a_question_is_cancelled_while_its_name_is_looked_up() -> None:
    clock = SystemClock()
    with looking_up() as (servers, lookup):
        servers.silent = True
        wait, began = Wait(clock, 30), clock.monotonic()
        threading.Timer(0.05, wait.cancel).start()
        with pytest.raises(Cancelled):
            gateway(lookup).heartbeat(REPORT, wait)
        assert clock.monotonic() - began < 1.0


def test_a_name_that_is_not_found_in_time_is_offline_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_lookup, "LOOK_UP_S", 0.1)
    with looking_up() as (servers, lookup):
        servers.silent = True
        with pytest.raises(PlatformFailure) as caught:
            gateway(lookup).heartbeat(REPORT, Wait(SystemClock(), 20))
        assert (caught.value.kind, caught.value.reason) == (FailureKind.OFFLINE, "name")


@pytest.mark.parametrize("how", ["silent", "failing"])
def test_the_address_that_served_last_serves_again(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_lookup, "REMEMBERED_S", 0.05)
    with looking_up() as (servers, lookup):
        lookup.served(HOST, PORT, OTHER)
        servers.silent = how == "silent"
        servers.answer = OSError("no such name")
        assert lookup.addresses(HOST, PORT, remaining_of(5)) == (OTHER,)


def test_the_address_that_served_last_is_tried_last_where_others_are_found() -> None:
    with looking_up() as (_, lookup):
        lookup.served(HOST, PORT, OTHER)
        assert lookup.addresses(HOST, PORT, remaining_of(5)) == (ELSEWHERE, OTHER)
        lookup.served(HOST, PORT, ELSEWHERE)
        assert lookup.addresses(HOST, PORT, remaining_of(5)) == (ELSEWHERE,)


def test_the_address_that_served_last_serves_after_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_lookup, "REMEMBERED_S", 0.05)
    servers = NameServers()
    servers.answer = OSError("no such name")
    NameLookup(SystemClock(), servers.getaddrinfo, tmp_path).served(HOST, PORT, OTHER)
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    again = NameLookup(SystemClock(), servers.getaddrinfo, tmp_path)
    (info,) = again.addresses(HOST, PORT, remaining_of(5))
    assert info[4] == OTHER[4]


def test_an_address_is_not_written_with_every_connection(tmp_path: Path) -> None:
    lookup = NameLookup(SystemClock(), folder=tmp_path)
    lookup.served(HOST, PORT, OTHER)
    written = (tmp_path / FILE).read_bytes()
    lookup.served(HOST, PORT, ELSEWHERE)
    assert (tmp_path / FILE).read_bytes() == written
    assert [each.name for each in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    "damaged",
    [
        *(b"", b"[]", b"[" * 3000, b'{"host": 1}'),
        b'{"host": "h", "port": 1e300, "address": "192.0.2.7"}',
        b'{"host": "h", "port": 99999999999999999999, "address": "192.0.2.7"}',
        b'{"host": "h", "port": 443, "address": "h"}',
    ],
)
def test_a_damaged_address_is_none(damaged: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(damaged)
    assert NameLookup(SystemClock(), folder=tmp_path)._hosts == {}


def test_one_name_is_looked_up_once_at_a_time_whoever_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_lookup, "LOOK_UP_S", 0.02)
    with looking_up() as (servers, lookup):
        servers.silent = True
        for _ in range(5):
            with pytest.raises(NameNotFound):
                lookup.addresses(HOST, PORT, remaining_of(5))
        assert servers.asked == 1


def test_a_late_answer_serves_the_next_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_lookup, "LOOK_UP_S", 0.02)
    with looking_up() as (servers, lookup):
        servers.silent = True
        with pytest.raises(NameNotFound):
            lookup.addresses(HOST, PORT, remaining_of(5))
        servers.release.set()
        monkeypatch.setattr(name_lookup, "LOOK_UP_S", 5.0)
        assert lookup.addresses(HOST, PORT, remaining_of(5)) == (ELSEWHERE,)
        assert servers.asked == 1


def test_a_result_is_used_for_a_while_and_not_after_a_failure() -> None:
    clock = FakeClock()
    with looking_up() as (servers, lookup):
        lookup._clock = clock  # results age by this clock; threads wait by the real one
        clock.spawn = SystemClock().spawn  # type: ignore[method-assign]
        for expected in (1, 1):
            assert lookup.addresses(HOST, PORT, remaining_of(5)) == (ELSEWHERE,)
            assert servers.asked == expected
        servers.answer = [OTHER]
        clock.move(FRESH_S)
        assert lookup.addresses(HOST, PORT, remaining_of(5)) == (OTHER,)
        lookup.failed(HOST, PORT)
        lookup.addresses(HOST, PORT, remaining_of(5))
        assert servers.asked == 3


def test_a_name_that_leads_to_this_machine_is_not_the_platform() -> None:
    with looking_up() as (servers, lookup):
        servers.answer = [HERE]
        with pytest.raises(PlatformFailure) as caught:
            gateway(lookup).heartbeat(REPORT, Wait(SystemClock(), 5))
    assert (caught.value.kind, caught.value.reason) == (FailureKind.NOT_THE_PLATFORM, "loopback")


def test_an_address_in_numbers_asks_no_name_server() -> None:
    lookup = NameLookup(SystemClock())
    (info,) = lookup.addresses("192.0.2.7", 443, remaining_of(5))
    assert info[4] == ("192.0.2.7", 443)


@contextmanager
def silent_listener() -> Iterator[AddressInfo]:
    """A listener whose queue is full: the kernel answers nobody, as a network without a way out does not."""
    with socket.socket() as listener, ExitStack() as queue:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(2):
            waiting = queue.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield socket.AF_INET, socket.SOCK_STREAM, 6, "", listener.getsockname()


def test_addresses_that_never_answer_do_not_use_up_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "HEAD_START_S", 0.05)
    with (
        silent_listener() as silent,
        server(lambda peer: peer.sendall(answer())) as port,
        looking_up() as (names, lookup),
    ):
        names.answer = [silent] * 6 + [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        asked = HttpGateway(
            f"http://localhost:{port}", TERMINAL, TerminalKey(bytes(range(32))), pins(), SystemClock(), lookup=lookup
        )
        assert asked.heartbeat(REPORT, Wait(SystemClock(), 2)).catalogue_version == "1"
        asked.close()
