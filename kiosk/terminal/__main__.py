"""`python -m kiosk.terminal`: check terminal profiles and the tables beside them before a terminal starts with them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from devices.console import escape_what_cannot_be_written
from kiosk.platform.identity import KeyFileError
from kiosk.settings import SettingsError, load_settings
from kiosk.terminal.fit import unfit
from kiosk.terminal.tables import table_problems
from kiosk.workers.practice import practice_answers


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0: a start takes every profile, or the platform answers; 1: mistakes, each with file, key and remedy,
    or the step that fails, with its remedies; 2: wrong usage, settings or key."""
    parser = argparse.ArgumentParser(prog="python -m kiosk.terminal", description=main.__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="explain every mistake in profiles, and warn of what does not fit")
    check.add_argument("paths", nargs="+", type=Path, help="a profile (config/terminals/*.toml), or a folder of them")
    check.add_argument("--rehearsal", action="store_true", help="as for a start with --rehearsal")
    network = commands.add_parser("network", help="try the way to the platform step by step; sends no case")
    network.add_argument("profile", type=Path)
    network.add_argument("--data", type=Path, required=True, help="the terminal's own data folder")
    network.add_argument("--language", default="en")
    network.add_argument("--json", action="store_true", help="the steps as JSON, always with the same keys")
    options = parser.parse_args(arguments)
    if options.command == "network":
        return _network(options)
    files = [file for path in options.paths for file in (sorted(path.glob("*.toml")) if path.is_dir() else [path])]
    if not files:
        parser.error("there is no profile")
    tables = sorted({file.resolve().parent.parent for file in files})
    return max(*(_check(file, rehearsal=options.rehearsal) for file in files), *map(_check_tables, tables))


def _network(options: argparse.Namespace) -> int:
    from kiosk.terminal.network_command import try_way

    try:
        return try_way(options.profile, options.data, options.language, as_json=options.json)
    except (SettingsError, KeyFileError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


def _check(path: Path, *, rehearsal: bool) -> int:
    """Check one profile. One that is made for rehearsal is checked for that."""
    try:
        settings = load_settings(path, rehearsal=True)
        for warning in unfit(settings):
            print(f"warning: {path}: {warning}", file=sys.stderr)
        if not settings.rehearsal and not rehearsal:
            load_settings(path, rehearsal=False)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{path}: {settings.terminal.code}, {len(settings.devices)} devices")
    return 0


def _check_tables(config: Path) -> int:
    """Check the tables of a configuration, and in them the answers of practice, which no start reads."""
    practice = config / "practice.toml"
    if not practice.exists():
        return 0
    wrong = table_problems(config) or [f"{practice}: {line}" for line in practice_answers(practice)[1]]
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    escape_what_cannot_be_written()
    sys.exit(main())
