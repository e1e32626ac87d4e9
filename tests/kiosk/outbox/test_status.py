"""The status and retry commands; a running terminal is not disturbed."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from devices import SystemClock
from kiosk.outbox import __main__ as command
from kiosk.outbox.__main__ import main
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.states import EntryState
from kiosk.outbox.status import HEALTH, REASONS, STATES
from kiosk.platform.gateway import FailureKind
from kiosk.platform.records import PROBLEMS
from tests.kiosk.outbox.cases import case, held, rating

OF_QUESTIONS = {"unknown-question", "proof-required", "no-registered-phone", "too-many-codes", "relay-claimed"}


def fill_outbox(data: Path) -> None:
    """Fill an outbox: one case waiting, one held, two quarantined, one handed over; one rating never tried."""
    outbox = Outbox.open(data / "outbox", SystemClock())
    names = ("waits", "held", "refused", "poisoned", "arrived")
    outbox.keep([case(name, b"x" * 1024) for name in names])
    by_id = {entry.id: entry.sequence for entry in outbox.due()}
    for sequence in by_id.values():
        outbox.mark_sending(sequence)
    outbox.mark_waiting(by_id["waits"], SystemClock().now() + timedelta(hours=1), "offline")
    outbox.mark_held(by_id["held"], "suspended")
    outbox.mark_quarantined(by_id["refused"], "cannot-open")
    outbox.mark_quarantined(by_id["poisoned"], "poison")
    outbox.record_receipts(by_id["arrived"], held(case("arrived")))
    outbox.keep_rating(rating())
    outbox.close()


def test_status_shows_what_waits_and_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill_outbox(tmp_path)
    assert main(["status", "--data", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "5 not confirmed by the platform, 4." in said
    assert "the oldest was kept 0 min ago" in said
    assert "     1 the connection broke off: look at cable, router and proxy (offline)" in said
    assert "  case refused: the platform cannot open it (cannot-open)" in said
    assert "store: sound" in said


def test_status_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill_outbox(tmp_path)
    assert main(["status", "--json", "--data", str(tmp_path)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert {state: count for state, count in said["states"].items() if count} == {
        "sealed": 1, "waiting": 1, "held": 1, "quarantined": 2, "complete": 1,
    }  # fmt: skip
    assert said["to_carry"] == 5
    assert 4 * 1024 < said["bytes"] < 5 * 1024
    assert said["reasons"] == {"offline": 1, "suspended": 1, "cannot-open": 1, "poison": 1}
    assert [each["id"] for each in said["quarantined"]] == ["refused", "poisoned"]
    assert said["oldest_unsent_s"] >= 0


def test_status_of_an_outbox_with_nothing_to_send(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Outbox.open(tmp_path / "outbox", SystemClock()).close()
    assert main(["status", "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "nothing waits: the platform has confirmed everything",
        "store: sound",
    ]


def test_retry_queues_a_quarantined_case_without_attempts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill_outbox(tmp_path)
    assert main(["retry", "poisoned", "--data", str(tmp_path)]) == 0
    assert "case poisoned: waits again" in capsys.readouterr().out
    outbox = Outbox.open(tmp_path / "outbox", SystemClock())
    (again,) = [entry for entry in outbox.due() if entry.id == "poisoned"]
    outbox.close()
    assert (again.state, again.attempts) == (EntryState.WAITING, 0)


@pytest.mark.parametrize(("id_", "said"), [("nobody", "nothing of this id"), ("arrived", "not quarantined: complete")])
def test_only_quarantined_entries_can_be_retried(
    id_: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_outbox(tmp_path)
    assert main(["retry", id_, "--data", str(tmp_path)]) == 1
    assert said in capsys.readouterr().err


def test_the_command_refuses_a_running_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    running = Outbox.open(tmp_path / "outbox", SystemClock())
    assert main(["status", "--data", str(tmp_path)]) == 2
    running.close()
    (line,) = capsys.readouterr().err.splitlines()
    assert "end it first" in line


def test_no_outbox_is_created_by_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--data", str(tmp_path)]) == 2
    assert "no outbox is there" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_only_terminal_need_not_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "ROOT", tmp_path)
    assert main(["status"]) == 2
    assert "--profile NAME" in capsys.readouterr().err
    fill_outbox(tmp_path / "data-one")
    assert main(["status"]) == 0
    fill_outbox(tmp_path / "data-two")
    assert main(["status"]) == 2
    assert main(["status", "--profile", "two"]) == 0


def test_a_damaged_store_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "outbox").mkdir()
    (tmp_path / "outbox" / "outbox.sqlite").write_bytes(b"\0" * 4096)
    assert main(["status", "--data", str(tmp_path)]) == 1
    assert HEALTH["store_damaged"] in capsys.readouterr().out


def test_a_store_of_a_later_version_is_not_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outbox = Outbox.open(tmp_path / "outbox", SystemClock())
    outbox.store._connection.execute("CREATE TABLE later (id)")
    outbox.store._connection.pragma("user_version", 99)
    outbox.close()
    assert main(["status", "--data", str(tmp_path)]) == 1
    assert "a later version of the program wrote the store: use that one" in capsys.readouterr().err


def test_every_state_and_reason_has_a_text() -> None:
    assert set(STATES) == set(EntryState)
    assert {kind.value for kind in FailureKind} | (PROBLEMS - OF_QUESTIONS) <= set(REASONS)
