"""The routes of a terminal: /v1 as openapi.yaml draws it. Rehearsal's own routes live in `control` and `page`."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Path, Request
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
    control,
    keys,
    materials,
    offline_import,
    page,
    questions,
    ratings,
    receipts,
    reconciling,
)
from kiosk.platform.sandbox.entrance import BODY_LIMIT, Strict, Visitor, Whole, says, terminal_visitor, world_of
from kiosk.platform.sandbox.fault_middleware import FaultMiddleware
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.storage import Case, Terminal
from kiosk.platform.sandbox.world import World

Known = Annotated[Visitor, Depends(terminal_visitor)]
AWAY_S = 5
RatingId = Annotated[str, Path(pattern=r"^[A-Za-z0-9-]{8,64}$")]


class DeviceRecord(Strict):
    """One device in a heartbeat."""

    family: str = Field(max_length=64)
    state: str = Field(max_length=64)
    faults: list[Annotated[str, Field(max_length=100)]] = Field(max_length=32)
    levels: dict[str, Annotated[str, Field(max_length=64)]]


class HeartbeatRecord(Strict):
    """A heartbeat as it comes in."""

    build: str = Field(max_length=64)
    catalogue_version: str = Field(max_length=100)
    uptime_s: Whole = Field(ge=0)
    devices: list[DeviceRecord] = Field(max_length=64)
    outbox: dict[str, Annotated[Whole, Field(ge=0)]]
    oldest_unsent_s: Whole | None = Field(ge=0)
    disk_free_mb: Whole = Field(ge=0)
    clock_offset_s: float | None
    in_visit: bool
    out_of_service: str = Field(max_length=100)


routes = APIRouter()


@routes.get("/v1/meta", responses=says(500, 503))
def meta(request: Request) -> dict[str, Any]:
    return {
        "api": "v1",
        "sign_key_id": keys.SIGN_KEY_ID,
        "seal_key_id": keys.SEAL_KEY_ID,
        "body_limit_bytes": BODY_LIMIT,
        "minimum_build": "0",
        "server_time": instant(world_of(request).clock.now()),
    }


@routes.get("/v1/catalogue", response_class=Response, responses=says(304, 401, 403, 500, 503))
def catalogue(known: Known, request: Request) -> Response:
    published = known.world.published
    tag = f'"{published.version}"'
    if tag in [one.strip() for one in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(published.token, media_type="application/jose", headers={"ETag": tag})


@routes.put("/v1/cases/{case_id}", responses=says(201, 400, 401, 403, 409, 410, 413, 422, 500, 503))
def put_case(case_id: str, known: Known) -> JSONResponse:
    world = known.world
    with world.storage.writing() as session:
        case, new = receipts.accept(
            session, case_id, known.terminal, known.body, world.published, world.shelf.has, world.clock.now()
        )
    return JSONResponse(receipts.answer(case), 201 if new else 200)


@routes.get("/v1/cases/{case_id}", responses=says(400, 401, 403, 404, 500, 503))
def get_case(case_id: str, known: Known) -> dict[str, Any]:
    world = known.world
    with world.storage.writing() as session:
        case = session.scalar(select(Case).where(Case.case_id == case_id, Case.terminal == known.terminal))
        if case is None:
            raise Refusal("unknown")
        # Where the platform died between the last piece and its receipt, the receipt is given now.
        receipts.complete(session, case, world.shelf.has, world.clock.now())
    return receipts.answer(case)


@routes.post("/v1/questions/{name}", responses=says(400, 401, 403, 404, 413, 422, 429, 500, 503))
def ask(name: str, known: Known) -> dict[str, Any]:
    which = (known.terminal, name, known.idempotency, digest(known.body))
    return known.world.repeats.once(which, lambda: questions.ask(name, known))


@routes.put("/v1/ratings/{rating_id}", responses=says(201, 400, 401, 403, 409, 413, 500, 503))
def put_rating(rating_id: RatingId, known: Known) -> JSONResponse:
    with known.world.storage.writing() as session:
        new = ratings.accept(session, rating_id, known.terminal, known.body)
    return JSONResponse({"rating_id": rating_id}, 201 if new else 200)


@routes.post("/v1/terminals/self/heartbeat", responses=says(400, 401, 403, 413, 500, 503))
def heartbeat(known: Known) -> dict[str, Any]:
    report = known.read(HeartbeatRecord)
    now = known.world.clock.now()
    with known.world.storage.writing() as session:
        terminal = session.get_one(Terminal, known.terminal)
        terminal.heard_at, terminal.report = instant(now), report.model_dump()
    version = known.world.published.version
    return {"server_time": instant(now), "catalogue_version": version, "admission": dict(known.world.admission)}


ROUTERS = (routes, materials.routes, reconciling.routes, offline_import.routes, control.routes, page.routes)


def build(world: World) -> ASGIApp:
    """The sandbox as a server runs it: the routes, and the misfortunes around them."""
    return FaultMiddleware(application(world), world.misfortunes)


def application(world: World) -> FastAPI:
    """The routes around one world."""
    app = FastAPI(title="Yike sandbox", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.world = world
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _nowhere)
    app.add_exception_handler(DataError, _malformed)
    app.add_exception_handler(OperationalError, _away)
    app.add_exception_handler(Exception, _refused)
    return app


async def _refused(_: Request, refusal: Exception) -> Response:
    return refusal.response() if isinstance(refusal, Refusal) else Refusal("internal").response()


async def _malformed(_: Request, error: Exception) -> Response:
    return Refusal("malformed").response()


async def _away(_: Request, error: Exception) -> Response:
    """The database does not answer: no case is to blame for that, so it is not the platform's own failure."""
    return Refusal("busy", retry_after=AWAY_S).response()


async def _nowhere(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException) or error.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
        return Refusal("unknown").response()
    answer = Refusal("malformed", status=HTTPStatus.METHOD_NOT_ALLOWED).response()
    answer.headers["Allow"] = ", ".join(sorted(_methods(request)))
    return answer


def _methods(request: Request) -> set[str]:
    """Every method this path knows: each of its routes has one, and the first alone would be half the truth."""
    known = [one for router in ROUTERS for one in router.routes if isinstance(one, APIRoute)]
    return {method for one in known if one.path_regex.match(request.url.path) for method in one.methods or ()}
