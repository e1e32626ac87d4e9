"""Mandates of invented people: who may act for whom, in which items and until when.

Read from `mandates.toml` in each folder of config/departments. A principal is the id of a person of the people file, or
the credit code of a company in the register `company`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from devices.text_files import read_toml
from kiosk.platform.paper_records import REFERENCE

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
    died: date | None = None


def load_mandates(departments: Path) -> tuple[MandateRow, ...]:
    """Read the mandates that all departments know of. Raises OSError, and ValueError, which begins with the path, for a
    wrong file."""
    found: list[MandateRow] = []
    for file in sorted(departments.glob(f"*/{FILE}")):
        try:
            found += [MandateRow.model_validate(each) for each in read_toml(file)["mandate"]]
        except (ValueError, TypeError, KeyError) as error:
            raise ValueError(f"{file}: {str(error).splitlines()[0]}") from None
    return tuple(found)
