"""The named questions: a table from name to answer, and which proof each demands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pydantic import Field
from sqlalchemy import select

from kiosk.platform.gateway import CaseState
from kiosk.platform.records import NEXT_STEPS, SINGLE_LINE
from kiosk.platform.sandbox.codes import DIGITS, LIFE, proven
from kiosk.platform.sandbox.entrance import Strict, Visitor
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.registers import Person
from kiosk.platform.sandbox.storage import Case


class Identity(Strict):
    """Who asks, as read from the card; `proof` is what code.verify gave."""

    number: str = Field(default="", max_length=64, pattern=SINGLE_LINE, repr=False)
    name: str = Field(default="", max_length=200, repr=False)
    kind: str = Field(default="", max_length=64)
    proof: str = Field(default="", max_length=2000, repr=False)


class Asked(Strict):
    """The body of a question."""

    item_id: str = Field(max_length=100)
    visit: str = Field(max_length=100)
    purpose: str = Field(max_length=200)
    identity: Identity = Field(default_factory=Identity, repr=False)
    parameters: dict[str, Any] = Field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class _AskerIdentity:
    visitor: Visitor
    asked: Asked

    @property
    def who(self) -> tuple[str, str, str]:
        return self.visitor.terminal, self.asked.visit, self.asked.identity.number.upper()

    def person(self) -> Person | None:
        return self.visitor.world.registers.find(self.asked.identity.number, self.asked.identity.name)

    def text(self, name: str) -> str:
        value = self.asked.parameters.get(name)
        if not isinstance(value, str) or set(self.asked.parameters) != {name}:
            raise Refusal("malformed")
        return value

    def prove(self, demanded: str) -> None:
        identity = self.asked.identity
        if demanded != "none" and not (identity.number and identity.name):
            raise Refusal("proof-required")
        now = self.visitor.world.clock.now()
        if demanded == "card+person" and not proven(self.who, identity.proof, now):
            raise Refusal("proof-required")


def ask(name: str, visitor: Visitor) -> dict[str, Any]:
    """Answer a question. Raises Refusal."""
    if name not in QUESTIONS:
        raise Refusal("unknown-question")
    demanded, answer = QUESTIONS[name]
    asker = _AskerIdentity(visitor, visitor.read(Asked))
    asker.prove(visitor.world.published.proof(asker.asked.item_id) if demanded == "as the item" else demanded)
    return answer(asker)


def _code_send(asker: _AskerIdentity) -> dict[str, Any]:
    person = asker.person()
    if person is None or not person.phone:
        raise Refusal("no-registered-phone")
    world = asker.visitor.world
    masked = world.codes.send(asker.who, person.phone, world.clock.now())
    return {"masked_phone": masked, "digits": DIGITS, "seconds": int(LIFE.total_seconds())}


def _code_verify(asker: _AskerIdentity) -> dict[str, Any]:
    world = asker.visitor.world
    right, tries_left, proof = world.codes.verify(asker.who, asker.text("code"), world.clock.now())
    return {"right": right, "tries_left": tries_left, "proof": proof}


def _prefill(asker: _AskerIdentity) -> dict[str, Any]:
    person = asker.person()
    values = {} if person is None else person.entry.prefill
    return {"values": {name: one.model_dump() for name, one in values.items()}}


def _pension(asker: _AskerIdentity) -> dict[str, Any]:
    person = asker.person()
    rows = () if person is None else person.entry.pension
    return {"rows": [row.model_dump() for row in rows], "as_of": asker.visitor.world.registers.as_of}


def _cases_of_person(asker: _AskerIdentity) -> dict[str, Any]:
    # The number alone decides: somebody the registers do not know may have applied, and it is their card that was read.
    with asker.visitor.world.storage.reading() as session:
        found = session.scalars(
            select(Case).where(Case.person == asker.asked.identity.number.upper()).order_by(Case.order.desc()).limit(50)
        ).all()
    return {"cases": [{**_progress(case), "item_id": case.item_id, "note": case.note} for case in found]}


def _case_by_slip(asker: _AskerIdentity) -> dict[str, Any]:
    slip = asker.text("slip_number")
    with asker.visitor.world.storage.reading() as session:
        found = session.scalars(select(Case).where(Case.slip_number == slip).order_by(Case.order)).all()
    return {"cases": [_progress(case) for case in found]}


def _progress(case: Case) -> dict[str, Any]:
    return {
        "case_number": case.case_number,
        "slip_number": case.slip_number,
        "state": case.state,
        "since": case.since,
        "next_step": NEXT_STEPS[CaseState(case.state)],
    }


QUESTIONS: Mapping[str, tuple[str, Callable[[_AskerIdentity], dict[str, Any]]]] = MappingProxyType(
    {
        "code.send": ("card", _code_send),
        "code.verify": ("card", _code_verify),
        "prefill": ("as the item", _prefill),
        "pension.enrolment": ("card+person", _pension),
        "cases.of_person": ("card+person", _cases_of_person),
        "case.by_slip": ("none", _case_by_slip),
    }
)
"""Question → the proof it demands (none, card, card+person, or what its item asks for) and who answers it."""
