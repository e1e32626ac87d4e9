"""`python -m kiosk.scenario matrix`: choose cells of the matrix, play them, write the report, print a summary."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from devices import SystemClock
from kiosk.scenario.actors import ActorError
from kiosk.scenario.matrix.cells import PROFILE, covering, sample
from kiosk.scenario.matrix.report import html_page, json_data
from kiosk.scenario.matrix.table import Result, all_cells, play_parallel


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its options."""
    words = "play pages with misfortunes: every pair of item and page, item and misfortune, page and misfortune"
    matrix = commands.add_parser("matrix", help=words, description=words)
    matrix.add_argument("--out", type=Path, default=Path("out/matrix"), help="where index.html and matrix.json go")
    matrix.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)")
    matrix.add_argument("--every", action="store_true", help="every page of every item with every misfortune: days")
    matrix.add_argument("--sample", type=int, default=0, metavar="N", help="only N cells of all, chosen by --seed")
    matrix.add_argument("--seed", type=int, default=1, help="another number chooses other cells (default: 1)")
    matrix.add_argument(
        "--only", default="", metavar="TEXT", help="only cells whose id contains this, or of the item of this name"
    )
    matrix.add_argument("--profile", default=PROFILE, help=f"of config/terminals (default: {PROFILE})")
    matrix.add_argument("--json", action="store_true", help="print the results as JSON instead of a summary")


def run(options: argparse.Namespace, config: Path) -> int:
    """Play the matrix. Exit code 0: no violation; 1: violations, or no cell was played; 2: an item cannot be walked."""
    clock = SystemClock()
    began = clock.monotonic()
    jobs = max(1, options.jobs)
    try:
        chosen = all_cells(config, options.profile, options.only, jobs)
    except ActorError as error:
        print(error, file=sys.stderr)
        return 2
    if options.sample:
        chosen = sample(chosen, options.sample, options.seed)
    elif not options.every:
        chosen = covering(chosen, options.seed)

    def progress(done: int, of: int, newest: Sequence[Result]) -> None:
        for result in newest:
            for each in result.violations:
                print(f"{result.cell.id}: {each.rule}: {each.what}", file=sys.stderr)
        print(f"{done}/{of} cells, {clock.monotonic() - began:.0f} s", file=sys.stderr, flush=True)

    results = play_parallel(chosen, config, jobs, progress)
    seconds = clock.monotonic() - began
    data = json_data(results, seconds)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "index.html").write_text(html_page(results, seconds), encoding="utf-8")
    (options.out / "matrix.json").write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    if options.json:
        print(json.dumps(data, ensure_ascii=False))
    else:
        print(f"{len(results)} cells, {data['violations']} violations, {seconds:.0f} s; {options.out / 'index.html'}")
    return 1 if data["violations"] or not results else 0
