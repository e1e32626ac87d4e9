"""Invented government registers: persons, their registered phones, and the data on record.

Persons are read from config/people.toml, the data from registers.toml in this folder; both are keyed by person id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from devices.lazy_dataclass import dataclass
from devices.text_files import read_toml
from kiosk.platform.paper_records import REFERENCE

REGISTERS_FILE = Path(__file__).with_name("registers.toml")


class Row(BaseModel):
    """A row of a look-up result."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    value: str


class Payments(BaseModel):
    """Quarterly payments of a person into the pension scheme, from year to year; sums in yuan as text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: int = Field(ge=1990, le=2100)
    until: int = Field(ge=1990, le=2100)
    each: str
    subsidy: str


class HeldEntry(BaseModel):
    """A paper of a person that a department has: a licence, or one of an earlier case. `paper` is a kind of a
    department's papers.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    paper: str
    way: Literal["licence", "earlier"]
    reference: str = Field(pattern=REFERENCE)
    dated: date
    valid_until: date | None = None
    pages: int = Field(ge=1, le=100)
    revoked: bool = False


class Entry(BaseModel):
    """The data on record for one person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    phone: str | None = None
    pension: tuple[Row, ...] = ()
    lists: Mapping[str, tuple[Row, ...]] = Field(default_factory=dict)
    """Register → its rows, for the question `listing`."""
    payments: Payments | None = None
    papers: tuple[HeldEntry, ...] = ()
    pledges_barred: Literal["", "record", "withdrawn"] = ""
    """Why no pledge of this person is taken (kiosk.platform.held_papers.PledgeBar)."""


@dataclass(frozen=True)
class Person:
    """An invented person with their registered phone ("" for none) and data."""

    number: str = field(repr=False)
    name: str = field(repr=False)
    phone: str = field(repr=False)
    entry: Entry = field(repr=False)
    kind: str = "resident"
    key: str = ""
    """Its name in the file of people."""
    facts: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Their fields in the people file, as text."""


@dataclass(frozen=True)
class Registers:
    """Persons by identity number, and the date of the data."""

    people: Mapping[str, Person] = field(repr=False)
    as_of: str

    def find(self, number: str, name: str) -> Person | None:
        """Return the person with this number and name."""
        person = self.people.get(number.upper())
        return person if person is not None and person.name == name.strip() else None


def load(people: Path, registers_file: Path = REGISTERS_FILE) -> Registers:
    """Read both files. Without a people file there are no persons. Raises ValueError for malformed files."""
    known = _tables(people) if people.exists() else {}
    registers = read_toml(registers_file)
    as_of = str(registers.pop("as_of"))
    entries = {name: Entry.model_validate(table) for name, table in registers.items()}
    found: dict[str, Person] = {}
    for name, table in known.items():
        entry = entries.get(name, Entry())
        phone = str(table.get("phone", "")) if entry.phone is None else entry.phone
        facts = {key: str(value) for key, value in table.items() if isinstance(value, str | date)}
        person = Person(
            str(table["number"]).upper(),
            str(table["name"]).strip(),
            phone,
            entry,
            str(table.get("kind", "resident")),
            name,
            facts,
        )
        found[person.number] = person
    return Registers(found, as_of)


def _tables(path: Path) -> dict[str, dict[str, Any]]:
    """Return all tables with a number and a name, at any depth."""
    found: dict[str, dict[str, Any]] = {}

    def walk(node: Mapping[str, Any]) -> None:
        for name, value in node.items():
            if isinstance(value, dict):
                if "number" in value and "name" in value:
                    found[name] = value
                else:
                    walk(value)

    walk(read_toml(path))
    return found
