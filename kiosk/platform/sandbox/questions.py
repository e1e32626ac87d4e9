"""The named questions: table of required proofs and answer functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from pydantic import Field, ValidationError

from devices.clock import day_in_china
from devices.lazy_dataclass import dataclass
from kiosk.platform.bounds import SINGLE_LINE
from kiosk.platform.documents import APPLICATION
from kiosk.platform.listing import PARTS
from kiosk.platform.listing_records import PARTS_MOST
from kiosk.platform.paper_records import KINDS, KINDS_MOST
from kiosk.platform.pick_ups import CODE, PERMIT
from kiosk.platform.sandbox import cases, consents, issued_documents, mandates
from kiosk.platform.sandbox.authentication import AuthenticatedRequest, StrictRecord
from kiosk.platform.sandbox.codes import DIGITS, VALIDITY
from kiosk.platform.sandbox.held_papers import PapersAsked, papers_answer
from kiosk.platform.sandbox.one_time_tokens import LINK_S
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.registers import Person
from kiosk.platform.sandbox.request_context import PAPERS_FAULT, REGISTERS_FAULT
from kiosk.platform.sandbox.shared_registers import RegistersAsked, RegistersParameters, registers_answer

WORD_LONGEST = 100
PERMIT_FORM = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)
"""The form of the permits' ids, as in their addresses."""


class Identity(StrictRecord):
    """The person asking, as read from the card; `proof` is the token of code.verify."""

    number: str = Field(default="", max_length=64, pattern=SINGLE_LINE, repr=False)
    name: str = Field(default="", max_length=200, repr=False)
    kind: str = Field(default="", max_length=64)
    proof: str = Field(default="", max_length=2000, repr=False)


class QuestionRecord(StrictRecord):
    """The body of a question."""

    item_id: str = Field(max_length=100)
    visit: str = Field(max_length=100)
    purpose: str = Field(max_length=200)
    identity: Identity = Field(default_factory=Identity, repr=False)
    parameters: dict[str, Any] = Field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class _QuestionContext:
    caller: AuthenticatedRequest
    question: QuestionRecord

    @property
    def person_key(self) -> tuple[str, str, str]:
        return self.caller.terminal, self.question.visit, self.question.identity.number.upper()

    def person(self) -> Person | None:
        return self.caller.sandbox.registers.find(self.question.identity.number, self.question.identity.name)

    def text(self, name: str) -> str:
        value = self.question.parameters.get(name)
        if not isinstance(value, str) or set(self.question.parameters) != {name}:
            raise Refusal("malformed")
        return value

    def word_list(self, name: str, most: int, least: int = 1) -> frozenset[str]:
        values = self.question.parameters.get(name)
        if not isinstance(values, list) or set(self.question.parameters) != {name} or not least <= len(values) <= most:
            raise Refusal("malformed")
        if not all(isinstance(each, str) and 0 < len(each) <= WORD_LONGEST for each in values):
            raise Refusal("malformed")
        return frozenset(values)

    def require_proof(self, required: str) -> None:
        identity = self.question.identity
        if required != "none" and not (identity.number and identity.name):
            raise Refusal("proof-required")
        sandbox = self.caller.sandbox
        proven = sandbox.codes.is_proven(self.person_key, identity.proof, sandbox.clock.now())
        if required == "card+person" and not proven:
            raise Refusal("proof-required")


def ask(name: str, caller: AuthenticatedRequest) -> dict[str, Any]:
    """Answer a question. Raises Refusal."""
    if name not in QUESTIONS:
        raise Refusal("unknown-question")
    required, answer = QUESTIONS[name]
    context = _QuestionContext(caller, caller.parse(QuestionRecord))
    context.require_proof(
        caller.sandbox.published.proof(context.question.item_id) if required == "as the item" else required
    )
    return answer(context)


def _code_send(context: _QuestionContext) -> dict[str, Any]:
    person = context.person()
    if person is None or not person.phone:
        raise Refusal("no-registered-phone")
    sandbox = context.caller.sandbox
    masked = sandbox.codes.send(context.person_key, person.phone, sandbox.clock.now())
    return {"masked_phone": masked, "digits": DIGITS, "seconds": int(VALIDITY.total_seconds())}


def _code_verify(context: _QuestionContext) -> dict[str, Any]:
    sandbox = context.caller.sandbox
    right, tries_left, proof = sandbox.codes.verify(context.person_key, context.text("code"), sandbox.clock.now())
    return {"right": right, "tries_left": tries_left, "proof": proof}


def _identity_code(context: _QuestionContext) -> dict[str, Any]:
    """Resolve a code for one visit: the proof is the person's at this terminal and in this visit."""
    sandbox = context.caller.sandbox
    number = sandbox.identity_codes.take(context.text("code"))
    person = sandbox.registers.people.get(number)
    if person is None:
        return {"number": "", "name": "", "kind": "", "proof": ""}
    key = (context.caller.terminal, context.question.visit, person.number)
    proof = sandbox.codes.proof(key, sandbox.clock.now())
    return {"number": person.number, "name": person.name, "kind": person.kind, "proof": proof}


