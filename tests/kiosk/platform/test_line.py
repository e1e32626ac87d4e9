"""The cause of a line that does not work is named in the log, in health and in `python -m kiosk.outbox status`."""

from __future__ import annotations

import json
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from devices import DeviceState, FakeClock, SystemClock
from kiosk.causes import CATALOGUE_CAUSES, CAUSES, remedy
from kiosk.log.__main__ import format_record
from kiosk.log.record import Record
from kiosk.outbox.__main__ import main
from kiosk.outbox.outbox import Outbox
from kiosk.platform.client import HttpGateway
from kiosk.platform.exchange import CONNECT_FAILURES
from kiosk.platform.gateway import FailureKind, PlatformFailure
from kiosk.platform.identity import TerminalKey
from kiosk.platform.line import FILE, LineRecord, LineState, cause_of, read_line
from kiosk.platform.records import PROBLEMS
from kiosk.platform.sandbox.keys import pins
from kiosk.workers.heartbeat import ALARM_AFTER, Beat, HeartbeatWorker
from kiosk.workers.notices import PlatformSeen, StatusSeen
from tests.contracts.test_platform_gateway import REPORT
from tests.kiosk.platform.raw_server import answer, server
from tests.kiosk.platform.test_client_tls import self_signed, tls_server
from tests.sandbox_process import TERMINAL

NOTHING: Any = None


