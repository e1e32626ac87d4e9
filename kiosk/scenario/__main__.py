"""`python -m kiosk.scenario`: check scenario files, play one, play the matrix, print the language's JSON Schema."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from devices import FakeClock
from devices.console import escape_what_cannot_be_written
from kiosk.scenario.files import files_of, name_of
from kiosk.scenario.language import BadScenario, Mistake, json_schema
from kiosk.scenario.matrix.command import add_parser, run
from kiosk.scenario.names import load_for_terminal
from kiosk.scenario.recorder import CannotWrite, Recorder, temporary_folder
from kiosk.scenario.report import Report, format_pages, format_report
from kiosk.scenario.runner import play
from kiosk.scenario.stage import BareStage
from kiosk.scenario.world import WORLD_FAILURES, build_world
from kiosk.terminal.startup import failure_lines

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it: 128 and the signal's number."""
CONFIG = Path(__file__).resolve().parents[2] / "config"


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0: no errors; 1: errors in a file, or unmet expectations; 2: wrong usage or machine; 130: Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m kiosk.scenario", description=main.__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="explain every mistake, with line and remedy")
    check.add_argument("paths", nargs="+", type=Path)
    check.add_argument("--json", action="store_true")
    playing = commands.add_parser("play", help="play one file on the bare stage")
    playing.add_argument("path", type=Path)
    playing.add_argument("--out", type=Path)
    measuring = commands.add_parser("effort", help="play files; print touches, pages and characters as a table")
    measuring.add_argument("paths", nargs="+", type=Path)
    measuring.add_argument("--pages", action="store_true", help="also the characters to read on each page")
    commands.add_parser("schema", help="print the language as JSON Schema")
    add_parser(commands)
    options = parser.parse_args(argv)
    try:
        return _run(options)
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(options: argparse.Namespace) -> int:
    if options.command == "matrix":
        return run(options, CONFIG)
    if options.command == "schema":
        print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
        return 0
    if options.command == "effort":
        return _effort(options.paths, by_page=options.pages)
    if options.command == "check":
        return _check(options.paths, as_json=options.json)
    try:
        report = play_bare(options.path, options.out)
    except BadScenario as bad:
        print(bad, file=sys.stderr)
        return 1
    except CannotWrite as trouble:
        print(f"scenario: {trouble}", file=sys.stderr)
        return 2
    except WORLD_FAILURES as trouble:
        print(f"scenario: {failure_lines(trouble, Path())}", file=sys.stderr)
        return 2
    print(*format_report(report), sep="\n")
    return 0 if report.ok else 1


def _effort(paths: Sequence[Path], *, by_page: bool) -> int:
    print(
        "| scenario | touches to navigate | to type | pages | characters |",
        "| --- | ---: | ---: | ---: | ---: |",
        sep="\n",
    )
    failed = False
    for file in files_of(paths):
        try:
            report = play_bare(file, None)
        except BadScenario as bad:
            print(bad, file=sys.stderr)
            return 1
        failed = failed or not report.ok
        print(effort_row(name_of(file), report), *(format_pages(report) if by_page else ()), sep="\n", flush=True)
    return 1 if failed else 0


def effort_row(name: str, report: Report) -> str:
    """Return the row of a scenario in the table of efforts."""
    return f"| {name} | " + " | ".join(str(figure) for figure in report.effort) + " |"


def _check(paths: Sequence[Path], *, as_json: bool) -> int:
    files = files_of(paths)
    mistakes: list[Mistake] = []
    for file in files:
        try:
            scenario = load_for_terminal(file, CONFIG)
        except BadScenario as bad:
            mistakes += bad.mistakes
        else:
            if not as_json:
                print(f"{name_of(file)}: {scenario.title}, {len(scenario.step)} steps")
    if as_json:
        print(json.dumps([vars(mistake) for mistake in mistakes], ensure_ascii=False, indent=2))
    else:
        print(*mistakes, sep="\n", end="\n" if mistakes else "", file=sys.stderr)
    return 1 if mistakes or not files else 0


def play_bare(path: Path, out: Path | None) -> Report:
    """Play one file without a screen, with a separate terminal and sandbox. Raises BadScenario, CannotWrite and
    WORLD_FAILURES."""
    scenario = load_for_terminal(path, CONFIG)
    clock = FakeClock(scenario.start.astimezone(UTC))
    stage = BareStage(clock)
    recorder = Recorder(out)
    with temporary_folder() as folder:
        data, sandbox = folder / "terminal", folder / "sandbox"
        world = build_world(
            CONFIG, data, sandbox, clock, stage.publish, profile=scenario.profile, record=recorder.event
        )
        try:
            stage.post = world.terminal.post
            world.terminal.start()
            return play(scenario, stage, world, clock, recorder)
        finally:
            world.close()


if __name__ == "__main__":
    escape_what_cannot_be_written()
    # As Ctrl-C does: the sandbox is ended, and the folder of the visit's data deleted.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
