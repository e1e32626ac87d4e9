"""`python -m kiosk.terminal network PROFILE`: try the way to the platform from a shell."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

from devices import SystemClock, Wait
from kiosk.messages import Languages, LanguageWords
from kiosk.platform.gateway import PlatformGateway
from kiosk.platform.identity import TerminalKey
from kiosk.platform.network_steps import REMEDIES, StepResult
from kiosk.settings import load_settings
from kiosk.terminal.assembly import GATEWAYS, KEY_FILE, platform_keys
from kiosk.terminal.way_to_platform import walk_of
from kiosk.version import VERSION
from kiosk.words import text

SIGNS = {True: "ok", False: "FAULT", None: "-"}
LONGEST_S = 60.0


def try_way(profile: Path, data: Path, language: str, *, as_json: bool) -> int:
    """Print each step. Exit code 0: the platform answers; 1: it does not. Raises SettingsError and KeyFileError."""
    settings = load_settings(profile, rehearsal=True)
    key, keys = TerminalKey.load_or_create(data / KEY_FILE, lived=True), platform_keys(settings)
    platform, clock = settings.platform, SystemClock()

    def gateway() -> PlatformGateway:
        module, name = GATEWAYS[platform.kind]
        ca_file = Path(platform.ca_file) if platform.ca_file else None
        made: PlatformGateway = getattr(import_module(module), name)(
            platform.url, settings.terminal.code, key, keys, clock, build=VERSION, ca_file=ca_file
        )
        return made

    results = walk_of(platform, keys, gateway)(clock, Wait(clock, LONGEST_S))
    words = Languages.load(profile.resolve().parent.parent / "languages").words(language)
    if as_json:
        print(json.dumps([_record(each) for each in results], ensure_ascii=False))
    else:
        for each in results:
            print("\n".join(_lines(each, words)))
    return 0 if results and all(each.passed is not False for each in results) else 1


def _record(result: StepResult) -> dict[str, Any]:
    do = REMEDIES[result.fault] if result.fault else ()
    return {
        "step": result.step.value,
        "passed": result.passed,
        "saw": result.saw,
        "fault": result.fault,
        "ms": result.ms,
        "do": list(do),
    }


def _lines(result: StepResult, words: LanguageWords) -> list[str]:
    name = words.text(text(f"path-{result.step.value}"))
    head = f"{SIGNS[result.passed]:6}{name}{': ' if result.saw else ''}{result.saw}"
    if not result.fault:
        return [head]
    said = words.text(text(f"path-fault-{result.fault.replace('_', '-')}"))
    steps = (words.text(text(f"path-do-{each.replace('_', '-')}")) for each in REMEDIES[result.fault])
    return [head, f"      {said}", *(f"      {number}. {step}" for number, step in enumerate(steps, 1))]
