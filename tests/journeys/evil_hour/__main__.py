"""Play visits in which exceptions, clock jumps, kills, a full disk, deleted folders and hostile answers are mixed at
random; write a report.

Every visit must end on a true page, every kept case arrive once, no worker be dead, and health name each trouble. Exit
code 1 if anything is wrong. The visits are played by child processes, which are really killed. For a disk that is
really full the data lie on a small file system in memory, in a mount namespace; where none is permitted the disk is
never full, and the report says so.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.outbox.__main__ import main as outbox_command
from kiosk.scenario.matrix.killed import TEMP_VARIABLES
from tests import frozen
from tests.house.doors import ROOT
from tests.journeys.evil_hour.evils import tidy
from tests.journeys.evil_hour.ledger import Ledger
from tests.journeys.evil_hour.report import write_report
from tests.journeys.evil_hour.running import ENDED_ITSELF, Order
from tests.sandbox_process import SandboxProcess

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
OWN_MOUNTS = "YIKE_OWN_MOUNTS"
"""Environment variable that is set within the mount namespace."""
TURN = 40
"""Visits of one process, if it is not killed before."""
DISK_MB = 260
"""More than an item needs to be offered (kiosk.outbox.budget)."""
SILENT_LONGEST_S = 180
"""Real seconds without a line after which a process hangs. The drain is one step, but waits for nothing."""
GIVEN_UP_AFTER = 20
"""Processes that ended as none may: something is wrong with all of them."""
REBOOT = timedelta(minutes=1)


def parse_arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.journeys.evil_hour", description=__doc__)
    parser.add_argument("--visits", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder of the report, evil-hour.md")
    return parser.parse_args(argv)


def enter_mount_namespace(argv: Sequence[str]) -> None:
    """Start this program again in a mount namespace of its own, where that is permitted and not yet done."""
    unshare = ("unshare", "--map-root-user", "--mount")
    if OWN_MOUNTS in os.environ or shutil.which(unshare[0]) is None:
        return
    if subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode == 0:
        command = [*unshare, sys.executable, "-m", "tests.journeys.evil_hour", *argv]
        os.execvpe(command[0], command, os.environ | {OWN_MOUNTS: "1"})


def mounted(folder: Path) -> bool:
    """Mount a small file system in memory on a folder; False where that is not permitted."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=0700", "tmpfs", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@dataclass
class Turn:
    """One process: its lines go to the ledger; `ended` is its exit code, `last` what it printed of its newest visit."""

    ended: int
    visits: int
    errors: str
    time: str
    offset_s: float
    gap: bool


