"""Pages of a certificate on which it is seen: small beside the choices, and large."""

from __future__ import annotations

from dataclasses import replace

from kiosk.steps.certificate_said import until_words
from kiosk.steps.certificate_state import PRINT_A4, VIEW, CertificateState, certificate_of
from kiosk.steps.step import BACK, LEAVE, page
from kiosk.view import Actions, Block, BlockKind, Choice, Traits, View
from kiosk.visit import InMatter
from kiosk.words import Text, text


def _sheet(session: InMatter, state: CertificateState, *, change: Choice | None, facts: bool) -> Block:
    sheet = state.sheets[state.seen]
    shown = bool(session.revealed)
    reveal = Choice(
        "reveal:sheet",
        text("action-cover" if shown else "action-show-names"),
        note=None if shown else text("show-names-note"),
        icon="eye-off" if shown else "eye",
    )
    pages = len(state.sheets)
    return Block(
        BlockKind.SHEET,
        text("document-page", number=state.seen + 1, count=pages),
        text("document-facts", count=pages) if facts else None,
        source=text("document-seal-valid") if facts else None,
        sheet=replace(sheet, covered=()) if shown else sheet,
        reveal=reveal,
        change=change,
    )


def _turns(state: CertificateState) -> tuple[Choice, ...]:
    """Buttons to the other pages of the document."""
    return tuple(
        Choice(f"sheet:{index}", text("document-turn", number=index + 1), icon="document")
        for index in range(len(state.sheets))
        if index != state.seen
    )


def preview(session: InMatter, state: CertificateState) -> View:
    can_print = session.status.can(PRINT_A4)
    again = state.printed
    printing = Choice(
        "print",
        text("document-print-again" if again else "document-print"),
        note=text("document-print-again-note" if again else "document-print-note"),
        icon="printer",
        enabled=can_print,
        why_not=None if can_print else _why_not(state),
        main=True,
    )
    return page(
        session,
        VIEW,
        text("document-title", name=text("short", session.item.id)),
        blocks=(_sheet(session, state, change=Choice("large", text("action-large"), icon="zoom-in"), facts=True),),
        choices=(printing, *_to_phone(session), *_turns(state)),
        actions=Actions(None, LEAVE, _onward(session, state)),
        traits=Traits(scaffold=VIEW),
    )


def _why_not(state: CertificateState) -> Text:
    """Why nothing is printed here now, and until when it is elsewhere."""
    document = state.document
    if document is None or not document.reprint_until:
        return text("document-print-not")
    return text("document-print-elsewhere", until=until_words(document))


def _onward(session: InMatter, state: CertificateState) -> Choice:
    if not session.matter.cases:
        return Choice("continue", text("document-no-more"), note=text("document-not-kept"))
    return Choice("continue", text("document-goes-on"), note=text("document-goes-on-note"))


def _to_phone(session: InMatter) -> tuple[Choice, ...]:
    if not certificate_of(session).phone:
        return ()
    online = session.status.online
    return (
        Choice(
            "phone",
            text("document-phone"),
            note=text("document-phone-note"),
            icon="phone",
            enabled=online,
            why_not=None if online else text("document-phone-not"),
            main=True,
        ),
    )


def large(session: InMatter, state: CertificateState) -> View:
    return page(
        session,
        VIEW,
        text("document-large"),
        blocks=(_sheet(session, state, change=None, facts=False),),
        choices=_turns(state),
        actions=Actions(BACK, LEAVE, Choice("small", text("action-seen"), note=text("action-seen-note"))),
        traits=Traits(scaffold=VIEW, large_rows=True),
    )
