"""Record, once, which test runs which line of the product, in build/mutation; it serves until it is replaced."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from tests.house.doors import ROOT, name_of, product_files
from tests.mutation import recorder
from tests.mutation.tree import copied_tree

STORE = ROOT / "build" / "mutation"
HASHES = STORE / "files.json"
"""SHA-256 of every product file when it was recorded."""
SHARE = 40.0
"""Seconds a file of tests may use; see recorder.py."""

PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "rooms": ("tests/devices", "tests/kiosk", "tests/contracts", "tests/house", "tests/shipped"),
        "journeys": ("tests/journeys",),
        "ui": ("tests/ui",),
    }
)
"""Recorded one after the other, so that an interrupted recording keeps the parts it finished."""

UNTRACED = ("kiosk/platform/test_contract_fuzz.py", "kiosk/outbox/test_killed.py", "ui/test_atspi.py")
"""Tests that run the product in other processes, which coverage does not see; recording them yields nothing."""

SETTINGS = """\
[run]
source = devices,kiosk,ui
omit = kiosk/platform/sandbox/*
concurrency = thread
relative_files = True
"""


@dataclass(frozen=True)
class Part:
    """The files of one recorded part."""

    name: str

    @property
    def lines(self) -> Path:
        return STORE / f"{self.name}.coverage"

    @property
    def times(self) -> Path:
        return STORE / f"{self.name}.jsonl"

    @property
    def log(self) -> Path:
        return STORE / f"{self.name}.log"


def record(names: tuple[str, ...] = tuple(PARTS)) -> None:
    """Run the tests of some parts under coverage, in a copy of the tree; replace what was recorded of them."""
    STORE.mkdir(parents=True, exist_ok=True)
    hashes = {name_of(path): sha256(path.read_bytes()).hexdigest() for path in product_files()}
    HASHES.write_text(json.dumps(hashes, indent=1), encoding="utf-8")
    with copied_tree() as tree:
        settings = tree / "build" / "mutation.coveragerc"
        settings.write_text(SETTINGS, encoding="utf-8")
        for name in names:
            began = time.monotonic()
            code = _run(Part(name), tree, settings)
            print(f"recorded {name} in {time.monotonic() - began:.0f} s (pytest's exit code {code})", flush=True)


def _run(part: Part, tree: Path, settings: Path) -> int:
    lines, times = tree / "build" / "lines", tree / "build" / "times"
    for path in (lines, times):
        path.unlink(missing_ok=True)
    command = [sys.executable, "-m", "coverage", "run", f"--rcfile={settings}", f"--data-file={lines}"]
    command += ["-m", "pytest", "-q", "-p", recorder.__name__, *PARTS[part.name]]
    command += [f"--ignore=tests/{name}" for name in UNTRACED]
    surroundings = os.environ | {recorder.TIMES: str(times), recorder.SHARE: str(SHARE)}
    with part.log.open("w", encoding="utf-8") as log:
        done = subprocess.run(command, cwd=tree, env=surroundings, stdout=log, stderr=log, check=False)
    for source, target in ((lines, part.lines), (times, part.times)):
        shutil.move(source, target)
    return done.returncode
