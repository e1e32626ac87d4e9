"""Mutants that no test can catch, each with its reason: they change nothing that the product promises."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.mutants import Mutant

TABLE = Path(__file__).parent / "equivalents.toml"


@dataclass(frozen=True)
class Equivalent:
    """One known mutant, by file, operator and the lines it changes (so that it may move within its file)."""

    file: str
    operator: str
    difference: tuple[str, ...]
    reason: str

    def matches(self, mutant: Mutant, difference: tuple[str, ...]) -> bool:
        return (self.file, self.operator, self.difference) == (mutant.file, mutant.operator, difference)


def read_equivalents(table: Path = TABLE) -> tuple[Equivalent, ...]:
    rows = tomllib.loads(table.read_text(encoding="utf-8")).get("mutant", [])
    return tuple(
        Equivalent(row["file"], row["operator"], bare(row["difference"].splitlines()), row["reason"]) for row in rows
    )


def bare(lines: list[str]) -> tuple[str, ...]:
    """Changed lines without their indentation."""
    return tuple(line[:1] + line[1:].strip() for line in lines if line)
