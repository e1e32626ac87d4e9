"""A few visits in which exceptions, clock jumps, kills, a full disk, deleted folders and hostile answers are mixed.

The whole, two thousand visits, is in `make soak`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.doors import ROOT
from tests.journeys.evil_hour.ledger import Ledger
from tests.journeys.evil_hour.report import NEVER_FULL

VISITS = 5
SEED = 1942
"""One whose visits have every kind of evil, and a process that is killed."""
TIMEOUT_S = 240


def test_every_visit_ends_on_a_true_page_and_every_kept_case_arrives_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.journeys.evil_hour", "--visits", str(VISITS), "--seed", str(SEED)]
    done = subprocess.run(
        [*command, "--out", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| processes: killed | 1 |" in done.stdout
    if NEVER_FULL in done.stdout:
        pytest.skip("no mount namespace of its own: the disk was never full")


def ledger() -> Ledger:
    made = Ledger()
    made.note({"is": "sealed", "cases": [["a", "1"], ["b", "2"], ["c", "3"], ["d", "4"]]})
    made.note({"is": "kept", "cases": ["a", "b", "c"]})
    made.note({"is": "destroyed", "cases": ["c"]})
    made.note({"is": "nothing", "cases": ["d"]})
    return made


def test_nothing_is_wrong_when_every_case_arrived_once_whose_store_was_not_deleted() -> None:
    assert ledger().judge([("a", "1"), ("b", "2")]) == []


@pytest.mark.parametrize(
    ("there", "wrong"),
    [
        ([("a", "1")], "kept and never arrived: b"),
        ([("a", "1"), ("b", "2"), ("b", "2")], "case b is at the platform 2 times"),
        ([("a", "1"), ("b", "2"), ("d", "4")], "said not to be kept, and arrived: d"),
        ([("a", "1"), ("b", "9")], "arrived and nobody sealed it so: b"),
    ],
)
def test_a_case_that_is_lost_doubled_promised_otherwise_or_changed_is_found(
    there: list[tuple[str, str]], wrong: str
) -> None:
    assert ledger().judge(there) == [wrong]


def test_what_a_visit_found_wrong_is_said_with_its_evils() -> None:
    made = Ledger()
    made.note({"is": "visit", "number": 7, "evils": [["clock", "clock jumps 1 days", False]], "wrong": ["not named"]})
    assert made.wrong_visits() == ["visit 7 (clock jumps 1 days): not named"]
    assert made.evils() == [("clock", 1, 0, 0)]
