"""Printing of slips, and the outcome of each: came out, did not, cannot be confirmed. For the pages that print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from types import MappingProxyType

from devices import Presence
from devices.lazy_dataclass import dataclass
from devices.receipt_printer import contract
from devices.receipt_printer.contract import Paper, PrintOutcome
from kiosk.documents.slip import SlipContent
from kiosk.effects import Audit, AuditKind, Job
from kiosk.events import Watch
from kiosk.steps.fault import fault_message, what_to_do
from kiosk.view import Block, BlockKind, Tone
from kiosk.visit import Session, SessionT, StepState, Turn, numbered, unawaited
from kiosk.words import text

AUDIT_OF = {
    Paper.CAME_OUT: AuditKind.SLIP_OUT,
    Paper.DID_NOT: AuditKind.SLIP_NOT_OUT,
    Paper.UNCONFIRMED: AuditKind.SLIP_UNCONFIRMED,
}

WORDS_OF = {
    None: ("printing", Tone.PLAIN, "slip-coming"),
    Paper.CAME_OUT: ("out", Tone.DONE, "slip-out"),
    Paper.DID_NOT: ("did-not", Tone.ATTENTION, "slip-missing"),
    Paper.UNCONFIRMED: ("unconfirmed", Tone.ATTENTION, "slip-unsure"),
}
"""Outcome of a paper → the end of the key of its words, tone and picture. `…-note` says where to look."""

UNCONFIRMED = "receipt_printer.unconfirmed"
NO_PRINTER = "transport.absent"


PRINT_SLIP = contract.PRINT.capability
PRINT = "print"
"""The purpose under which the outcome of a print is awaited."""


@dataclass(frozen=True)
class PrintedSlip:
    """One slip: the page that asked for it, and its outcome (None: not known yet)."""

    page: str
    paper: Paper | None = None
    fault: str = ""


@dataclass(frozen=True)
class PrintedSlips(StepState):
    """The slips of a matter by the number of the effect that prints them; each has its own outcome."""

    by_effect: Mapping[int, PrintedSlip] = field(default_factory=lambda: MappingProxyType({}))


def _with_slip(session: SessionT, number: int, slip: PrintedSlip) -> SessionT:
    slips = session.own(PrintedSlips).by_effect
    return session.with_own(PrintedSlips(MappingProxyType({**slips, number: slip})))


def print_slip(session: SessionT, slip: SlipContent) -> Turn:
    """Print a slip, and note that this page asked for it: a slip prints once."""
    device = session.status.device_for(PRINT_SLIP)
    if not device:
        without, number = unawaited(session)
        missing = PrintedSlip(session.page, Paper.DID_NOT, NO_PRINTER)
        return Turn(_with_slip(without, number, missing), (Audit(number, AuditKind.SLIP_NOT_OUT, NO_PRINTER),))
    asked, number = numbered(replace(session, slip_asked=True, slip_at_presenter=None), PRINT)
    printing = _with_slip(asked, number, PrintedSlip(session.page))
    return Turn(printing, (Job(number, device, contract.PRINT.name, slip),))


def slips_here(session: Session) -> tuple[PrintedSlip, ...]:
    """The slips that this page asked for."""
    return tuple(each for each in session.own(PrintedSlips).by_effect.values() if each.page == session.page)


def slip_came_out(session: Session) -> bool:
    """Return whether a slip of this matter came out."""
    return any(each.paper is Paper.CAME_OUT for each in session.own(PrintedSlips).by_effect.values())


def print_ended(session: Session, number_of_job: int, outcome: PrintOutcome) -> Turn:
    """Note the outcome of a print."""
    code = outcome.fault.code if outcome.fault else ""
    slip = PrintedSlip(session.own(PrintedSlips).by_effect[number_of_job].page, outcome.paper, code)
    fresh, number = unawaited(_with_slip(session, number_of_job, slip))
    fresh = replace(fresh, slip_out=fresh.slip_out or outcome.paper is Paper.CAME_OUT)
    return Turn(fresh, (Audit(number, AUDIT_OF[outcome.paper], code),))


def slip_blocks(session: Session) -> tuple[Block, ...]:
    """Return the outcome of each slip of this page, the reason, and what to do instead."""
    return tuple(block for slip in slips_here(session) for block in _blocks_of(session, slip))


def _blocks_of(session: Session, slip: PrintedSlip) -> tuple[Block, ...]:
    fate, tone, picture = WORDS_OF[slip.paper]
    note = text(f"paper-{fate}-note", place=session.place_of(PRINT_SLIP))
    blocks = [Block(BlockKind.PICTURE, text(f"paper-{fate}"), note, tone=tone, picture=picture)]
    if slip.paper is None:
        return tuple(blocks)
    if slip.fault:
        blocks.append(Block(BlockKind.NOTE, fault_message(session.terminal, slip.fault)))
    if slip.paper is not Paper.CAME_OUT:
        kept = session.kept and session.matter.cases
        safe, do = ("fault-safe-kept", "paper-note-number") if kept else ("", "paper-read-screen")
        blocks += what_to_do(session, slip.fault or UNCONFIRMED, safe, do)
    return tuple(blocks)


def watch_slip_presenter(session: Session) -> frozenset[Watch]:
    """Ask the presenter whether the slip was taken."""
    if session.slip_asked and session.slip_at_presenter is not False:
        return session.watch(contract.PRESENCE)
    return frozenset()


def seen(presence: Presence) -> bool | None:
    """Return presence as the session keeps it: True, False, or None while unknown."""
    return {Presence.PRESENT: True, Presence.GONE: False, Presence.TAKEN_BACK: False}.get(presence)
