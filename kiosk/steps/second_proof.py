"""The second, independent proof of person: a one-time code to the phone the authority has on record."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from kiosk.catalogue.item import Proof
from kiosk.documents.grouping import code_grouping
from kiosk.documents.masking import mask_phone
from kiosk.effects import Audit, AuditKind
from kiosk.events import Answered, Event, NotAnswered, Timer, TimerRang, Touched, Typed
from kiosk.platform.gateway import CodeSent, CodeVerified
from kiosk.steps.asking import ask, asking_lead, fresh, on_waiting, stages, waiting_timers
from kiosk.steps.fault import TROUBLE, fault_message, not_answered, troubled, what_to_do
from kiosk.steps.phone_code import instead_of_card
from kiosk.steps.step import BACK, CONTINUE, LEAVE, Step, page
from kiosk.view import ENTRY, Actions, Choice, Field, FieldKind, Tone, Traits, View
from kiosk.visit import Go, InMatter, StepState, Turn, unawaited
from kiosk.words import Data, text

TOO_MANY_TRIES = "platform.too_many_tries"
CODE_SPENT = "platform.code_spent"
FINAL = frozenset({TOO_MANY_TRIES, "platform.no_registered_phone", "platform.refused", "platform.identity"})
"""Troubles that asking once more does not end."""


@dataclass(frozen=True)
class CodeState(StepState):
    sent: CodeSent | None = None
    tries_left: int | None = None
    """After a wrong code."""


def pages(session: InMatter) -> tuple[str, ...]:
    # A phone's code has proven the person already, by the same token.
    needed = session.item.proof is Proof.CARD_AND_PERSON and not instead_of_card(session)
    return ("second_proof",) if needed else ()


def _ask(session: InMatter, name: str, **parameters: str) -> Turn:
    return ask(fresh(session), name, name, parameters, purpose="proof_of_person")


def enter(session: InMatter) -> Turn:
    return Turn(session) if session.own(CodeState).sent else _ask(session, "code.send")


def view(session: InMatter) -> View:
    sent = session.own(CodeState).sent
    if sent is None:
        return _not_sent(session)
    left = session.own(CodeState).tries_left
    wrong = text("code-wrong", left=left) if left and not session.awaits("code.verify") else None
    again = "code_again" in session.waited
    trouble = session.trouble
    shown = code_grouping(sent.digits)
    return page(
        session,
        "SecondProof",
        text("code-title"),
        lead=fault_message(session.terminal, trouble)
        if trouble
        else asking_lead(session) or text("code-lead", phone=Data(mask_phone(sent.masked_phone)), digits=sent.digits),
        blocks=what_to_do(session, trouble, again_by_continue=True) if trouble else (),
        fields=(
            Field(
                "code",
                text("code-label"),
                FieldKind.DIGITS,
                session.typed.get("code", ""),
                wrong=session.wrong.get("code") or wrong,
                hint=text("practice-code") if session.practice else None,
                max_length=sent.digits,
                masked=True,
                groups=shown.groups,
                length=shown.length,
            ),
        ),
        choices=(
            Choice("again", text("code-again"), enabled=again, why_not=None if again else text("code-again-wait")),
        ),
        actions=Actions(BACK, LEAVE, replace(CONTINUE, enabled=not session.awaits("code.verify"))),
        traits=replace(ENTRY, read_first=bool(trouble)),
    )


def _not_sent(session: InMatter) -> View:
    trouble, again = session.trouble, Choice("again", text("code-try-again"))
    return page(
        session,
        "SecondProof",
        fault_message(session.terminal, trouble) if trouble else text("code-title"),
        lead=None if trouble else asking_lead(session) or text("code-sending"),
        icon="alert" if trouble else "phone",
        tone=Tone.ATTENTION if trouble else Tone.PLAIN,
        blocks=(*what_to_do(session, trouble), TROUBLE)
        if trouble
        else stages("stage-code-asked", "stage-code-sent", "stage-code-typed", done=0),
        actions=Actions(BACK, LEAVE, again if trouble and trouble not in FINAL else None),
        traits=Traits(large_rows=True),
    )


def on(session: InMatter, event: Event) -> Turn:
    sent = session.own(CodeState).sent
    match event:
        case Typed(key="code"):
            return Turn(session.with_typed("code", event.text))
        case Touched(key="continue") if session.matter.proof:
            # Somebody came back: the person is proven, and a spent code would only be refused.
            return Turn(replace(session, typed=MappingProxyType({})), go=Go.ON)
        case Touched(key="continue") if sent and not session.awaits("code.verify"):
            return _verify(session, sent.digits)
        case Touched(key="again") if sent is None or "code_again" in session.waited:
            if session.awaiting:
                return Turn(session)
            return _ask(session.with_own(CodeState()), "code.send")
        case Answered(answer=CodeSent() as answer):
            return Turn(session.with_own(replace(session.own(CodeState), sent=answer)))
        case Answered(answer=CodeVerified() as verified):
            return _verified(session, verified)
        case NotAnswered():
            return not_answered(session, event)
        case TimerRang():
            return on_waiting(session, event)
    return Turn(session)


def _verify(session: InMatter, digits: int) -> Turn:
    code = session.typed.get("code", "")
    if len(code) != digits or not (code.isascii() and code.isdigit()):
        wrong = {"code": text("code-incomplete", digits=digits)}
        return Turn(replace(session, wrong=MappingProxyType(wrong)))
    return _ask(session, "code.verify", code=code)


def _verified(session: InMatter, answer: CodeVerified) -> Turn:
    if answer.right:
        settled = session.with_own(replace(session.own(CodeState), tries_left=None))
        fresh, number = unawaited(settled.with_matter(replace(settled.matter, proof=answer.proof)))
        proven = replace(fresh, typed=MappingProxyType({}))
        return Turn(proven, (Audit(number, AuditKind.PERSON_PROVEN),), Go.ON)
    if answer.tries_left <= 0:
        # Only who had one try left has used them up; else the code is too old, or an answer that was lost has spent it.
        fault = TOO_MANY_TRIES if session.own(CodeState).tries_left == 1 else CODE_SPENT
        return troubled(session.with_own(CodeState()), fault)
    counted = replace(session.own(CodeState), tries_left=answer.tries_left)
    return Turn(session.with_typed("code", "").with_own(counted))


def timers(session: InMatter) -> frozenset[Timer]:
    again = (
        {session.timer("code_again")} if session.own(CodeState).sent and "code_again" not in session.waited else set()
    )
    return waiting_timers(session) | again


STEP = Step(InMatter, "step-identify", ("second_proof",), pages, view, on, enter, timers=timers)
