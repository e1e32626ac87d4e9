"""Plant a mutant in a copy of the tree and run its tests until one fails."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import accumulate, count
from pathlib import Path

from tests.mutation import catcher
from tests.mutation.mutants import Mutant

GRACE = 45.0
"""Seconds for pytest to start and collect, and for what the test before would have taken longer on a loaded machine."""
SLOWER = 3.0
"""A run may take so many times the recorded seconds before the mutant counts as hanging."""
NOTHING_COLLECTED = 5
"""Pytest's exit code if no test is left of those asked for."""
HANG, ENDED = "time limit", "exit code"
"""Ways in which a test catches a mutant other than by failing: it did not end, or the process did."""
CONFIRMED = frozenset({catcher.IMPORT, HANG})
"""Not run a second time: load cannot cause the one, and the other costs too much."""
ROUNDS = ((3, 3), (12, 6))
"""Before all that the budget allows: so many files, those with the fastest tests, and so many tests of each."""


@dataclass(frozen=True)
class Outcome:
    """The test that caught a mutant ("" if none did), how, and how many of the tests that reach it were run."""

    test: str
    how: str
    ran: int
    reach: int

    @property
    def caught(self) -> bool:
        return bool(self.test)


@dataclass
class Laboratory:
    """A copy of the tree in which one mutant at a time is planted. `budget`: seconds of tests a mutant may cost."""

    tree: Path
    seconds: Mapping[str, float]
    budget: float
    _stamps: Iterator[int] = field(default_factory=lambda: count(10, 10))

    def warm(self) -> None:
        """Compile everything once, so that a run only compiles the mutant."""
        command = [sys.executable, "-m", "compileall", "-q", "devices", "kiosk", "ui"]
        subprocess.run(command, cwd=self.tree, check=True)

    def put_to_test(self, mutant: Mutant, tests: Sequence[str], beside: Sequence[str] = ()) -> Outcome:
        """Run tests with the mutant planted; a failure counts if it comes twice with the mutant and not without it."""
        ran = 0
        for chosen in self._rounds(tests, beside):
            ran += len(chosen)
            while chosen:
                with self._planted(mutant):
                    test, how = self._run(chosen)
                    alone = [test] if test in self.seconds else chosen
                    sure = how in CONFIRMED or bool(test and self._run(alone)[0])
                if not test:
                    break
                if sure and (how in CONFIRMED or not self._run(alone)[0]):
                    return Outcome(test, how, ran, len(tests))
                # It fails by chance, or always: without it the others of the round get their turn.
                chosen = [each for each in chosen if each not in alone]
        return Outcome("", "SURVIVED", ran, len(tests))

    @contextmanager
    def _planted(self, mutant: Mutant) -> Iterator[None]:
        path = self.tree / mutant.file
        original = path.read_bytes()
        self._write(path, mutant.apply(original))
        try:
            yield
        finally:
            self._write(path, original)

    def _rounds(self, tests: Sequence[str], beside: Sequence[str]) -> Iterator[list[str]]:
        """Yield first a few tests of few files, then as many as the budget allows, then those beside the mutant."""
        files: dict[str, list[str]] = {}
        for test in tests:
            files.setdefault(test.partition("::")[0], []).append(test)
        done: set[str] = set()
        for most_files, most_tests in ROUNDS:
            chosen = [
                test for each in list(files.values())[:most_files] for test in each[:most_tests] if test not in done
            ]
            done.update(chosen)
            if chosen:
                yield chosen
        for more in (tests, beside):
            spent = accumulate(self.seconds[test] for test in more)
            within = {test for test, total in zip(more, spent, strict=True) if total <= self.budget}
            rest = sorted(within - done, key=lambda test: (test.partition("::")[0], self.seconds[test]))
            done.update(rest)
            if rest:
                yield rest

    def _write(self, path: Path, content: bytes) -> None:
        """Write with a time that no compiled file carries: two mutants may have the same size in the same second."""
        path.write_bytes(content)
        stamp = path.stat().st_mtime + next(self._stamps)
        os.utime(path, (stamp, stamp))

    def _run(self, tests: Sequence[str]) -> tuple[str, str]:
        """Run tests until one fails; return it and how it ended, or two empty strings."""
        wanted, verdict = self.tree / "build" / "wanted", self.tree / "build" / "verdict"
        wanted.write_text("\n".join(tests), encoding="utf-8")
        verdict.unlink(missing_ok=True)
        files = dict.fromkeys(test.partition("::")[0] for test in tests)
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", catcher.__name__, *files]
        surroundings = os.environ | {catcher.WANTED: str(wanted), catcher.VERDICT: str(verdict)}
        limit = GRACE + SLOWER * sum(self.seconds[test] for test in tests)
        with (self.tree / "build" / "trial.log").open("w", encoding="utf-8") as log:
            run = subprocess.Popen(
                command, cwd=self.tree, env=surroundings, stdout=log, stderr=log, start_new_session=True
            )
            try:
                code = run.wait(limit)
            except subprocess.TimeoutExpired:
                return _facts(verdict).get("running", "(start)"), HANG
            finally:
                _end(run)
        facts = _facts(verdict)
        if "failed" in facts:
            return facts["failed"], facts["how"]
        if "running" in facts or code not in {0, NOTHING_COLLECTED}:
            return facts.get("running", "(start)"), f"{ENDED} {code}"
        return "", ""


def _end(run: subprocess.Popen[bytes]) -> None:
    """End a run with all that it started; it has a process group to itself."""
    with suppress(ProcessLookupError):
        os.killpg(run.pid, signal.SIGKILL)
    run.wait()


def _facts(verdict: Path) -> dict[str, str]:
    facts: dict[str, str] = json.loads(verdict.read_text(encoding="utf-8")) if verdict.exists() else {}
    return facts
