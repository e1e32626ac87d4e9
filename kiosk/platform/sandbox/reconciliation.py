"""/v1/terminals/self/reconcile: comparison of a terminal's records of its cases with those held here."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field
from sqlalchemy import select

from kiosk.platform.records import CASE_ID, SHA256
from kiosk.platform.sandbox import case_acceptance, case_life, case_receipts
from kiosk.platform.sandbox.authentication import (
    Authenticated,
    StrictRecord,
    statuses,
)
from kiosk.platform.sandbox.storage import Case

CASES_MAX = 500


class ReconcileEntry(StrictRecord):
    """The terminal's record of a case: digest, and the kinds of receipts it has."""

    case_id: str = Field(pattern=CASE_ID)
    digest: str = Field(pattern=SHA256)
    has: list[Literal["RECEIVED", "COMPLETE", "DECIDED"]] = Field(max_length=3)


class ReconcileRecord(StrictRecord):
    """The body of a reconcile request."""

    cases: list[ReconcileEntry] = Field(max_length=CASES_MAX)


routes = APIRouter()


@routes.post("/v1/terminals/self/reconcile", responses=statuses(400, 401, 403, 413, 500, 503))
def reconcile(caller: Authenticated) -> dict[str, Any]:
    entries = caller.parse(ReconcileRecord).cases
    with caller.sandbox.storage.writing() as session:
        wanted = select(Case).where(
            Case.terminal == caller.terminal, Case.case_id.in_([entry.case_id for entry in entries])
        )
        held = {case.case_id: case for case in session.scalars(wanted)}
        for case in held.values():
            case_life.advance(case, caller.sandbox)
        differences = [_difference(each, held.get(each.case_id)) for each in entries]
    return {"differences": [each for each in differences if each]}


def _difference(entry: ReconcileEntry, case: Case | None) -> dict[str, Any]:
    if case is None:
        return {"case_id": entry.case_id, "seen": "unknown"}
    if case.digest != entry.digest:
        return {"case_id": entry.case_id, "seen": "other_digest"}
    if set(entry.has) == set(case_receipts.receipts_by_kind(case)):
        return {}
    return {"case_id": entry.case_id, "seen": "held", "case": case_acceptance.answer(case)}
