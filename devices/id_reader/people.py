"""Invented people, read from a file, as cards: for practice, rehearsal and tests. Knows no protocol."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from devices.id_reader.card_checks import problems
from devices.id_reader.contract import CardKind, IdCard, LongTerm
from devices.text_files import read_toml


class BadPerson(Exception):
    """An invalid person in the file; the text names the person's id and what is wrong."""


def load_people(path: Path) -> Mapping[str, IdCard]:
    """Cards by person id. Raises BadPerson for a wrong check digit, a missing field or a date that is none."""
    try:
        raw = read_toml(path)
    except (OSError, ValueError) as error:
        raise BadPerson(f"{path.name}: {error}") from error
    return {person: _card(person, table) for person, table in raw.items()}


def _card(person: str, table: Mapping[str, Any]) -> IdCard:
    try:
        card = IdCard(
            kind=CardKind(table["kind"]),
            name=table["name"],
            number=table["number"],
            name_latin=table.get("name_latin", ""),
            sex_code=table["sex"],
            ethnic_code=table.get("ethnic", ""),
            birth=date.fromisoformat(table["birth"]),
            address=table.get("address", ""),
            issuer=table.get("issuer", ""),
            valid_from=date.fromisoformat(table["valid_from"]),
            valid_to=_valid_to(table["valid_to"]),
            nationality=table.get("nationality", ""),
            travel_permit_number=table.get("travel_permit_number", ""),
            issue_count=table.get("issue_count", ""),
        )
    except KeyError as missing:
        raise BadPerson(f"{person}: {missing} is missing") from None
    except (TypeError, ValueError):
        raise BadPerson(f"{person}: a value is not what its field holds") from None
    wrong = problems(card)
    if wrong:
        raise BadPerson(f"{person}: {', '.join(wrong)}")
    return card


def _valid_to(text: str) -> date | LongTerm:
    return LongTerm.LONG_TERM if text == LongTerm.LONG_TERM.value else date.fromisoformat(text)
