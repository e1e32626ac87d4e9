"""The way to the platform, step by step: each fault stops at its step, and what lies behind is not tested."""

from __future__ import annotations

import json
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from devices import SystemClock, Wait
from kiosk.platform.client import HttpGateway
from kiosk.platform.identity import CATALOGUE, PlatformKeys, TerminalKey, verify_token
from kiosk.platform.network_facts import SystemFiles, cable, default_router, name_on, router
from kiosk.platform.network_path import Way, walk
from kiosk.platform.network_steps import REMEDIES, PathStep, StepResult
from kiosk.terminal.__main__ import main
from tests.house.doors import ROOT
from tests.kiosk.platform.conftest import KEY
from tests.kiosk.platform.test_client_tls import self_signed, tls_server
from tests.sandbox_process import TERMINAL, SandboxProcess

CLOCK = SystemClock()
LOGIN_PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nlogin"
ROUTES = "Iface\tDestination\tGateway \tFlags\neth0\t00000000\t010200C0\t0003\neth0\t000200C0\t00000000\t0001\n"
ARP = "IP address HW type Flags HW address\n192.0.2.1 0x1 {flags} 00:00:5e:00:53:01\n"


def way(url: str, keys: PlatformKeys | None = None, key: TerminalKey = KEY, ca_file: Path | None = None) -> Way:
    known = keys or PlatformKeys("s", KEY.public, "g", KEY.public)
    return Way(
        url,
        ca_file,
        lambda: HttpGateway(url, TERMINAL, key, known, CLOCK, ca_file=ca_file),
        lambda token: verify_token(token.decode("ascii"), known, CATALOGUE),
    )


