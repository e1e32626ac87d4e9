"""Mandates of invented people: who may act for whom, in which items and until when.

Read from `mandates.toml` in each folder of config/departments. A principal is the id of a person of the people file, or
the credit code of a company in the register `company`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from kiosk.platform.paper_records import REFERENCE
from kiosk.platform.sandbox.department_files import read_each

FILE = "mandates.toml"


class MandateRow(BaseModel):
    """One mandate. `items` names those that it is for (empty: every item); `died` is the day on which the death of a
    relative was registered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    token: str = Field(pattern=REFERENCE)
    kind: Literal["ward", "authorised", "company", "deceased"]
    agent: str
    principal: str
    items: tuple[str, ...] = ()
    scopes: Mapping[str, str] = Field(default_factory=dict)
    until: date | None = None
    revoked: bool = False
    revoked_after: int | None = Field(default=None, ge=0)
    """Seconds after a visit was first told of it, at which the principal revokes it; None: never."""
    died: date | None = None


class NamedMandates:
    """When each mandate was first named in the visit that was told of it last."""

    def __init__(self) -> None:
        self._named: dict[str, tuple[str, datetime]] = {}

    def note(self, token: str, visit: str, now: datetime) -> None:
        if self._named.get(token, ("", now))[0] != visit:
            self._named[token] = (visit, now)

    def is_revoked(self, row: MandateRow, now: datetime) -> bool:
        """Return whether the time of a row with `revoked_after` is over."""
        named = self._named.get(row.token)
        if row.revoked_after is None or named is None:
            return False
        return now >= named[1] + timedelta(seconds=row.revoked_after)

    def reset(self) -> None:
        self._named.clear()


def load_mandates(departments: Path) -> tuple[MandateRow, ...]:
    """Read the mandates that all departments know of. Raises OSError, and ValueError, which begins with the path, for a
    wrong file."""
    files = read_each(
        departments, FILE, lambda _, tables: [MandateRow.model_validate(each) for each in tables["mandate"]]
    )
    return tuple(row for file in files for row in file)
