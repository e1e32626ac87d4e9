"""Routes of relays: for terminals under /v1/relays, for a person's phone under /relays, and the phone's page."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import Field

from kiosk.platform.bounds import SINGLE_LINE
from kiosk.platform.relays import NAME_MOST, NUMBERS_MOST, SEALED_MOST, RelayReason
from kiosk.platform.sandbox.authentication import (
    PIECE_LIMIT,
    Authenticated,
    StrictRecord,
    WholeNumber,
    parse_record,
    read_body,
    record_body,
    sandbox_of,
    statuses,
)
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.relay_store import Relay, RelayStore, file_of
from kiosk.platform.sandbox.state import SandboxState

PAGE = FilePath(__file__).with_name("relay_page")
OCTETS = "application/octet-stream"
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Asset(StrEnum):
    """Files of the page."""

    STYLE = "page.css"
    SCRIPT = "page.js"
    WORDS = "words.js"
    CRYPTO = "crypto.js"
    SENDING = "sending.js"


MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript"}
Sandbox = Annotated[SandboxState, Depends(sandbox_of)]
Body = Annotated[bytes, Depends(record_body)]
RelayId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{20,64}$")]
Number = Annotated[int, Path(ge=1, le=NUMBERS_MOST)]
Phone = Annotated[str, Header(alias="Yike-Phone", pattern=r"^[A-Za-z0-9_-]{20,64}$")]
Offset = Annotated[int, Header(alias="Upload-Offset", ge=0, le=SEALED_MOST)]
Language = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{2,20}$")]
Name = Annotated[str, Field(min_length=1, max_length=NAME_MOST, pattern=SINGLE_LINE)]


class OrderRecord(StrictRecord):
    """The body of an order to open a relay."""

    item: dict[Language, Name] = Field(min_length=1, max_length=20)
    material: dict[Language, Name] = Field(min_length=1, max_length=20)
    language: Language


class VerdictRecord(StrictRecord):
    """The body of a terminal's verdict about a file."""

    reason: RelayReason = Field(strict=False)


class BeginRecord(StrictRecord):
    """The body of the beginning of a file: the bytes of its ciphertext, and a word by which the phone knows it."""

    size: WholeNumber = Field(ge=1)
    mark: str = Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")


async def piece_body(request: Request) -> bytes:
    """Dependency: a piece of at most PIECE_LIMIT bytes. Raises Refusal."""
    return await read_body(request, PIECE_LIMIT)


routes = APIRouter()


@routes.put("/v1/relays/{relay_id}", responses=statuses(201, 400, 401, 403, 409, 413, 500, 503))
def open_relay(relay_id: RelayId, caller: Authenticated) -> JSONResponse:
    shown = {**caller.parse(OrderRecord).model_dump(), "terminal": caller.terminal}
    relay, new = caller.sandbox.relays.open(relay_id, caller.terminal, shown)
    seconds = caller.sandbox.relays.seconds(relay)
    return JSONResponse({"url": f"{caller.origin}/relays/{relay_id}", "seconds": seconds}, 201 if new else 200)


@routes.get("/v1/relays/{relay_id}", responses=statuses(400, 401, 403, 404, 500, 503))
def get_relay(relay_id: RelayId, caller: Authenticated) -> dict[str, Any]:
    relays = caller.sandbox.relays
    with relays.of_terminal(relay_id, caller.terminal) as relay:
        files = [{"number": n, "size": each.size, "held": each.held} for n, each in relay.files.items()]
        heard = None if relay.phone_at is None else relays.since(relay.phone_at)
        return {"state": relay.state.value, "seconds": relays.seconds(relay), "heard": heard, "files": files}


@routes.delete("/v1/relays/{relay_id}", status_code=204, responses=statuses(400, 401, 403, 404, 500, 503))
def close_relay(relay_id: RelayId, caller: Authenticated) -> Response:
    caller.sandbox.relays.close(relay_id, caller.terminal)
    return Response(status_code=204)


@routes.get(
    "/v1/relays/{relay_id}/files/{number}", response_class=Response, responses=statuses(400, 401, 403, 404, 500, 503)
)
def get_file(relay_id: RelayId, number: Number, caller: Authenticated) -> Response:
    with caller.sandbox.relays.of_terminal(relay_id, caller.terminal) as relay:
        file = file_of(relay, number)
        if file.held < file.size or file.reason is not None:
            raise Refusal("unknown")
        return Response(bytes(file.body), media_type=OCTETS)


