"""Routes under /sandbox: control of the reference platform by scenarios and testers. Not part of a real platform."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime, Field
from sqlalchemy import select

from kiosk.platform.identity import KeyFileError, raw_key
from kiosk.platform.listing import CaseState
from kiosk.platform.records import instant
from kiosk.platform.sandbox import backup, case_acceptance, case_life, case_receipts
from kiosk.platform.sandbox.authentication import (
    TERMINAL_ID,
    CurrentSandbox,
    RecordBody,
    StrictRecord,
    WholeNumber,
    parse_record,
    statuses,
)
from kiosk.platform.sandbox.misfortunes import TABLE, Phase, Value
from kiosk.platform.sandbox.one_time_tokens import CODE_S
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.same_site import from_own_site
from kiosk.platform.sandbox.storage import Case, Consent, Correction, Permit, Rating, Terminal

TerminalId = Annotated[str, Path(pattern=TERMINAL_ID)]
Lines = dict[Annotated[str, Field(max_length=100)], Annotated[str, Field(max_length=500)]]
"""Words by language."""
RECEIPTS = ("receipt", "complete_receipt", "decided_receipt")
YEAR_S = 365 * 86_400


class MisfortuneOrder(StrictRecord):
    name: str
    parameters: dict[str, Value] = Field(default_factory=dict)
    path: str = "/v1/"
    terminal: str = ""
    times: WholeNumber | None = Field(default=None, ge=1)


class TerminalOrder(StrictRecord):
    public: str | None = None
    suspended: bool | None = None


class ClockOrder(StrictRecord):
    offset_s: float | None = Field(default=None, ge=-20 * YEAR_S, le=70 * YEAR_S)
    now: AwareDatetime | None = None


class AdmissionOrder(StrictRecord):
    state: Literal["open", "limited", "closed"] = "open"
    rate: float | None = Field(default=None, ge=1e-5, le=1000, allow_inf_nan=False)
    spread_s: float = Field(default=0.0, ge=0, le=86_400, allow_inf_nan=False)


class IdentityCodeOrder(StrictRecord):
    number: str = Field(max_length=64, repr=False)


class MissingOrder(StrictRecord):
    id: str = Field(max_length=100)
    words: Lines = Field(default_factory=dict, max_length=20)


class StateOrder(StrictRecord):
    """A state of a case, and what the department says of it, as in an item's sandbox.toml."""

    state: CaseState
    note: str = Field(default="", max_length=500)
    words: Lines = Field(default_factory=dict, max_length=20)
    missing: list[MissingOrder] = Field(default_factory=list, max_length=40)
    days: WholeNumber = Field(default=0, ge=0, le=365)
    clock_stops: bool = False
    to: Lines = Field(default_factory=dict, max_length=20)
    delivery: Literal["", "window", "post", "locker", "terminal", "phone"] = ""
    pick_up: Lines = Field(default_factory=dict, max_length=20)


routes = APIRouter(prefix="/sandbox", dependencies=[Depends(from_own_site)], responses=statuses(403))


@routes.get("/keys")
def public_keys(sandbox: CurrentSandbox) -> dict[str, str]:
    return dict(vars(sandbox.keys.pins()))


@routes.get("/misfortunes")
def misfortunes(sandbox: CurrentSandbox) -> dict[str, Any]:
    known = [{"name": one.name, "words": one.words, "parameters": dict(one.parameters)} for one in TABLE.values()]
    return {"known": known, "active": [one.record() for one in sandbox.misfortunes.active()]}


@routes.post("/misfortunes", status_code=201, responses=statuses(400))
def begin_misfortune(sandbox: CurrentSandbox, body: RecordBody) -> dict[str, Any]:
    order = parse_record(MisfortuneOrder, body)
    try:
        active = sandbox.misfortunes.begin(
            order.name, order.parameters, path=order.path, terminal=order.terminal, times=order.times
        )
        if active.phase is Phase.AT_ONCE:
            sandbox.misfortunes.end(active.number)
            backup.restore(sandbox.storage, active)
    except (KeyError, ValueError):
        raise Refusal("malformed") from None
    return active.record()


@routes.delete("/misfortunes", status_code=204)
def end_all_misfortunes(sandbox: CurrentSandbox) -> Response:
    sandbox.misfortunes.end_all()
    return Response(status_code=204)


@routes.delete("/misfortunes/{number}", status_code=204, responses=statuses(400))
def end_misfortune(number: int, sandbox: CurrentSandbox) -> Response:
    sandbox.misfortunes.end(number)
    return Response(status_code=204)


@routes.get("/phones")
def phones(sandbox: CurrentSandbox) -> dict[str, list[dict[str, str]]]:
    return sandbox.codes.phones()


