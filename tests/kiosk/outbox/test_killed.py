"""The program is killed at random times during visits, against a platform with random misfortunes.

In the end every case confirmed to a citizen is at the platform once, byte for byte, and the platform has no other case.
`make test` plays a few rounds, `make soak` two hundred.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from devices import FakeClock
from devices.id_reader.people import load_people
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.states import HANDED_OVER, EntryState
from kiosk.scenario.leaks import PUBLISHED, find_leaks, personal_texts
from kiosk.scenario.matrix.killed import TEMP_VARIABLES
from tests import frozen
from tests.house.doors import ROOT
from tests.journeys.hand_driven import TO_REVIEW
from tests.kiosk.outbox.cases import NOW
from tests.kiosk.outbox.life import ledger_of
from tests.kiosk.outbox.test_power import SOAK
from tests.sandbox_process import SandboxProcess

ROUNDS = 200 if SOAK else 7
LONGEST_START_S = 60
MISFORTUNES: tuple[tuple[str, Mapping[str, float]], ...] = (
    ("drop_reply_after_commit", {}),
    ("half_body", {}),
    ("error_500", {}),
    ("slow", {"seconds": 0.2}),
    ("busy_503", {"retry_after": 5}),
    ("silent", {}),
    ("login_page", {}),
    ("wrong_receipt_key", {}),
)
KILLED_AT_START = 0.15
"""Share of rounds killed before the start is complete: the next start must recover."""


@dataclass
class ChildOutput:
    """Output of all children: id → digest of the cases, and the states in which their starts found them."""

    sealed: dict[str, str] = field(default_factory=dict)
    confirmed: dict[str, str] = field(default_factory=dict)
    found: Counter[str] = field(default_factory=Counter)
    released: dict[str, str] = field(default_factory=dict)
    """Quarantined cases that were released: id → reason."""

    def record(self, line: str) -> None:
        word, *rest = line.split()
        match word:
            case "sealed":
                self.sealed[rest[0]] = rest[1]
            case "kept":
                self.confirmed[rest[0]] = rest[1]
            case "released":
                self.released[rest[0]] = rest[1]
            case "found":
                unsent = [name for name in (part.partition("=")[0] for part in rest) if name not in HANDED_OVER]
                self.found.update(unsent or ["nothing unsent"])


class Child:
    """One process of the terminal. Its output is read continuously, so that it never blocks on the pipe."""

    def __init__(
        self, sandbox: SandboxProcess, data: Path, temporary: Path, round_: int, order: str, output: ChildOutput
    ) -> None:
        confirmed = (sandbox.url, str(frozen.config()), str(data), str(round_), order)
        command = [sys.executable, "-m", "tests.kiosk.outbox.visiting", *confirmed]
        env = os.environ | dict.fromkeys(TEMP_VARIABLES, str(temporary))
        with (temporary / f"stderr-{round_}.txt").open("wb") as errors:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=errors, text=True
            )
        self._output = output
        self.ready, self.confirmed = threading.Event(), threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.endswith("\n"):  # a line that the kill cut short does not count
                self._output.record(line)
            if line.startswith("ready"):
                self.ready.set()
            if line.startswith("kept"):
                self.confirmed.set()

    def kill(self) -> None:
        assert self._process.poll() is None, "it ended before it was killed"
        self._process.kill()
        self.end()

    def end(self) -> int:
        code = self._process.wait(120)
        self._reader.join()
        assert self._process.stdout is not None
        self._process.stdout.close()
        return code


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[SandboxProcess]:
    config = frozen.config()
    folder = tmp_path / "sandbox"
    with SandboxProcess(folder, services=config / "services", people=config / "people.toml") as running:
        yield running


def test_a_terminal_killed_at_any_moment_loses_no_confirmed_case(
    sandbox: SandboxProcess, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    random, output, data, temporary = Random(20261127), ChildOutput(), tmp_path / "terminal", tmp_path / "temporary"
    temporary.mkdir()
    for round_ in range(ROUNDS):
        child = Child(sandbox, data, temporary, round_, "visit", output)
        if random.random() < KILLED_AT_START:
            time.sleep(random.uniform(0.1, 0.9))
        else:
            assert (child.confirmed if round_ % 2 else child.ready).wait(LONGEST_START_S)
            kill_at = time.monotonic() + random.uniform(0.0, 1.5)
            while (left := kill_at - time.monotonic()) > 0:
                name, parameters = random.choice(MISFORTUNES)
                sandbox.begin(name, parameters, path="/v1/cases", times=random.randint(1, 2))
                time.sleep(min(left, random.uniform(0.1, 0.6)))
        child.kill()
        sandbox.end_misfortunes()
    assert Child(sandbox, data, temporary, ROUNDS, "drain", output).end() == 0

    there = sandbox.get("/sandbox/cases")
    at_platform = {case["case_id"]: case["digest"] for case in there}
    outbox = Outbox.open(data / "outbox", FakeClock(NOW))
    held = ledger_of(outbox).entries
    outbox.close()
    with capsys.disabled():
        print(
            f"\n{ROUNDS} kills, {len(output.sealed)} cases sealed, {len(output.confirmed)} confirmed,"
            f" {len(there)} at the platform; starts found {dict(output.found)}; quarantined {output.released}"
        )
    reasons = {reason.partition(":")[0] for reason in output.released.values()}
    assert reasons <= {"poison"}, "a misfortune is no reason to refuse a case"
    assert len(at_platform) == len(there) == len({case["slip_number"] for case in there}), "one is there twice"
    assert output.confirmed.items() <= at_platform.items(), "a confirmed case is not at the platform"
    assert at_platform.items() <= output.sealed.items(), "a case is there that nobody sealed like this"
    assert {case_id: entry.state for case_id, entry in held.items()} == dict.fromkeys(at_platform, EntryState.COMPLETE)
    assert len(output.confirmed) >= ROUNDS / 3
    assert len(list(temporary.glob("stderr-*.txt"))) == ROUNDS + 1
    on_cards = personal_texts(load_people(frozen.config() / "people.toml").values())
    typed = [text for verb, text in TO_REVIEW if verb.startswith("answer:")]
    assert find_leaks([data, temporary], on_cards) == [], "a program that was killed left its citizen behind"
    assert find_leaks([data, temporary], typed, ignoring=PUBLISHED) == []
