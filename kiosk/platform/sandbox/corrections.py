"""Corrections of registers that citizens asked for with their cases."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.storage import Case, Correction


class _Disputed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: str = Field(min_length=1, max_length=100)
    register_: str = Field(alias="register", min_length=1, max_length=100)
    as_of: str = Field(max_length=10)


_SEVERAL = TypeAdapter(list[_Disputed])
MOST = 200
NOTE = "登记核对"
"""Shown with the case: it is about a register, and applies for nothing."""


def record(session: Session, case: Case, content: dict[str, Any]) -> None:
    """Pass the answers of a dispute on to the registers that have other values. A case of an application only names
    them. Raises Refusal."""
    try:
        disputed = _SEVERAL.validate_python(content.get("disputed", []))
    except ValidationError:
        raise Refusal("cannot-open") from None
    if len(disputed) > MOST or (case.act == "dispute" and not disputed):
        raise Refusal("cannot-open")
    for each in disputed if case.act == "dispute" else ():
        case.note = NOTE
        row = Correction(case_id=case.case_id, register=each.register_, answer=each.answer, as_of=each.as_of)
        session.add(row)
