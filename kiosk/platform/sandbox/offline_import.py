"""/v1/carried: what somebody brings by hand from a terminal without a network.

No request is signed, for whoever carries it is nobody; the tokens are, by the terminal's enrolled key. They go through
the very same acceptance as over the network, so what came both ways counts once. A carrier enrols no terminal.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import JSONResponse
from sqlalchemy import select

from kiosk.platform.identity import BadToken, digest
from kiosk.platform.offline_transfer import CASE, RATED, RATING, TOKEN_LARGEST, TransferToken, verify_transfer_token
from kiosk.platform.records import MATERIAL_LARGEST, SHA256, instant
from kiosk.platform.sandbox import keys, ratings, receipts
from kiosk.platform.sandbox.entrance import BODY_LIMIT, body_within, says, world_of
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.storage import Case, Expected, Terminal
from kiosk.platform.sandbox.world import World

routes = APIRouter(prefix="/v1/carried")


async def _token(request: Request) -> bytes:
    return await body_within(request, TOKEN_LARGEST)


async def _bytes(request: Request) -> bytes:
    return await body_within(request, MATERIAL_LARGEST)


Here = Annotated[World, Depends(world_of)]
Token = Annotated[bytes, Depends(_token)]
Bytes = Annotated[bytes, Depends(_bytes)]
Sha256 = Annotated[str, Path(pattern=SHA256)]


@routes.put("/cases/{case_id}", responses=says(201, 400, 401, 403, 409, 410, 413, 422, 500, 503))
def put_case(case_id: str, world: Here, token: Token) -> JSONResponse:
    carried = _from_a_terminal(world, token, CASE)
    with world.storage.writing() as session:
        case, new = receipts.accept(
            session, case_id, carried.terminal, carried.payload, world.published, world.shelf.has, world.clock.now()
        )
    return JSONResponse(receipts.answer(case), 201 if new else 200)


@routes.put("/cases/{case_id}/materials/{sha256}", responses=says(400, 404, 413, 422, 500, 503))
def put_material(case_id: str, sha256: Sha256, world: Here, body: Bytes) -> dict[str, Any]:
    with world.storage.reading() as session:
        case = session.scalar(select(Case).where(Case.case_id == case_id))
    sizes = {each.sha256: each.size for each in case.materials} if case is not None else {}
    if sha256 not in sizes:
        raise Refusal("unknown")
    if len(body) != sizes[sha256] or digest(body) != sha256:
        raise Refusal("checksum-mismatch")
    world.shelf.put(sha256, body)
    with world.storage.writing() as session:
        for each in session.scalars(select(Case).join(Expected).where(Expected.sha256 == sha256)):
            receipts.complete(session, each, world.shelf.has, world.clock.now())
    with world.storage.reading() as session:
        return receipts.answer(session.scalars(select(Case).where(Case.case_id == case_id)).one())


@routes.put("/ratings/{rating_id}", responses=says(201, 400, 401, 403, 409, 413, 500, 503))
def put_rating(rating_id: str, world: Here, token: Token) -> JSONResponse:
    carried = _from_a_terminal(world, token, RATING)
    name, _, body = carried.payload.partition(b"\n")
    if name != rating_id.encode():
        raise Refusal("malformed")
    with world.storage.writing() as session:
        new = ratings.accept(session, rating_id, carried.terminal, body)
    claims = {"id": rating_id, "digest": digest(body), "case_number": "", "at": instant(world.clock.now())}
    receipt = receipts.receipt_token({**claims, "kind": RATED, "kid": keys.SIGN_KEY_ID})
    return JSONResponse({"rating_id": rating_id, "receipts": [receipt]}, 201 if new else 200)


def _from_a_terminal(world: World, token: bytes, kind: str) -> TransferToken:
    """A token by the key enrolled for the terminal it names. Raises Refusal."""
    try:
        carried = verify_transfer_token(token.decode("ascii"), kind)
    except (UnicodeDecodeError, BadToken):
        raise Refusal("signature-invalid") from None
    with world.storage.reading() as session:
        terminal = session.get(Terminal, carried.terminal)
    if terminal is None or terminal.public != carried.public:
        raise Refusal("not-enrolled")
    if terminal.suspended:
        raise Refusal("suspended")
    if len(carried.payload) > BODY_LIMIT:
        raise Refusal("too-large")
    return carried
