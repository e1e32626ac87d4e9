"""The applicant's declaration, made by a dedicated button; the case is submitted after it, or signed first.

Who acts by a mandate: the platform is asked once more whether it still holds, before anything is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiosk.catalogue.pledges import late_key
from kiosk.documents.masking import mask_name
from kiosk.events import Answered, Event, NotAnswered, Timer, TimerRang, Touched
from kiosk.platform.mandates import Mandates
from kiosk.steps import mandate
from kiosk.steps.asking import asking_lead, on_waiting, waiting_timers
from kiosk.steps.evidence import remember_shown
from kiosk.steps.materials_state import put_off
from kiosk.steps.principal import ASKING, PrincipalState, ask_mandates, fault_of, needed, principal_token
from kiosk.steps.sign import SignState, follows
from kiosk.steps.step import BACK, LEAVE, Step, item_words, one_page, page
from kiosk.view import Actions, Block, BlockKind, Choice, Traits, View
from kiosk.visit import Go, InMatter, Turn
from kiosk.words import Data, text


def view(session: InMatter) -> View:
    item = session.item
    helper = session.matter.helper_card
    by = (Block(BlockKind.NOTE, text("declare-helper", name=Data(mask_name(helper.name)))),) if helper else ()
    offline = () if session.status.online else (Block(BlockKind.NOTE, text("declare-offline")),)
    rests, signed = session.awaits(ASKING), follows(session)
    submit = Choice("declare", text("action-declare"), text("action-declare-note"))
    declares = Choice("declare", text("action-declare-sign"), text("declare-sign-note")) if signed else submit
    return page(
        session,
        "Declare",
        text("declare-title"),
        lead=(asking_lead(session) if rests else None) or text("declare-lead-sign" if signed else "declare-lead"),
        blocks=(
            *(Block(BlockKind.NUMBERED, item_words(session, key)) for key in item.declaration),
            *_later(session),
            *by,
            *offline,
        ),
        traits=Traits(large_rows=True),
        actions=Actions(BACK, LEAVE, replace(declares, enabled=not rests)),
    )


def _later(session: InMatter) -> Iterator[Block]:
    """Each paper that is to follow: its days, and what becomes of the application without it."""
    for paper in put_off(session):
        assert paper.later is not None, "only such a paper can be put off"
        name = text(f"material-{paper.id}", session.item.id)
        late = text(late_key(paper.id), session.item.id)
        yield Block(BlockKind.NUMBERED, text("declare-later", paper=name, days=paper.later.number, late=late))


def on(session: InMatter, event: Event) -> Turn:
    match event:
        case Touched(key="declare") if not session.awaits(ASKING):
            return _declared(session)
        case Answered(answer=Mandates() as answer):
            return _checked(session, answer)
        case NotAnswered():
            # The platform looks again when it receives the case; that nobody did here is in the evidence.
            unchecked = replace(session.own(PrincipalState), unchecked=True)
            return Turn(session.with_own(unchecked), go=Go.ON)
        case TimerRang():
            return on_waiting(session, event)
    return Turn(session)


def _declared(session: InMatter) -> Turn:
    # A signature is one under this declaration: an earlier one is wiped.
    shown = remember_shown(session.with_own(SignState()), "declaration", view(session))
    if not needed(session) or session.practice:
        return Turn(shown, go=Go.ON)
    if not session.status.online:
        return Turn(shown.with_own(replace(shown.own(PrincipalState), unchecked=True)), go=Go.ON)
    return ask_mandates(shown)


def _checked(session: InMatter, answer: Mandates) -> Turn:
    """Go on with a mandate that still holds. For one that does not, nothing is kept, and its page says why."""
    fault = fault_of(session, answer, principal_token(session))
    if fault:
        return mandate.refused(session, fault)
    return Turn(session.with_own(replace(session.own(PrincipalState), unchecked=False)), go=Go.ON)


def timers(session: InMatter) -> frozenset[Timer]:
    return waiting_timers(session) if session.awaits(ASKING) else frozenset()


STEP = Step(InMatter, "step-check", ("declare",), one_page("declare"), view, on, timers=timers)
