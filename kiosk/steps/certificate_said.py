"""Words on ending, slip and farewell about the document of an application: its copies, or where it is printed.

A document is given to its person alone: with the slip number, nobody gets one.
"""

from __future__ import annotations

from devices.print_outcome import Paper
from kiosk.documents.slip import SlipLine
from kiosk.platform.documents import IssuedDocument
from kiosk.steps.certificate_state import CertificateState
from kiosk.steps.pay_state import is_settled, unpaid
from kiosk.view import Block, BlockKind, Tone
from kiosk.visit import InMatter, Session
from kiosk.words import Data, Text, text


def until_words(document: IssuedDocument) -> Text:
    """Until when it is printed, as a part of a sentence."""
    last = document.reprint_until
    return text("proof-until", day=text("day", on=last)) if last else text("proof-any-day")


def _said(session: Session) -> tuple[Text, Tone] | None:
    """None where the item gives no document for a fee, or nothing is known of the fee."""
    if not isinstance(session, InMatter) or session.item.certificate is None or "pay" not in session.item.steps:
        return None
    if session.practice or not session.matter.application:
        return None
    state = session.own(CertificateState)
    if state.document is None and unpaid(session):
        return text("proof-after-payment"), Tone.QUIET
    if state.refused:
        return text("proof-refused", phone=Data(session.item.phones.consult)), Tone.ATTENTION
    if state.document is None:
        return (text("proof-to-come"), Tone.QUIET) if is_settled(session) else None
    until = until_words(state.document)
    out = sum(each is Paper.CAME_OUT for each in state.outcomes)
    if Paper.UNCONFIRMED in state.outcomes:
        return text("proof-unsure", count=out, until=until), Tone.ATTENTION
    if out:
        return text("proof-printed", count=out, until=until), Tone.DONE
    return text("proof-not-printed", until=until), Tone.QUIET


def has_document(session: Session) -> bool:
    """Whether the document of this matter was issued."""
    return session.own(CertificateState).document is not None


def document_blocks(session: Session) -> tuple[Block, ...]:
    said = _said(session)
    return () if said is None else (Block(BlockKind.STATUS, said[0], tone=said[1]),)


def document_lines(session: InMatter) -> list[SlipLine]:
    said = _said(session)
    return [] if said is None else [SlipLine(text("proof-label"), said[0])]
