"""`python -m kiosk.outbox`: what waits to be sent, and why; a folder to carry where no network is, and what came back.
For technicians. The terminal must be ended first."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from devices import SystemClock
from kiosk.outbox.confirm import BAD, WORDS, confirm
from kiosk.outbox.export import NotOurs, Sender, export
from kiosk.outbox.holdings import TO_CARRY, find, holdings, try_again
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.status import FAILURES, STATES, status_of, told
from kiosk.outbox.store import KeepFailed, OutboxInUse
from kiosk.platform.identity import KeyFileError, PlatformKeys, TerminalKey
from kiosk.platform.offline_transfer import RECEIPTS, TooLarge, read_receipts
from kiosk.settings import Settings, SettingsError, load_settings

ROOT = Path(__file__).resolve().parents[2]
EPILOG = "exit codes: 0 done; 1 something could not be done, and why; 2 wrong usage, or a terminal runs: end it first"


class CannotRead(Exception):
    """What was brought cannot be used; the text says why."""


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
    exporting = commands.add_parser("export", help="write what the platform has not confirmed into a folder to carry")
    exporting.add_argument("folder", type=Path, metavar="DIR", help="empty, or an earlier export of this terminal")
    importing = commands.add_parser("import", help="note the platform's receipts that came back in such a folder")
    importing.add_argument("folder", type=Path, metavar="DIR", help="where receipts.json lies")
    for command in (status, retry, exporting, importing):
        command.add_argument("--data", type=Path, help="the terminal's data folder (default: data-PROFILE)")
        named = command in (exporting, importing)
        command.add_argument("--profile", default="", required=named, help="terminal profile in config/terminals")
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


def _settings(options: argparse.Namespace) -> Settings:
    """The terminal's profile, held to what its start would hold it to. Raises SettingsError."""
    path = ROOT / "config" / "terminals" / f"{options.profile}.toml"
    settings = load_settings(path, rehearsal=True)
    return settings if settings.rehearsal else load_settings(path, rehearsal=False)


def _export(outbox: Outbox, options: argparse.Namespace) -> int:
    settings = _settings(options)
    key = data_folder(options) / "terminal.key"
    if not key.is_file():
        raise Unusable(f"{key}: the terminal's key is gone; without it the platform believes nothing from here")
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
        raise CannotRead(f"{options.folder / RECEIPTS}: damaged or cut off; have it written again") from None
    words = {id_: confirm(outbox, keys, id_, tokens) for id_, tokens in receipts.items()}
    for id_, word in words.items():
        print(f"{id_!a}: {WORDS[word]} ({word})", file=sys.stderr if word in BAD else sys.stdout)
    left = len(holdings(outbox, TO_CARRY))
    print(f"{left} not confirmed by the platform" if left else "the platform has confirmed everything")
    return 1 if any(word in BAD for word in words.values()) else 0


ACTS: Mapping[str, Callable[[Outbox, argparse.Namespace], int]] = MappingProxyType(
    {"status": _status, "retry": _retry, "export": _export, "import": _import}
)


def main(given: Sequence[str] | None = None) -> int:
    """Run one command."""
    options = arguments(given)
    try:
        with opened(data_folder(options)) as outbox:
            return ACTS[options.command](outbox, options)
    except (Unusable, OutboxInUse, SettingsError, KeyFileError) as trouble:
        print(f"outbox: {trouble}", file=sys.stderr)
        return 2
    except (NotOurs, CannotRead) as trouble:
        print(f"outbox: {trouble}", file=sys.stderr)
        return 1
    except OSError as trouble:
        print(f"outbox: {trouble.filename}: {trouble.strerror}", file=sys.stderr)
        return 1
    except KeepFailed as trouble:
        print(f"outbox: {FAILURES[trouble.code]} ({trouble.code})", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
