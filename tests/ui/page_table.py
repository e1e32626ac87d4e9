"""The figures of docs/pages.md: how empty the pages are.

    python -m tests.ui.page_table docs/pages.md [--before] [--json FILE]

rewrites the columns "after" of its tables (with --before: "before") and keeps everything else. Pages and scenarios that
are new get a row, those that are gone keep theirs with "–".
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.view import Modes, View

if TYPE_CHECKING:
    from tests.ui.window_harness import WindowHarness

NONE = "–"
ROW = re.compile(r"\| (?P<name>[^|]+?) \| (?P<before>[^|]+?) \| (?P<after>[^|]+?) \|\Z")


def emptiness(language: str, harness: WindowHarness) -> Iterator[tuple[str, float]]:
    """Yield page and empty share of every reachable view in the standard look; of several screens, the first ones."""
    from tests.ui.audit import every_turn
    from tests.ui.emptiness import page_name, space_of
    from tests.ui.gallery import with_modes
    from tests.ui.reachable import reachable

    for plain in reachable().values():
        view: View = with_modes(plain, language, Modes())
        harness.show(view)
        spaces = [space_of(harness) for _ in every_turn(harness)]
        shares = [space.share for space in spaces[: max(1, len(spaces) - 1)] if space is not None]
        if shares:
            yield page_name(view), max(shares)


def pages() -> Mapping[str, str]:
    """Return the cell of each page: the share of its first view, and of its emptiest one, in any language."""
    from tests.languages import LANGUAGES
    from tests.ui.typing_samples import FixedEngine
    from tests.ui.window_harness import WindowHarness, reference_screen

    harness = WindowHarness(reference_screen(), FixedEngine)
    found: dict[str, list[float]] = {}
    for language in LANGUAGES:
        for page, share in emptiness(language, harness):
            found.setdefault(page, []).append(share)
    harness.close()
    return {page: f"{shares[0]:.0%}, {max(shares):.0%}".replace("%", " %") for page, shares in found.items()}


def rewrite(document: str, figures: Mapping[str, Mapping[str, str]], column: str) -> str:
    """Return the document with the figures of each table in this column ("before" or "after")."""
    lines: list[str] = []
    left: Mapping[str, str] = {}
    inside = False
    for line in [*document.split("\n"), ""]:
        if inside and not line.startswith("|"):
            lines += [_row(name, {column: figure}) for name, figure in left.items()]
            inside = False
        row = ROW.match(line)
        if row is not None and row["before"] == "before" and row["name"] in figures:
            inside, left = True, dict(figures[row["name"]])
        elif inside and row is not None and row["before"].strip("-: "):
            figure = left.get(row["name"], NONE)
            left = {name: each for name, each in left.items() if name != row["name"]}
            line = _row(row["name"], {**row.groupdict(), column: figure})
        lines.append(line)
    return "\n".join(lines[:-1])


def _row(name: str, cells: Mapping[str, str]) -> str:
    return f"| {name} | {cells.get('before', NONE)} | {cells.get('after', NONE)} |"


def main(given: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.ui.page_table", description=__doc__.partition("\n")[0])
    parser.add_argument("document", type=Path)
    parser.add_argument("--before", action="store_true", help="write the column before, not the column after")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    wanted = parser.parse_args(given)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    figures = {"page": pages()}
    column = "before" if wanted.before else "after"
    document = wanted.document.read_text(encoding="utf-8")
    wanted.document.write_text(rewrite(document, figures, column), encoding="utf-8")
    if wanted.json:
        wanted.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
