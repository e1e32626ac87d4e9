"""The life of a case at its department: moved on by the rules of its item and by what follows it.

One interpreter for all items. A case moves when somebody looks at it and its time has come, by the platform's clock;
the moment of a move is the one that the rule states, whoever looks when. A correction waits for what follows it.

`Case.life` holds `plan` (moves to come), `since` (the moment that the next counts from), `moments` (states so far),
`said` (the move of the present state), `stops` (spans that do not count for the limit) and `urged`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from devices.strict_struct import asdict
from kiosk.catalogue.case_rules import CaseRules, delay_of
from kiosk.platform.listing import CaseState
from kiosk.platform.records import instant
from kiosk.platform.sandbox import papers_to_follow
from kiosk.platform.sandbox.case_receipts import issue_decision
from kiosk.platform.sandbox.departments import NOBODY, Office
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.request_context import DEPARTMENT_FAULT
from kiosk.platform.sandbox.state import SandboxState
from kiosk.platform.sandbox.storage import Case

FINAL = frozenset(
    {CaseState.NOT_ACCEPTED, CaseState.WITHDRAWN, CaseState.GRANTED, CaseState.NOT_GRANTED, CaseState.DECIDED}
    | {CaseState.DELIVERED}
)
"""States in which nothing can follow a case but a payment asked back."""
REFUSED_BY_DEPARTMENT: Mapping[str, str] = MappingProxyType(
    {"zh-CN": "这件事不归本部门办。", "en": "This department is not the one for it."}
)


def fault_of(office: Office) -> str:
    """Return the kind of the misfortune `department` in this request, "" if it is not about this office."""
    kind, name = DEPARTMENT_FAULT.get()
    return kind if name in ("", office.id) else ""


def closed_for(sandbox: SandboxState, item_id: str) -> int:
    """Return the seconds until the department of an item takes cases, 0 if it does now."""
    office = sandbox.departments.of_item(item_id)
    if fault_of(office) == "closed":
        return 600
    seconds = office.seconds_to_opening(sandbox.clock.now(), sandbox.published.workdays)
    return 86_400 if seconds is None else seconds


def require_open(sandbox: SandboxState, item_id: str) -> None:
    """Raise `department-closed` with the time of opening, or `service-withdrawn`."""
    if fault_of(sandbox.departments.of_item(item_id)) == "not_offered":
        raise Refusal("service-withdrawn")
    seconds = closed_for(sandbox, item_id)
    if seconds:
        raise Refusal("department-closed", retry_after=min(seconds, 86_400))


def begin(case: Case, sandbox: SandboxState) -> None:
    """Plan the life of a new case by the first rule of its item that fits."""
    rules = sandbox.departments.rules.get(case.item_id, CaseRules())
    rule = rules.first(_facts(case, sandbox)) if case.act in ("apply", "amend") else None
    plan = [asdict(move) for move in rule.then] if rule else []
    office = sandbox.departments.of_item(case.item_id)
    if fault_of(office) == "refuses" and case.act == "apply":
        plan = [{"after": "0m", "state": "not_accepted", "words": dict(REFUSED_BY_DEPARTMENT)}]
    elif case.act in ("apply", "amend"):
        plan = [*_owed(case, sandbox), *plan]
    moments = [{"state": case.state, "at": case.received_at}]
    case.life = {"plan": plain(plan), "since": case.received_at, "moments": moments, "said": {}, "stops": []}


def _owed(case: Case, sandbox: SandboxState) -> list[dict[str, Any]]:
    """The moves of a case that is taken in although something is to follow."""
    person = sandbox.registers.people.get(case.person)
    barred = person.entry.pledges_barred if person is not None else ""
    return list(
        papers_to_follow.moves(
            *papers_to_follow.owed(case.content, sandbox.published.items.get(case.item_id, {}), barred)
        )
    )


def plain(plan: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return moves as JSON: papers in their long form."""
    for move in plan:
        move["missing"] = [_paper(one) for one in move.get("missing", ())]
        for name in ("words", "to", "pick_up"):
            move[name] = dict(move.get(name) or {})
    return plan


