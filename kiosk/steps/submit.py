"""Keep, then thank: the case is sealed and committed, the receipt awaited for a moment, and the ending told truthfully.

Three endings speak of the case: handed over, kept here, nothing was kept. The paper has its own sentence. After Keep
there is no way back, and the number stays until the slip is out or the citizen says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from devices.id_reader.contract import IdCard
from devices.receipt_printer.contract import Paper
from kiosk.case.draft import Draft, Evidence, Person
from kiosk.catalogue.answers import relevant_answers
from kiosk.catalogue.item import Proof
from kiosk.effects import Keep, Print
from kiosk.events import Event, Kept, NotKept, PrintEnded, ReceiptCame, Timer, TimerRang, Touched, VoiceSeen
from kiosk.steps.companion import has_companion
from kiosk.steps.fault import fault_message, troubled, what_to_do
from kiosk.steps.guide import limit_words
from kiosk.steps.paper import PRINT, ask_to_print, paper_blocks, papers_here, print_ended
from kiosk.steps.slips import application_slip
from kiosk.steps.step import HELP, Step, page
from kiosk.view import Actions, Block, BlockKind, Choice, Tone, View
from kiosk.visit import Case, Go, InMatter, StepState, Turn, numbered
from kiosk.words import Data, text

SUBMIT = "submit"
ENDING = "ending"

MODES = ("elder", "contrast", "low", "voice", "companion")


@dataclass(frozen=True)
class SubmitState(StepState):
    not_kept: str = ""
    """The fault because of which nothing was kept."""
    number_spoken: bool = False
    """The voice said the slip number, twice and to its end."""


def pages(session: InMatter) -> tuple[str, ...]:
    return (SUBMIT, ENDING)


def _draft(session: InMatter) -> Draft:
    item, matter = session.item, session.matter
    proof = Proof.CARD_AND_PERSON if matter.proof else Proof.CARD
    checked = "chip+code" if matter.proof else "chip"
    today = session.status.today

    def person(card: IdCard, proof: Proof, checked: str) -> Person:
        return Person(
            card.number, card.name, card.kind.value, proof.value, checked, card.valid_on(today) if today else None
        )

    not_checked = tuple(
        name
        for name, unchecked in (
            ("relation", matter.helper_card is not None),
            ("companion", has_companion(session) and matter.companion_card is None),
        )
        if unchecked
    )
    return Draft(
        item_id=item.id,
        item_code=item.codes.implementation,
        applicant=person(matter.applicant, proof, checked),
        helper=person(matter.helper_card, Proof.CARD, "chip") if matter.helper_card else None,
        companion=person(matter.companion_card, Proof.CARD, "chip") if matter.companion_card else None,
        answers=relevant_answers(item, matter.answers, {"acting_for": matter.acting_for}),
        evidence=Evidence(
            item_id=item.id,
            item_version=item.version,
            form_version=item.form_version,
            catalogue_version=session.catalogue.version,
            shown={},
            language=session.language,
            modes=tuple(mode for mode in MODES if getattr(session.modes, mode)),
            acting_for=matter.acting_for,
            relation=matter.relation,
            not_checked=not_checked if session.status.online else (*not_checked, "registry", "phone"),
            terminal=session.terminal.code,
            visit=session.visit,
        ),
    )


def enter(session: InMatter) -> Turn:
    if session.page == SUBMIT and session.matter.case is None and not session.awaits("keep"):
        keeping, number = numbered(session, "keep")
        return Turn(keeping, (Keep(number, _draft(session), session.matter.shown),))
    if session.page == ENDING and session.matter.case is not None and not papers_here(session):
        return _print(session, session.matter.case)
    return Turn(session)


def _print(session: InMatter, case: Case) -> Turn:
    printing, number = ask_to_print(session)
    return Turn(printing, (Print(number, application_slip(session, case), session.language),))


def view(session: InMatter) -> View:
    return _waiting(session) if session.page == SUBMIT else _ending(session)


def _waiting(session: InMatter) -> View:
    lead = "submit-handing-over" if session.matter.case else "submit-keeping"
    return page(
        session, "Submit", text("submit-title"), lead=text(lead), icon="lock-outline", actions=Actions(None, None, None)
    )


def _ending(session: InMatter) -> View:
    case = session.matter.case
    if case is None:
        return _nothing_kept(session)
    if session.practice:
        return _practised(session, case)
    handed_over = bool(case.case_number)
    ending = "handed-over" if handed_over else "kept"
    return page(
        session,
        "Ending",
        text(f"ending-{ending}-title"),
        lead=text(f"ending-{ending}-lead"),
        icon="check-circle-outline" if handed_over else "clock-outline",
        tone=Tone.DONE if handed_over else Tone.ATTENTION,
        blocks=(*_numbers(session, case), *_what_next(session, handed_over), *paper_blocks(session)),
        actions=Actions(HELP, Choice("another", text("action-another")), Choice("continue", text("action-taken"))),
    )


def _practised(session: InMatter, case: Case) -> View:
    """The same page with the same paper, and the truth: nothing was sent."""
    return page(
        session,
        "Ending",
        text("practice-ending-title"),
        lead=text("practice-ending-lead"),
        icon="school",
        blocks=(
            Block(BlockKind.BOX_START),
            Block(BlockKind.BIG_NUMBER, text("practice-number-label"), Data(case.slip_number)),
            Block(BlockKind.BOX_END),
            Block(BlockKind.BULLET, text("practice-ending-number")),
            Block(BlockKind.BULLET, text("practice-ending-real")),
            *paper_blocks(session),
        ),
        actions=Actions(HELP, Choice("another", text("action-another")), Choice("continue", text("action-taken"))),
    )


def _numbers(session: InMatter, case: Case) -> tuple[Block, ...]:
    item = session.item
    number = Data(case.case_number) if case.case_number else text("case-number-not-yet")
    sealed = text("moment", at=case.sealed_at.isoformat())
    rows = [
        Block(BlockKind.BIG_NUMBER, text("slip-number-label"), Data(case.slip_number)),
        Block(BlockKind.ROW, text("case-number-label"), number),
        Block(BlockKind.ROW, text("kept-at"), sealed),
    ]
    if item.promised_limit:
        rows.append(Block(BlockKind.ROW, text("guide-promised"), limit_words(item.promised_limit)))
    return (Block(BlockKind.BOX_START), *rows, Block(BlockKind.BOX_END))


def _what_next(session: InMatter, handed_over: bool) -> tuple[Block, ...]:
    phone, code = Data(session.terminal.duty_phone), Data(session.terminal.code)
    keys = ("next-handed-over",) if handed_over else ("next-only-here", "next-ask-later")
    return (
        Block(BlockKind.BOX_START, tone=Tone.QUIET),
        Block(BlockKind.HEADING, text("next-title")),
        *(Block(BlockKind.NUMBERED, text(key, phone=phone, terminal=code)) for key in keys),
        Block(BlockKind.PARAGRAPH, text("next-phone", phone=phone, terminal=code)),
        Block(BlockKind.BOX_END),
    )


def _nothing_kept(session: InMatter) -> View:
    fault = session.own(SubmitState).not_kept
    return page(
        session,
        "Ending",
        text("ending-nothing-title"),
        lead=text("ending-nothing-lead"),
        icon="alert-circle-outline",
        tone=Tone.ATTENTION,
        blocks=(
            Block(BlockKind.STATUS, fault_message(session.terminal, fault), tone=Tone.ATTENTION),
            *what_to_do(session, fault),
        ),
        actions=Actions(HELP, None, Choice("leave", text("action-end"))),
    )


def on(session: InMatter, event: Event) -> Turn:
    match event:
        case Kept():
            case = Case(event.case_id, event.slip_number, event.sealed_at)
            kept = replace(session, kept=not session.practice)
            return Turn(
                kept.with_matter(replace(kept.matter, cases=(case,))), go=ENDING if session.practice else Go.STAY
            )
        case NotKept():
            fault = f"keep.{event.reason}"
            return troubled(session.with_own(replace(session.own(SubmitState), not_kept=fault)), fault).then(ENDING)
        case ReceiptCame() if session.matter.case is not None and event.case_id == session.matter.case.case_id:
            case = replace(session.matter.case, case_number=event.case_number, received_at=event.received_at)
            handed_over = session.with_matter(replace(session.matter, cases=(case,)))
            return Turn(handed_over, go=ENDING if session.page == SUBMIT else Go.STAY)
        case PrintEnded():
            return print_ended(session, event)
        case VoiceSeen(number=True) if session.matter.case is not None:
            return Turn(session.with_own(replace(session.own(SubmitState), number_spoken=True)))
        case TimerRang() if session.page == SUBMIT:
            return Turn(session, go=ENDING)
        case Touched(key="continue") if session.page == ENDING and session.matter.case is not None:
            return Turn(session, go=Go.ON)
        case Touched(key="another") if session.page == ENDING:
            return Turn(session, go=Go.START)
    return Turn(session)


def timers(session: InMatter) -> frozenset[Timer]:
    if session.page == SUBMIT and session.matter.case is not None:
        return frozenset({session.timer("receipt_wait")})
    return frozenset()


def number_not_in_hand(session: InMatter) -> bool:
    """After sealing no time-out hides the number before the slip is out or the number was spoken."""
    on_paper = any(each.paper is Paper.CAME_OUT for each in papers_here(session))
    in_hand = on_paper or session.own(SubmitState).number_spoken
    return session.page == ENDING and session.matter.case is not None and not in_hand and not session.practice


def leave(session: InMatter) -> Go | str:
    """Once sealing began nobody goes before the page said how it ended, and showed the number."""
    if session.page == SUBMIT:
        return ENDING if session.matter.case is not None else Go.STAY
    # Sealing ended while help lay over the page: the number was never seen.
    return Go.STAY if session.help_over and number_not_in_hand(session) else Go.END


STEP = Step(
    InMatter,
    "step-result",
    (SUBMIT, ENDING),
    pages,
    view,
    on,
    enter,
    timers=timers,
    leave=leave,
    holds=number_not_in_hand,
    final=frozenset({SUBMIT, ENDING}),
    own_timers=frozenset({SUBMIT}),
    handles=(ReceiptCame, VoiceSeen),
    lasting=frozenset({"keep", PRINT}),
    binding=frozenset({"keep"}),
)
