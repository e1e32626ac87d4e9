"""Pages of a certificate around the sheets themselves: waiting, none, refused, the reason for a copy, the paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from devices.print_outcome import Paper
from kiosk.platform.documents import CopyReason
from kiosk.steps.asking import asking_lead, stages, unanswered
from kiosk.steps.certificate_sheets import large, preview
from kiosk.steps.certificate_state import (
    FETCH,
    LARGE,
    PAPER,
    PERMIT,
    PHONE,
    PRINT_A4,
    REASON,
    VIEW,
    CertificateState,
    after_payment,
)
from kiosk.steps.fault import TROUBLE, fault_message, what_to_do
from kiosk.steps.pay_said import money_blocks
from kiosk.steps.step import BACK, CONTINUE, DONE, HELP, LEAVE, authority, box, page
from kiosk.view import ENTRY, LARGE_CHOICES, Actions, Block, BlockKind, Choice, Tone, Traits, View
from kiosk.visit import InMatter
from kiosk.words import Data, text

TO_SHEETS = Choice("stop", text("action-back"), icon=BACK.icon)
"""Back to the pages of the document."""
REASONS = (CopyReason.NOT_OUT, CopyReason.DAMAGED, CopyReason.LOST, CopyReason.ANOTHER)
PAPER_WORDS: Mapping[Paper, tuple[str, Tone, str]] = MappingProxyType(
    {
        Paper.CAME_OUT: ("out", Tone.DONE, "slip-out"),
        Paper.DID_NOT: ("not-out", Tone.ATTENTION, "slip-missing"),
        Paper.UNCONFIRMED: ("unsure", Tone.ATTENTION, "slip-unsure"),
    }
)
"""Outcome of the print → the end of the key of its words, tone and picture; `…-note` says what to do."""


def view(session: InMatter) -> View:
    state = session.own(CertificateState)
    if session.page == PAPER:
        return _paper(session, state)
    if state.refused:
        return _refused(session, state)
    if state.listed and state.document is None:
        return _making(session) if state.making else _none(session)
    if state.document is None or not state.sheets:
        return _waiting(session)
    if session.page == REASON:
        return _reason(session)
    if session.page == PHONE:
        return _phone(session, state)
    if session.page == LARGE:
        return large(session, state)
    return preview(session, state)


def _waiting(session: InMatter) -> View:
    if session.trouble:
        return _not_now(session)
    fetching = session.awaits(FETCH)
    return page(
        session,
        VIEW,
        text("document-asking"),
        lead=asking_lead(session),
        icon="certificate",
        blocks=stages(
            "stage-asked", "stage-seal-checked", "stage-shown", done=2 if fetching else 1, authority=authority(session)
        ),
        actions=Actions(None, LEAVE, None),
    )


def _not_now(session: InMatter) -> View:
    """The document does not come now. Who paid for it goes on, and comes back for it anywhere."""
    view = unanswered(session, VIEW, waiting=Actions(None, LEAVE, None))
    if not after_payment(session):
        plain = session.item.kind == "certificate" and not session.matter.only
        return view if plain else replace(view, actions=replace(view.actions, left=HELP))
    safe = what_to_do(session, session.trouble, "document-safe-paid", "document-do-later")
    return replace(
        view,
        title=text("document-not-now"),
        blocks=(*money_blocks(session), *safe, TROUBLE),
        choices=(Choice("continue", text("document-later"), text("document-later-note"), "document"),),
        actions=replace(view.actions, left=HELP),
    )


def _making(session: InMatter) -> View:
    """The fee is paid, and the office has yet to issue the document: nobody has to wait for it here."""
    return page(
        session,
        VIEW,
        text("document-making"),
        lead=text("document-making-lead", authority=authority(session)),
        icon="clock",
        tone=Tone.QUIET,
        blocks=(
            *money_blocks(session),
            Block(BlockKind.BULLET, text("document-making-anywhere")),
            Block(BlockKind.BULLET, text("document-making-person")),
            Block(BlockKind.NOTE, text("document-ask", phone=Data(session.item.phones.consult))),
        ),
        choices=(Choice("again", text("document-look-again"), icon="clock"),),
        actions=Actions(HELP, LEAVE, CONTINUE),
        traits=Traits(tall_choices=True),
    )


def _none(session: InMatter) -> View:
    phone = Data(session.item.phones.consult)
    return page(
        session,
        VIEW,
        text("document-none"),
        lead=text("document-none-lead", authority=authority(session), phone=phone),
        blocks=(*money_blocks(session), Block(BlockKind.PICTURE, picture="search")),
        actions=Actions(None, LEAVE, DONE),
    )


def _refused(session: InMatter, state: CertificateState) -> View:
    fault = f"document.{state.refused}"
    return page(
        session,
        VIEW,
        text("document-refused"),
        lead=fault_message(session.terminal, fault),
        icon="alert",
        tone=Tone.ATTENTION,
        blocks=(*what_to_do(session, fault, "fault-safe-not-printed"), TROUBLE),
        actions=Actions(None, LEAVE, DONE),
        traits=Traits(large_rows=True),
    )


def _phone(session: InMatter, state: CertificateState) -> View:
    if not state.link:
        return unanswered(session, VIEW, waiting=Actions(None, LEAVE, None))
    return page(
        session,
        VIEW,
        text("document-phone-title"),
        icon="phone",
        blocks=(
            *box(
                Block(BlockKind.QR, text("document-phone-scan"), Data(state.link)),
            ),
            Block(BlockKind.BULLET, text("document-phone-once")),
            Block(BlockKind.BULLET, text("document-phone-yours")),
        ),
        choices=(Choice("again", text("document-phone-new")),),
        actions=Actions(TO_SHEETS, LEAVE, DONE),
        traits=ENTRY,
    )


def _reason(session: InMatter) -> View:
    return page(
        session,
        VIEW,
        text("document-reason"),
        lead=text("document-reason-lead"),
        choices=tuple(Choice(f"reason:{each.value}", text(f"copy-{each.value.replace('_', '-')}")) for each in REASONS),
        actions=Actions(TO_SHEETS, LEAVE, None),
        traits=LARGE_CHOICES,
    )


def _paper(session: InMatter, state: CertificateState) -> View:
    if session.trouble:
        return page(
            session,
            VIEW,
            text("document-not-permitted"),
            lead=fault_message(session.terminal, session.trouble),
            icon="alert",
            tone=Tone.ATTENTION,
            blocks=(*what_to_do(session, session.trouble, "fault-safe-not-printed"), TROUBLE),
            actions=Actions(Choice("again", text("action-back"), icon=BACK.icon), LEAVE, None),
            traits=Traits(large_rows=True),
        )
    if state.paper is None:
        permitted = not session.awaits(PERMIT)
        return page(
            session,
            VIEW,
            text("document-printing"),
            lead=text("document-printing-lead"),
            icon="printer",
            blocks=stages("stage-permitted", "stage-on-paper", "stage-take-paper", done=1 if permitted else 0),
            actions=Actions(HELP, None, None),
        )
    fate, tone, picture = PAPER_WORDS[state.paper]
    place = session.place_of(PRINT_A4)
    blocks = [
        Block(
            BlockKind.PICTURE,
            text(f"document-{fate}"),
            text(f"document-{fate}-note", place=place),
            tone=tone,
            picture=picture,
        )
    ]
    if state.fault:
        blocks.append(Block(BlockKind.NOTE, fault_message(session.terminal, state.fault)))
    if state.paper is not Paper.CAME_OUT:
        blocks += what_to_do(session, state.fault or "document_printer.unconfirmed", "fault-safe-copy-counted")
    once_more = state.paper is not Paper.CAME_OUT and state.held is not None
    return page(
        session,
        VIEW,
        text(f"document-{fate}-title"),
        icon="check" if state.paper is Paper.CAME_OUT else "alert",
        tone=tone,
        blocks=tuple(blocks),
        actions=Actions(
            HELP,
            Choice("stop", text("document-see-again")) if once_more else None,
            Choice("continue", text(_taken(session, state))),
        ),
    )


def _taken(session: InMatter, state: CertificateState) -> str:
    """The words of the way on: to the end, or in an application to its number and slip."""
    if session.matter.cases:
        return "action-continue"
    return "action-taken" if state.paper is Paper.CAME_OUT else "action-done"
