"""The page after submitting: what became of the application, its number, the paper, and what comes next.

The result is: handed over, kept here, refused, not kept, or not confirmed. The paper is reported separately. The number
stays until the slip is out, was spoken, or the citizen says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from devices.receipt_printer.contract import Paper, PrintOutcome
from kiosk.case.kept import Case, Fate
from kiosk.events import Event, JobEnded, Touched, VoiceSeen
from kiosk.steps import ending_decided, ending_missing, ending_parts
from kiosk.steps.certificate_said import document_blocks, has_document
from kiosk.steps.fault import fault_message, what_to_do
from kiosk.steps.guide import limit_words
from kiosk.steps.pay_said import money_blocks
from kiosk.steps.prefilled import dispute_notes
from kiosk.steps.slip_printing import PRINT, print_ended, print_slip, slip_blocks, slips_here
from kiosk.steps.slips import application_slip
from kiosk.steps.step import HELP, Step, authority, box, one_page, page
from kiosk.steps.subjects import act_words, is_answered
from kiosk.view import Actions, Block, BlockKind, Choice, Tone, View
from kiosk.visit import Go, InMatter, StepState, Turn
from kiosk.words import Data, Text, text

UNCONFIRMED = "keep.unconfirmed"
ENDING = "ending"
HEADS: Mapping[Fate, tuple[Tone, str]] = MappingProxyType(
    {
        Fate.REFUSED: (Tone.ATTENTION, "alert"),
        Fate.TURNED_DOWN: (Tone.ATTENTION, "info"),
        Fate.ASKED: (Tone.ATTENTION, "alert"),
        Fate.WAITING: (Tone.QUIET, "clock"),
        Fate.KEPT: (Tone.QUIET, "clock"),
        Fate.MISSING: (Tone.DONE, "check"),
        Fate.HANDED_OVER: (Tone.DONE, "check"),
        Fate.GRANTED: (Tone.DONE, "check"),
    }
)
"""State of a case → tone and icon of the page's head; the worst first."""
FOLLOWED = {Fate.HANDED_OVER: "handed-over", Fate.KEPT: "kept", Fate.REFUSED: "refused"}
"""Fate of what follows a case → the part of its words; the others have those of an application."""
REFUSED_LEADS: Mapping[str, str] = MappingProxyType({"refund": "follow-refund-refused-lead"})
"""Act → words of its own where there was nothing to follow."""
NOTHING_TO_FOLLOW = "superseded"
"""The problem type of what follows a case that is decided, ended, or had it already."""


@dataclass(frozen=True)
class SubmitState(StepState):
    not_kept: str = ""
    """Code of the fault that prevented keeping; "" for none."""
    unconfirmed: bool = False
    """True while the outcome of Keep is unknown."""
    number_spoken: bool = False
    """The voice said the slip number, twice and to its end."""


def view(session: InMatter) -> View:
    case = session.matter.case
    if case is None:
        return _unconfirmed(session) if session.own(SubmitState).unconfirmed else _nothing_kept(session)
    if session.practice:
        return _practised(session, case)
    if session.item.kind == "bundle":
        return _of_parts(session, case)
    tone, icon = HEADS[case.fate]
    return page(
        session,
        "Ending",
        _title(session, case),
        lead=_lead(session, case),
        icon=icon,
        tone=tone,
        blocks=_blocks(session, case),
        actions=_ways_on(session),
    )


def _blocks(session: InMatter, case: Case) -> tuple[Block, ...]:
    """Put missing papers first where the authority has the rest, since the citizen has to act."""
    notice = ending_missing.blocks(session, case)
    if case.fate is Fate.MISSING:
        return (*notice, *_numbers(session, case), *_paid_for(session), *slip_blocks(session))
    rest = (*slip_blocks(session), *_what_next(session, case), *notice)
    return (*_numbers(session, case), *_paid_for(session), *rest)


def _paid_for(session: InMatter) -> tuple[Block, ...]:
    return (*money_blocks(session), *document_blocks(session))


