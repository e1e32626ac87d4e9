"""Facts of the terminal for visits, read once at the start from the profile and the shared tables."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from devices.glyphs import font_glyphs
from devices.id_reader.contract import IdCard
from devices.id_reader.people import BadPerson, load_people
from kiosk.language_table import BadLanguages, load_table
from kiosk.settings import Settings, SettingsError
from kiosk.visit import FaultNote, TerminalFacts


def terminal_facts(settings: Settings, config: Path) -> TerminalFacts:
    """The facts of one terminal. Raises SettingsError."""
    try:
        return _facts(settings, config)
    except BadLanguages as error:
        raise SettingsError(error.mistakes) from error
    except (OSError, ValueError, KeyError, TypeError, BadPerson) as error:
        raise SettingsError([f"{config}: ratings, faults, practice or people cannot be used: {error!r}"]) from error


def _facts(settings: Settings, config: Path) -> TerminalFacts:
    terminal = settings.terminal
    label_set, labels = rating_labels(config / "ratings.toml")
    return TerminalFacts(
        code=terminal.code,
        name=terminal.name,
        duty_phone=terminal.duty_phone,
        languages=load_table(config / "languages"),
        nearest=terminal.nearest,
        speaks=bool(settings.screen.get("speaks", False)),
        rehearsal=settings.rehearsal,
        label_set=label_set,
        labels=labels,
        faults=fault_notes(config / "faults.toml"),
        glyphs=font_glyphs(),
        practice_cards=practice_cards(config),
    )


def rating_labels(path: Path) -> tuple[str, Mapping[str, tuple[str, ...]]]:
    """The national label set: its version and the label codes by level."""
    raw = _table(path)
    return str(raw["version"]), {level: tuple(codes) for level, codes in raw["labels"].items()}


def fault_notes(path: Path) -> Mapping[str, FaultNote]:
    """Read the fault table: fault code → its note."""
    return {fault: FaultNote(note["code"], note["do"]) for fault, note in _table(path).items()}


def practice_cards(config: Path) -> tuple[IdCard, ...]:
    """The invented applicant and helper of practice."""
    people, practice = load_people(config / "people.toml"), _table(config / "practice.toml")
    return people[practice["applicant"]], people[practice["helper"]]


def _table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
