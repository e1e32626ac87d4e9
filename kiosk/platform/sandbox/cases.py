"""Answers to questions about cases and about the opening hours of departments.

After a login everything; by slip number alone only what is printed on that slip: state, next step, what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.catalogue.workdays import Workdays, add_working_days
from kiosk.platform.listing import CaseAction, CaseState
from kiosk.platform.records import NEXT_STEPS, instant
from kiosk.platform.sandbox import case_life, papers_to_follow, refunds
from kiosk.platform.sandbox.authentication import AuthenticatedRequest
from kiosk.platform.sandbox.departments import CHINA
from kiosk.platform.sandbox.issued_documents import issue_paid
from kiosk.platform.sandbox.state import SandboxState
from kiosk.platform.sandbox.storage import Case, Rating

SHOWN_MOST = 50
OF_ANOTHER = frozenset({"withdraw", "urge", "supplement", "refund"})
"""Acts of cases that are seen in the case that they follow."""
CLOSED: Mapping[str, str] = MappingProxyType({"zh-CN": "现在不收件", "en": "Takes no applications now"})
NOT_OFFERED: Mapping[str, str] = MappingProxyType({"zh-CN": "平台没有这个事项", "en": "The platform does not offer it"})
BEFORE_DECISION = frozenset(
    {CaseState.RECEIVED, CaseState.ACCEPTED, CaseState.CORRECTION, CaseState.UNDER_REVIEW, CaseState.SUSPENDED}
    | {CaseState.TRANSFERRED}
)
POSSIBLE: Mapping[CaseAction, frozenset[CaseState]] = MappingProxyType(
    {
        CaseAction.CORRECT: frozenset({CaseState.CORRECTION}),
        CaseAction.URGE: BEFORE_DECISION - {CaseState.CORRECTION, CaseState.SUSPENDED},
        CaseAction.AMEND: frozenset({CaseState.RECEIVED}),
        CaseAction.WITHDRAW: BEFORE_DECISION,
        CaseAction.RATE: frozenset(CaseState) - BEFORE_DECISION - {CaseState.WITHDRAWN},
    }
)
"""Action → the states in which a department takes it."""


def of_person(caller: AuthenticatedRequest, number: str) -> list[dict[str, Any]]:
    """Return the cases of a person, newest first. Searched by number only, since an applicant need not be in the
    registers; the number was read from the card."""
    with caller.sandbox.storage.writing() as session:
        mine = select(Case).where(Case.person == number.upper(), Case.act.not_in(OF_ANOTHER))
        found = session.scalars(mine.order_by(Case.order.desc()).limit(SHOWN_MOST)).all()
        return [_whole(session, case, caller) for case in found]


def by_slip(caller: AuthenticatedRequest, slip: str) -> list[dict[str, Any]]:
    with caller.sandbox.storage.writing() as session:
        found = session.scalars(select(Case).where(Case.slip_number == slip).order_by(Case.order)).all()
        shown = {case.case_id: case for case in (_followed(session, each) for each in found)}
        return [_printed(session, case, caller) for case in list(shown.values())[:SHOWN_MOST]]


def _followed(session: Session, case: Case) -> Case:
    """Return the case in which this one is seen: itself, or the one that it follows."""
    if case.act not in OF_ANOTHER or not case.supersedes:
        return case
    return session.scalar(select(Case).where(Case.case_id == case.supersedes["case_id"])) or case


def _state(case: Case) -> dict[str, Any]:
    return {
        "case_number": case.case_number,
        "slip_number": case.slip_number,
        "state": case.state,
        "since": case.since,
        "next_step": NEXT_STEPS[CaseState(case.state)],
    }


def _printed(session: Session, case: Case, caller: AuthenticatedRequest) -> dict[str, Any]:
    issue_paid(session, case, caller.sandbox)
    case_life.advance(case, caller.sandbox)
    actions = ["correct"] if case.state == CaseState.CORRECTION.value else []
    actions += ["pay"] if _is_payable(session, case, caller.sandbox) else []
    # Papers are handed in and sums are paid without the person, so what they belong to is named then.
    names = {"case_id": case.case_id, "digest": case.digest, "item_id": case.item_id, "application": case.application}
    paid = refunds.payments(session, caller.sandbox, case)
    more = {**_missing(case, caller.sandbox), **({"payments": paid} if paid else {})}
    return {**_state(case), **(names if actions else {}), **more, "actions": actions}


def _is_payable(session: Session, case: Case, sandbox: SandboxState) -> bool:
    """Whether the fee of a case is still to be paid."""
    if not case.application or CaseState(case.state) not in BEFORE_DECISION or not sandbox.order_book.costs(case):
        return False
    payee = sandbox.order_book.payee_of(case)
    return any(each.id == payee.id for each, _ in sandbox.order_book.due(session, case.application))


def _whole(session: Session, case: Case, caller: AuthenticatedRequest) -> dict[str, Any]:
    sandbox = caller.sandbox
    issue_paid(session, case, sandbox)
    case_life.advance(case, sandbox)
    said, stops = case.life.get("said") or {}, case.life.get("stops") or [{"until": "-"}]
    return {
        **_state(case),
        "item_id": case.item_id,
        "note": case.note,
        "case_id": case.case_id,
        "digest": case.digest,
        "application": case.application,
        "offices": case_life.department_name(sandbox.departments.of_item(case.item_id)),
        "words": said.get("words") or {},
        "moments": case.life.get("moments") or [{"state": case.state, "at": case.since}],
        "promised_by": promised_by(case, sandbox),
        "stopped_since": None if stops[-1]["until"] else stops[-1]["since"],
        **_missing(case, sandbox),
        "transferred_to": said.get("to") or {},
        "delivery": said.get("delivery") or None,
        "pick_up": said.get("pick_up") or {},
        "actions": _actions(session, case, caller),
        "urged_at": case.life.get("urged"),
        "payments": refunds.payments(session, sandbox, case),
    }


def _missing(case: Case, sandbox: SandboxState) -> dict[str, Any]:
    said = case.life.get("said") or {}
    if case.state != CaseState.CORRECTION.value:
        return {"deadline": said["expired"]} if said.get("expired") else {}
    item = sandbox.published.items.get(case.item_id, {})
    known = {each["id"]: each for each in item.get("materials", ())}
    papers = [
        {
            "id": each["id"],
            "titles": _titles(item, each["id"]),
            "forms": list(known.get(each["id"], {}).get("forms", ())),
            "words": each.get("words") or {},
        }
        for each in said.get("missing") or ()
    ]
    last = papers_to_follow.last_day(case, sandbox.published.workdays)
    return {"missing": papers, "deadline": last.isoformat() if last else None}


def _titles(item: Mapping[str, Any], material: str) -> dict[str, str]:
    """The item's own words for a material, by language."""
    line = re.compile(rf"^material-{re.escape(material)} *= *(.+)$", re.MULTILINE)
    found = {language: line.search(source) for language, source in (item.get("words") or {}).items()}
    return {language: match[1].strip() for language, match in found.items() if match}


