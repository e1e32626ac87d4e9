"""Pages of progress: a case with its parts beside it, and the question before a withdrawal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kiosk.platform.listing import CaseAction, CaseProgress
from kiosk.steps import progress_kept, progress_proofs, progress_refund
from kiosk.steps.asking import unanswered
from kiosk.steps.ending_missing import with_forms
from kiosk.steps.progress_list import counted, listing, nothing
from kiosk.steps.progress_state import (
    CASE,
    GROUPS,
    LIST,
    PROOFS,
    TONES,
    WITHDRAW,
    ProgressState,
    applications,
    by_slip,
    has_expired,
    item_of,
    name_of,
    offers,
    office_of,
    shown,
    state_words,
)
from kiosk.steps.step import BACK, DONE, LEAVE, box, page, said
from kiosk.view import ENTRY, Actions, Block, BlockKind, Choice, Tone, Traits, View
from kiosk.visit import InMatter
from kiosk.words import Data, Words, text

SMALL = (
    (CaseAction.URGE, "urge", text("progress-urge"), "bell"),
    (CaseAction.AMEND, "amend", text("progress-amend"), "pencil"),
    (CaseAction.WITHDRAW, "withdraw", text("progress-withdraw"), "undo"),
    (CaseAction.REFUND, "refund", text("progress-refund"), "coin"),
    (CaseAction.RATE, "rate-case", text("progress-rate-case"), "star"),
)
"""Actions beside the main one: key, words and sign of the button."""
PAY = Choice("pay", text("progress-pay"), icon="coin")


def view(session: InMatter) -> View:
    if session.own(ProgressState).found is None:
        return unanswered(session, "Progress", waiting=Actions(BACK, LEAVE, None))
    if session.page == PROOFS:
        return progress_proofs.view(session)
    found = applications(session)
    if progress_kept.is_shown(session):
        return progress_kept.view(session)
    if not found:
        return nothing(session)
    if session.page == WITHDRAW:
        return _withdraw(session)
    if session.page in progress_refund.PAGES:
        return progress_refund.PAGES[session.page](session)
    return _case(session) if session.page == CASE or len(found) == 1 else listing(session)


def _case(session: InMatter) -> View:
    group, case = shown(session)
    tone, icon = TONES[GROUPS[case.state]]
    name, missing = name_of(session, case), case.detail.missing
    title = text("progress-state-of", name=name, state=state_words(case.state))
    if missing:
        title = text("progress-missing-of", name=name, count=len(missing))
    elif has_expired(case):
        tone, icon = Tone.ATTENTION, "alert"
        title = text("progress-expired-of", name=name)
    left = BACK if session.page == LIST else Choice("back", text("progress-all"), icon=BACK.icon)
    return page(
        session,
        "Progress",
        title,
        lead=_lead(session, group, case),
        icon=icon,
        tone=tone,
        blocks=(
            *_missing(session, case),
            *_facts(session, case),
            *progress_refund.payments(session, case),
            *_timeline(session, case),
            *_others(session, group, case),
            *progress_kept.rows(session),
            *progress_proofs.unknown(session),
            *(
                (Block(BlockKind.NOTE, text("progress-by-slip")),)
                if by_slip(session) and not session.item.by_slip_alone
                else ()
            ),
        ),
        choices=_beside(session, case),
        actions=Actions(left, LEAVE, _main(session, case)),
        traits=replace(ENTRY, large_rows=by_slip(session) and not missing),
    )


def _beside(session: InMatter, case: CaseProgress) -> tuple[Choice, ...]:
    """The actions beside the main one; what is due is there where papers come first."""
    both = offers(session, case, CaseAction.CORRECT) and offers(session, case, CaseAction.PAY)
    small = (Choice(key, words, icon=sign) for action, key, words, sign in SMALL if offers(session, case, action))
    proof = progress_proofs.of_case(session, case)
    beside = (proof,) if proof is not None and _main(session, case) != proof else ()
    return (*((PAY,) if both else ()), *beside, *small, *progress_proofs.all_of_them(session, proof))


def _lead(session: InMatter, group: Sequence[CaseProgress], case: CaseProgress) -> Words | None:
    if has_expired(case):
        return text("progress-expired-lead", day=text("day", on=case.detail.deadline))
    if len(group) > 1:
        return text("progress-of-parts", count=len(group), parts=counted(group))
    return text("progress-nothing-missing") if session.item.by_slip_alone and not case.detail.missing else None


def _main(session: InMatter, case: CaseProgress) -> Choice:
    if offers(session, case, CaseAction.CORRECT):
        note = text("progress-correct-note", count=len(case.detail.missing))
        return Choice("correct", text("progress-correct"), note=note)
    if offers(session, case, CaseAction.PAY):
        return PAY
    return progress_proofs.of_case(session, case) or DONE


def _missing(session: InMatter, case: CaseProgress) -> tuple[Block, ...]:
    """Everything that is missing, until when, and where: first, because it is the citizen's turn."""
    detail = case.detail
    if not detail.missing:
        return ()
    item = item_of(session, case)
    blocks = [Block(BlockKind.HEADING, text("progress-missing-all", count=len(detail.missing)))]
    for paper in detail.missing:
        own = item is not None and f"material-{paper.id}" in session.catalogue.keys(item.id)
        title = said(session, paper.titles) or (
            text(f"material-{paper.id}", item.id) if own and item is not None else Data(paper.id)
        )
        why = said(session, paper.words)
        named = with_forms(title, paper.forms)
        words: Words = text("progress-paper-why", paper=named, why=why) if why else named
        blocks.append(Block(BlockKind.NUMBERED, words))
    if detail.deadline:
        blocks.append(Block(BlockKind.ROW, text("progress-deadline"), text("day", on=detail.deadline)))
    blocks += _clock(session, case)
    if not offers(session, case, CaseAction.CORRECT):
        phone = Data(item.phones.consult if item is not None else session.terminal.duty_phone)
        blocks.append(Block(BlockKind.NOTE, text("progress-correct-elsewhere", phone=phone)))
    return box(*blocks)


