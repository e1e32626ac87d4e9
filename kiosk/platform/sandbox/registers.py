"""The invented registers: who exists, which phone the authority has on record, what it knows of them.

Persons come from config/people.toml, what is on record from registers.toml beside this file, both by person id.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

OWN = Path(__file__).with_name("registers.toml")


class Filled(BaseModel):
    """A value a form may be filled with, and where it comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: str
    source: str


class Row(BaseModel):
    """One row of a look-up."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    value: str


class Entry(BaseModel):
    """What the registers hold of one person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    phone: str | None = None
    prefill: Mapping[str, Filled] = Field(default_factory=dict)
    pension: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Person:
    """An invented person as the registers know them."""

    number: str = field(repr=False)
    name: str = field(repr=False)
    phone: str = field(repr=False)
    entry: Entry = field(repr=False)


@dataclass(frozen=True)
class Registers:
    """People by number, and the day the data speaks of."""

    people: Mapping[str, Person] = field(repr=False)
    as_of: str

    def find(self, number: str, name: str) -> Person | None:
        """The person of this number, if the name is theirs."""
        person = self.people.get(number.upper())
        return person if person is not None and person.name == name.strip() else None


def load(people: Path, own: Path = OWN) -> Registers:
    """Read both files. A missing people file means an empty world. Raises ValueError for anything malformed."""
    known = _tables(people) if people.exists() else {}
    registers = tomllib.loads(own.read_text(encoding="utf-8"))
    as_of = str(registers.pop("as_of"))
    entries = {name: Entry.model_validate(table) for name, table in registers.items()}
    found: dict[str, Person] = {}
    for name, table in known.items():
        entry = entries.get(name, Entry())
        phone = str(table.get("phone", "")) if entry.phone is None else entry.phone
        person = Person(str(table["number"]).upper(), str(table["name"]).strip(), phone, entry)
        found[person.number] = person
    return Registers(found, as_of)


def _tables(path: Path) -> dict[str, dict[str, Any]]:
    """Every table with a number and a name, however the file groups them."""
    found: dict[str, dict[str, Any]] = {}

    def walk(node: Mapping[str, Any]) -> None:
        for name, value in node.items():
            if isinstance(value, dict):
                if "number" in value and "name" in value:
                    found[name] = value
                else:
                    walk(value)

    walk(tomllib.loads(path.read_text(encoding="utf-8")))
    return found
