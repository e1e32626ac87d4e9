"""Routes of staff: the list for terminals, and what the platform's own people do with it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response
from pydantic import Field

from kiosk.platform.one_time_codes import ENTER, UNLOCK, answer_to, app_address, code_of, step_of
from kiosk.platform.sandbox.authentication import (
    TERMINAL_ID,
    Authenticated,
    CurrentSandbox,
    RecordBody,
    StrictRecord,
    parse_record,
    statuses,
)
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.same_site import from_own_site
from kiosk.platform.sandbox.staff_register import Member

StaffCode = Annotated[str, Path(pattern=r"^[0-9]{4}$")]
ISSUER = "Yike"

routes = APIRouter()
control = APIRouter(prefix="/sandbox", dependencies=[Depends(from_own_site)], responses=statuses(403))


class StaffOrder(StrictRecord):
    pin: str = Field(pattern=r"^[0-9]{6}$", repr=False)


class SiteOrder(StrictRecord):
    code: str = Field(pattern=r"^[0-9]{6}$", repr=False)


class ChallengeOrder(StrictRecord):
    terminal: str = Field(pattern=TERMINAL_ID)
    challenge: str = Field(pattern=r"^[0-9]{8}$")
    unlock: bool = False


@routes.get("/v1/staff", response_class=Response, responses=statuses(304, 401, 403, 500, 503))
def staff_list(caller: Authenticated, request: Request) -> Response:
    number, token = caller.sandbox.staff.signed()
    tag = f'"{number}"'
    if tag in [one.strip() for one in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(token, media_type="application/jose", headers={"ETag": tag})


@control.get("/staff")
def all_staff(sandbox: CurrentSandbox) -> list[dict[str, Any]]:
    """The codes of now are for rehearsal: a real platform keeps them to itself."""
    now = sandbox.clock.now().timestamp()
    return [
        {"staff": staff, "code": code_of(member.secret, step_of(now)), "address": _address(staff, member)}
        for staff, member in sorted(sandbox.staff.members.items())
    ]


@control.put("/staff/{staff}", responses=statuses(400))
def put_staff(staff: StaffCode, sandbox: CurrentSandbox, body: RecordBody) -> dict[str, str]:
    member = sandbox.staff.put(staff, parse_record(StaffOrder, body).pin)
    if member is None:
        raise Refusal("malformed")
    return {"staff": staff, "address": _address(staff, member)}


@control.delete("/staff/{staff}", status_code=204, responses=statuses(400))
def revoke_staff(staff: StaffCode, sandbox: CurrentSandbox) -> Response:
    sandbox.staff.revoke(staff)
    return Response(status_code=204)


@control.put("/site-code", status_code=204, responses=statuses(400))
def set_site_code(sandbox: CurrentSandbox, body: RecordBody) -> Response:
    sandbox.staff.set_site(parse_record(SiteOrder, body).code)
    return Response(status_code=204)


@control.post("/staff/{staff}/answer", responses=statuses(400, 404))
def answer(staff: StaffCode, sandbox: CurrentSandbox, body: RecordBody) -> dict[str, str]:
    """The answer that is read out to a technician on the phone."""
    order = parse_record(ChallengeOrder, body)
    member = sandbox.staff.members.get(staff)
    if member is None:
        raise Refusal("unknown")
    label = UNLOCK if order.unlock else ENTER
    return {"answer": answer_to(member.secret, label, order.terminal, order.challenge)}


def _address(staff: str, member: Member) -> str:
    return app_address(member.secret, staff, ISSUER)