def _registers(context: _QuestionContext) -> dict[str, Any]:
    sandbox, question = context.caller.sandbox, context.question
    try:
        parameters = RegistersParameters.model_validate(question.parameters)
    except ValidationError:
        raise Refusal("malformed") from None
    person, number = context.person(), question.identity.number
    subject = person.number if person is not None else ""
    if parameters.principal:
        subject = mandates.principal_of(sandbox, question.item_id, number, parameters.principal)
    asked = RegistersAsked(
        parameters,
        subject,
        number,
        question.visit,
        sandbox.published.prefills(question.item_id),
        REGISTERS_FAULT.get(),
    )
    consents.record(sandbox, context.caller.terminal, question.visit, question.item_id, asked)
    return registers_answer(sandbox.shared, sandbox.registers, asked)


def _pension(context: _QuestionContext) -> dict[str, Any]:
    person = context.person()
    rows = () if person is None else person.entry.pension
    return {"rows": [row.model_dump() for row in rows], "as_of": context.caller.sandbox.registers.as_of}


def _listing(context: _QuestionContext) -> dict[str, Any]:
    """Rows of the person in a register defined by data; none for an unknown register."""
    name, person = context.text("register"), context.person()
    rows = () if person is None else person.entry.lists.get(name, ())
    return {"rows": [row.model_dump() for row in rows], "as_of": context.caller.sandbox.registers.as_of}


def _cases_of_person(context: _QuestionContext) -> dict[str, Any]:
    return {"cases": cases.of_person(context.caller, context.question.identity.number)}


def _case_by_slip(context: _QuestionContext) -> dict[str, Any]:
    return {"cases": cases.by_slip(context.caller, context.text("slip_number"))}


def _parts(context: _QuestionContext) -> dict[str, Any]:
    return {"parts": cases.hours(context.caller.sandbox, context.word_list(PARTS, PARTS_MOST))}


def _documents(context: _QuestionContext) -> dict[str, Any]:
    question, sandbox = context.question, context.caller.sandbox
    application = context.text(APPLICATION) if question.parameters else ""
    if question.parameters and not application:
        raise Refusal("malformed")
    identity = question.identity
    with sandbox.storage.writing() as session:
        issued_documents.issue_for(session, sandbox, identity.number, identity.name, question.item_id)
        return issued_documents.answer(session, sandbox, identity.number, application)


def _document_link(context: _QuestionContext) -> dict[str, Any]:
    caller, identity = context.caller, context.question.identity
    with caller.sandbox.storage.writing() as session:
        rows = issued_documents.answer(session, caller.sandbox, identity.number)["documents"]
        mine = {row["document"] for row in rows}
    wanted = context.text("document")
    if wanted not in mine:
        raise Refusal("unknown")
    return {"url": caller.origin + caller.sandbox.document_links.make(wanted), "seconds": LINK_S}


def _papers(context: _QuestionContext) -> dict[str, Any]:
    sandbox, question = context.caller.sandbox, context.question
    pledges = sandbox.published.takes_pledges(question.item_id)
    kinds = context.word_list(KINDS, KINDS_MOST, least=0 if pledges else 1)
    # No terminal learns of a licence for which the item has no use.
    wanted = frozenset(each for each in sandbox.published.papers(question.item_id) if each[0] in kinds)
    asked = PapersAsked(
        context.person(),
        question.identity.number,
        question.visit,
        wanted,
        day_in_china(sandbox.clock.now()),
        PAPERS_FAULT.get(),
        pledges,
    )
    return papers_answer(sandbox.paper_kinds, asked)


def _mandates(context: _QuestionContext) -> dict[str, Any]:
    question = context.question
    number, person = question.identity.number, context.person()
    return mandates.answer(
        context.caller.sandbox, question.item_id, person, number, question.visit, question.parameters
    )


def _pick_up(context: _QuestionContext) -> dict[str, Any]:
    """The code is the only proof: whoever has it is given the thing, as at an office's counter."""
    sandbox, given = context.caller.sandbox, context.question.parameters
    code, permit = given.get(CODE), given.get(PERMIT)
    if set(given) != {CODE, PERMIT} or not isinstance(code, str) or not isinstance(permit, str):
        raise Refusal("malformed")
    if not PERMIT_FORM.fullmatch(permit):
        raise Refusal("malformed")
    with sandbox.storage.writing() as session:
        return sandbox.pick_ups.answer(session, context.caller.terminal, code, permit, sandbox.clock.now())


QUESTIONS: Mapping[str, tuple[str, Callable[[_QuestionContext], dict[str, Any]]]] = MappingProxyType(
    {
        "code.send": ("card", _code_send),
        "code.verify": ("card", _code_verify),
        "identity.code": ("none", _identity_code),
        "registers": ("as the item", _registers),
        "pension.enrolment": ("card+person", _pension),
        "listing": ("card+person", _listing),
        "cases.of_person": ("card+person", _cases_of_person),
        "case.by_slip": ("none", _case_by_slip),
        "parts": ("none", _parts),
        "documents": ("card+person", _documents),
        "document.link": ("card+person", _document_link),
        "papers": ("card+person", _papers),
        "mandates": ("as the item", _mandates),
        "pick_up": ("none", _pick_up),
    }
)
"""Question → required proof (none, card, card+person, or that of the item) and answer function."""
