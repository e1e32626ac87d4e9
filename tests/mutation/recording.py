"""Read a recording: which tests run a mutant, fastest first."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from coverage import CoverageData

from tests.house.doors import ROOT, imports_of, name_of, product_files
from tests.mutation.mutants import Mutant
from tests.mutation.record import HASHES, PARTS, Part


class NoRecording(Exception):
    """Nothing has been recorded yet."""


@dataclass
class Recording:
    """Recorded test runs: seconds of those that passed, and for each product file the tests that reach each line."""

    seconds: dict[str, float] = field(default_factory=dict)
    tests: dict[str, dict[int, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    recorded: dict[str, float] = field(default_factory=dict)
    """Part → hours since it was recorded."""
    changed: frozenset[str] = frozenset()
    """Files that are not what was recorded: their lines may have moved."""

    def of(self, mutant: Mutant) -> list[str]:
        """Tests that run the mutant, fastest first; none if no test runs it.

        Where lines mean nothing (code that runs at import, a file changed since) those of the whole module and, for a
        module of data, those of the modules that import it.
        """
        if mutant.lines and mutant.file not in self.changed:
            *own, statement = mutant.lines
            by_line = self.tests[mutant.file]
            found = set().union(*(by_line[line] for line in own)) or by_line[statement]
        else:
            found = self._of_module(mutant.file)
        return sorted(found & self.seconds.keys(), key=lambda test: (self.seconds[test], test))

    def beside(self, mutant: Mutant) -> list[str]:
        """Tests of the mutant's folder, fastest first: some run the product in another process, unseen by coverage."""
        room = f"tests/{mutant.file.rpartition('/')[0]}/"
        found = (test for test in self.seconds if test.startswith(room))
        return sorted(found, key=lambda test: (self.seconds[test], test))

    def _of_module(self, file: str) -> set[str]:
        return self._running(file).union(*(self._running(importer) for importer in self._importers[file]))

    def _running(self, file: str) -> set[str]:
        return set().union(*self.tests[file].values())

    @cached_property
    def _importers(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        names = {path: name_of(path) for path in product_files()}
        modules = {
            name.removesuffix(".py").removesuffix("/__init__").replace("/", "."): name for name in names.values()
        }
        for path, name in names.items():
            for imported in imports_of(path) & modules.keys():
                found[modules[imported]].add(name)
        return found


def _module(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def read_recording(root: Path = ROOT) -> Recording:
    """Read every recorded part; raise NoRecording if there is none."""
    recording = Recording()
    for part in map(Part, PARTS):
        if not part.lines.exists():
            continue
        recording.recorded[part.name] = (time.time() - part.lines.stat().st_mtime) / 3600
        for row in part.times.read_text(encoding="utf-8").splitlines():
            test = json.loads(row)
            if test["passed"]:
                recording.seconds[test["test"]] = test["seconds"]
        data = CoverageData(basename=str(part.lines))
        data.read()
        for file in data.measured_files():
            for line, tests in data.contexts_by_lineno(file).items():
                recording.tests[file][line].update(test for test in tests if test)
    if not recording.recorded:
        raise NoRecording
    recording.changed = _changed(root)
    return recording


def _changed(root: Path) -> frozenset[str]:
    known: dict[str, str] = json.loads(HASHES.read_text(encoding="utf-8"))
    return frozenset(
        name_of(path)
        for path in product_files()
        if known.get(name_of(path)) != sha256((root / name_of(path)).read_bytes()).hexdigest()
    )
