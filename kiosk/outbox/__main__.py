"""`python -m kiosk.outbox`: what waits to be sent, and why; for technicians. The terminal must be ended first."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from devices import SystemClock
from kiosk.outbox.holdings import find, try_again
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.status import STATES, status_of, told
from kiosk.outbox.store import KeepFailed, OutboxInUse

ROOT = Path(__file__).resolve().parents[2]
EPILOG = "exit codes: 0 done; 1 something could not be done, and why; 2 wrong usage, or a terminal runs: end it first"


class Unusable(Exception):
    """The command cannot begin; the text says what to name or to do."""


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m kiosk.outbox", description=__doc__, epilog=EPILOG)
    commands = parser.add_subparsers(dest="command", required=True)
    status = commands.add_parser("status", help="what waits, since when and why, and what needs a person")
    status.add_argument("--json", action="store_true", help="print the figures as JSON")
    retry = commands.add_parser("retry", help="a quarantined case or rating waits again")
    retry.add_argument("id", metavar="ID", help="its id, as status shows it")
    for command in (status, retry):
        command.add_argument("--data", type=Path, help="the terminal's data folder (default: data-PROFILE)")
        command.add_argument("--profile", default="", help="terminal profile in config/terminals")
    return parser.parse_args(given)


def data_folder(options: argparse.Namespace) -> Path:
    """The terminal's data folder, as main.py finds it; without a word, the only one there is. Raises Unusable."""
    if options.data is not None:
        return Path(options.data)
    if options.profile:
        return ROOT / f"data-{options.profile}"
    found = sorted(ROOT.glob("data-*"))
    if len(found) != 1:
        raise Unusable("name the terminal: --profile NAME or --data DIR")
    return found[0]


@contextmanager
def opened(data: Path) -> Iterator[Outbox]:
    """The outbox of a terminal that does not run. Raises Unusable, OutboxInUse, KeepFailed."""
    folder = data / "outbox"
    if not (folder / "outbox.sqlite").is_file():
        raise Unusable(f"{data}: no outbox lies there; name the terminal's data folder with --data")
    outbox = Outbox.open(folder, SystemClock())
    try:
        yield outbox
    finally:
        outbox.close()


def _status(outbox: Outbox, options: argparse.Namespace) -> int:
    status = status_of(outbox)
    if options.json:
        print(json.dumps(status.plain(), ensure_ascii=False, indent=2))
    else:
        print(*told(status), sep="\n")
    return 0


def _retry(outbox: Outbox, options: argparse.Namespace) -> int:
    holding = find(outbox, options.id)
    if holding is None:
        print(f"outbox: nothing of this id lies here: {options.id}", file=sys.stderr)
        return 1
    if not try_again(outbox, holding):
        print(f"outbox: not quarantined: {holding.state} ({STATES[holding.state]})", file=sys.stderr)
        return 1
    print(f"{holding.kind} {holding.id}: waits again; start the terminal and it is sent")
    return 0


ACTS: Mapping[str, Callable[[Outbox, argparse.Namespace], int]] = MappingProxyType({"status": _status, "retry": _retry})


def main(given: Sequence[str] | None = None) -> int:
    """Run one command."""
    options = arguments(given)
    try:
        with opened(data_folder(options)) as outbox:
            return ACTS[options.command](outbox, options)
    except (Unusable, OutboxInUse) as trouble:
        print(f"outbox: {trouble}", file=sys.stderr)
        return 2
    except KeepFailed as trouble:
        print(f"outbox: the store cannot be used: {trouble.code}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