@contextmanager
def server(respond: Callable[[socket.socket], object], context: ssl.SSLContext | None = None) -> Iterator[int]:
    """Answers one connection after the other; yields its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                raw, _ = listener.accept()
            except OSError:
                return
            with suppress(OSError), raw if context is None else context.wrap_socket(raw, server_side=True) as open_:
                respond(open_)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


def walked(chosen: Way) -> list[StepResult]:
    return list(walk(chosen, CLOCK, Wait(CLOCK, 60)))


def stopped_at(results: list[StepResult]) -> tuple[PathStep, str]:
    """The step that failed, and its fault; those behind it are not tested, and those before it are no faults."""
    place = next(n for n, each in enumerate(results) if each.passed is False)
    assert [each.passed for each in results[place + 1 :]] == [None] * (len(PathStep) - place - 1)
    assert results[place].fault in REMEDIES
    return results[place].step, results[place].fault


def test_every_step_to_a_platform_that_answers_is_well(sandbox: SandboxProcess) -> None:
    results = walked(way(sandbox.url, sandbox.keys()))
    assert [each.step for each in results] == list(PathStep)
    assert [each.passed for each in results if each.step in ("name", "connect")] == [True, True]
    assert all(each.passed for each in results[-4:]), results
    assert results[-1].saw.endswith(" ms")


def test_a_platform_that_does_not_know_the_terminal_is_one_that_answers(sandbox: SandboxProcess) -> None:
    sandbox.put(f"/sandbox/terminals/{TERMINAL}", {"public": KEY.public})
    stranger = way(sandbox.url, sandbox.keys(), TerminalKey(bytes(range(1, 33))))
    assert stopped_at(walked(stranger)) == (PathStep.SIGNATURE, "identity")


def test_a_catalogue_signed_by_another_key_is_not_the_platforms(sandbox: SandboxProcess) -> None:
    true = sandbox.keys()
    other = PlatformKeys(true.seal_key_id, true.seal_public, true.sign_key_id, KEY.public)
    assert stopped_at(walked(way(sandbox.url, other))) == (PathStep.SIGNATURE, "catalogue")


def test_a_wrong_clock_is_named(sandbox: SandboxProcess) -> None:
    sandbox.put("/sandbox/clock", {"offset_s": 7200})
    results = walked(way(sandbox.url, sandbox.keys()))
    assert results[6].step is PathStep.CLOCK
    assert results[6].passed or results[6].saw == "-7200 s", "the head of an answer has the time of the machine"


def test_nobody_listens_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert stopped_at(walked(way(f"http://127.0.0.1:{taken.getsockname()[1]}"))) == (PathStep.CONNECT, "refused")


def test_a_name_that_nobody_knows() -> None:
    step, fault = stopped_at(walked(way("https://platform.invalid")))
    assert (step, fault) in {(PathStep.NAME, "name"), (PathStep.CABLE, "no_cable"), (PathStep.ADDRESS, "no_address")}


@pytest.mark.parametrize(
    ("fault", "made"),
    [
        ("certificate_untrusted", None),
        ("certificate_expired", {"begins": -timedelta(days=2), "ends": -timedelta(days=1)}),
        ("certificate_not-yet", {"begins": timedelta(days=1), "ends": timedelta(days=2)}),
        ("certificate_name", {"address": "192.0.2.7"}),
    ],
)
def test_a_certificate_that_is_not_the_platforms_is_sent_nothing(
    fault: str, made: dict[str, object] | None, tmp_path: Path
) -> None:
    theirs = self_signed(tmp_path / "login.pem", **(made or {}))  # type: ignore[arg-type]
    trusted = theirs if made is not None else self_signed(tmp_path / "ours.pem")
    heard: list[bytes] = []

    def listen(connection: socket.socket) -> None:
        heard.append(connection.recv(1000))

    with server(listen, tls_server(theirs)) as port:
        results = walked(way(f"https://127.0.0.1:{port}", ca_file=trusted))
    assert stopped_at(results) == (PathStep.CERTIFICATE, fault)
    assert results[5].saw == "Yike test login"
    assert b"".join(heard) == b""


@pytest.mark.parametrize(
    ("answer", "fault"),
    [(LOGIN_PAGE, "not_the_platform"), (b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", "busy")],
    ids=["a login page", "busy"],
)
def test_whoever_answers_in_place_of_the_platform_is_known_by_the_answer(answer: bytes, fault: str) -> None:
    def reply(connection: socket.socket) -> None:
        connection.recv(4000)
        connection.sendall(answer)

    with server(reply) as port:
        assert stopped_at(walked(way(f"http://127.0.0.1:{port}"))) == (PathStep.PLATFORM, fault)


def test_a_server_that_speaks_no_tls(tmp_path: Path) -> None:
    ours = self_signed(tmp_path / "ours.pem")
    with server(lambda connection: connection.sendall(LOGIN_PAGE)) as port:
        results = walked(way(f"https://127.0.0.1:{port}", ca_file=ours))
    assert stopped_at(results) == (PathStep.CERTIFICATE, "handshake")


def machine(folder: Path, carrier: str | None, flags: str | None) -> SystemFiles:
    for card in ("lo", "eth0"):
        (folder / "sys/class/net" / card).mkdir(parents=True)
    (folder / "proc/net").mkdir(parents=True)
    if carrier is not None:
        (folder / "sys/class/net/eth0/carrier").write_text(carrier + "\n")
        (folder / "sys/class/net/eth0/speed").write_text("1000\n")
    (folder / "proc/net/route").write_text(ROUTES)
    if flags is not None:
        (folder / "proc/net/arp").write_text(ARP.format(flags=flags))
    return SystemFiles(folder / "sys", folder / "proc")


@pytest.mark.parametrize(
    ("look", "carrier", "flags", "wanted"),
    [
        (cable, "1", None, (True, "eth0, 1000 Mbit/s", "")),
        (cable, "0", None, (False, "eth0", "no_cable")),
        (cable, None, None, (False, "eth0", "no_cable")),
        (router, "1", "0x2", (True, "192.0.2.1", "")),
        (router, "1", "0x0", (False, "192.0.2.1", "no_router")),
        (router, "1", None, (None, "192.0.2.1", "")),
    ],
)
def test_the_machines_own_network(
    look: Callable[[SystemFiles], object], carrier: str | None, flags: str | None, wanted: object, tmp_path: Path
) -> None:
    assert look(machine(tmp_path, carrier, flags)) == wanted


@pytest.mark.parametrize("routes", ["", "Iface", "x\n1", "h\neth0\tzz\t1\t1", "h\neth0\t00000000\tFFFFFFFFFF\t0003"])
def test_routes_that_cannot_be_read_name_no_router(routes: str) -> None:
    assert default_router(routes) == ""


@pytest.mark.parametrize("data", [b"", b"\x30\x03\x02\x01\x00", bytes(1000)])
def test_bytes_that_are_no_certificate_have_no_name(data: bytes) -> None:
    assert name_on(data) == ""


def profile_of(sandbox: SandboxProcess, folder: Path) -> Path:
    """The rehearsal's profile with this sandbox as its platform, beside the shipped words."""
    shipped = ROOT / "config"
    (folder / "config").mkdir()
    for name in ("languages", "models", "faults.toml", "people.toml", "ratings.toml"):
        (folder / "config" / name).symlink_to(shipped / name)
    profile = folder / "config" / "terminals" / "here.toml"
    profile.parent.mkdir()
    words = (shipped / "terminals" / "rehearsal.toml").read_text("utf-8")
    profile.write_text(re.sub(r'url = "[^"]*"', f'url = "{sandbox.url}"', words), "utf-8")
    return profile


def test_the_command_prints_each_step_and_tells_a_script(
    sandbox: SandboxProcess, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile, data = profile_of(sandbox, tmp_path), tmp_path / "data"
    TerminalKey.create(data / "terminal.key")
    assert main(["network", str(profile), "--data", str(data), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["step"] for row in rows] == [step.value for step in PathStep]
    assert all(row.keys() == {"step", "passed", "saw", "fault", "ms", "do"} for row in rows)
    sandbox.begin("busy_503", path="/v1/catalogue")
    assert main(["network", str(profile), "--data", str(data)]) == 1
    said = capsys.readouterr().out
    assert "FAULT The platform answers" in said
    assert "1. Wait ten minutes and try again" in said
    assert main(["network", str(profile), "--data", str(tmp_path / "nobody")]) == 2
