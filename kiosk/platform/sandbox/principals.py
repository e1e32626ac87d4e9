"""The person of a case: the applicant whose card was read, or the principal, by the mandate of who came for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from devices.clock import day_in_china
from kiosk.platform.sandbox.mandates import principal_of
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.state import SandboxState

WITH_MANDATE = frozenset({"ward", "authorised", "company", "deceased"})
"""Values of `acting_for` for which a case needs a mandate."""


def person_of(sandbox: SandboxState, item_id: str, sealed_at: str, content: dict[str, Any]) -> str:
    """Return the number under which the case is found. A mandate is checked again, as of the day of sealing; one that
    was revoked meanwhile is revoked. Raises Refusal."""
    acting_for = _text(content.get("evidence"), "acting_for")
    agent = _text(content.get("helper"), "number")
    if acting_for in WITH_MANDATE:
        token = _text(content.get("mandate"), "token")
        return principal_of(sandbox, item_id, agent, token, _day(sealed_at))
    if content.get("mandate") is not None:
        raise Refusal("mandate-invalid")
    # A newborn has no number: the case is found under that of the parent who applied.
    return _text(content.get("applicant"), "number").upper() or agent.upper()


def _text(record: Any, name: str) -> str:
    return str(record.get(name, "")) if isinstance(record, dict) else ""


def _day(sealed_at: str) -> date | None:
    try:
        return day_in_china(datetime.fromisoformat(sealed_at))
    except ValueError:
        return None
