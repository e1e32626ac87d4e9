"""The facts of a visit that conditions of an item may test (kiosk.vocabulary.facts)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from kiosk.catalogue.conditions import Facts
from kiosk.steps.card_refusal import age_of
from kiosk.steps.parts_state import PartsState
from kiosk.visit import Session
from kiosk.vocabulary.facts import head_of, member_of

VALUES: Mapping[str, Callable[[Session, str], Any]] = MappingProxyType(
    {
        "way": lambda session, member: session.matter.way or None,
        "acting_for": lambda session, member: session.matter.acting_for,
        "age": lambda session, member: _age(session),
        "online": lambda session, member: session.status.online,
        "answers": lambda session, member: session.matter.answers.get(member),
        "part": lambda session, member: member in session.own(PartsState).ticked,
        "can": lambda session, member: session.status.can(member),
    }
)
"""Head of a fact → its value now, given its member; None while it is not known."""


def facts(session: Session) -> Facts:
    """The facts of this visit, by name."""
    return lambda fact: VALUES[head_of(fact)](session, member_of(fact))


def of_form(session: Session) -> Mapping[str, Any]:
    """The facts beside the answers that decide which pages a form has."""
    return {"acting_for": session.matter.acting_for, "age": _age(session)}


def _age(session: Session) -> int | None:
    return age_of(session.matter.card, session.status.today) if session.matter.card is not None else None
