"""Authentication of terminals' requests: size limit, signature, clock, nonce and enrolment."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar, cast
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from starlette.requests import ClientDisconnect

from devices.lazy_dataclass import dataclass
from kiosk.platform.records import instant
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.request_context import ANOTHER_NODE
from kiosk.platform.sandbox.state import SandboxState
from kiosk.platform.sandbox.storage import Terminal
from kiosk.platform.signing import BadSignature, Message, SignedBy, verify_request

BODY_LIMIT = 256 * 1024
PIECE_LIMIT = 1024 * 1024
SKEW_S = 300
TERMINAL_ID = r"^[A-Za-z0-9_-]{1,64}$"
IDEMPOTENCY_KEY_MAX = 100
"""Maximum length of an Idempotency-Key."""

M = TypeVar("M", bound=BaseModel)


def _to_whole_number(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


WholeNumber = Annotated[int, BeforeValidator(_to_whole_number)]
"""An integer as in JSON Schema: 1.0 is one, true is not."""
AMOUNT_MAX = 10**12
"""Largest amount in a report, whatever its unit: far more than a terminal can have, and printable in a table."""
Amount = Annotated[WholeNumber, Field(ge=0, le=AMOUNT_MAX)]
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def _in_range(moment: datetime) -> datetime:
    if not EARLIEST <= moment < LATEST:
        raise ValueError("before 1970 or after 2099")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_in_range)]
"""A time that every time zone can show. A terminal with a dead clock battery reports 1970 and is still accepted."""


class StrictRecord(BaseModel):
    """Base of request bodies: unknown fields and type conversions are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


@dataclass(frozen=True)
class AuthenticatedRequest:
    """An authenticated request: sandbox, terminal, body, Idempotency-Key, and the address at which it came."""

    sandbox: SandboxState
    terminal: str
    body: bytes
    idempotency: str = ""
    origin: str = ""

    def parse(self, record: type[M]) -> M:
        """Parse the body. Raises Refusal("malformed")."""
        return parse_record(record, self.body)


def statuses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` argument of a route, so that the generated OpenAPI document equals the contract."""
    return {status: {} for status in statuses}


def sandbox_of(request: Request) -> SandboxState:
    return cast(SandboxState, request.app.state.sandbox)


def parse_record(record: type[M], body: bytes) -> M:
    """Parse a body. Raises Refusal("malformed")."""
    try:
        return record.model_validate_json(body)
    except ValidationError:
        raise Refusal("malformed") from None


async def record_body(request: Request) -> bytes:
    """Dependency: the body of a record, at most BODY_LIMIT bytes. Raises Refusal."""
    return await read_body(request, BODY_LIMIT)


async def read_body(request: Request, limit: int) -> bytes:
    """Read a body of at most `limit` bytes. Raises Refusal."""
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > limit:
                raise Refusal("too-large")
    except ClientDisconnect:
        raise Refusal("malformed") from None
    return bytes(body)


async def authenticated(request: Request) -> AuthenticatedRequest:
    """Dependency: an authenticated request with a record. Raises Refusal."""
    return await _authenticate(request, BODY_LIMIT)


Authenticated = Annotated[AuthenticatedRequest, Depends(authenticated)]
CurrentSandbox = Annotated[SandboxState, Depends(sandbox_of)]
RecordBody = Annotated[bytes, Depends(record_body)]
"""Parameters of routes: a terminal's request, the sandbox that serves it, and the bytes of a small body."""


async def authenticated_piece(request: Request) -> AuthenticatedRequest:
    """Dependency: an authenticated request with a piece of a material. Raises Refusal."""
    return await _authenticate(request, PIECE_LIMIT)


async def _authenticate(request: Request, limit: int) -> AuthenticatedRequest:
    body = await read_body(request, limit)
    sandbox = sandbox_of(request)
    if "signature-input" not in request.headers:
        raise Refusal("unsigned")
    try:
        signer = verify_request(_as_received(request, sandbox.announced), body)
    except BadSignature:
        raise Refusal("signature-invalid") from None
    idempotency = request.headers.get("idempotency-key", "")
    if request.method in ("PUT", "POST") and not 1 <= len(idempotency) <= IDEMPOTENCY_KEY_MAX:
        raise Refusal("malformed")
    _check_time(sandbox, signer)
    await run_in_threadpool(_check_enrolment, sandbox, signer)
    # Last: a stranger's requests must not fill the memory.
    if not ANOTHER_NODE.get() and not sandbox.nonces.add(signer.terminal, signer.nonce):
        raise Refusal("replayed")
    origin = sandbox.announced or f"{request.url.scheme}://{request.url.netloc}"
    return AuthenticatedRequest(sandbox, signer.terminal, body, idempotency, origin.rstrip("/"))


@dataclass
class _Received:
    method: str | None
    url: Any
    headers: Any


def _as_received(request: Request, announced: str) -> Message:
    """Return the request with the target as received: the path decoded for routing would not match the signature.

    In front of the announced address TLS may have been ended by a proxy: the client signed its scheme.
    """
    target = request.scope["raw_path"].decode("latin-1")
    query = request.scope["query_string"].decode("latin-1")
    host = request.headers.get("host", "")
    scheme = urlsplit(announced).scheme if urlsplit(announced).netloc == host else request.url.scheme
    url = f"{scheme}://{host}{target}{'?' if query else ''}{query}"
    return _Received(request.method, url, request.headers)


def _check_time(sandbox: SandboxState, signer: SignedBy) -> None:
    now = sandbox.clock.now()
    if abs(now.timestamp() - signer.created) > SKEW_S:
        raise Refusal("clock-skew", server_time=instant(now))


def _check_enrolment(sandbox: SandboxState, signer: SignedBy) -> None:
    if not re.fullmatch(TERMINAL_ID, signer.terminal):
        raise Refusal("not-enrolled")
    with sandbox.storage.reading() as session:
        terminal = session.get(Terminal, signer.terminal)
    if terminal is None and sandbox.open_door:
        with sandbox.storage.writing() as session:
            terminal = session.get(Terminal, signer.terminal)
            if terminal is None:
                terminal = Terminal(terminal=signer.terminal, public=signer.public, suspended=False)
                session.add(terminal)
    if terminal is None or terminal.public != signer.public:
        raise Refusal("not-enrolled")
    if terminal.suspended:
        raise Refusal("suspended")
