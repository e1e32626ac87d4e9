"""Choose for whom to act: the platform names the wards, authorisers, companies or the relative who died, of the person
who is proven. Whoever's mandate does not hold is shown why, and what to do."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from devices.id_reader.numbers import has_form, has_right_check_digit
from kiosk.effects import Audit, AuditKind, Effect
from kiosk.events import Answered, Event, NotAnswered, Timer, TimerRang, Touched, Typed
from kiosk.platform.mandates import Mandate, Mandates, MandateState
from kiosk.steps.asking import asking_lead, on_waiting, stages, waiting_timers
from kiosk.steps.fault import TROUBLE, fault_message, not_answered, troubled, what_to_do
from kiosk.steps.principal import (
    ASKING,
    FAULT,
    NONE,
    PrincipalState,
    ask_mandates,
    name_words,
    needed,
    scope_words,
    state_of,
)
from kiosk.steps.starting_over import without_answers
from kiosk.steps.step import BACK, CONTINUE, LEAVE, Step, page
from kiosk.steps.whom import WHOM
from kiosk.view import ENTRY, LARGE_CHOICES, Actions, Block, BlockKind, Choice, Field, FieldKind, Tone, Traits, View
from kiosk.visit import Go, InMatter, Turn
from kiosk.words import text

PAGE = "mandate"
NUMBER_PAGE = "mandate/number"
REFUSED = "mandate/refused"
NUMBER_LENGTH = 18
MANDATE_FAULTS = frozenset({NONE, *FAULT.values()})
LOOKED_UP = Block(BlockKind.PICTURE, picture="search")
"""No machine is in trouble where a mandate does not hold."""


def pages(session: InMatter) -> tuple[str, ...]:
    if not needed(session):
        return ()
    return (NUMBER_PAGE, PAGE) if session.matter.acting_for == "deceased" else (PAGE,)


def enter(session: InMatter) -> Turn:
    """Each time the list is shown the platform is asked: a mandate may be revoked at any moment."""
    if session.page == NUMBER_PAGE:
        typed = {"principal": session.own(PrincipalState).number}
        return Turn(replace(session, typed=MappingProxyType(typed)))
    if session.page == REFUSED:
        return Turn(session)
    return _ask(session)


def _ask(session: InMatter) -> Turn:
    state = replace(session.own(PrincipalState), asked=False, found=(), refused="")
    return ask_mandates(session.with_own(state))


def view(session: InMatter) -> View:
    state = session.own(PrincipalState)
    if session.page == NUMBER_PAGE:
        return _number(session)
    if session.page == REFUSED:
        return _refused(session, state.refused)
    if session.trouble:
        return _refused(session, session.trouble)
    return _list(session) if state.asked else _asking(session)


def _number(session: InMatter) -> View:
    return page(
        session,
        "Mandate",
        text("mandate-number-title"),
        lead=text("mandate-number-lead"),
        fields=(
            Field(
                "principal",
                text("mandate-number"),
                FieldKind.ID_NUMBER,
                session.typed.get("principal", ""),
                wrong=session.wrong.get("principal"),
                max_length=NUMBER_LENGTH,
                masked=True,
                unspoken=True,
                length=NUMBER_LENGTH,
                groups=(6, 8, 4),
            ),
        ),
        actions=Actions(BACK, LEAVE, CONTINUE),
        traits=ENTRY,
    )


def _asking(session: InMatter) -> View:
    return page(
        session,
        "Mandate",
        text("mandate-asking"),
        lead=asking_lead(session),
        icon="search",
        blocks=stages("stage-mandate-asked", "stage-mandate-awaited", "stage-mandate-shown", done=1),
        actions=Actions(BACK, LEAVE, None),
    )


def _refused(session: InMatter, fault: str) -> View:
    """Page of a mandate that does not hold, or of a platform that does not answer: the reason, and what to do."""
    again = Choice("again", text("action-try-again")) if session.page == PAGE and fault != NONE else None
    return page(
        session,
        "Mandate",
        fault_message(session.terminal, fault),
        icon="alert",
        tone=Tone.ATTENTION,
        blocks=(*what_to_do(session, fault), LOOKED_UP if fault in MANDATE_FAULTS else TROUBLE),
        actions=Actions(BACK, LEAVE, again),
        traits=Traits(large_rows=True),
    )


def _list(session: InMatter) -> View:
    kind = session.matter.acting_for
    return page(
        session,
        "Mandate",
        text(f"mandate-title-{kind}"),
        # A company's name is whole.
        blocks=() if kind == "company" else (Block(BlockKind.NOTE, text("mandate-note")),),
        choices=tuple(_row(session, each) for each in session.own(PrincipalState).found),
        actions=Actions(BACK, LEAVE, None),
        traits=LARGE_CHOICES,
    )


def _row(session: InMatter, mandate: Mandate) -> Choice:
    fault = FAULT.get(state_of(session, mandate))
    return Choice(
        f"principal:{mandate.token}",
        name_words(mandate),
        fault_message(session.terminal, fault) if fault else scope_words(session, mandate),
        WHOM[mandate.kind].icon,
        chosen=mandate.token == session.own(PrincipalState).chosen and not fault,
    )


def on(session: InMatter, event: Event) -> Turn:
    match event:
        case Typed(key="principal"):
            return Turn(session.with_typed("principal", event.text))
        case Touched(key="continue") if session.page == NUMBER_PAGE:
            return _typed(session)
        case Touched(verb="principal", value=token) if session.page == PAGE:
            return _chosen(session, token)
        case Touched(key="again") if session.page == PAGE and not session.awaiting:
            return _ask(session)
        case Answered(answer=Mandates() as answer):
            return _answered(session, answer)
        case NotAnswered():
            return not_answered(session, event)
        case TimerRang():
            return on_waiting(session, event)
    return Turn(session)


def _typed(session: InMatter) -> Turn:
    number = session.typed.get("principal", "").strip().upper()
    if not (has_form(number) and has_right_check_digit(number)):
        return Turn(replace(session, wrong=MappingProxyType({"principal": text("mandate-number-wrong")})))
    effects: tuple[Effect, ...] = ()
    if number != session.own(PrincipalState).number:
        session, effects = without_answers(session.with_own(PrincipalState(number)))
    return Turn(replace(session, typed=MappingProxyType({}), wrong=MappingProxyType({})), effects, Go.ON)


def _answered(session: InMatter, answer: Mandates) -> Turn:
    """Only the kind that was asked for, whatever came with it."""
    found = tuple(each for each in answer.mandates if each.kind == session.matter.acting_for)
    noted = session.with_own(replace(session.own(PrincipalState), asked=True, found=found))
    return Turn(noted) if found else troubled(noted, NONE)


def _chosen(session: InMatter, token: str) -> Turn:
    """Choose a principal; for another than before, what was given so far is of somebody else."""
    state = session.own(PrincipalState)
    mandate = Mandates(state.found).find(token)
    if mandate is None:
        return Turn(session)
    held = state_of(session, mandate)
    if held is not MandateState.VALID:
        fault = FAULT[held]
        return refused(session, fault)
    effects: tuple[Effect, ...] = ()
    if state.answers_of not in ("", token):
        session, effects = without_answers(session)
    return Turn(session.with_own(replace(state, chosen=token, answers_of=token, unchecked=False)), effects, Go.ON)


def refused(session: InMatter, fault: str) -> Turn:
    """Show why a mandate does not hold; nothing goes on with it."""
    state = replace(session.own(PrincipalState), refused=fault, chosen="")
    return Turn(session.with_own(state), (Audit(0, AuditKind.FAULT_SHOWN, fault),), REFUSED)


def timers(session: InMatter) -> frozenset[Timer]:
    return waiting_timers(session) if session.awaits(ASKING) else frozenset()


STEP = Step(InMatter, "step-identify", (PAGE,), pages, view, on, enter, timers=timers)