@routes.post("/identity-codes", status_code=201, responses=statuses(400, 404))
def make_identity_code(sandbox: CurrentSandbox, body: RecordBody) -> dict[str, Any]:
    number = parse_record(IdentityCodeOrder, body).number.upper()
    if number not in sandbox.registers.people:
        raise Refusal("unknown")
    return {"code": sandbox.identity_codes.make(number), "seconds": CODE_S}


@routes.get("/terminals")
def terminals(sandbox: CurrentSandbox) -> list[dict[str, Any]]:
    with sandbox.storage.reading() as session:
        return [_terminal(one) for one in session.scalars(select(Terminal).order_by(Terminal.terminal))]


@routes.put("/terminals/{terminal}", responses=statuses(400))
def enrol(terminal: TerminalId, sandbox: CurrentSandbox, body: RecordBody) -> dict[str, Any]:
    order = parse_record(TerminalOrder, body)
    try:
        raw_key(order.public or "A" * 43)
    except KeyFileError:
        raise Refusal("malformed") from None
    with sandbox.storage.writing() as session:
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
def clock(sandbox: CurrentSandbox) -> dict[str, Any]:
    return {"now": instant(sandbox.clock.now()), "offset_s": sandbox.clock.offset.total_seconds()}


@routes.put("/clock", responses=statuses(400))
def set_clock(sandbox: CurrentSandbox, body: RecordBody) -> dict[str, Any]:
    order = parse_record(ClockOrder, body)
    out_of_range = order.now is not None and not 2000 <= order.now.year <= 2100
    if out_of_range or (order.offset_s is None) == (order.now is None):
        raise Refusal("malformed")
    if order.now is not None:
        sandbox.clock.move_to(order.now)
    else:
        sandbox.clock.move_by(order.offset_s or 0.0)
    return clock(sandbox)


@routes.put("/admission", responses=statuses(400))
def set_admission(sandbox: CurrentSandbox, body: RecordBody) -> dict[str, Any]:
    sandbox.admission = MappingProxyType(parse_record(AdmissionOrder, body).model_dump())
    return dict(sandbox.admission)


@routes.post("/reset", status_code=204)
def reset(sandbox: CurrentSandbox) -> Response:
    sandbox.reset()
    return Response(status_code=204)


@routes.get("/cases")
def cases(sandbox: CurrentSandbox) -> list[dict[str, Any]]:
    with sandbox.storage.reading() as session:
        return [_opened_case(case) for case in session.scalars(select(Case).order_by(Case.order))]


@routes.put("/cases/{case_id}/state", responses=statuses(400, 404))
def set_state(case_id: str, sandbox: CurrentSandbox, body: RecordBody) -> JSONResponse:
    order = parse_record(StateOrder, body)
    with sandbox.storage.writing() as session:
        case = session.scalar(select(Case).where(Case.case_id == case_id))
        if case is None:
            raise Refusal("unknown")
        case.life = {**case.life, "plan": []}  # whoever orders a state decides from now on
        case_life.to_state(case, sandbox, order.model_dump(mode="json"), sandbox.clock.now())
    return JSONResponse(case_acceptance.answer(case))


@routes.get("/ratings")
def ratings(sandbox: CurrentSandbox) -> list[dict[str, Any]]:
    with sandbox.storage.reading() as session:
        return [_columns(one, "order", "digest") for one in session.scalars(select(Rating).order_by(Rating.order))]


@routes.get("/consents")
def all_consents(sandbox: CurrentSandbox) -> list[dict[str, Any]]:
    with sandbox.storage.reading() as session:
        return [_columns(one, "order") for one in session.scalars(select(Consent).order_by(Consent.order))]


@routes.get("/corrections")
def all_corrections(sandbox: CurrentSandbox) -> list[dict[str, Any]]:
    with sandbox.storage.reading() as session:
        return [_columns(one, "order") for one in session.scalars(select(Correction).order_by(Correction.order))]


@routes.get("/permits")
def permits(sandbox: CurrentSandbox) -> list[dict[str, Any]]:
    with sandbox.storage.reading() as session:
        return [_columns(one, "order", "token") for one in session.scalars(select(Permit).order_by(Permit.order))]


def _terminal(terminal: Terminal) -> dict[str, Any]:
    return _columns(terminal)


def _opened_case(case: Case) -> dict[str, Any]:
    hidden = ("order", "body", "person", "item_code", "day", "serial", *RECEIPTS)
    named = [{"sha256": each.sha256, "size": each.size, "media_type": each.media_type} for each in case.materials]
    return {**_columns(case, *hidden), "materials": named, "receipts": sorted(case_receipts.receipts_by_kind(case))}


def _columns(row: Case | Consent | Correction | Permit | Rating | Terminal, *without: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__table__.columns.keys() if name not in without}  # noqa: SIM118
