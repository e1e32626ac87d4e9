"""Ask registers for what the form would ask, for the purposes agreed to. Nobody has to wait: the form can be typed by
hand at any moment, and is whenever a register does not answer, answers about somebody else, or knows only half."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from kiosk.events import Answered, Event, NotAnswered, Timer, TimerRang, Touched
from kiosk.platform.registers import PRINCIPAL, WANTED, RegisterEntries
from kiosk.steps.asking import ask, asking_lead, fresh, on_waiting, stages, waiting_timers
from kiosk.steps.fault import TROUBLE, fault_message, not_answered, what_to_do
from kiosk.steps.prefilled import PrefillState, agreed, taken, to_ask
from kiosk.steps.principal import principal_token
from kiosk.steps.step import BACK, LEAVE, Step, page
from kiosk.view import Actions, Choice, Tone, Traits, View
from kiosk.visit import Go, InMatter, Turn
from kiosk.words import text

PAGE = "prefill"


def pages(session: InMatter) -> tuple[str, ...]:
    """The page is there while something can be asked. Without a network it is passed over: the form is typed."""
    here = session.page == PAGE
    return (PAGE,) if here or (session.status.online and to_ask(session)) else ()


def enter(session: InMatter) -> Turn:
    rows = to_ask(session)
    if not rows:
        return Turn(session, go=Go.ON)
    wanted = tuple(
        {"register": each.register, "fields": tuple(dict.fromkeys(each.fills.values())), "purpose": each.purpose}
        for each in rows
    )
    token = principal_token(session)
    parameters = {WANTED: wanted, **({PRINCIPAL: token} if token else {})}
    return ask(fresh(session), PAGE, "registers", parameters, consent=session.matter.shown.get("consent"))


def view(session: InMatter) -> View:
    if session.trouble:
        return _typed_instead(session)
    return page(
        session,
        "Prefill",
        text("prefill-title"),
        lead=asking_lead(session) or text("prefill-lead"),
        icon="search",
        blocks=stages("stage-register-asked", "stage-register-awaited", "stage-register-filled", done=1),
        actions=Actions(BACK, LEAVE, Choice("by-hand", text("prefill-by-hand"))),
    )


def _typed_instead(session: InMatter) -> View:
    return page(
        session,
        "Prefill",
        text("prefill-none-title"),
        lead=fault_message(session.terminal, session.trouble),
        icon="alert",
        tone=Tone.ATTENTION,
        blocks=(*what_to_do(session, session.trouble, do="fault-do-by-hand"), TROUBLE),
        choices=(Choice("again", text("action-try-again")),),
        actions=Actions(BACK, LEAVE, Choice("by-hand", text("prefill-by-hand-now"))),
        traits=Traits(large_rows=True),
    )


def on(session: InMatter, event: Event) -> Turn:
    match event:
        case Answered(answer=RegisterEntries() as answer):
            return _answered(session, answer)
        case NotAnswered():
            return not_answered(session, event)
        case Touched(key="again") if not session.awaiting and session.trouble:
            return enter(session)
        case Touched(key="by-hand"):
            return Turn(_settled(session), go=Go.ON)
        case TimerRang():
            return on_waiting(session, event)
    return Turn(session)


def _settled(session: InMatter) -> InMatter:
    state = session.own(PrefillState)
    asked = {each.register for each in agreed(session)}
    return replace(session, trouble="").with_own(replace(state, settled=state.settled | asked))


def _answered(session: InMatter, answer: RegisterEntries) -> Turn:
    """Take what came. What is missing is asked by the form."""
    settled = _settled(session)
    state = settled.own(PrefillState)
    filled = MappingProxyType({**state.filled, **dict(taken(settled, answer))})
    return Turn(settled.with_own(replace(state, filled=filled)), go=Go.ON)


def timers(session: InMatter) -> frozenset[Timer]:
    return waiting_timers(session)


STEP = Step(InMatter, "step-identify", (PAGE,), pages, view, on, enter, timers=timers)
