"""Report of the evil hour, in Markdown."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.journeys.evil_hour.ledger import Ledger

SHOWN = 200
NEVER_FULL = "No file system could be mounted: the disk was never full."


def write_report(
    options: argparse.Namespace,
    ledger: Ledger,
    ends: Counter[str],
    at_platform: int,
    wrong: Sequence[str],
    has_disk: bool,
    took_s: float,
) -> Path:
    """Write `evil-hour.md` and return its path."""
    pages = Counter(visit["ended"].partition("?")[0] for visit in ledger.visits)
    rows = [
        ("visits ended", len(ledger.visits)),
        *((f"processes: {name}", count) for name, count in ends.most_common()),
        ("cases sealed", len(ledger.sealed)),
        ("cases kept", len(ledger.kept)),
        ("cases whose store was deleted", len(ledger.destroyed & ledger.kept)),
        ("cases at the platform", at_platform),
    ]
    lines = [
        "# The evil hour",
        "",
        f"{options.visits} visits, seed {options.seed}, {took_s:.0f} s." + ("" if has_disk else f" {NEVER_FULL}"),
        "",
        *_table(("figure", "number"), rows),
        *_table(("kind of evil", "begun", "named by health", "nothing to name"), ledger.evils()),
        *_table(("page at the end of the visit", "visits"), pages.most_common()),
        f"## Wrong: {len(wrong)}",
        "",
        *(f"- {line}" for line in wrong[:SHOWN]),
    ]
    options.out.mkdir(parents=True, exist_ok=True)
    path: Path = options.out / "evil-hour.md"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _table(heads: Sequence[str], rows: Sequence[tuple[object, ...]]) -> list[str]:
    aligned = ["---", *("---:" for _ in heads[1:])]
    return ["".join(f"| {cell} " for cell in row) + "|" for row in (heads, aligned, *rows)] + [""]
