"""Papers that departments have of people: who has which is in the register, what they are called with the department.

Read from `papers.toml` in each folder of config/departments, by the platform's word for the kind of paper.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from devices.lazy_dataclass import dataclass
from kiosk.platform.held_papers import holder_of
from kiosk.platform.sandbox.department_files import read_each
from kiosk.platform.sandbox.registers import HeldEntry, Person

FILE = "papers.toml"
OTHER_NUMBER = "990101197001010000"


class PaperKind(BaseModel):
    """A kind of paper: its name and the office that has it, by language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    titles: Mapping[str, str] = Field(min_length=1)
    offices: Mapping[str, str] = Field(min_length=1)


def load_papers(departments: Path) -> Mapping[str, PaperKind]:
    """Read what all departments have. Raises OSError, and ValueError, which begins with the path, for a wrong file."""
    files = read_each(
        departments, FILE, lambda _, tables: {kind: PaperKind.model_validate(each) for kind, each in tables.items()}
    )
    return {kind: paper for file in files for kind, paper in file.items()}


@dataclass(frozen=True)
class PapersAsked:
    """A question for papers: the person, the wanted kinds and ways, the day. `fault` is a kind of the misfortune
    `wrong_papers`."""

    person: Person | None
    number: str
    visit: str
    wanted: frozenset[tuple[str, str]]
    day: date
    fault: str = ""
    pledges: bool = False
    """The item takes a pledge: only then the answer says whether the person may give one."""


def papers_answer(known: Mapping[str, PaperKind], asked: PapersAsked) -> dict[str, Any]:
    """Return the papers that a person may use: none that was revoked or has ended."""
    held = () if asked.person is None else asked.person.entry.papers
    rows = [
        _row(known[each.paper], each)
        for each in held
        if each.paper in known and (each.paper, each.way) in asked.wanted
        if not each.revoked and _is_valid(each, asked.day)
    ]
    barred = asked.person.entry.pledges_barred if asked.pledges and asked.person is not None else ""
    right = {"holder": holder_of(asked.visit, asked.number), "papers": rows, "pledges_barred": barred}
    return FAULTS[asked.fault](asked, right)


def _is_valid(entry: HeldEntry, day: date) -> bool:
    return entry.valid_until is None or day <= entry.valid_until


def _row(kind: PaperKind, entry: HeldEntry) -> dict[str, Any]:
    return {
        "paper": entry.paper,
        "way": entry.way,
        "reference": entry.reference,
        "titles": dict(kind.titles),
        "offices": dict(kind.offices),
        "dated": entry.dated.isoformat(),
        "valid_until": entry.valid_until and entry.valid_until.isoformat(),
        "pages": entry.pages,
    }


def _with(right: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the answer with every paper changed."""
    return {**right, "papers": [{**row, **changes} for row in right["papers"]]}


FAULTS: Mapping[str, Callable[[PapersAsked, dict[str, Any]], dict[str, Any]]] = MappingProxyType(
    {
        "": lambda asked, right: right,
        "other_person": lambda asked, right: {**right, "holder": holder_of(asked.visit, OTHER_NUMBER)},
        "other_kind": lambda asked, right: _with(right, paper="another-kind"),
        "expired": lambda asked, right: _with(right, valid_until=(asked.day - timedelta(days=1)).isoformat()),
        "revoked": lambda asked, right: {**right, "papers": []},
    }
)
"""Kind of `wrong_papers` → what becomes of the right answer."""
