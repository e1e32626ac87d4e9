"""Cases of a slip number that are still kept at this terminal: their true state, and how one is withdrawn.

The withdrawal is kept behind the case and sent after it (docs/decisions/0022): it needs no network, and it is right
whether or not the case has just arrived. The slip number alone shows the state; to withdraw, the applicant's card is
read, and the platform compares the persons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from devices.id_reader.contract import READ
from kiosk.case.draft import Subject
from kiosk.case.kept_here import KeptHere, KeptState
from kiosk.catalogue.item import Item
from kiosk.events import Touched
from kiosk.platform.listing import CaseProgress
from kiosk.steps import subjects
from kiosk.steps.evidence import remember_shown
from kiosk.steps.progress_state import KEPT, WITHDRAW_KEPT, ProgressState
from kiosk.steps.step import BACK, DONE, LEAVE, box, page
from kiosk.view import ENTRY, Actions, Block, BlockKind, Choice, Tone, Traits, View
from kiosk.visit import InMatter, Matter, Turn
from kiosk.words import Data, Text, text

FOLLOWED = "followed"
"""The state, as words have it, of a case behind which its withdrawal is kept."""
HEADS: Mapping[str, tuple[Tone, str]] = MappingProxyType(
    {
        KeptState.KEPT: (Tone.QUIET, "clock"),
        KeptState.SENDING: (Tone.QUIET, "clock"),
        KeptState.REFUSED: (Tone.ATTENTION, "alert"),
        FOLLOWED: (Tone.QUIET, "undo"),
    }
)
"""State → tone and sign of its page."""


def still_here(
    kept: tuple[KeptHere, ...], numbers: frozenset[str], found: tuple[CaseProgress, ...]
) -> tuple[KeptHere, ...]:
    """The cases that the platform does not have. `numbers` are those it confirmed: if it knows more, one that was sent
    without an answer has arrived, and what it says of that is the truth."""
    arrived = any(case.case_number not in numbers for case in found)
    return tuple(each for each in kept if not (arrived and each.tried))


def is_shown(session: InMatter) -> bool:
    state = session.own(ProgressState)
    return bool(state.kept) and (session.page in (KEPT, WITHDRAW_KEPT) or not state.found)


def view(session: InMatter) -> View:
    return _question(session) if session.page == WITHDRAW_KEPT else _case(session)


def _shown(session: InMatter) -> KeptHere:
    state = session.own(ProgressState)
    return state.kept[min(state.kept_shown, len(state.kept) - 1)]


def _word(case: KeptHere) -> str:
    return FOLLOWED if case.followed else case.state.value


def _case(session: InMatter) -> View:
    case = _shown(session)
    tone, icon = HEADS[_word(case)]
    lead = text(f"progress-kept-lead-{_word(case)}", phone=Data(_phone(session, case)))
    withdraw = (Choice("withdraw-kept", text("progress-withdraw"), icon="undo"),) if _item_to_withdraw(session) else ()
    return page(
        session,
        "Progress",
        text(f"progress-kept-{_word(case)}"),
        lead=lead,
        icon=icon,
        tone=tone,
        blocks=(*_facts(case), *rows(session, without=case)),
        choices=withdraw,
        actions=Actions(BACK, LEAVE, DONE),
        traits=replace(ENTRY, large_rows=True),
    )


def _facts(case: KeptHere) -> tuple[Block, ...]:
    return (
        *box(
            Block(BlockKind.ROW, text("progress-kept-since"), text("moment", at=case.kept_at.isoformat())),
            Block(BlockKind.ROW, text("slip-number-label"), Data(case.slip_number)),
        ),
    )


def _phone(session: InMatter, case: KeptHere) -> str:
    item = session.catalogue.find(case.item_id)
    return item.phones.consult if item is not None else session.terminal.duty_phone


def rows(session: InMatter, without: KeptHere | None = None) -> tuple[Block, ...]:
    """The cases of this slip number that are still here, each to be opened, beside one that is shown."""
    found = tuple(
        Block(
            BlockKind.ROW,
            text("progress-part", number=number + 1),
            _state_words(each),
            change=Choice(f"kept:{number}", text("progress-open")),
        )
        for number, each in enumerate(session.own(ProgressState).kept)
        if each is not without
    )
    if not found:
        return ()
    heading = Block(BlockKind.HEADING, text("progress-kept-others"))
    return box(heading, *found)


def _state_words(case: KeptHere) -> Text:
    return text(f"progress-kept-state-{_word(case)}")


def _question(session: InMatter) -> View:
    case = _shown(session)
    only = (Block(BlockKind.NOTE, text("progress-withdraw-only")),) if len(session.own(ProgressState).kept) > 1 else ()
    return page(
        session,
        "Progress",
        text("progress-kept-withdraw-title"),
        lead=text("progress-kept-withdraw-lead"),
        icon="undo",
        tone=Tone.ATTENTION,
        blocks=(
            *_facts(case),
            Block(BlockKind.BULLET, text("progress-kept-withdraw-order")),
            Block(BlockKind.BULLET, text("progress-kept-withdraw-card")),
            Block(BlockKind.BULLET, text("progress-kept-withdraw-used")),
            *only,
        ),
        actions=Actions(BACK, LEAVE, Choice("withdraw-kept-now", text("progress-kept-withdraw-now"))),
        traits=Traits(large_rows=True),
    )


def _item_to_withdraw(session: InMatter) -> Item | None:
    """The item of the case that is shown, if it can be withdrawn here by its applicant's card; None if not."""
    case = _shown(session)
    item = session.catalogue.find(case.item_id)
    if item is None or case.followed or case.state is KeptState.REFUSED or session.item.by_slip_alone:
        return None
    by_card = "identify" in item.steps and "self" in item.for_whom and session.status.can(READ.capability)
    return item if by_card and subjects.possible(item, "withdraw") else None


def touched(session: InMatter, event: Touched) -> Turn | None:
    """The turn of a touch on one of these pages; None for any other."""
    state = session.own(ProgressState)
    match event:
        case Touched(verb="kept", value=number) if number.isdecimal() and int(number) < len(state.kept):
            return Turn(session.with_own(replace(state, kept_shown=int(number))), go=KEPT)
        case Touched(key="withdraw-kept") if is_shown(session) and _item_to_withdraw(session):
            return Turn(session, go=WITHDRAW_KEPT)
        case Touched(key="withdraw-kept-now") if session.page == WITHDRAW_KEPT:
            return _withdraw(session)
    return None


def _withdraw(session: InMatter) -> Turn:
    """Begin the withdrawal: what is used is said, the card is read, and it is kept."""
    item, case = _item_to_withdraw(session), _shown(session)
    if item is None:
        return Turn(session)
    subject = Subject("withdraw", case.case_id, case.digest, case.application, unsent=True)
    # This page is the notice: of the card only name and number are used.
    shown = remember_shown(session.with_matter(Matter()), "notice", view(session)).matter.shown
    matter = Matter(acting_for="self", subject=subject, shown=shown)
    return Turn(session.with_item(item).with_matter(matter), go="identify")
