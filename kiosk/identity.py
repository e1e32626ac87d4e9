"""`python -m kiosk.identity show`: the terminal's public key, and the fingerprint to compare at the platform."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from devices.console import escape_what_cannot_be_written
from kiosk.enrolment.fingerprint import fingerprint
from kiosk.platform.identity import KeyFileError, TerminalKey
from kiosk.settings import SettingsError, load_settings

ROOT = Path(__file__).resolve().parents[1]
KEY_FILE = "terminal.key"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0: shown; 2: wrong usage, settings or key. Makes no key: the terminal's first start does."""
    parser = argparse.ArgumentParser(prog="python -m kiosk.identity", description=__doc__, epilog=main.__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    show = commands.add_parser("show", help="public key and fingerprint; never the private key")
    show.add_argument("--profile", required=True, help="terminal profile in config/terminals")
    show.add_argument("--data", type=Path, help="the terminal's data folder (default: data-PROFILE)")
    show.add_argument("--json", action="store_true", help="as JSON, always with the same keys")
    options = parser.parse_args(arguments)
    try:
        settings = load_settings(ROOT / "config" / "terminals" / f"{options.profile}.toml", rehearsal=True)
        key = TerminalKey.load_or_create((options.data or ROOT / f"data-{options.profile}") / KEY_FILE, lived=True)
        shown = {
            "terminal": settings.terminal.code,
            "public": key.public,
            "platform_key": settings.platform.sign_key_id,
            "fingerprint": fingerprint(settings.terminal.code, key.public, settings.platform.sign_public),
        }
    except (SettingsError, KeyFileError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    lines = [f"{name:<13} {value}" for name, value in shown.items()]
    print(json.dumps(shown) if options.json else "\n".join(lines))
    return 0


if __name__ == "__main__":
    escape_what_cannot_be_written()
    sys.exit(main())
