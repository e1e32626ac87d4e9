"""All answers at once, each with its way to be changed; a change returns here."""

from __future__ import annotations

from dataclasses import replace

from kiosk.catalogue.item import Control, Item
from kiosk.effects import Audit, AuditKind
from kiosk.events import Event, Timer, TimerRang, Touched
from kiosk.steps import materials_state
from kiosk.steps.companion import companion_words, has_companion
from kiosk.steps.covered import covered_name, covered_number
from kiosk.steps.days import day_words, is_day
from kiosk.steps.form import form_pages, page_of
from kiosk.steps.form_state import FormState
from kiosk.steps.materials_pages import handed_words
from kiosk.steps.persons import applicant_label, applicant_words, relation_words
from kiosk.steps.prefilled import source_words
from kiosk.steps.principal import principal
from kiosk.steps.step import BACK, LEAVE, Step, box, one_page, page
from kiosk.view import Actions, Block, BlockKind, Choice, View
from kiosk.visit import Go, InMatter, Turn, unawaited
from kiosk.words import Data, Words, text

PAGE = "review"


def _value(session: InMatter, item: Item, control: Control) -> Words:
    value = str(session.matter.answers.get(control.answer, ""))
    if not value:
        return text("review-empty")
    if control.widget == "choice":
        return text(f"answer-{control.answer}-{value}", item.id)
    if control.mask and session.revealed != control.answer:
        return covered_number(session, value)
    return day_words(value) if is_day(control) and not control.unspoken else Data(value, masked=control.unspoken)


def _row(session: InMatter, item: Item, page_id: str, control: Control) -> Block:
    given = str(session.matter.answers.get(control.answer, ""))
    shown = session.revealed == control.answer
    reveal = Choice(f"reveal:{control.answer}", text("action-hide" if shown else "action-show"))
    return Block(
        BlockKind.ROW,
        text(f"answer-{control.answer}", item.id),
        _value(session, item, control),
        change=Choice(f"change:{page_id}:{control.answer}", text("action-change")),
        source=source_words(session, control.answer, given),
        reveal=reveal if control.mask and session.matter.answers.get(control.answer) else None,
    )


def _people(session: InMatter) -> tuple[Block, ...]:
    helper = session.matter.helper_card
    rows = [Block(BlockKind.ROW, text("review-for"), text(f"for-{session.matter.acting_for}"))]
    if principal(session) is not None:
        rows.append(Block(BlockKind.ROW, applicant_label(session), applicant_words(session)))
    if helper is not None:
        rows.append(Block(BlockKind.ROW, text("review-helper"), covered_name(session, helper.name)))
        rows.append(Block(BlockKind.ROW, text("review-relation"), relation_words(session)))
    if has_companion(session):
        rows.append(Block(BlockKind.ROW, text("review-companion"), companion_words(session)))
    return tuple(rows)


def _papers(session: InMatter) -> tuple[Block, ...]:
    return tuple(
        Block(
            BlockKind.ROW,
            text(f"material-{each.id}", session.item.id),
            handed_words(session, each),
            change=Choice(f"change:{materials_state.PAGE}:{each.id}", text("action-change")),
        )
        for each in materials_state.wanted(session)
    )


def view(session: InMatter) -> View:
    item = session.item
    rows = tuple(_row(session, item, each.id, control) for each in form_pages(session) for control in each.controls)
    return page(
        session,
        "Review",
        text("review-title"),
        lead=text("review-lead"),
        blocks=box(*_people(session), *rows, *_papers(session)),
        actions=Actions(BACK, LEAVE, Choice("continue", text("action-all-right"))),
    )


def on(session: InMatter, event: Event) -> Turn:
    match event:
        case Touched(key="continue"):
            return Turn(session, go=Go.ON)
        case TimerRang():
            return Turn(replace(session, revealed=""))
        case Touched(verb="change", value=materials_state.PAGE):
            return Turn(replace(session, return_to=PAGE), go=materials_state.PAGE)
        case Touched(verb="change", rest=answer):
            target = page_of(session, answer)
            if target:
                changing = session.with_own(replace(session.own(FormState), changing=answer))
                return Turn(replace(changing, return_to=PAGE), go=target)
        case Touched(verb="reveal", value=answer):
            if session.revealed == answer:
                return Turn(replace(session, revealed=""))
            fresh, number = unawaited(replace(session, revealed=answer))
            return Turn(fresh, (Audit(number, AuditKind.VALUE_SHOWN),))
    return Turn(session)


def timers(session: InMatter) -> frozenset[Timer]:
    if not session.revealed:
        return frozenset()
    return frozenset({replace(session.timer("reveal"), since=session.next_number)})


STEP = Step(InMatter, "step-check", (PAGE,), one_page(PAGE), view, on, timers=timers)