def _title(session: InMatter, case: Case) -> Text:
    what = act_words(session)
    if what is not None and case.fate in FOLLOWED:
        return text(f"ending-follow-{FOLLOWED[case.fate]}-title", what=what, authority=authority(session))
    count = ending_missing.counts(session, case)
    return text(f"ending-{case.fate.value}-title", authority=authority(session), **count)


def _lead(session: InMatter, case: Case) -> Text:
    subject = session.matter.subject
    if act_words(session) is None or subject is None or case.fate not in FOLLOWED:
        return ending_parts.after(case, "ending-{}-lead", authority=authority(session))
    if case.fate is Fate.REFUSED and case.refused != NOTHING_TO_FOLLOW:
        return text("ending-refused-lead")
    if case.fate is Fate.REFUSED and subject.act in REFUSED_LEADS:
        return text(REFUSED_LEADS[subject.act], authority=authority(session))
    if case.fate is not Fate.HANDED_OVER:
        return text(f"ending-follow-{FOLLOWED[case.fate]}-lead", authority=authority(session))
    return text(f"follow-{subject.act}-lead", authority=authority(session))


def _of_parts(session: InMatter, case: Case) -> View:
    """The ending of a bundle: the worst of its parts decides on the head, and each has its own truth."""
    tone, icon = HEADS[min((each.fate for each in session.matter.cases), key=list(HEADS).index)]
    return page(
        session,
        "Ending",
        ending_parts.title(session),
        lead=ending_parts.lead(session),
        icon=icon,
        tone=tone,
        blocks=(
            *_numbers(session, case),
            *money_blocks(session),
            *slip_blocks(session),
            *ending_parts.blocks(session),
        ),
        actions=_ways_on(session),
    )


def _ways_on(session: InMatter) -> Actions:
    """On, or to another matter: not before it is known whether the slip came out. A printer that does not answer is
    given up in its longest time, and that is an outcome too."""
    known = not slip_under_way(session)
    another = Choice("another", text("action-another"), enabled=known)
    return Actions(HELP, another, Choice("continue", text("action-taken"), enabled=known))


def slip_under_way(session: InMatter) -> bool:
    """Return whether the outcome of this page's slip is still to come."""
    return session.page == ENDING and any(each.paper is None for each in slips_here(session))


def _practised(session: InMatter, case: Case) -> View:
    """Build the ending of a practice visit: same page and paper, but it says that nothing was sent."""
    return page(
        session,
        "Ending",
        text("practice-ending-title"),
        lead=text("practice-ending-lead"),
        icon="graduation",
        tone=Tone.QUIET,
        blocks=(
            *box(
                Block(BlockKind.BIG_NUMBER, text("practice-number-label"), Data(case.slip_number)),
            ),
            Block(BlockKind.BULLET, text("practice-ending-number")),
            Block(BlockKind.BULLET, text("practice-ending-real")),
            *slip_blocks(session),
        ),
        actions=_ways_on(session),
    )


def _numbers(session: InMatter, case: Case) -> tuple[Block, ...]:
    """The slip number, and as a code to take along. The long number of the case is on the slip only."""
    number = Data(case.slip_number)
    return (
        *box(
            Block(BlockKind.BIG_NUMBER, text("slip-number-keep"), number),
            Block(BlockKind.QR, text("slip-number-qr" if case.case_number else "slip-number-qr-kept"), number),
        ),
    )


