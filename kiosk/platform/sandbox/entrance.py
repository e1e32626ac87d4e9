"""The way in: every terminal's request is read within its limit, its signature checked, its sender known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, cast

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from starlette.requests import ClientDisconnect

from kiosk.platform.records import instant
from kiosk.platform.sandbox.circumstances import ANOTHER_NODE
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.storage import Terminal
from kiosk.platform.sandbox.world import World
from kiosk.platform.signing import BadSignature, Message, SignedBy, verify_request

BODY_LIMIT = 256 * 1024
PIECE_LIMIT = 1024 * 1024
SKEW_S = 300
LONGEST_KEY = 100
"""Characters an Idempotency-Key may have."""

M = TypeVar("M", bound=BaseModel)


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole)]
"""An integer as JSON Schema means it: 1.0 is one, true is none."""


class Strict(BaseModel):
    """A request's record: an unknown field is refused, and nothing is taken for what it is not."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


@dataclass(frozen=True)
class Visitor:
    """A request whose sender is known: the world, the terminal, the body, the key its repeats share."""

    world: World
    terminal: str
    body: bytes
    idempotency: str = ""

    def read(self, record: type[M]) -> M:
        """The body as this record. Raises Refusal."""
        return read(record, self.body)


def says(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The statuses a route may answer with beside its first, so that the server's own list equals the contract's."""
    return {status: {} for status in statuses}


def world_of(request: Request) -> World:
    return cast(World, request.app.state.world)


def read(record: type[M], body: bytes) -> M:
    """A body as a record. Raises Refusal."""
    try:
        return record.model_validate_json(body)
    except ValidationError:
        raise Refusal("malformed") from None


async def body_of(request: Request) -> bytes:
    """The body within the limit of records. Raises Refusal."""
    return await body_within(request, BODY_LIMIT)


async def body_within(request: Request, limit: int) -> bytes:
    """The body, if it has no more bytes than this. Raises Refusal."""
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > limit:
                raise Refusal("too-large")
    except ClientDisconnect:
        raise Refusal("malformed") from None
    return bytes(body)


async def terminal_visitor(request: Request) -> Visitor:
    """The dependency of a terminal's routes. Raises Refusal."""
    return await _visitor(request, BODY_LIMIT)


async def material_visitor(request: Request) -> Visitor:
    """The same for pieces of materials. Raises Refusal."""
    return await _visitor(request, PIECE_LIMIT)


async def _visitor(request: Request, limit: int) -> Visitor:
    body = await body_within(request, limit)
    world = world_of(request)
    if "signature-input" not in request.headers:
        raise Refusal("unsigned")
    try:
        signed = verify_request(_as_sent(request), body)
    except BadSignature:
        raise Refusal("signature-invalid") from None
    idempotency = request.headers.get("idempotency-key", "")
    if request.method in ("PUT", "POST") and not 1 <= len(idempotency) <= LONGEST_KEY:
        raise Refusal("malformed")
    _fresh(world, signed)
    await run_in_threadpool(_known, world, signed)
    return Visitor(world, signed.terminal, body, idempotency)


@dataclass
class _Received:
    method: str | None
    url: Any
    headers: Any


def _as_sent(request: Request) -> Message:
    """The request with its target as it stood on the wire: what was decoded for routing no longer matches."""
    target = request.scope["raw_path"].decode("latin-1")
    query = request.scope["query_string"].decode("latin-1")
    host = request.headers.get("host", "")
    url = f"{request.url.scheme}://{host}{target}{'?' if query else ''}{query}"
    return _Received(request.method, url, request.headers)


def _fresh(world: World, signed: SignedBy) -> None:
    now = world.clock.now()
    if abs(now.timestamp() - signed.created) > SKEW_S:
        raise Refusal("clock-skew", server_time=instant(now))
    if ANOTHER_NODE.get():
        return
    now = world.clock.undisturbed()
    for nonce, seen in tuple(world.nonces.items()):
        if abs(now.timestamp() - seen) <= 2 * SKEW_S:
            break
        del world.nonces[nonce]
    if (signed.terminal, signed.nonce) in world.nonces:
        raise Refusal("replayed")
    world.nonces[signed.terminal, signed.nonce] = now.timestamp()


def _known(world: World, signed: SignedBy) -> None:
    with world.storage.reading() as session:
        terminal = session.get(Terminal, signed.terminal)
    if terminal is None and world.open_door:
        with world.storage.writing() as session:
            terminal = session.get(Terminal, signed.terminal)
            if terminal is None:
                terminal = Terminal(terminal=signed.terminal, public=signed.public, suspended=False)
                session.add(terminal)
    if terminal is None or terminal.public != signed.public:
        raise Refusal("not-enrolled")
    if terminal.suspended:
        raise Refusal("suspended")
