"""`python -m kiosk.log`: show the technical events of a terminal, running or not. Times are in China's zone."""

from __future__ import annotations

import argparse
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from devices.clock import CHINA, Clock, SystemClock, Wait
from devices.console import escape_what_cannot_be_written
from kiosk.causes import remedy
from kiosk.log.reading import LogReader
from kiosk.log.record import Record, parse

ROOT = Path(__file__).resolve().parents[2]
EPILOG = "exit codes: 0 done, or ended with Ctrl-C; 1 the log cannot be read; 2 wrong usage, or no log is there"
POLL_S = 0.5
"""Seconds between two looks with --follow."""


class Unusable(Exception):
    """The command cannot begin; the text says why."""


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m kiosk.log", description=__doc__, epilog=EPILOG)
    commands = parser.add_subparsers(dest="command", required=True)
    tail = commands.add_parser(
        "tail", help="show the newest events", description="Show the newest events.", epilog=EPILOG
    )
    place = tail.add_mutually_exclusive_group()
    place.add_argument("--data", type=Path, metavar="DIR", help="the terminal's data folder (default: data-PROFILE)")
    place.add_argument("--profile", default="", metavar="P", help="terminal profile in config/terminals")
    tail.add_argument("-n", type=count, default=50, dest="newest", metavar="N", help="how many events (default: 50)")
    tail.add_argument("--follow", action="store_true", help="go on with events as they are written, until Ctrl-C")
    tail.add_argument("--json", action="store_true", help="print JSON lines, times in UTC")
    tail.add_argument("--part", metavar="P", help="only events of this part of the program")
    tail.add_argument("--visit", metavar="V", help="only events of this visit")
    return parser.parse_args(given)


def count(text: str) -> int:
    """A number that is not negative. Raises ValueError."""
    number = int(text)
    if number < 0:
        raise ValueError
    return number


def log_folder(options: argparse.Namespace) -> Path:
    """The log folder of the given terminal, or of the only one. Raises Unusable."""
    data = options.data or (ROOT / f"data-{options.profile}" if options.profile else None)
    if data is None:
        found = sorted(ROOT.glob("data-*"))
        if len(found) != 1:
            raise Unusable("name the terminal: --profile NAME or --data DIR")
        data = found[0]
    folder = Path(data) / "log"
    if not folder.is_dir():
        raise Unusable(f"{folder}: no log is there; name the terminal's data folder with --data")
    return folder


def _wanted(lines: Iterator[bytes], options: argparse.Namespace) -> Iterator[Record]:
    """The records selected by part and visit. Report the number of damaged lines on stderr."""
    damaged = 0
    for line in lines:
        record = parse(line)
        if record is None:
            damaged += 1
        elif options.part in (None, record.part) and options.visit in (None, record.visit):
            yield record
    if damaged:
        print(f"log: {damaged} damaged lines left out", file=sys.stderr)


def format_record(record: Record) -> str:
    """Format a record for people: time, part, code, visit; below, what to do, and frames."""
    time = record.at.astimezone(CHINA).isoformat(sep=" ", timespec="milliseconds").removesuffix("+08:00")
    code = f"{record.code} ({record.of})" if record.of else record.code
    line = "  ".join((time, f"{record.part:16}", f"{code:32}", record.visit)).rstrip()
    todo = remedy(record.part, record.code)
    return "\n".join((line, *([f"    {todo}"] if todo else []), *(f"    {frame}" for frame in record.frames)))


def tail(folder: Path, options: argparse.Namespace, clock: Clock) -> None:
    """Print the newest events; with --follow, go on until interrupted. Raises OSError."""
    with closing(LogReader(folder)) as reader:
        _print(deque(_wanted(reader.new_lines(), options), maxlen=options.newest), options)
        wait = Wait(clock, None)
        while options.follow:
            wait.pause(POLL_S)
            _print(_wanted(reader.new_lines(), options), options)


def _print(records: Iterator[Record] | deque[Record], options: argparse.Namespace) -> None:
    for record in records:
        print(record.line if options.json else format_record(record))
    sys.stdout.flush()


def main(given: Sequence[str] | None = None, clock: Clock | None = None) -> int:
    """Run one command."""
    options = arguments(given)
    try:
        tail(log_folder(options), options, clock or SystemClock())
    except Unusable as trouble:
        print(f"log: {trouble}", file=sys.stderr)
        return 2
    except (KeyboardInterrupt, BrokenPipeError):
        # Ctrl-C, or the program that read along has ended (`| head`).
        return 0
    except OSError as trouble:
        print(f"log: {trouble.filename}: {trouble.strerror}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    escape_what_cannot_be_written()
    sys.exit(main())
