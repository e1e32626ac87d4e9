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


def record(session: Session, case: Case, content: dict[str, Any]) -> None:
    """Pass each disputed answer of a case on to the register that has another value. Raises Refusal."""
    try:
        disputed = _SEVERAL.validate_python(content.get("disputed", []))
    except ValidationError:
        raise Refusal("cannot-open") from None
    if len(disputed) > MOST:
        raise Refusal("cannot-open")
    for each in disputed:
        row = Correction(case_id=case.case_id, register=each.register_, answer=each.answer, as_of=each.as_of)
        session.add(row)
