"""The paper's own truth, shared by every page that prints: came out, did not, cannot be confirmed."""

from __future__ import annotations

from dataclasses import replace

from devices import Presence
from devices.receipt_printer.contract import Paper
from kiosk.effects import Audit, AuditKind
from kiosk.events import PrintEnded, Watch
from kiosk.steps.fault import fault_message, what_to_do
from kiosk.view import Block, BlockKind, Tone
from kiosk.visit import Session, Turn, unawaited
from kiosk.words import text

AUDIT_OF = {
    Paper.CAME_OUT: AuditKind.SLIP_OUT,
    Paper.DID_NOT: AuditKind.SLIP_NOT_OUT,
    Paper.UNCONFIRMED: AuditKind.SLIP_UNCONFIRMED,
}

WORDS_OF = {
    Paper.CAME_OUT: ("paper-out", Tone.DONE),
    Paper.DID_NOT: ("paper-did-not", Tone.ATTENTION),
    Paper.UNCONFIRMED: ("paper-unconfirmed", Tone.ATTENTION),
}

UNCONFIRMED = "receipt_printer.unconfirmed"


def asked_to_print(session: Session) -> Session:
    """A slip prints once: note that it was asked for."""
    asked = replace(session, slip_asked=True, slip_at_presenter=None)
    return asked.with_matter(print_asked=True, paper=None, paper_fault="")


def print_ended(session: Session, event: PrintEnded) -> Turn:
    """The printer's word on the slip."""
    outcome = event.outcome
    code = outcome.fault.code if outcome.fault else ""
    fresh, number = unawaited(session.with_matter(paper=outcome.paper, paper_fault=code))
    fresh = replace(fresh, slip_out=fresh.slip_out or outcome.paper is Paper.CAME_OUT)
    return Turn(fresh, (Audit(number, AUDIT_OF[outcome.paper], code),))


def paper_blocks(session: Session) -> tuple[Block, ...]:
    """What became of the slip, and why, and what to do instead."""
    matter = session.matter
    if not matter.print_asked:
        return ()
    if matter.paper is None:
        return (Block(BlockKind.STATUS, text("paper-printing")),)
    key, tone = WORDS_OF[matter.paper]
    blocks = [Block(BlockKind.STATUS, text(key), tone=tone)]
    if matter.paper_fault:
        blocks.append(Block(BlockKind.NOTE, fault_message(session.terminal, matter.paper_fault)))
    if matter.paper is not Paper.CAME_OUT:
        kept = session.kept and matter.case is not None
        safe, do = ("fault-safe-kept", "paper-note-number") if kept else ("", "paper-read-screen")
        blocks += what_to_do(session, matter.paper_fault or UNCONFIRMED, safe, do)
    return tuple(blocks)


def watch_slip_presenter(session: Session) -> frozenset[Watch]:
    """Ask the presenter whether the slip was taken."""
    if session.slip_asked and session.slip_at_presenter is not False:
        return frozenset({session.watch("receipt_printer", "presence")})
    return frozenset()


def seen(session: Session, presence: Presence) -> bool | None:
    """Presence as the session keeps it: there, gone, or not known."""
    return {Presence.PRESENT: True, Presence.GONE: False}.get(presence)
