"""Documents and print permits: who may fetch which, and how many copies are printed.

A copy is taken while a permit for it exists whose outcome is not `did_not`: unknown counts as printed. The first copy
needs no reason, every further one does.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Request
from fastapi.responses import JSONResponse, Response
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from devices.clock import day_in_china
from kiosk.platform.bounds import SINGLE_LINE
from kiosk.platform.document_records import PERMIT
from kiosk.platform.documents import COPIES_MOST, CopyReason, PaperOutcome
from kiosk.platform.identity import sign_token
from kiosk.platform.records import instant
from kiosk.platform.sandbox import pick_ups
from kiosk.platform.sandbox.authentication import (
    Authenticated,
    AuthenticatedRequest,
    StrictRecord,
    WholeNumber,
    sandbox_of,
    statuses,
)
from kiosk.platform.sandbox.document_faults import faulty
from kiosk.platform.sandbox.issued_documents import reprint_until, stands, taken_copies
from kiosk.platform.sandbox.one_time_tokens import LINK_PATH
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.request_context import DOCUMENT_FAULT
from kiosk.platform.sandbox.storage import Document, Permit

ID = r"^[A-Za-z0-9-]{8,64}$"
DocumentId = Annotated[str, Path(pattern=ID)]
PermitId = Annotated[str, Path(pattern=ID)]
Visit = Annotated[str, Header(max_length=100)]
Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{20,64}$")]
Proof = Annotated[str, Header(max_length=2000)]
BEGIN_WITHIN = timedelta(minutes=10)
"""Time in which a permitted print has to begin."""


class PermitRecord(StrictRecord):
    """The body of a request for a permit."""

    document: str = Field(pattern=ID)
    copy_number: WholeNumber = Field(alias="copy", ge=1, le=COPIES_MOST)
    reason: CopyReason = Field(strict=False)
    visit: str = Field(max_length=100, pattern=SINGLE_LINE)
    proof: str = Field(max_length=2000, repr=False)


class OutcomeRecord(StrictRecord):
    """The body of an outcome."""

    outcome: PaperOutcome = Field(strict=False)


routes = APIRouter()


@routes.get(
    "/v1/documents/{document_id}",
    response_class=Response,
    responses=statuses(400, 401, 403, 404, 422, 500, 503),
)
def get_document(document_id: DocumentId, caller: Authenticated, yike_visit: Visit, yike_proof: Proof) -> Response:
    with caller.sandbox.storage.reading() as session:
        document = _document_of(session, caller, document_id, yike_visit, yike_proof)
    fault = DOCUMENT_FAULT.get()
    pdf = faulty(fault, caller.sandbox, document) if fault else document.pdf
    return Response(pdf, media_type="application/pdf")


@routes.put("/v1/permits/{permit_id}", responses=statuses(201, 400, 401, 403, 404, 409, 410, 413, 422, 500, 503))
def put_permit(permit_id: PermitId, caller: Authenticated) -> JSONResponse:
    record = caller.parse(PermitRecord)
    with caller.sandbox.storage.writing() as session:
        held = session.scalar(select(Permit).where(Permit.permit_id == permit_id))
        if held is None:
            document = _document_of(session, caller, record.document, record.visit, record.proof)
            permit = _permit(session, caller, document, permit_id, record)
            return JSONResponse({"token": permit.token}, 201)
        same = (held.document_id, held.copy, held.terminal) == (record.document, record.copy_number, caller.terminal)
        if not same or held.outcome:
            raise Refusal("already-printed")
    return JSONResponse({"token": held.token})


@routes.put("/v1/permits/{permit_id}/outcome", responses=statuses(400, 401, 403, 404, 409, 413, 500, 503))
def put_outcome(permit_id: PermitId, caller: Authenticated) -> dict[str, Any]:
    outcome = caller.parse(OutcomeRecord).outcome.value
    with caller.sandbox.storage.writing() as session:
        mine = select(Permit).where(Permit.permit_id == permit_id, Permit.terminal == caller.terminal)
        permit = session.scalar(mine) or pick_ups.permit_of(session, permit_id, caller.terminal)
        if permit is None:
            raise Refusal("unknown")
        if permit.outcome not in ("", PaperOutcome.UNCONFIRMED.value, outcome):
            raise Refusal("outcome-final")
        permit.outcome = outcome
    return {"permit": permit_id, "outcome": outcome}


@routes.get(LINK_PATH + "{token}", response_class=Response, responses=statuses(400, 404, 500, 503))
def get_copy(token: Token, request: Request) -> Response:
    sandbox = sandbox_of(request)
    document_id = sandbox.document_links.take(LINK_PATH + token)
    with sandbox.storage.reading() as session:
        document = session.scalar(select(Document).where(Document.document_id == document_id))
        if document is None:
            raise Refusal("unknown")
        return Response(
            document.pdf,
            media_type="application/pdf",
            headers={
                "Content-Disposition": f'attachment; filename="{document.number}.pdf"',
                "Cache-Control": "no-store",
            },
        )


def _document_of(session: Session, caller: AuthenticatedRequest, document_id: str, visit: str, proof: str) -> Document:
    """Return a document whose owner proved themselves in this visit. Raises Refusal."""
    document = session.scalar(select(Document).where(Document.document_id == document_id))
    sandbox = caller.sandbox
    if document is None or not stands(session, document, sandbox):
        raise Refusal("unknown")
    if not sandbox.codes.is_proven((caller.terminal, visit, document.person), proof, sandbox.clock.now()):
        raise Refusal("proof-required")
    return document


def _permit(
    session: Session, caller: AuthenticatedRequest, document: Document, permit_id: str, record: PermitRecord
) -> Permit:
    sandbox, now = caller.sandbox, caller.sandbox.clock.now()
    if record.copy_number != max(taken_copies(session, document), default=0) + 1:
        raise Refusal("already-printed")
    if day_in_china(now) > reprint_until(document, sandbox):
        raise Refusal("reprint-over")
    if record.copy_number > 1 and record.reason is CopyReason.NONE:
        raise Refusal("reason-required")
    claims = {
        "permit": permit_id,
        "document": document.document_id,
        "copy": record.copy_number,
        "terminal": caller.terminal,
        "until": instant(now + BEGIN_WITHIN),
    }
    token = sign_token(json.dumps(claims).encode(), sandbox.keys.sign_private, sandbox.keys.sign_key_id, PERMIT)
    permit = Permit(
        permit_id=permit_id,
        document_id=document.document_id,
        copy=record.copy_number,
        reason=record.reason.value,
        terminal=caller.terminal,
        given_at=instant(now),
        token=token,
    )
    session.add(permit)
    return permit