class Hour:
    """All turns, one after the other, on the same data and against the same platform."""

    def __init__(self, order: Order, temporary: Path) -> None:
        self.order = order
        self.temporary = temporary
        self.ledger = Ledger()
        self.ends: Counter[str] = Counter()
        self.wrong: list[str] = []

    def play(self, visits: int) -> None:
        """Play visits 0 … `visits` - 1."""
        number = 0
        while number < visits:
            missing = self.order.store_missing
            order = replace(self.order, first=number, last=min(number + (2 if missing else TURN), visits))
            turn = self._turn(order)
            # The visit in which the process ended is over too.
            number += turn.visits + (turn.ended != 0)
            if len(self.wrong) >= GIVEN_UP_AFTER:
                break
            self.order = replace(self.order, time=turn.time, offset_s=turn.offset_s, store_missing=turn.gap)
            if missing and not turn.gap:
                self._settle()

    def drain(self) -> None:
        self._turn(replace(self.order, first=0, last=0, drain=True))

    def _settle(self) -> None:
        """A technician accounts for the store that was deleted."""
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            code = outbox_command(["recover", "--settle", "--data", self.order.data])
        if code:
            self.wrong.append(f"recover --settle ended with {code}")

    def _turn(self, order: Order) -> Turn:
        command = [sys.executable, "-m", "tests.journeys.evil_hour.visits"]
        env = os.environ | dict.fromkeys(TEMP_VARIABLES, str(self.temporary))
        errors = self.temporary / "stderr.txt"
        with errors.open("wb") as stderr:
            process = subprocess.Popen(
                command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, text=True
            )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(asdict(order)))
        process.stdin.close()
        turn = Turn(0, 0, "", order.time, order.offset_s, False)
        hung = threading.Event()
        watch = self._watch(process, hung)
        for line in process.stdout:
            watch.cancel()
            watch = self._watch(process, hung)
            # A line that the kill cut short does not count.
            if line.endswith("\n"):
                self._note(json.loads(line), turn)
        watch.cancel()
        turn.ended = process.wait()
        process.stdout.close()
        turn.errors = errors.read_text(encoding="utf-8", errors="replace")
        self._judge(order, turn, hung=hung.is_set())
        tidy(Path(order.data), Path(order.disk) if order.disk else None)
        turn.time = (datetime.fromisoformat(turn.time) + REBOOT).isoformat()
        return turn

    def _note(self, line: dict[str, object], turn: Turn) -> None:
        self.ledger.note(line)
        turn.gap = turn.gap or bool(line.get("gap"))
        if line["is"] == "visit":
            turn.visits += 1
            turn.time = str(line["time"])
            turn.offset_s = float(str(line["offset_s"]))
            if len(self.ledger.visits) % 100 == 0:
                print(f"{len(self.ledger.visits)} visits, {len(self.found)} wrong", flush=True)

    def _watch(self, process: subprocess.Popen[str], hung: threading.Event) -> threading.Timer:
        def end() -> None:
            hung.set()
            process.kill()

        timer = threading.Timer(SILENT_LONGEST_S, end)
        timer.daemon = True
        timer.start()
        return timer

    def _judge(self, order: Order, turn: Turn, *, hung: bool) -> None:
        at = order.first + turn.visits
        killed = turn.ended == -9 and not hung
        self.ends["killed" if killed else "ended itself" if turn.ended == ENDED_ITSELF else "turn over"] += 1
        if hung:
            self.wrong.append(f"visit {at}: nothing happened for {SILENT_LONGEST_S} s")
        elif turn.ended not in (0, -9, ENDED_ITSELF):
            self.wrong.append(f"visit {at}: exit code {turn.ended}: {turn.errors.strip().splitlines()[-3:]}")
        elif "Traceback" in turn.errors:
            self.wrong.append(f"visit {at}: traceback: {turn.errors.strip().splitlines()[-4:]}")

    @property
    def found(self) -> list[str]:
        return [*self.ledger.wrong_visits(), *self.wrong]


def main(argv: Sequence[str]) -> int:
    options = parse_arguments(argv)
    enter_mount_namespace(argv)
    began = time.monotonic()
    with TemporaryDirectory(prefix="yike-evil-hour-") as folder:
        disk, temporary, sandbox = (Path(folder) / name for name in ("disk", "temporary", "sandbox"))
        for each in (disk, temporary):
            each.mkdir()
        has_disk = OWN_MOUNTS in os.environ and mounted(disk)
        config = frozen.config()
        try:
            with SandboxProcess(sandbox, services=config / "services", people=config / "people.toml") as platform:
                order = Order(
                    control=platform.url,
                    config=str(config),
                    data=str(disk / "terminal"),
                    disk=str(disk) if has_disk else "",
                    seed=options.seed,
                    first=0,
                    last=0,
                    time=START.isoformat(),
                    offset_s=0.0,
                    store_missing=False,
                )
                hour = Hour(order, temporary)
                hour.play(options.visits)
                platform.end_misfortunes()
                hour.drain()
                there = [(case["case_id"], case["digest"]) for case in platform.get("/sandbox/cases")]
        finally:
            if has_disk:
                subprocess.run(["umount", str(disk)], check=False)
    wrong = [*hour.found, *hour.ledger.judge(there)]
    report = write_report(options, hour.ledger, hour.ends, len(there), wrong, has_disk, time.monotonic() - began)
    print(report.read_text(encoding="utf-8"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
