"""Disk errors injected by third-party software: libfiu lets calls of the C library fail for a whole process."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from devices import FakeClock
from kiosk.outbox.outbox import Outbox
from tests.daily import of_today
from tests.house.doors import ROOT
from tests.kiosk.outbox.cases import NOW, case
from tests.kiosk.outbox.life import ledger_of

CASES = 300
KEEPER = """
import os, signal, sys
from pathlib import Path
from random import Random
from devices import SystemClock
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.store import KeepFailed
from tests.kiosk.outbox.cases import case

def until_it_works(act):
    while True:
        try:
            return act()
        except KeepFailed as failed:
            print("again", failed.code, flush=True)

outbox = until_it_works(lambda: Outbox.open(Path(sys.argv[1]), SystemClock()))
for n in range(int(sys.argv[2])):
    try:
        outbox.keep([case(f"case-{n}", Random(n).randbytes(3000))])
        print("kept", f"case-{n}", flush=True)
    except KeepFailed as failed:
        print("refused", failed.code, flush=True)
until_it_works(outbox.due)
os.kill(os.getpid(), signal.SIGKILL)
"""


def run_failing(*words: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("fiu-run") is None:
        pytest.skip("no fiu-utils: scripts/setup.sh proofs")
    return subprocess.run(["fiu-run", "-x", "-f", "", *words], cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_every_acknowledged_case_is_stored_while_one_sync_in_ten_fails(tmp_path: Path) -> None:
    fault = "enable_random name=posix/io/sync/fdatasync,probability=0.1"
    keeper = [sys.executable, "-c", KEEPER, str(tmp_path / "outbox"), str(CASES)]
    done = run_failing("-c", fault, *keeper)
    assert done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL), done.stderr
    said = [line.split() for line in done.stdout.splitlines()]
    kept = [word for what, word in said if what == "kept"]
    refused = [word for what, word in said if what == "refused"]
    outbox = Outbox.open(tmp_path / "outbox", FakeClock(NOW))
    assert list(ledger_of(outbox).entries) == kept, "what was kept, and nothing that was refused"
    outbox.close()
    assert len(kept) + len(refused) == CASES
    assert len(refused) > CASES / 50
    assert set(refused) == {"disk_error"}


def starts_with_a_failed_read(how: str, tmp_path: Path, *lasting: str) -> Counter[str]:
    """Start a store often, with another read failing each time, and count the outcomes. `how`: closed or killed."""
    folder = tmp_path / "closed"
    outbox = Outbox.open(folder, FakeClock(NOW))
    for number in range(20):
        outbox.keep([case(f"case-{number}", bytes(9000))])
    shutil.copytree(folder, tmp_path / "killed")
    outbox.close()
    starts = tmp_path / "starts"
    command = (sys.executable, "-m", "tests.kiosk.outbox.unreadable", str(tmp_path / how), str(starts), *lasting)
    done = run_failing(*command)
    assert done.returncode == 0, done.stderr
    assert list(starts.rglob("damaged-*")) == []
    return Counter(done.stdout.splitlines())


@pytest.mark.parametrize("how", of_today(["closed", "killed"], 1))
def test_one_read_that_fails_at_a_start_is_not_taken_for_a_damaged_store(how: str, tmp_path: Path) -> None:
    said = starts_with_a_failed_read(how, tmp_path)
    assert set(said) == {"opened 20", "refused disk_error"}, said
    assert said["opened 20"] > 20, "a read of the check failed, and a second look found all well"


@pytest.mark.parametrize("how", of_today(["killed", "closed"], 1))
def test_a_store_that_cannot_be_read_is_the_disks_trouble_whatever_sqlite_calls_it(how: str, tmp_path: Path) -> None:
    said = starts_with_a_failed_read(how, tmp_path, "lasting")
    assert set(said) == {"refused disk_error"}, said
    assert said["refused disk_error"] > 20