def promised_by(case: Case, sandbox: SandboxState) -> str | None:
    """Return the day by which the authority promised to decide; None where it promised none, the limit has not begun,
    the clock is stopped, or a year's working days are not known. Days that do not count put it off."""
    limit = sandbox.published.items.get(case.item_id, {}).get("promised_limit")
    moments = case.life.get("moments") or []
    stops = case.life.get("stops") or []
    if not limit or CaseState(case.state) not in BEFORE_DECISION or (stops and not stops[-1]["until"]):
        return None
    begun = {
        "received": case.received_at,
        "complete": case.received_at if case.complete_receipt else "",
        "accepted": next((each["at"] for each in moments if each["state"] in ("accepted", "under_review")), ""),
    }[limit["counts_from"]]
    if not begun:
        return None
    calendar = sandbox.published.workdays
    stopped = [(_day(each["since"]), _day(each["until"])) for each in stops]
    if limit["unit"] == "hour":
        last: date | None = _day(instant(datetime.fromisoformat(begun) + timedelta(hours=limit["number"])))
    elif limit["unit"] == "calendar_day":
        days = limit["number"] + sum((until - since).days for since, until in stopped)
        last = _day(begun) + timedelta(days=days)
    else:
        spans = [_working(since, until, calendar) for since, until in stopped]
        if None in spans:
            return None
        last = add_working_days(_day(begun), limit["number"] + sum(each or 0 for each in spans), calendar)
    return last.isoformat() if last else None


def _working(since: date, until: date, calendar: Workdays) -> int | None:
    """Return the number of working days after `since` up to `until`; None if a year is not known."""
    days = [calendar.is_working(since + timedelta(days=n)) for n in range(1, (until - since).days + 1)]
    return None if None in days else sum(map(bool, days))


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(CHINA).date()


def _actions(session: Session, case: Case, caller: AuthenticatedRequest) -> list[str]:
    state = CaseState(case.state)
    possible = [action.value for action, states in POSSIBLE.items() if state in states]
    if _is_payable(session, case, caller.sandbox):
        possible.append(CaseAction.PAY.value)
    if refunds.is_offered(session, caller.sandbox, case):
        possible.append(CaseAction.REFUND.value)
    if case.life.get("urged") and CaseAction.URGE.value in possible:
        possible.remove(CaseAction.URGE.value)
    if CaseAction.RATE.value in possible:
        rated = session.scalar(select(Rating).where(Rating.case_id == case.case_id, Rating.node == "decided"))
        # A terminal rates the cases that it handed over itself.
        if rated is not None or case.terminal != caller.terminal:
            possible.remove(CaseAction.RATE.value)
    return possible


def hours(sandbox: SandboxState, items: Collection[str]) -> list[dict[str, Any]]:
    """Return of each item whether its department takes cases now, and if not, when and why not."""
    return [_hours(sandbox, item) for item in sorted(items)]


def _hours(sandbox: SandboxState, item_id: str) -> dict[str, Any]:
    if item_id not in sandbox.published.items:
        return {"item_id": item_id, "open": False, "why_not": dict(NOT_OFFERED)}
    seconds = case_life.closed_for(sandbox, item_id)
    if not seconds:
        return {"item_id": item_id, "open": True}
    opens = instant(sandbox.clock.now() + timedelta(seconds=seconds))
    return {"item_id": item_id, "open": False, "opens_at": opens, "why_not": dict(CLOSED)}