@routes.put("/v1/relays/{relay_id}/files/{number}/verdict", responses=statuses(400, 401, 403, 404, 413, 500, 503))
def judge_file(relay_id: RelayId, number: Number, caller: Authenticated) -> dict[str, Any]:
    reason = caller.parse(VerdictRecord).reason.value
    with caller.sandbox.relays.of_terminal(relay_id, caller.terminal) as relay:
        file = file_of(relay, number)
        file.reason, file.body = reason, bytearray()
    return {"number": number, "reason": reason}


@routes.get("/relays/{relay_id}", response_class=HTMLResponse, responses=statuses(400))
def phone_page(relay_id: RelayId) -> HTMLResponse:
    """The same page for every relay, also for one that is over: what it is, its script asks."""
    return HTMLResponse((PAGE / "page.html").read_text(encoding="utf-8"), headers=PAGE_HEADERS)


@routes.get("/relay-page/{name}", response_class=Response, responses=statuses(400))
def phone_asset(name: Asset) -> Response:
    path = PAGE / name.value
    return Response(path.read_bytes(), media_type=MEDIA_TYPES[path.suffix], headers=PAGE_HEADERS)


PHONE = statuses(400, 404, 409, 500, 503)


@routes.put("/relays/{relay_id}/claim", responses=PHONE)
def claim(relay_id: RelayId, phone: Phone, sandbox: Sandbox) -> dict[str, Any]:
    with sandbox.relays.claimed(relay_id, phone) as relay:
        return {**relay.shown, **_seen(sandbox.relays, relay)}


@routes.get("/relays/{relay_id}/state", responses=PHONE)
def phone_state(relay_id: RelayId, phone: Phone, sandbox: Sandbox) -> dict[str, Any]:
    with sandbox.relays.of_phone(relay_id, phone) as relay:
        return _seen(sandbox.relays, relay)


@routes.put("/relays/{relay_id}/more", responses=PHONE)
def more_time(relay_id: RelayId, phone: Phone, sandbox: Sandbox) -> dict[str, Any]:
    with sandbox.relays.of_phone(relay_id, phone) as relay:
        sandbox.relays.more(relay)
        return _seen(sandbox.relays, relay)


@routes.put("/relays/{relay_id}/done", responses=PHONE)
def phone_done(relay_id: RelayId, phone: Phone, sandbox: Sandbox) -> dict[str, Any]:
    with sandbox.relays.of_phone(relay_id, phone) as relay:
        relay.done = True
        return _seen(sandbox.relays, relay)


@routes.put("/relays/{relay_id}/files/{number}", responses={**PHONE, **statuses(413)})
def begin_file(relay_id: RelayId, number: Number, phone: Phone, body: Body, sandbox: Sandbox) -> dict[str, Any]:
    begun = parse_record(BeginRecord, body)
    with sandbox.relays.of_phone(relay_id, phone) as relay:
        return {"held": sandbox.relays.begin(relay, number, begun.size, begun.mark).held}


@routes.patch("/relays/{relay_id}/files/{number}", responses={**PHONE, **statuses(413)})
def append_piece(
    relay_id: RelayId,
    number: Number,
    phone: Phone,
    offset: Offset,
    piece: Annotated[bytes, Depends(piece_body)],
    sandbox: Sandbox,
) -> dict[str, Any]:
    if not piece:
        raise Refusal("malformed")
    with sandbox.relays.of_phone(relay_id, phone) as relay:
        return {"held": sandbox.relays.append(relay, number, offset, piece).held}


@routes.delete("/relays/{relay_id}/files/{number}", status_code=204, responses=PHONE)
def delete_file(relay_id: RelayId, number: Number, phone: Phone, sandbox: Sandbox) -> Response:
    with sandbox.relays.of_phone(relay_id, phone) as relay:
        file_of(relay, number)
        del relay.files[number]
    return Response(status_code=204)


def _seen(relays: RelayStore, relay: Relay) -> dict[str, Any]:
    """Return the part of a relay's state that its phone may know."""
    files = [
        {"number": number, "size": each.size, "held": each.held, "judged": each.reason is not None}
        | ({"reason": each.reason} if each.reason is not None else {})
        for number, each in relay.files.items()
    ]
    return {
        "seconds": relays.seconds(relay),
        "silent": relays.since(relay.terminal_at),
        "extended": relay.extended,
        "done": relay.done,
        "files": files,
    }