def _what_next(session: InMatter, case: Case) -> tuple[Block, ...]:
    """Return the stages of the case: those done, and those still to come with their time limit."""
    item = session.item
    phone, code = Data(session.terminal.duty_phone), Data(session.terminal.code)
    name = authority(session)
    stages: tuple[Block, ...]
    limit = limit_words(item.promised_limit) if item.promised_limit else None
    result = Block(BlockKind.STAGE, text("stage-result", authority=name), limit)
    kept = Block(BlockKind.STAGE, text("stage-kept"), text("moment", at=case.sealed_at.isoformat()), tone=Tone.DONE)
    if case.fate in ending_decided.FATES:
        stages, note = ending_decided.stages(session, case)
    elif case.fate is Fate.HANDED_OVER:
        at = text("moment", at=(case.received_at or case.sealed_at).isoformat())
        stages = (
            Block(BlockKind.STAGE, text("stage-sent", authority=name), at, tone=Tone.DONE),
            result,
            Block(BlockKind.STAGE, text("stage-you-get"), text("result", item.id)),
        )
        note = text("next-handed-over", phone=Data(item.phones.consult))
    elif case.fate is Fate.REFUSED:
        stages = (kept, Block(BlockKind.STAGE, text("stage-asks-you", authority=name), tone=Tone.QUIET))
        note = text("next-refused", phone=Data(item.phones.consult))
    else:
        stages = (kept, Block(BlockKind.STAGE, text("stage-sends-itself", authority=name), tone=Tone.QUIET), result)
        note = text("next-ask-later", phone=phone, terminal=code)
    if not is_answered(session.matter.subject):
        stages = tuple(each for each in stages if each.tone is not Tone.PLAIN)  # nothing more comes of it
    told = () if case.fate is Fate.REFUSED else dispute_notes(session)
    if has_document(session):
        return (*told, Block(BlockKind.NOTE, note))  # the result is there: nothing is still to come
    return (Block(BlockKind.HEADING, text("next-title")), *stages, *told, Block(BlockKind.NOTE, note))


def _unconfirmed(session: InMatter) -> View:
    """Sealing or the store hangs: neither "kept" nor "nothing was kept" would be true."""
    title, lead = text("ending-unconfirmed-title"), text("ending-unconfirmed-lead")
    return _not_kept(session, title, lead, UNCONFIRMED, "fault-safe-unconfirmed")


def _nothing_kept(session: InMatter) -> View:
    title, lead = text("ending-nothing-title"), text("ending-nothing-lead")
    return _not_kept(session, title, lead, session.own(SubmitState).not_kept)


def _not_kept(session: InMatter, title: Text, lead: Text, fault: str, safe: str = "") -> View:
    """Build an ending without a kept case: the fault, what is safe, and what to do."""
    return page(
        session,
        "Ending",
        title,
        lead=lead,
        icon="alert",
        tone=Tone.ATTENTION,
        blocks=(
            Block(BlockKind.STATUS, fault_message(session.terminal, fault), tone=Tone.ATTENTION),
            *what_to_do(session, fault, safe),
        ),
        actions=Actions(HELP, None, Choice("leave", text("action-end"))),
    )


def enter(session: InMatter) -> Turn:
    case = session.matter.case
    return Turn(session) if case is None or slips_here(session) else print_numbers(session, case)


def print_numbers(session: InMatter, case: Case) -> Turn:
    """Print the slip of the cases."""
    return print_slip(session, application_slip(session, case))


def on(session: InMatter, event: Event) -> Turn:
    match event:
        case JobEnded(outcome=PrintOutcome() as outcome):
            return print_ended(session, event.effect, outcome)
        case VoiceSeen(number=True) if session.matter.case is not None:
            return Turn(session.with_own(replace(session.own(SubmitState), number_spoken=True)))
        case Touched(key="continue") if session.page == ENDING and session.matter.case is not None:
            return Turn(session, go=Go.ON)
        case Touched(key="another") if session.page == ENDING:
            return Turn(session, go=Go.START)
    return Turn(session)


def number_not_in_hand(session: InMatter) -> bool:
    """Return whether the slip number is neither on paper nor spoken yet; no time-out may hide it until then."""
    on_paper = any(each.paper is Paper.CAME_OUT for each in slips_here(session))
    in_hand = on_paper or session.own(SubmitState).number_spoken
    return session.page == ENDING and session.matter.case is not None and not in_hand and not session.practice


def leave(session: InMatter) -> Go | str:
    # Sealing ended while help covered the page: the number was never seen.
    return Go.STAY if session.help_over and (number_not_in_hand(session) or slip_under_way(session)) else Go.END


STEP = Step(
    InMatter,
    "step-result",
    (ENDING,),
    one_page(ENDING),
    view,
    on,
    enter,
    leave=leave,
    holds=number_not_in_hand,
    final=frozenset({ENDING}),
    handles=(VoiceSeen,),
    lasting=frozenset({PRINT}),
)
