"""Whom somebody with a mandate acts for: what the platform named, and which of them the citizen chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from kiosk.platform.mandates import KINDS, NUMBER, Mandate, Mandates, MandateState
from kiosk.steps.asking import ask, fresh
from kiosk.steps.step import said
from kiosk.steps.whom import WHOM
from kiosk.visit import InMatter, StepState, Turn
from kiosk.words import Data, Words, text

ASKING = "mandates"
FAULT: Mapping[MandateState, str] = MappingProxyType(
    {each: f"mandate.{each.value}" for each in MandateState if each is not MandateState.VALID}
)
"""State of a mandate that does not hold → the fault that its page shows."""
NONE = "mandate.none"
"""The platform names nobody for whom this person may act so."""


@dataclass(frozen=True)
class PrincipalState(StepState):
    number: str = field(default="", repr=False)
    """Of somebody who died, as their relative typed it."""
    asked: bool = False
    found: tuple[Mandate, ...] = field(default=(), repr=False)
    chosen: str = ""
    """The token of the mandate."""
    answers_of: str = ""
    """The token of the principal whom the answers are about, also after it was refused."""
    refused: str = ""
    """The fault of one that does not hold, which its page shows."""
    unchecked: bool = False
    """Before submitting the platform could not be asked again."""


def needed(session: InMatter) -> bool:
    return WHOM[session.matter.acting_for].mandate


def principal(session: InMatter) -> Mandate | None:
    """The mandate that was chosen."""
    state = session.own(PrincipalState)
    return Mandates(state.found).find(state.chosen) if needed(session) else None


def principal_token(session: InMatter) -> str:
    """The token of the mandate; "" for who acts for themselves."""
    chosen = principal(session)
    return chosen.token if chosen is not None else ""


def ask_mandates(session: InMatter) -> Turn:
    """Ask for whom the person who is proven may act."""
    typed = session.own(PrincipalState).number
    parameters = {KINDS: (session.matter.acting_for,), **({NUMBER: typed} if typed else {})}
    return ask(fresh(session), ASKING, "mandates", parameters)


def state_of(session: InMatter, mandate: Mandate) -> MandateState:
    return mandate.on(session.status.today)


def fault_of(session: InMatter, found: Mandates, token: str) -> str:
    """The fault of a mandate in an answer; "" for one that holds."""
    mandate = found.find(token)
    if mandate is None:
        return FAULT[MandateState.REVOKED]
    return FAULT.get(state_of(session, mandate), "")


def name_words(mandate: Mandate) -> Words:
    """The principal's name: masked, and then not read aloud, but for a company."""
    return Data(mandate.name, masked=not mandate.code)


def scope_words(session: InMatter, mandate: Mandate) -> Words:
    """Scope and end of a mandate; for a company, its credit code first."""
    what = said(session, mandate.scopes) or text(f"for-{mandate.kind}")
    until = text("mandate-until", what=what, day=mandate.until) if mandate.until else what
    return text("mandate-company", code=Data(mandate.code), what=until) if mandate.code else until
