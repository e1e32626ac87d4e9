"""Pages of progress: the list of applications, a case with its parts beside it, the question before a withdrawal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import reduce

from kiosk.platform.listing import CaseAction, CaseProgress
from kiosk.steps.asking import unanswered
from kiosk.steps.progress_state import (
    CASE,
    GROUPS,
    LIST,
    TONES,
    URGENCY,
    WITHDRAW,
    ProgressState,
    applications,
    by_slip,
    item_of,
    name_of,
    offers,
    office_of,
    said,
    shown,
)
from kiosk.steps.step import BACK, LEAVE, page
from kiosk.view import ENTRY, Actions, Block, BlockKind, Choice, Tone, Traits, View
from kiosk.visit import InMatter
from kiosk.words import Data, Text, Words, text

SMALL = (
    (CaseAction.URGE, "urge", text("progress-urge"), "bell"),
    (CaseAction.AMEND, "amend", text("progress-amend"), "pencil"),
    (CaseAction.WITHDRAW, "withdraw", text("progress-withdraw"), "undo"),
    (CaseAction.RATE, "rate-case", text("progress-rate-case"), "star"),
)
"""Actions beside the main one: key, words and sign of the button."""
DONE = Choice("continue", text("action-done"))


def view(session: InMatter) -> View:
    if session.own(ProgressState).found is None:
        return unanswered(session, "Progress", waiting=Actions(BACK, LEAVE, None))
    found = applications(session)
    if not found:
        return _nothing(session)
    if session.page == WITHDRAW:
        return _withdraw(session)
    return _case(session) if session.page == CASE or len(found) == 1 else _list(session)


def _nothing(session: InMatter) -> View:
    return page(
        session,
        "Progress",
        text("progress-title"),
        lead=text("progress-none"),
        blocks=(Block(BlockKind.PICTURE, picture="search"),),
        actions=Actions(BACK, LEAVE, DONE),
    )


def state_words(case: CaseProgress) -> Text:
    return text(f"state-{case.state.value.replace('_', '-')}")


def _list(session: InMatter) -> View:
    found = applications(session)
    return page(
        session,
        "Progress",
        text("progress-title"),
        lead=text("progress-lead", count=len(found)),
        choices=tuple(_row(session, number, group) for number, group in enumerate(found)),
        actions=Actions(BACK, LEAVE, DONE),
        traits=Traits(choices_first=True),
    )


def _row(session: InMatter, number: int, group: Sequence[CaseProgress]) -> Choice:
    first, several = group[0], len(group) > 1
    item, name = item_of(session, first), name_of(session, first)
    at = text("progress-row", office=office_of(session, first), at=first.since.isoformat())
    return Choice(
        f"case:{number}",
        text("progress-several", name=name, count=len(group)) if several else name,
        counted(group) if several else at,
        item.icon if item is not None else "document",
        tag=state_words(first),
        tag_tone=TONES[GROUPS[first.state]][0],
    )


def counted(group: Sequence[CaseProgress]) -> Text:
    """How many cases are where: "1 waits for you, 2 are under way"."""
    counts = Counter(GROUPS[case.state] for case in group)
    parts = [text(f"progress-count-{kind}", count=counts[kind]) for kind in URGENCY if counts[kind]]
    return reduce(lambda one, other: text("list-of-two", one=one, other=other), parts)


def _case(session: InMatter) -> View:
    group, case = shown(session)
    tone, icon = TONES[GROUPS[case.state]]
    name, missing = name_of(session, case), case.detail.missing
    title = text("progress-state-of", name=name, state=state_words(case))
    if missing:
        title = text("progress-missing-of", name=name, count=len(missing))
    left = BACK if session.page == LIST else Choice("back", text("progress-all"), icon=BACK.icon)
    return page(
        session,
        "Progress",
        title,
        lead=text("progress-of-parts", count=len(group), parts=counted(group)) if len(group) > 1 else None,
        icon=icon,
        tone=tone,
        blocks=(
            *_missing(session, case),
            *_facts(session, case),
            *_timeline(session, case),
            *_others(session, group, case),
            *((Block(BlockKind.NOTE, text("progress-by-slip")),) if by_slip(session) else ()),
        ),
        choices=tuple(
            Choice(key, words, icon=sign) for action, key, words, sign in SMALL if offers(session, case, action)
        ),
        actions=Actions(left, LEAVE, _main(session, case)),
        traits=ENTRY,
    )


def _main(session: InMatter, case: CaseProgress) -> Choice:
    if not offers(session, case, CaseAction.CORRECT):
        return DONE
    return Choice(
        "correct", text("progress-correct"), note=text("progress-correct-note", count=len(case.detail.missing))
    )


def _missing(session: InMatter, case: CaseProgress) -> tuple[Block, ...]:
    """Everything that is missing, until when, and where: first, because it is the citizen's turn."""
    detail = case.detail
    if not detail.missing:
        return ()
    item = item_of(session, case)
    blocks = [
        Block(BlockKind.BOX_START),
        Block(BlockKind.HEADING, text("progress-missing-all", count=len(detail.missing))),
    ]
    for paper in detail.missing:
        own = item is not None and f"material-{paper.id}" in session.catalogue.keys(item.id)
        title = said(session, paper.titles) or (
            text(f"material-{paper.id}", item.id) if own and item is not None else Data(paper.id)
        )
        why = said(session, paper.words)
        words: Words = text("progress-paper-why", paper=title, why=why) if why else title
        blocks.append(Block(BlockKind.NUMBERED, words))
    if detail.deadline:
        blocks.append(Block(BlockKind.ROW, text("progress-deadline"), text("day", on=detail.deadline)))
    blocks += _clock(session, case)
    if not offers(session, case, CaseAction.CORRECT):
        phone = Data(item.phones.consult if item is not None else session.terminal.duty_phone)
        elsewhere = text("progress-correct-elsewhere", phone=phone)
        blocks.append(Block(BlockKind.NOTE, text("progress-correct-login") if by_slip(session) else elsewhere))
    return (*blocks, Block(BlockKind.BOX_END))


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
    if detail.missing:
        row("progress-state", state_words(case))  # the title says how much is missing
    if not _has_timeline(case):
        row("progress-since", text("moment", at=case.since.isoformat()))
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
    words = said(session, detail.words) or (Data(case.note) if case.note else None)
    notes = []
    if words is not None:
        notes.append(Block(BlockKind.NOTE, text("progress-said", office=office, words=words)))
    if not detail.missing:
        notes += _clock(session, case)
    return (Block(BlockKind.BOX_START), *rows, *notes, Block(BlockKind.BOX_END))


