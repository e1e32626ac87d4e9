"""Documents that a case still lacks: papers that were to follow later, and proofs in place of pledges not taken.

Also the check of how papers were handed in: a pledge has the grade D and the version of a text that the item has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from kiosk.catalogue.workdays import Workdays, add_working_days
from kiosk.platform.listing import CaseState
from kiosk.platform.sandbox.departments import CHINA
from kiosk.platform.sandbox.storage import Case

GRADES: Mapping[str, str] = MappingProxyType(
    {"licence": "A", "earlier": "C", "scan": "C", "phone": "C", "photo": "C", "pledge": "D", "later": ""}
)
"""Way → the trust grade that a terminal may give: B is for staff who saw the original."""
PROOF_DAYS = 10
"""Working days to hand in the proof where a pledge is not taken."""
NOT_TAKEN: Mapping[str, str] = MappingProxyType(
    {"zh-CN": "这次不能用承诺，请交证明", "en": "a pledge is not taken this time; please give the proof"}
)
EXPIRED: Mapping[str, str] = MappingProxyType(
    {"zh-CN": "过了日期没有补材料，这次申请停了。", "en": "The papers did not come in time; this application ended."}
)

Item = Mapping[str, Any]


def handed_in(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The papers that the sealed content names."""
    found = content.get("handed")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _materials(item: Item) -> dict[str, Mapping[str, Any]]:
    return {str(each.get("id")): each for each in item.get("materials", ())}


def unfit(content: Mapping[str, Any], item: Item) -> list[str]:
    """Return JSON pointers to papers that were handed in as the item does not allow: another way, grade or text."""
    known = _materials(item)
    return [f"/handed/{n}" for n, each in enumerate(handed_in(content)) if not _fits(each, known, content)]


def _fits(paper: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]], content: Mapping[str, Any]) -> bool:
    material, way = known.get(str(paper.get("id"))), str(paper.get("way"))
    if material is None or way not in material.get("ways", ()) or paper.get("grade") != GRADES.get(way):
        return False
    if way != "pledge":
        return True
    pledge = material.get("pledge") or {}
    in_person = content.get("helper") is None or bool(pledge.get("proxy"))
    return in_person and paper.get("reference") == pledge.get("version")


def owed(content: Mapping[str, Any], item: Item, barred: str) -> tuple[list[dict[str, Any]], int]:
    """Return what is missing from the first day, and the working days for it: none where nothing is."""
    known = _materials(item)
    missing, days = [], []
    for paper in handed_in(content):
        material = known.get(str(paper.get("id")), {})
        if paper.get("way") == "later":
            missing.append({"id": str(paper["id"]), "words": {}})
            days.append(int((material.get("later") or {}).get("number", PROOF_DAYS)))
        elif paper.get("way") == "pledge" and barred:
            missing.append({"id": str(paper["id"]), "words": dict(NOT_TAKEN)})
            days.append(PROOF_DAYS)
    return missing, min(days, default=0)


def moves(missing: list[dict[str, Any]], days: int) -> Iterator[dict[str, Any]]:
    """The first moves of a case that is taken in although something is missing."""
    if missing:
        yield {"after": "0m", "state": CaseState.ACCEPTED.value}
        yield {"after": "0m", "state": CaseState.CORRECTION.value, "missing": missing, "days": days}


def left(case: Case, followed: Case) -> list[dict[str, Any]]:
    """Return what is still missing of a case after this supplement. One that names no papers fills everything."""
    missing = list((followed.life.get("said") or {}).get("missing") or ())
    if "handed" not in case.content:
        return []
    given = {str(each.get("id")) for each in handed_in(case.content)}
    return [each for each in missing if each["id"] not in given]


def last_day(case: Case, calendar: Workdays) -> date | None:
    """Return the last day to hand in what is missing; None without one, or in a year that is not known."""
    days = int((case.life.get("said") or {}).get("days") or 0)
    if case.state != CaseState.CORRECTION.value or not days:
        return None
    return add_working_days(datetime.fromisoformat(case.since).astimezone(CHINA).date(), days, calendar)


def ended_at(case: Case, calendar: Workdays, now: datetime) -> datetime | None:
    """Return the moment after the last day, if it is over and something is still missing."""
    day = last_day(case, calendar)
    if day is None:
        return None
    over = datetime.combine(day + timedelta(days=1), time(), CHINA)
    return over.astimezone(UTC) if over <= now else None


def expiry(case: Case, calendar: Workdays) -> dict[str, Any]:
    """The move of a case whose papers did not come in time."""
    day = last_day(case, calendar)
    return {"state": CaseState.WITHDRAWN.value, "words": dict(EXPIRED), "expired": day.isoformat() if day else ""}
