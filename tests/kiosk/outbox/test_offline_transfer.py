"""Offline transfer: export from a terminal without a network, import into the sandbox, import of the receipts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from devices import SystemClock
from kiosk.platform.client import HttpGateway
from kiosk.platform.identity import digest
from kiosk.platform.offline_transfer import RECEIPTS
from kiosk.platform.wire_types import ReceiptKind
from tests.contracts.gateway_harness import wait
from tests.kiosk.outbox.receipts import receipt_of
from tests.kiosk.outbox.transfer import CODE, OfflineTerminal, import_there, named_rating
from tests.sandbox_process import SandboxProcess

Capture = pytest.CaptureFixture[str]


def digests_at(sandbox: SandboxProcess) -> dict[str, str]:
    """Return case id → digest of every case the platform holds; fail if it holds one twice."""
    cases = sandbox.get("/sandbox/cases")
    found = {str(case["case_id"]): str(case["digest"]) for case in cases}
    assert len(found) == len(cases)
    return found


def test_export_and_import_complete_every_entry_and_are_repeatable(
    running: SandboxProcess, terminal: OfflineTerminal, tmp_path: Path, capsys: Capture
) -> None:
    cases = _, with_papers, quarantined = terminal.case(), terminal.case((700_000, 20)), terminal.case()
    rated = named_rating("rating-1")
    terminal.keep(*cases, ratings=[rated])
    outbox = terminal.outbox
    (sequence,) = [entry.sequence for entry in outbox.due() if entry.id == quarantined.case_id]
    outbox.mark_sending(sequence)
    outbox.mark_quarantined(sequence, "poison")
    outbox.close()
    stick = tmp_path / "stick"
    assert terminal.run("export", stick) == 0

    code, said = import_there(stick, running.url, capsys)
    names = {*(f"{case.case_id}.case" for case in cases), "rating-1.rating"}
    names |= {f"{material.sha256}.material" for material in with_papers.materials}
    assert (code, said) == (0, dict.fromkeys(names, "taken in"))
    receipts = json.loads((stick / RECEIPTS).read_text())
    code, said = import_there(stick, running.url, capsys)
    assert (code, set(said.values())) == (0, {"held already"})
    again = json.loads((stick / RECEIPTS).read_text())
    assert {id_: again[id_] for id_ in again if id_ != "rating-1"} == {
        id_: receipts[id_] for id_ in receipts if id_ != "rating-1"
    }

    assert terminal.run("import", stick) == 0
    assert "the platform has confirmed everything" in capsys.readouterr().out
    assert terminal.states() == {"complete": 3, "purged": 1}
    assert terminal.run("import", stick) == 0
    assert terminal.states() == {"complete": 3, "purged": 1}

    assert digests_at(running) == {case.case_id: digest(case.body) for case in cases}
    stored = Path(running._stderr).parent / "materials"
    assert {path.name: path.read_bytes() for path in stored.iterdir()} == {
        material.sha256: material.body for material in with_papers.materials
    }
    assert [rating["rating_id"] for rating in running.get("/sandbox/ratings")] == ["rating-1"]
    outbox = terminal.outbox
    assert all(receipt_of(outbox, case.case_id, ReceiptKind.COMPLETE) for case in cases)
    outbox.close()


def test_entries_also_sent_over_the_network_count_once(
    running: SandboxProcess, terminal: OfflineTerminal, tmp_path: Path, capsys: Capture
) -> None:
    first, second, rated = terminal.case((30,)), terminal.case(), [named_rating("rating-1"), named_rating("rating-2")]
    terminal.keep(first, second, ratings=rated)
    assert terminal.run("export", tmp_path / "stick") == 0
    gateway = HttpGateway(running.url, CODE, terminal.key, running.keys(), SystemClock())
    by_net = gateway.put_case(first, wait())
    gateway.put_rating(rated[0], wait())
    code, said = import_there(tmp_path / "stick", running.url, capsys)
    assert code == 0
    assert (said[f"{first.case_id}.case"], said["rating-1.rating"]) == ("held already", "held already")
    gateway.put_case(second, wait())
    gateway.put_rating(rated[1], wait())
    assert gateway.put_case(first, wait()).received == by_net.received
    gateway.close()
    assert set(digests_at(running)) == {first.case_id, second.case_id}
    assert len(running.get("/sandbox/ratings")) == 2


def test_a_case_with_a_lost_material_is_exported_again(
    running: SandboxProcess, terminal: OfflineTerminal, tmp_path: Path, capsys: Capture
) -> None:
    case, stick = terminal.case((50, 60)), tmp_path / "stick"
    terminal.keep(case)
    assert terminal.run("export", stick) == 0
    lost = stick / f"{case.materials[1].sha256}.material"
    lost.unlink()
    code, said = import_there(stick, running.url, capsys)
    assert (code, said[lost.name]) == (1, "missing (the platform waits for it)")
    assert terminal.run("import", stick) == 0
    assert terminal.states() == {"received": 1}
    assert terminal.run("export", stick) == 0
    assert import_there(stick, running.url, capsys)[0] == 0
    assert terminal.run("import", stick) == 0
    assert terminal.states() == {"complete": 1}
