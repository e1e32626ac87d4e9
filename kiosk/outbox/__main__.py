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
from devices.console import escape_what_cannot_be_written
from kiosk.outbox.confirm import EFFECT_TEXTS, REJECTED, apply_receipts
from kiosk.outbox.export import ForeignFolder, Sender, export
from kiosk.outbox.holdings import TO_CARRY, find, holdings, requeue
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.recovery import recover_all, settle
from kiosk.outbox.status import FAILURES, HEALTH, STATES, UNSETTLED, format_status, status_of
from kiosk.outbox.store import KeepFailed, OutboxInUse
from kiosk.outbox.store_files import has_lived
from kiosk.platform.identity import KeyFileError, PlatformKeys, TerminalKey
from kiosk.platform.line import read_line
from kiosk.platform.offline_transfer import RECEIPTS, TooLarge, read_receipts
from kiosk.private_files import ForeignData, check_owner
from kiosk.settings import Settings, SettingsError, load_settings

ROOT = Path(__file__).resolve().parents[2]
EPILOG = (
    "exit codes: 0 done; 1 something could not be done, and why, or an earlier store is not accounted for; "
    "2 wrong usage, or a terminal runs: end it first"
)


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
    recovering = commands.add_parser("recover", help="take over what can be read in a store that was damaged")
    recovering.add_argument(
        "--settle", action="store_true", help="give up what cannot be read: only once those citizens were asked to come"
    )
    renewing = commands.add_parser("new-key", help="make a new key where the terminal's is lost; it must be enrolled")
    exporting = commands.add_parser("export", help="write what the platform has not confirmed into a folder to carry")
    exporting.add_argument("folder", type=Path, metavar="DIR", help="empty, or an earlier export of this terminal")
    importing = commands.add_parser("import", help="note the platform's receipts that came back in such a folder")
    importing.add_argument("folder", type=Path, metavar="DIR", help="where receipts.json lies")
    for command in (status, retry, recovering, renewing, exporting, importing):
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
    """Open the outbox of a stopped terminal. Raises CannotBegin, ForeignData, OutboxInUse, KeepFailed."""
    folder = data / "outbox"
    # A store that is gone, but left its mark or a damaged file, is a trouble to be shown.
    if not has_lived(folder):
        raise CannotBegin(f"{data}: no outbox is there; name the terminal's data folder with --data")
    # Whatever another user writes here the terminal could not read afterwards.
    for each in (data, folder):
        if each.exists():
            check_owner(each)
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
    return 1 if status.health in UNSETTLED else 0


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


def _recover(outbox: Outbox, options: argparse.Namespace) -> int:
    before = outbox.account.missing
    found, missing = recover_all(outbox.store, outbox.account)
    for each in found:
        print(
            f"{each.file}: {each.recovered} taken over, {each.known} known here already, {len(each.lost)} not readable"
        )
        if each.lost:
            print(f"  not readable: {', '.join(f'entry {number}' for number in each.lost)}", file=sys.stderr)
    for level in missing:
        print(f"store {level.store}: {level.sequence} entries were kept in it, not all accounted for", file=sys.stderr)
    if not found and not before:
        print("no store was damaged or is missing")
        return 0
    # A file of unknown identity may hold more than was read of it.
    open_ = bool(missing) or any(each.lost or not each.store for each in found)
    if open_ and not options.settle:
        print("keep every file; once all is accounted for otherwise: recover --settle", file=sys.stderr)
        return 1
    settle(outbox.store, outbox.account)
    print("given up what could not be read" if open_ else "everything is accounted for")
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
    left_out = {holding.id for holding in holdings(outbox, TO_CARRY) if holding.kind in ("case", "rating")}
    left_out -= {file.id for file in manifest.files}
    for id_ in sorted(left_out):
        print(f"{id_!a}: damaged here, left out", file=sys.stderr)
    print("Take the whole folder to the platform; bring it back with receipts.json, and import it here.")
    return 1 if left_out else 0


def _new_key(outbox: Outbox, options: argparse.Namespace) -> int:
    path = data_folder(options) / "terminal.key"
    if path.exists():
        print(f"outbox: {path}: there is a key; only a lost one is replaced", file=sys.stderr)
        return 1
    print(f"{path}: new key; enrol it at the platform: {TerminalKey.create(path).public}")
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
    if left:
        print(f"{left} not confirmed by the platform")
    elif outbox.health_note in UNSETTLED:
        print(f"store: {HEALTH[outbox.health_note]}", file=sys.stderr)
        return 1
    else:
        print("the platform has confirmed everything")
    return 1 if any(effect in REJECTED for effect in effects.values()) else 0


COMMANDS: Mapping[str, Callable[[Outbox, argparse.Namespace], int]] = MappingProxyType(
    {"status": _status, "retry": _retry, "recover": _recover, "new-key": _new_key, "export": _export, "import": _import}
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (see EPILOG)."""
    options = parse_arguments(argv)
    try:
        with open_outbox(data_folder(options)) as outbox:
            return COMMANDS[options.command](outbox, options)
    except (CannotBegin, OutboxInUse, SettingsError, KeyFileError, ForeignData) as error:
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
    escape_what_cannot_be_written()
    sys.exit(main())