def _paper(paper: Any) -> dict[str, Any]:
    if isinstance(paper, str | dict):
        return {"id": paper, "words": {}} if isinstance(paper, str) else paper
    return {"id": paper.id, "words": dict(paper.words)}


def _facts(case: Case, sandbox: SandboxState) -> dict[str, Any]:
    """Return the facts of the rules: what the case says, as far as it says it."""
    content = case.content
    evidence = content.get("evidence")
    handed = content.get("handed")
    person = sandbox.registers.people.get(case.person)
    facts: dict[str, Any] = {f"answers.{name}": value for name, value in content["answers"].items()}
    facts["part"] = "yes" if case.application and _is_part(content) else "no"
    if person is not None:
        facts["person"] = person.key
    if isinstance(evidence, dict) and isinstance(evidence.get("acting_for"), str):
        facts["acting_for"] = evidence["acting_for"]
    for paper in handed if isinstance(handed, list) else ():
        if isinstance(paper, dict):
            facts[f"materials.{paper.get('id')}"] = paper.get("way")
    return facts


def _is_part(content: Mapping[str, Any]) -> bool:
    """Whether the case says that it is a part of a bundle; an application of one case is none."""
    evidence = content.get("evidence")
    return isinstance(evidence, dict) and bool(evidence.get("bundle"))


def advance(case: Case, sandbox: SandboxState) -> None:
    """Carry out the moves whose time has come. Changes the case; needs a writing session."""
    if fault_of(sandbox.departments.of_item(case.item_id)) == "late":
        return
    now, calendar = sandbox.clock.now(), sandbox.published.workdays
    ended = papers_to_follow.ended_at(case, calendar, now)
    if ended is not None:
        case.life = {**case.life, "plan": []}
        to_state(case, sandbox, papers_to_follow.expiry(case, calendar), ended)
    while case.life.get("plan") and case.state != CaseState.CORRECTION.value:
        move = case.life["plan"][0]
        due = datetime.fromisoformat(case.life["since"]) + delay_of(move["after"])
        if due > now:
            return
        case.life = {**case.life, "plan": case.life["plan"][1:]}
        to_state(case, sandbox, move, due)


def to_state(case: Case, sandbox: SandboxState, move: Mapping[str, Any], at: datetime) -> None:
    """Bring a case into the state of a move, with what the authority says of it."""
    life, moment = case.life, instant(at)
    stops = list(life.get("stops", ()))
    if stops and not stops[-1]["until"]:
        stops[-1] = {**stops[-1], "until": moment}
    if move.get("clock_stops"):
        stops.append({"since": moment, "until": ""})
    moments = [*life.get("moments", ()), {"state": move["state"], "at": moment}]
    case.state, case.since, case.note = str(move["state"]), moment, str(move.get("note", ""))
    case.life = {**life, "since": moment, "moments": moments[-50:], "said": dict(move), "stops": stops}
    issue_decision(case, sandbox, at)


def follow(case: Case, followed: Case, sandbox: SandboxState, now: datetime) -> None:
    """Let a case take effect on the one that it follows. Raises Refusal if it comes too late."""
    advance(followed, sandbox)
    state = CaseState(followed.state)
    if state in FINAL and case.act != "refund":
        raise Refusal("superseded")
    moment = instant(now)
    if case.act in ("amend", "withdraw"):
        followed.followed_by = case.case_id
        followed.life = {**followed.life, "plan": []}
        to_state(followed, sandbox, {"state": CaseState.WITHDRAWN.value}, now)
        followed.note = f"由 {case.case_number} 代替" if case.act == "amend" else "已撤回"
    elif case.act == "urge":
        followed.life = {**followed.life, "urged": moment}
    elif case.act == "supplement" and (missing := papers_to_follow.left(case, followed)):
        followed.life = {**followed.life, "said": {**(followed.life.get("said") or {}), "missing": missing}}
    elif case.act == "supplement" and state is CaseState.CORRECTION:
        # What comes next counts from now: the days in between were the applicant's.
        to_state(followed, sandbox, {"state": CaseState.UNDER_REVIEW.value}, now)


def department_name(office: Office) -> dict[str, str]:
    return {} if office is NOBODY else dict(office.short)
