"""Routes under /v1/carried: import of files exported by a terminal without a network.

Requests are not signed, because the sender has no key; the files are, by the terminal's enrolled key. They are accepted
by the same functions as over the network, so a case received both ways counts once. Terminals are not enrolled here.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import JSONResponse
from sqlalchemy import select

from kiosk.platform.identity import BadToken, digest
from kiosk.platform.offline_transfer import CASE, RATED, RATING, TOKEN_LARGEST, TransferToken, verify_transfer_token
from kiosk.platform.records import MATERIAL_LARGEST, SHA256, instant
from kiosk.platform.sandbox import case_acceptance, case_receipts, ratings
from kiosk.platform.sandbox.authentication import BODY_LIMIT, CurrentSandbox, read_body, statuses
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.state import SandboxState
from kiosk.platform.sandbox.storage import Case, ExpectedMaterial, Terminal

routes = APIRouter(prefix="/v1/carried")


async def _token_body(request: Request) -> bytes:
    return await read_body(request, TOKEN_LARGEST)


async def _material_body(request: Request) -> bytes:
    return await read_body(request, MATERIAL_LARGEST)


TokenBody = Annotated[bytes, Depends(_token_body)]
MaterialBody = Annotated[bytes, Depends(_material_body)]
Sha256 = Annotated[str, Path(pattern=SHA256)]


@routes.put("/cases/{case_id}", responses=statuses(201, 400, 401, 403, 409, 410, 413, 422, 500, 503))
def put_case(case_id: str, sandbox: CurrentSandbox, token: TokenBody) -> JSONResponse:
    carried = _verify_carried(sandbox, token, CASE)
    with sandbox.storage.writing() as session:
        case, new = case_acceptance.accept(session, sandbox, case_id, carried.terminal, carried.payload)
    return JSONResponse(case_acceptance.answer(case), 201 if new else 200)


@routes.put("/cases/{case_id}/materials/{sha256}", responses=statuses(400, 404, 413, 422, 500, 503))
def put_material(case_id: str, sha256: Sha256, sandbox: CurrentSandbox, body: MaterialBody) -> dict[str, Any]:
    with sandbox.storage.reading() as session:
        case = session.scalar(select(Case).where(Case.case_id == case_id))
    sizes = {each.sha256: each.size for each in case.materials} if case is not None else {}
    if sha256 not in sizes:
        raise Refusal("unknown")
    if len(body) != sizes[sha256] or digest(body) != sha256:
        raise Refusal("checksum-mismatch")
    sandbox.materials.put(sha256, body)
    with sandbox.storage.writing() as session:
        for each in session.scalars(select(Case).join(ExpectedMaterial).where(ExpectedMaterial.sha256 == sha256)):
            case_receipts.issue_complete(each, sandbox, sandbox.clock.now())
    with sandbox.storage.reading() as session:
        return case_acceptance.answer(session.scalars(select(Case).where(Case.case_id == case_id)).one())


@routes.put("/ratings/{rating_id}", responses=statuses(201, 400, 401, 403, 404, 409, 413, 500, 503))
def put_rating(rating_id: str, sandbox: CurrentSandbox, token: TokenBody) -> JSONResponse:
    carried = _verify_carried(sandbox, token, RATING)
    name, _, body = carried.payload.partition(b"\n")
    if name != rating_id.encode():
        raise Refusal("malformed")
    with sandbox.storage.writing() as session:
        new = ratings.accept(session, rating_id, carried.terminal, body)
    claims = {"id": rating_id, "digest": digest(body), "case_number": "", "at": instant(sandbox.clock.now())}
    receipt = case_receipts.issued(sandbox.keys, {**claims, "kind": RATED})
    return JSONResponse({"rating_id": rating_id, "receipts": [receipt]}, 201 if new else 200)


def _verify_carried(sandbox: SandboxState, token: bytes, kind: str) -> TransferToken:
    """Verify a token with the key enrolled for its terminal. Raises Refusal."""
    try:
        carried = verify_transfer_token(token.decode("ascii"), kind)
    except (UnicodeDecodeError, BadToken):
        raise Refusal("signature-invalid") from None
    with sandbox.storage.reading() as session:
        terminal = session.get(Terminal, carried.terminal)
    if terminal is None or terminal.public != carried.public:
        raise Refusal("not-enrolled")
    if terminal.suspended:
        raise Refusal("suspended")
    if len(carried.payload) > BODY_LIMIT:
        raise Refusal("too-large")
    return carried
