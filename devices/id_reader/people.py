"""Invented people, read from a file, as cards: for practice, rehearsal and tests. Knows no protocol."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from devices.id_reader.card_checks import problems
from devices.id_reader.contract import CardKind, IdCard, LongTerm
from devices.strict_struct import Limits, ShapeError, StrictStruct, read
from devices.text_files import read_toml, reason_of


class BadPerson(Exception):
    """Invalid people in the file: a line each, with the person's id and what is wrong."""


def load_people(path: Path) -> Mapping[str, IdCard]:
    """Cards by person id. Raises BadPerson with everything that is wrong, a line each."""
    try:
        raw = read_toml(path)
    except (OSError, ValueError) as error:
        raise BadPerson(f"cannot be read: {reason_of(error)}") from error
    try:
        rows = read(_People, {"person": raw}).person
    except ShapeError as error:
        raise BadPerson("\n".join(each.line.removeprefix("person.") for each in error.mismatches)) from None
    cards = {person: _card(row) for person, row in rows.items()}
    wrong = {person: problems(card) for person, card in cards.items()}
    if any(wrong.values()):
        raise BadPerson("\n".join(f"{person}: {', '.join(found)}" for person, found in wrong.items() if found))
    return cards


Text = Annotated[str, Limits(max_length=200)]


class _Person(StrictStruct, frozen=True):
    """One table of the file: a card's fields as they are printed, and the phone registered for the person."""

    kind: CardKind
    name: Text
    number: Text
    sex: Text
    birth: date
    valid_from: date
    valid_to: Annotated[str, Limits(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|长期)\Z")]
    name_latin: Text = ""
    ethnic: Text = ""
    address: Text = ""
    issuer: Text = ""
    nationality: Text = ""
    travel_permit_number: Text = ""
    issue_count: Text = ""
    phone: Text = ""

    @property
    def last_day(self) -> date | LongTerm:
        """The day after which the card is no longer valid."""
        long_term = self.valid_to == LongTerm.LONG_TERM.value
        return LongTerm.LONG_TERM if long_term else date.fromisoformat(self.valid_to)

    def __post_init__(self) -> None:
        # Raises ValueError for a day that the calendar does not have.
        _ = self.last_day


class _People(StrictStruct, frozen=True):
    person: Mapping[str, _Person]


def _card(row: _Person) -> IdCard:
    return IdCard(
        kind=row.kind,
        name=row.name,
        number=row.number,
        name_latin=row.name_latin,
        sex_code=row.sex,
        ethnic_code=row.ethnic,
        birth=row.birth,
        address=row.address,
        issuer=row.issuer,
        valid_from=row.valid_from,
        valid_to=row.last_day,
        nationality=row.nationality,
        travel_permit_number=row.travel_permit_number,
        issue_count=row.issue_count,
    )