def _timeline(session: InMatter, case: CaseProgress) -> tuple[Block, ...]:
    """The states so far; the present one goes on as long as an answer is still to come."""
    moments = case.detail.moments
    if not _has_timeline(case):
        return ()
    going = GROUPS[case.state] in ("going", "missing")
    blocks = [Block(BlockKind.HEADING, text("progress-timeline"))]
    for number, each in enumerate(moments):
        now = going and number == len(moments) - 1
        words = text(f"state-{each.state.value.replace('_', '-')}")
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
            state_words(each),
            change=Choice(f"part:{number}", text("progress-open")),
        )
        for number, each in enumerate(group)
        if each is not case
    )
    if not rows:
        return ()
    return (
        Block(BlockKind.BOX_START),
        Block(BlockKind.HEADING, text("progress-others")),
        *rows,
        Block(BlockKind.BOX_END),
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
            Block(BlockKind.BOX_START),
            Block(BlockKind.ROW, text("progress-matter"), name),
            Block(BlockKind.ROW, text("progress-office"), office),
            Block(BlockKind.ROW, text("slip-number-label"), Data(case.slip_number)),
            Block(BlockKind.BOX_END),
            *((Block(BlockKind.NOTE, text("progress-withdraw-only")),) if len(group) > 1 else ()),
        ),
        actions=Actions(
            Choice("stop", text("action-back"), icon=BACK.icon),
            LEAVE,
            Choice("withdraw-now", text("progress-withdraw-now")),
        ),
        traits=Traits(large_rows=True),
    )