class Lines:
    """A log that keeps its lines."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def write(self, part: str, code: str, visit: str = "", frames: tuple[str, ...] = ()) -> None:
        self.lines.append((part, code))


def beaten(url: str, times: int = 1) -> list[Any]:
    """Return the reports of a heartbeat worker that beats so often at this address."""
    posted: list[Any] = []
    clock = SystemClock()
    gateway = HttpGateway(url, TERMINAL, TerminalKey(bytes(range(32))), pins(), clock)
    worker = HeartbeatWorker(
        lambda: gateway, clock, TERMINAL, lambda: REPORT, lambda token: NOTHING, posted.append, lambda: None
    )
    for _ in range(times):
        worker.run(Beat(), NOTHING)
    worker.close()
    return posted


def test_every_kind_of_failure_and_every_step_of_connecting_has_a_cause_with_its_remedy() -> None:
    for kind in FailureKind:
        assert cause_of(PlatformFailure(kind)) in CAUSES
        for reason in PROBLEMS:
            assert cause_of(PlatformFailure(kind, reason)) in CAUSES
    for kind, reason in CONNECT_FAILURES.values():
        assert cause_of(PlatformFailure(kind, reason)) == reason
    for detail in ("untrusted", "expired", "not-yet", "name", "version"):
        assert cause_of(PlatformFailure(FailureKind.NOT_THE_PLATFORM, "tls", detail=detail)) == f"tls-{detail}"
        assert cause_of(PlatformFailure(FailureKind.NOT_THE_PLATFORM, "tls", detail=detail)) in CAUSES
    for code in ("too_large", "older", "signature", "malformed", "expired", *FailureKind):
        assert f"catalogue.{code}" in CATALOGUE_CAUSES


@pytest.mark.parametrize(
    ("failure", "cause"),
    [
        (PlatformFailure(FailureKind.IDENTITY, "clock-skew"), "clock"),
        (PlatformFailure(FailureKind.IDENTITY, "signature-invalid"), "signature"),
        (PlatformFailure(FailureKind.IDENTITY, "not-enrolled"), "not-enrolled"),
        (PlatformFailure(FailureKind.NOT_THE_PLATFORM, "redirect"), "proxy"),
        (PlatformFailure(FailureKind.NOT_THE_PLATFORM, "content-type"), "proxy"),
        (PlatformFailure(FailureKind.NOT_THE_PLATFORM), "not_the_platform"),
        (PlatformFailure(FailureKind.REFUSED, "malformed"), "refused"),
        (PlatformFailure(FailureKind.SLOW), "slow"),
    ],
    ids=str,
)
def test_a_failure_has_its_closest_cause(failure: PlatformFailure, cause: str) -> None:
    assert cause_of(failure) == cause


def test_a_certificate_that_is_not_trusted_is_named_by_a_heartbeat(tmp_path: Path) -> None:
    with server(lambda connection: connection.sendall(answer()), tls_server(self_signed(tmp_path / "own.pem"))) as port:
        (seen,) = beaten(f"https://127.0.0.1:{port}")
    assert seen == PlatformSeen(False, cause="tls-untrusted")


def test_an_address_where_nobody_listens_is_named_in_health_after_some_heartbeats() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    posted = beaten(f"http://127.0.0.1:{port}", ALARM_AFTER + 2)
    assert {each.cause for each in posted if isinstance(each, PlatformSeen)} == {"no-listener"}
    (health,) = [each for each in posted if isinstance(each, StatusSeen)]
    assert (health.name, health.status.state) == ("platform", DeviceState.WARNING)
    assert [fault.code for fault in health.status.faults] == ["platform.offline", "line.no-listener"]


def test_a_change_is_noted_once_in_folder_and_log(tmp_path: Path) -> None:
    clock, log = FakeClock(), Lines()
    record = LineRecord(tmp_path, clock, log)
    began = clock.now().isoformat(timespec="seconds")
    for cause in ("tls-expired", "tls-expired", "", "", "name"):
        record.note(cause)
        clock.move(60)
    assert log.lines == [("platform", "tls-expired"), ("platform", "answers"), ("platform", "name")]
    assert read_line(tmp_path) == LineState("name", (clock.now() - timedelta(seconds=60)).isoformat(timespec="seconds"))
    assert began in str(LineState("tls-expired", began))
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_a_restart_keeps_since_when(tmp_path: Path) -> None:
    clock = FakeClock()
    LineRecord(tmp_path, clock, Lines()).note("name")
    first = read_line(tmp_path)
    clock.move(3600)
    LineRecord(tmp_path, clock, Lines()).note("name")
    assert read_line(tmp_path) == first


def test_a_platform_that_answers_is_no_event_until_it_did_not(tmp_path: Path) -> None:
    log = Lines()
    LineRecord(tmp_path, FakeClock(), log).note("")
    assert log.lines == []
    LineRecord(tmp_path, FakeClock(), log).note("name")
    LineRecord(tmp_path, FakeClock(), log).note("name")
    LineRecord(tmp_path, FakeClock(), log).note("")
    assert [code for _, code in log.lines] == ["name", "name", "answers"]


@pytest.mark.parametrize(
    "damaged", [b"", b"{}", b"[" * 3000, b'{"cause": "x", "since": 1}', b'{"cause": "name", "since": "\xff"}']
)
def test_a_damaged_note_is_none(damaged: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(damaged)
    assert read_line(tmp_path) is None


def test_a_folder_that_cannot_be_written_loses_the_note_and_nothing_else(tmp_path: Path) -> None:
    log = Lines()
    LineRecord(tmp_path / "gone", FakeClock(), log).note("name")
    assert log.lines == [("platform", "name")]


def test_status_names_the_cause_also_where_nothing_waits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Outbox.open(tmp_path / "outbox", SystemClock()).close()
    LineRecord(tmp_path, SystemClock(), Lines()).note("tls-untrusted")
    assert main(["status", "--data", str(tmp_path)]) == 0
    said = capsys.readouterr().out.splitlines()[-1]
    assert said.startswith("platform: does not answer, since ")
    assert CAUSES["tls-untrusted"] in said
    assert said.endswith("(tls-untrusted)")
    assert main(["status", "--json", "--data", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out)["line"]["cause"] == "tls-untrusted"


@pytest.mark.parametrize(("part", "code"), [("platform", "tls-expired"), ("catalogue", "catalogue.older")])
def test_the_log_is_shown_with_what_to_do(part: str, code: str) -> None:
    record = Record(FakeClock().now(), "", part, code)
    head, todo = format_record(record).splitlines()
    assert head.endswith(code)
    assert todo.strip() == remedy(part, code)
    assert len(format_record(Record(FakeClock().now(), "", "terminal", code)).splitlines()) == 1
