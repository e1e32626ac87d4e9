"""One visit on a terminal in service: main.py without rehearsal, real drivers, TLS to a platform with own keys."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.doors import ROOT

TIMEOUT_S = 120
NOT_PERMITTED = 77
"""Exit code of the program where no namespace may be made."""
SIMULATED = ("ui.rehearsal", "ui.stage", "kiosk.scenario", "kiosk.platform.sandbox", "devices.socket_wire")


def test_a_whole_visit_in_service(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.journeys.production_visit", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    if done.returncode == NOT_PERMITTED:
        pytest.skip(f"no network namespace of its own: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["failure"], found["code"]) == ("", 0)
    assert found["url"].startswith("https://192.0.2.1:")
    (case,) = found["cases"]
    assert (case["terminal"], case["state"], case["receipts"]) == ("WT01", "received", ["COMPLETE", "RECEIVED"])
    assert case["content"]["applicant"]["proof"] == "card"
    phone, bank_card = found["typed"]
    answers = {"phone": phone, "bank": "rural", "bank_card": bank_card}
    assert {key: case["content"]["answers"][key] for key in answers} == answers
    for printed in (case["case_number"], case["slip_number"], "WT01"):
        assert printed in found["slip"]
    for personal in (case["content"]["applicant"]["name"], case["content"]["applicant"]["number"], phone, bank_card):
        assert personal not in found["slip"]
    assert [(rating["case_id"], rating["level"]) for rating in found["ratings"]] == [(case["case_id"], 5)]
    assert found["pages"][-3:] == ["ending", "farewell", "attract"]
    assert not [name for name in found["modules"] if name.startswith(SIMULATED) or name.endswith(".simulator")]
    kept = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert kept
    assert not [path.name for path in kept if phone.encode() in path.read_bytes()]
