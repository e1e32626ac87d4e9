"""The application, and the routes for terminals: /v1 of openapi.yaml. Control and overview: `control` and `page`."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Path, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.exc import DataError, OperationalError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from kiosk.platform.identity import digest
from kiosk.platform.records import instant
from kiosk.platform.sandbox import (
    case_acceptance,
    case_life,
    case_receipts,
    control,
    materials,
    offline_import,
    orders,
    page,
    pay_page,
    permits,
    questions,
    ratings,
    reconciliation,
    relays,
    signatures,
    staff,
)
from kiosk.platform.sandbox.authentication import (
    AMOUNT_MAX,
    BODY_LIMIT,
    Amount,
    Authenticated,
    StrictRecord,
    sandbox_of,
    statuses,
)
from kiosk.platform.sandbox.fault_middleware import FaultMiddleware
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.state import SandboxState
from kiosk.platform.sandbox.storage import Case, Terminal

RETRY_S = 5
"""Seconds after which a terminal may try again when database or disk failed."""
Name = Annotated[str, Field(max_length=64)]
RatingId = Annotated[str, Path(pattern=r"^[A-Za-z0-9-]{8,64}$")]


class DeviceRecord(StrictRecord):
    """A device in a heartbeat."""

    family: str = Field(max_length=64)
    state: str = Field(max_length=64)
    faults: list[Annotated[str, Field(max_length=100)]] = Field(max_length=32)
    levels: dict[Name, Annotated[str, Field(max_length=64)]] = Field(max_length=32)
    inventory: dict[Name, Annotated[str, Field(max_length=64)]] = Field(default={}, max_length=8)
    counters: dict[Name, Amount] = Field(default={}, max_length=32)


class HeartbeatRecord(StrictRecord):
    """The body of a heartbeat request."""

    build: str = Field(max_length=64)
    catalogue_version: str = Field(max_length=100)
    uptime_s: Amount
    devices: list[DeviceRecord] = Field(max_length=64)
    outbox: dict[Name, Amount] = Field(max_length=32)
    oldest_unsent_s: Amount | None
    disk_free_mb: Amount
    clock_offset_s: float | None = Field(ge=-AMOUNT_MAX, le=AMOUNT_MAX)
    in_visit: bool
    out_of_service: str = Field(max_length=100)


routes = APIRouter()


@routes.get("/v1/meta", responses=statuses(500, 503))
def meta(request: Request) -> dict[str, Any]:
    sandbox = sandbox_of(request)
    return {
        "api": "v1",
        "sign_key_id": sandbox.keys.sign_key_id,
        "seal_key_id": sandbox.keys.seal_key_id,
        "body_limit_bytes": BODY_LIMIT,
        "minimum_build": "0",
        "server_time": instant(sandbox.clock.now()),
    }


@routes.get("/v1/catalogue", response_class=Response, responses=statuses(304, 401, 403, 500, 503))
def catalogue(caller: Authenticated, request: Request) -> Response:
    published = caller.sandbox.published
    tag = f'"{published.version}"'
    if tag in [one.strip() for one in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(published.token, media_type="application/jose", headers={"ETag": tag})


@routes.put("/v1/cases/{case_id}", responses=statuses(201, 400, 401, 403, 409, 410, 413, 422, 500, 503))
def put_case(case_id: str, caller: Authenticated) -> JSONResponse:
    sandbox = caller.sandbox
    with sandbox.storage.writing() as session:
        case, new = case_acceptance.accept(session, sandbox, case_id, caller.terminal, caller.body)
    return JSONResponse(case_acceptance.answer(case), 201 if new else 200)


@routes.get("/v1/cases/{case_id}", responses=statuses(400, 401, 403, 404, 500, 503))
def get_case(case_id: str, caller: Authenticated) -> dict[str, Any]:
    sandbox = caller.sandbox
    with sandbox.storage.writing() as session:
        case = session.scalar(select(Case).where(Case.case_id == case_id, Case.terminal == caller.terminal))
        if case is None:
            raise Refusal("unknown")
        # After a crash between the last piece and its receipt, the receipt is issued now.
        case_receipts.issue_complete(case, sandbox, sandbox.clock.now())
        case_life.advance(case, sandbox)
    return case_acceptance.answer(case)


@routes.post("/v1/questions/{name}", responses=statuses(400, 401, 403, 404, 413, 422, 429, 500, 503))
def ask(name: str, caller: Authenticated) -> dict[str, Any]:
    key = (caller.terminal, name, caller.idempotency, digest(caller.body))
    return caller.sandbox.idempotency.once(key, lambda: questions.ask(name, caller))


@routes.put("/v1/ratings/{rating_id}", responses=statuses(201, 400, 401, 403, 404, 409, 413, 500, 503))
def put_rating(rating_id: RatingId, caller: Authenticated) -> JSONResponse:
    with caller.sandbox.storage.writing() as session:
        new = ratings.accept(session, rating_id, caller.terminal, caller.body)
    return JSONResponse({"rating_id": rating_id}, 201 if new else 200)


@routes.post("/v1/terminals/self/heartbeat", responses=statuses(400, 401, 403, 413, 500, 503))
def heartbeat(caller: Authenticated) -> dict[str, Any]:
    report = caller.parse(HeartbeatRecord)
    now = caller.sandbox.clock.now()
    with caller.sandbox.storage.writing() as session:
        terminal = session.get_one(Terminal, caller.terminal)
        terminal.heard_at, terminal.report = instant(now), report.model_dump()
    version = caller.sandbox.published.version
    return {"server_time": instant(now), "catalogue_version": version, "admission": dict(caller.sandbox.admission)}


ROUTERS = (
    routes,
    materials.routes,
    reconciliation.routes,
    offline_import.routes,
    permits.routes,
    relays.routes,
    orders.routes,
    orders.control,
    pay_page.routes,
    control.routes,
    staff.routes,
    staff.control,
    signatures.routes,
    page.routes,
)


def build(sandbox: SandboxState) -> ASGIApp:
    """Return the ASGI application of the server: the routes, wrapped in the fault middleware."""
    return FaultMiddleware(application(sandbox), sandbox.misfortunes, sandbox.keys)


def application(sandbox: SandboxState) -> FastAPI:
    """Return the application without the fault middleware."""
    app = FastAPI(title="Yike sandbox", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.sandbox = sandbox
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _not_routed)
    app.add_exception_handler(DataError, _malformed)
    app.add_exception_handler(OperationalError, _storage_unavailable)
    app.add_exception_handler(OSError, _storage_unavailable)
    app.add_exception_handler(Exception, _refusal)
    return app


async def _refusal(_: Request, refusal: Exception) -> Response:
    return refusal.response() if isinstance(refusal, Refusal) else Refusal("internal").response()


async def _malformed(_: Request, error: Exception) -> Response:
    return Refusal("malformed").response()


async def _storage_unavailable(_: Request, error: Exception) -> Response:
    """Answer `busy`, so that the terminal retries: a failure of database or disk says nothing about the case."""
    return Refusal("busy", retry_after=RETRY_S).response()


async def _not_routed(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException) or error.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
        return Refusal("unknown").response()
    answer = Refusal("malformed", status=HTTPStatus.METHOD_NOT_ALLOWED).response()
    answer.headers["Allow"] = ", ".join(sorted(_allowed_methods(request)))
    return answer


def _allowed_methods(request: Request) -> set[str]:
    """Return the methods of all routes with this path; Starlette's error names only those of the first."""
    caller = [one for router in ROUTERS for one in router.routes if isinstance(one, APIRoute)]
    return {method for one in caller if one.path_regex.match(request.url.path) for method in one.methods or ()}