def _clock(session: InMatter, case: CaseProgress) -> tuple[Block, ...]:
    """That the clock is stopped: only where the authority says so."""
    since = case.detail.stopped_since
    if since is None:
        return ()
    return (Block(BlockKind.NOTE, text("progress-clock", at=since.isoformat(), office=office_of(session, case))),)


def _has_timeline(case: CaseProgress) -> bool:
    moments = case.detail.moments
    return len(moments) > 1 or (bool(moments) and GROUPS[case.state] in ("going", "missing"))


def _facts(session: InMatter, case: CaseProgress) -> tuple[Block, ...]:
    detail, office = case.detail, office_of(session, case)
    rows: list[Block] = []

    def row(label: str, value: Words | None) -> None:
        if value is not None:
            rows.append(Block(BlockKind.ROW, text(label), value))

    if not by_slip(session):
        row("progress-office", office)
    if not _has_timeline(case):
        if detail.missing:
            row("progress-state", state_words(case.state))  # the title says how much is missing
        row("progress-since", text("moment", at=case.since.isoformat()))
    if not detail.missing:
        row("progress-next", text(f"next-step-{case.next_step.replace('_', '-')}"))
    row("progress-transferred", said(session, detail.transferred_to))
    if detail.promised_by:
        row("progress-promised", text("day", on=detail.promised_by))
    if detail.delivery is not None:
        row("progress-delivery", text(f"delivery-{detail.delivery.value}"))
    row("progress-pick-up", said(session, detail.pick_up))
    if detail.urged_at is not None:
        row("progress-urged", text("moment", at=detail.urged_at.isoformat()))
    row("slip-number-label", Data(case.slip_number))
    if session.item.by_slip_alone:
        row("guide-phone", Data(session.item.phones.consult))
    words = said(session, detail.words) or (Data(case.note) if case.note else None)
    notes = []
    if words is not None:
        notes.append(Block(BlockKind.NOTE, text("progress-said", office=office, words=words)))
    if not detail.missing:
        notes += _clock(session, case)
    return box(*rows, *notes)


def _timeline(session: InMatter, case: CaseProgress) -> tuple[Block, ...]:
    """The states so far; the present one goes on as long as an answer is still to come."""
    moments = case.detail.moments
    if not _has_timeline(case):
        return ()
    going = GROUPS[case.state] in ("going", "missing")
    blocks = [Block(BlockKind.HEADING, text("progress-timeline"))]
    for number, each in enumerate(moments):
        now = going and number == len(moments) - 1
        words = state_words(each.state)
        at = text("moment", at=each.at.isoformat())
        blocks.append(Block(BlockKind.STAGE, words, at, tone=Tone.QUIET if now else Tone.DONE))
    if going:
        by = case.detail.promised_by
        blocks.append(Block(BlockKind.STAGE, text("progress-answer"), text("progress-by", day=by) if by else None))
    return tuple(blocks)


def _others(session: InMatter, group: Sequence[CaseProgress], case: CaseProgress) -> tuple[Block, ...]:
    """The other cases of the application, each to be opened."""
    rows = tuple(
        Block(
            BlockKind.ROW,
            text("progress-part", number=number + 1) if by_slip(session) else name_of(session, each),
            state_words(each.state),
            change=Choice(f"part:{number}", text("progress-open")),
        )
        for number, each in enumerate(group)
        if each is not case
    )
    if not rows:
        return ()
    return (
        *box(
            Block(BlockKind.HEADING, text("progress-others")),
            *rows,
        ),
    )


def _withdraw(session: InMatter) -> View:
    group, case = shown(session)
    name, office = name_of(session, case), office_of(session, case)
    return page(
        session,
        "Progress",
        text("progress-withdraw-title", name=name),
        lead=text("progress-withdraw-lead", office=office),
        icon="undo",
        tone=Tone.ATTENTION,
        blocks=(
            *box(
                Block(BlockKind.ROW, text("progress-matter"), name),
                Block(BlockKind.ROW, text("progress-office"), office),
                Block(BlockKind.ROW, text("slip-number-label"), Data(case.slip_number)),
            ),
            *((Block(BlockKind.NOTE, text("progress-withdraw-only")),) if len(group) > 1 else ()),
        ),
        actions=Actions(
            Choice("stop", text("action-back"), icon=BACK.icon),
            LEAVE,
            Choice("withdraw-now", text("progress-withdraw-now")),
        ),
        traits=Traits(large_rows=True),
    )
