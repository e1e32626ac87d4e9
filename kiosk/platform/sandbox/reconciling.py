"""/v1/terminals/self/reconcile: what a terminal believes of its cases against what is held here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import Field
from sqlalchemy import select

from kiosk.platform.records import CASE_ID, SHA256
from kiosk.platform.sandbox import receipts
from kiosk.platform.sandbox.entrance import Strict, Visitor, says, terminal_visitor
from kiosk.platform.sandbox.storage import Case

Known = Annotated[Visitor, Depends(terminal_visitor)]
MOST = 500


class Believed(Strict):
    """What the terminal believes of a case."""

    case_id: str = Field(pattern=CASE_ID)
    digest: str = Field(pattern=SHA256)
    has: list[Literal["RECEIVED", "COMPLETE", "DECIDED"]] = Field(max_length=3)


class ReconcileRecord(Strict):
    """All that is asked about at once."""

    cases: list[Believed] = Field(max_length=MOST)


routes = APIRouter()


@routes.post("/v1/terminals/self/reconcile", responses=says(400, 401, 403, 413, 500, 503))
def reconcile(known: Known) -> dict[str, Any]:
    believed = known.read(ReconcileRecord).cases
    with known.world.storage.reading() as session:
        wanted = select(Case).where(Case.terminal == known.terminal, Case.case_id.in_([b.case_id for b in believed]))
        held = {case.case_id: case for case in session.scalars(wanted)}
        differences = [_difference(each, held.get(each.case_id)) for each in believed]
    return {"differences": [each for each in differences if each]}


def _difference(believed: Believed, case: Case | None) -> dict[str, Any]:
    if case is None:
        return {"case_id": believed.case_id, "seen": "unknown"}
    if case.digest != believed.digest:
        return {"case_id": believed.case_id, "seen": "other_digest"}
    if set(believed.has) == set(receipts.kinds(case)):
        return {}
    return {"case_id": believed.case_id, "seen": "held", "case": receipts.answer(case)}
