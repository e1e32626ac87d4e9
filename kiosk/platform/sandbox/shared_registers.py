"""Registers of the departments, as the question `registers` answers from them: data of invented people and companies.

Read from `registers.toml` in each folder of config/departments. An entry is keyed by a person's id of the people file,
or by a credit code; `from_people` names fields that are taken from the people file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from devices.lazy_dataclass import dataclass
from kiosk.platform.registers import subject_of
from kiosk.platform.sandbox.department_files import read_each
from kiosk.platform.sandbox.registers import Registers

FILE = "registers.toml"
OTHER_NUMBER = "990101197001010000"
DIGEST = r"^[0-9a-f]{64}$"


class SharedRegister(BaseModel):
    """One register: the office that keeps it, by language, the day of its data, and its entries."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    offices: Mapping[str, str] = Field(min_length=1)
    as_of: date
    from_people: tuple[str, ...] = ()
    entries: Mapping[str, Mapping[str, str]] = Field(default_factory=dict, repr=False)

    def values(self, people: Registers, subject: str) -> Mapping[str, str]:
        """Return the fields of a person (by number) or a company (by credit code); empty for one who is not in it."""
        person = people.people.get(subject)
        if person is None:
            return self.entries.get(subject, {})
        taken = {name: person.facts[name] for name in self.from_people if person.facts.get(name)}
        return {**taken, **self.entries.get(person.key, {})}


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    register_: str = Field(alias="register", min_length=1, max_length=100)
    fields: tuple[str, ...] = Field(min_length=1, max_length=50)
    purpose: str = Field(min_length=1, max_length=100)


class _Consent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    digest: str = Field(pattern=DIGEST)
    language: str = Field(min_length=1, max_length=20)


class RegistersParameters(BaseModel):
    """The parameters of the question."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wanted: tuple[_Row, ...] = Field(min_length=1, max_length=10)
    consent: _Consent
    principal: str = Field(default="", max_length=100, repr=False)


def load_shared(departments: Path) -> Mapping[str, SharedRegister]:
    """Read the registers of all departments. Raises OSError, and ValueError, which begins with the path, for a wrong
    file."""
    files = read_each(
        departments, FILE, lambda _, tables: {name: SharedRegister.model_validate(one) for name, one in tables.items()}
    )
    return {name: register for file in files for name, register in file.items()}


@dataclass(frozen=True)
class RegistersAsked:
    """Parameters of a register query: `subject` is the number or credit code whose data is wanted, `uses` the rows
    (register, purpose, field) that the item fills its form with. `fault` is a kind of the misfortune
    `wrong_registers`."""

    asked: RegistersParameters
    subject: str
    number: str
    visit: str
    uses: frozenset[tuple[str, str, str]]
    fault: str = ""

    @property
    def granted(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """Register, purpose and fields of what the item has a use for; the rest is left out."""
        rows = (
            (row.register_, row.purpose, tuple(f for f in row.fields if (row.register_, row.purpose, f) in self.uses))
            for row in self.asked.wanted
        )
        return tuple(row for row in rows if row[2])


def registers_answer(known: Mapping[str, SharedRegister], people: Registers, asked: RegistersAsked) -> dict[str, Any]:
    """Return what the registers say; nothing of a register that does not know the person."""
    entries = []
    for name, _, fields in asked.granted:
        register = known.get(name)
        values = {} if register is None else register.values(people, asked.subject)
        if register is not None and values:
            entries.append(_entry(name, register, {each: values[each] for each in fields if each in values}))
    holder = subject_of(asked.visit, asked.number, asked.asked.principal)
    return FAULTS[asked.fault](asked, {"holder": holder, "entries": entries})


def _entry(name: str, register: SharedRegister, values: Mapping[str, str]) -> dict[str, Any]:
    return {
        "register": name,
        "offices": dict(register.offices),
        "as_of": register.as_of.isoformat(),
        "values": dict(values),
    }


def _with_values(right: dict[str, Any], change: Callable[[dict[str, str]], dict[str, str]]) -> dict[str, Any]:
    return {**right, "entries": [{**entry, "values": change(entry["values"])} for entry in right["entries"]]}


def _half(values: dict[str, str]) -> dict[str, str]:
    return dict(list(values.items())[: len(values) // 2])


FAULTS: Mapping[str, Callable[[RegistersAsked, dict[str, Any]], dict[str, Any]]] = MappingProxyType(
    {
        "": lambda asked, right: right,
        "other_person": lambda asked, right: {**right, "holder": subject_of(asked.visit, OTHER_NUMBER, "")},
        "half": lambda asked, right: _with_values(right, _half),
        "unusable": lambda asked, right: _with_values(right, lambda values: dict.fromkeys(values, "?")),
        "more_fields": lambda asked, right: _with_values(right, lambda values: {**values, "not-asked": "x"}),
    }
)
"""Kind of `wrong_registers` → what becomes of the right answer."""
