"""`python -m kiosk.outbox`: show what waits to be sent and why; export and import for terminals without a network.
For technicians. The terminal must be stopped first."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType

from devices import SystemClock
from kiosk.outbox.confirm import EFFECT_TEXTS, REJECTED, apply_receipts
from kiosk.outbox.export import ForeignFolder, Sender, export
from kiosk.outbox.holdings import TO_CARRY, find, holdings, requeue
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.status import FAILURES, STATES, format_status, status_of
from kiosk.outbox.store import KeepFailed, OutboxInUse
from kiosk.platform.identity import KeyFileError, PlatformKeys, TerminalKey
from kiosk.platform.line import read_line
from kiosk.platform.offline_transfer import RECEIPTS, TooLarge, read_receipts
from kiosk.settings import Settings, SettingsError, load_settings

ROOT = Path(__file__).resolve().parents[2]
EPILOG = "exit codes: 0 done; 1 something could not be done, and why; 2 wrong usage, or a terminal runs: end it first"


class UnreadableReceipts(Exception):
    """The imported receipts file cannot be used; the message says why."""


class CannotBegin(Exception):
    """The command cannot begin; the message gives the remedy."""


def parse_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Parse the command line. Exits with code 2 on wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m kiosk.outbox", description=__doc__, epilog=EPILOG)
    commands = parser.add_subparsers(dest="command", required=True)
    status = commands.add_parser("status", help="what waits, since when and why, and what needs a person")
    status.add_argument("--json", action="store_true", help="print the figures as JSON")
    retry = commands.add_parser("retry", help="a quarantined case or rating waits again")
    retry.add_argument("id", metavar="ID", help="its id, as status shows it")
    exporting = commands.add_parser("export", help="write what the platform has not confirmed into a folder to carry")
    exporting.add_argument("folder", type=Path, metavar="DIR", help="empty, or an earlier export of this terminal")
    importing = commands.add_parser("import", help="note the platform's receipts that came back in such a folder")
    importing.add_argument("folder", type=Path, metavar="DIR", help="where receipts.json lies")
    for command in (status, retry, exporting, importing):
        command.add_argument("--data", type=Path, help="the terminal's data folder (default: data-PROFILE)")
        named = command in (exporting, importing)
        command.add_argument("--profile", default="", required=named, help="terminal profile in config/terminals")
    return parser.parse_args(argv)


def data_folder(options: argparse.Namespace) -> Path:
    """Return the terminal's data folder by the rule of main.py; without options, the only one that exists.

    Raises CannotBegin.
    """
    if options.data is not None:
        return Path(options.data)
    if options.profile:
        return ROOT / f"data-{options.profile}"
    found = sorted(ROOT.glob("data-*"))
    if len(found) != 1:
        raise CannotBegin("name the terminal: --profile NAME or --data DIR")
    return found[0]


@contextmanager
def open_outbox(data: Path) -> Iterator[Outbox]:
    """Open the outbox of a stopped terminal. Raises CannotBegin, OutboxInUse, KeepFailed."""
    folder = data / "outbox"
    if not (folder / "outbox.sqlite").is_file():
        raise CannotBegin(f"{data}: no outbox is there; name the terminal's data folder with --data")
    outbox = Outbox.open(folder, SystemClock())
    try:
        yield outbox
    finally:
        outbox.close()


def _status(outbox: Outbox, options: argparse.Namespace) -> int:
    status, line = status_of(outbox), read_line(data_folder(options))
    if options.json:
        known = {**status.as_dict(), "line": None if line is None else asdict(line)}
        print(json.dumps(known, ensure_ascii=False, indent=2))
    else:
        print(*format_status(status), *([line] if line else []), sep="\n")
    return 0


def _retry(outbox: Outbox, options: argparse.Namespace) -> int:
    holding = find(outbox, options.id)
    if holding is None:
        print(f"outbox: nothing of this id is stored here: {options.id}", file=sys.stderr)
        return 1
    if not requeue(outbox, holding):
        print(f"outbox: not quarantined: {holding.state} ({STATES[holding.state]})", file=sys.stderr)
        return 1
    print(f"{holding.kind} {holding.id}: waits again; start the terminal and it is sent")
    return 0


def _settings(options: argparse.Namespace) -> Settings:
    """Load the terminal's profile with the checks that its start would apply. Raises SettingsError."""
    path = ROOT / "config" / "terminals" / f"{options.profile}.toml"
    settings = load_settings(path, rehearsal=True)
    return settings if settings.rehearsal else load_settings(path, rehearsal=False)


def _export(outbox: Outbox, options: argparse.Namespace) -> int:
    settings = _settings(options)
    key = data_folder(options) / "terminal.key"
    if not key.is_file():
        raise CannotBegin(f"{key}: the terminal's key is gone; without it the platform believes nothing from here")
    sender = Sender(settings.terminal.code, TerminalKey.load_or_create(key))
    manifest = export(outbox, sender, options.folder, SystemClock().now())
    kinds = Counter(file.kind for file in manifest.files)
    print(f"{options.folder}: {kinds['case']} cases, {kinds['material']} materials, {kinds['rating']} ratings, sealed")
    print("Take the whole folder to the platform; bring it back with receipts.json, and import it here.")
    return 0


def _import(outbox: Outbox, options: argparse.Namespace) -> int:
    pinned = _settings(options).platform
    keys = PlatformKeys(pinned.seal_key_id, pinned.seal_public, pinned.sign_key_id, pinned.sign_public)
    try:
        receipts = read_receipts(options.folder / RECEIPTS)
    except (ValueError, TooLarge):
        raise UnreadableReceipts(f"{options.folder / RECEIPTS}: damaged or cut off; have it written again") from None
    effects = {id_: apply_receipts(outbox, keys, id_, tokens) for id_, tokens in receipts.items()}
    for id_, effect in effects.items():
        print(f"{id_!a}: {EFFECT_TEXTS[effect]} ({effect})", file=sys.stderr if effect in REJECTED else sys.stdout)
    left = len(holdings(outbox, TO_CARRY))
    print(f"{left} not confirmed by the platform" if left else "the platform has confirmed everything")
    return 1 if any(effect in REJECTED for effect in effects.values()) else 0


COMMANDS: Mapping[str, Callable[[Outbox, argparse.Namespace], int]] = MappingProxyType(
    {"status": _status, "retry": _retry, "export": _export, "import": _import}
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (see EPILOG)."""
    options = parse_arguments(argv)
    try:
        with open_outbox(data_folder(options)) as outbox:
            return COMMANDS[options.command](outbox, options)
    except (CannotBegin, OutboxInUse, SettingsError, KeyFileError) as error:
        print(f"outbox: {error}", file=sys.stderr)
        return 2
    except (ForeignFolder, UnreadableReceipts) as error:
        print(f"outbox: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"outbox: {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    except KeepFailed as error:
        print(f"outbox: {FAILURES[error.code]} ({error.code})", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
