"""/sandbox: what scenarios and testers tell the reference platform. A real platform has none of this."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime, Field
from sqlalchemy import select

from kiosk.platform.gateway import CaseState
from kiosk.platform.identity import KeyFileError, raw_key
from kiosk.platform.records import instant
from kiosk.platform.sandbox import backup, keys, receipts
from kiosk.platform.sandbox.entrance import Strict, Whole, body_of, read, says, world_of
from kiosk.platform.sandbox.misfortunes import TABLE, Act, Value
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.storage import Case, Rating, Terminal
from kiosk.platform.sandbox.world import World

Here = Annotated[World, Depends(world_of)]
Body = Annotated[bytes, Depends(body_of)]
TerminalId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
RECEIPTS = ("receipt", "complete_receipt", "decided_receipt")
YEAR_S = 365 * 86_400


class MisfortuneOrder(Strict):
    name: str
    parameters: dict[str, Value] = Field(default_factory=dict)
    path: str = "/v1/"
    terminal: str = ""
    times: Whole | None = Field(default=None, ge=1)


class TerminalOrder(Strict):
    public: str | None = None
    suspended: bool | None = None


class ClockOrder(Strict):
    offset_s: float | None = Field(default=None, ge=-20 * YEAR_S, le=70 * YEAR_S)
    now: AwareDatetime | None = None


class AdmissionOrder(Strict):
    state: Literal["open", "limited", "closed"] = "open"
    rate: float | None = Field(default=None, gt=0, le=1000, allow_inf_nan=False)
    spread_s: float = Field(default=0.0, ge=0, le=86_400, allow_inf_nan=False)


class StateOrder(Strict):
    state: CaseState
    note: str = Field(default="", max_length=500)


routes = APIRouter(prefix="/sandbox")


@routes.get("/keys")
def public_keys() -> dict[str, str]:
    return dict(vars(keys.pins()))


@routes.get("/misfortunes")
def misfortunes(world: Here) -> dict[str, Any]:
    known = [{"name": one.name, "words": one.words, "parameters": dict(one.parameters)} for one in TABLE.values()]
    return {"known": known, "active": [one.record() for one in world.misfortunes.active()]}


@routes.post("/misfortunes", status_code=201, responses=says(400))
def begin(world: Here, body: Body) -> dict[str, Any]:
    order = read(MisfortuneOrder, body)
    try:
        active = world.misfortunes.begin(
            order.name, order.parameters, path=order.path, terminal=order.terminal, times=order.times
        )
        if active.act is Act.AT_ONCE:
            world.misfortunes.end(active.number)
            backup.restore(world.storage, active)
    except (KeyError, ValueError):
        raise Refusal("malformed") from None
    return active.record()


@routes.delete("/misfortunes", status_code=204)
def end_all(world: Here) -> Response:
    world.misfortunes.end_all()
    return Response(status_code=204)


@routes.delete("/misfortunes/{number}", status_code=204, responses=says(400))
def end(number: int, world: Here) -> Response:
    world.misfortunes.end(number)
    return Response(status_code=204)


@routes.get("/phones")
def phones(world: Here) -> dict[str, list[dict[str, str]]]:
    return world.codes.phones()


@routes.get("/terminals")
def terminals(world: Here) -> list[dict[str, Any]]:
    with world.storage.reading() as session:
        return [_terminal(one) for one in session.scalars(select(Terminal).order_by(Terminal.terminal))]


@routes.put("/terminals/{terminal}", responses=says(400))
def enrol(terminal: TerminalId, world: Here, body: Body) -> dict[str, Any]:
    order = read(TerminalOrder, body)
    try:
        raw_key(order.public or "A" * 43)
    except KeyFileError:
        raise Refusal("malformed") from None
    with world.storage.writing() as session:
        known = session.get(Terminal, terminal)
        if known is None:
            if order.public is None:
                raise Refusal("malformed")
            known = Terminal(terminal=terminal, public=order.public, suspended=False)
            session.add(known)
        known.public = order.public or known.public
        known.suspended = known.suspended if order.suspended is None else order.suspended
    return _terminal(known)


@routes.get("/clock")
def clock(world: Here) -> dict[str, Any]:
    return {"now": instant(world.clock.now()), "offset_s": world.clock.offset.total_seconds()}


@routes.put("/clock", responses=says(400))
def set_clock(world: Here, body: Body) -> dict[str, Any]:
    order = read(ClockOrder, body)
    far = order.now is not None and not 2000 <= order.now.year <= 2100
    if far or (order.offset_s is None) == (order.now is None):
        raise Refusal("malformed")
    if order.now is not None:
        world.clock.move_to(order.now)
    else:
        world.clock.move_by(order.offset_s or 0.0)
    return clock(world)


@routes.put("/admission", responses=says(400))
def admit(world: Here, body: Body) -> dict[str, Any]:
    world.admission = MappingProxyType(read(AdmissionOrder, body).model_dump())
    return dict(world.admission)


@routes.post("/reset", status_code=204)
def reset(world: Here) -> Response:
    world.reset()
    return Response(status_code=204)


@routes.get("/cases")
def cases(world: Here) -> list[dict[str, Any]]:
    with world.storage.reading() as session:
        return [_opened(case) for case in session.scalars(select(Case).order_by(Case.order))]


@routes.put("/cases/{case_id}/state", responses=says(400, 404))
def move(case_id: str, world: Here, body: Body) -> JSONResponse:
    order = read(StateOrder, body)
    with world.storage.writing() as session:
        case = session.scalar(select(Case).where(Case.case_id == case_id))
        if case is None:
            raise Refusal("unknown")
        case.state, case.note, case.since = order.state.value, order.note, instant(world.clock.now())
        receipts.decide(case, world.clock.now())
    return JSONResponse(receipts.answer(case))


@routes.get("/ratings")
def ratings(world: Here) -> list[dict[str, Any]]:
    with world.storage.reading() as session:
        return [_columns(one, "order", "digest") for one in session.scalars(select(Rating).order_by(Rating.order))]


def _terminal(terminal: Terminal) -> dict[str, Any]:
    return _columns(terminal)


def _opened(case: Case) -> dict[str, Any]:
    hidden = ("order", "body", "person", "item_code", "day", "serial", *RECEIPTS)
    named = [{"sha256": each.sha256, "size": each.size, "media_type": each.media_type} for each in case.materials]
    return {**_columns(case, *hidden), "materials": named, "receipts": sorted(receipts.kinds(case))}


def _columns(row: Case | Rating | Terminal, *without: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__table__.columns.keys() if name not in without}  # noqa: SIM118
