"""Content of every page with a fault: what happened, what is safe, what to do now, whom to call with which short code.

The exact fault is the session's `trouble` and goes to the audit log; no page replaces it by a more general one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kiosk.effects import Audit, AuditKind
from kiosk.events import NotAnswered
from kiosk.terminal_facts import FaultNote, TerminalFacts, trouble_key
from kiosk.view import Block, BlockKind, Tone
from kiosk.visit import Session, Turn
from kiosk.words import Data, Words, text

UNKNOWN = FaultNote("", "elsewhere")


def fault_message(terminal: TerminalFacts, code: str, **arguments: Any) -> Words:
    """Return the words for a fault; a fault without words gets a general sentence."""
    return text(trouble_key(code), **arguments) if code in terminal.faults else text("trouble-unknown")


def platform_fault(terminal: TerminalFacts, event: NotAnswered) -> str:
    """The exact fault behind a question without an answer: the platform's own reason where there are words for it."""
    reason = f"platform.{event.reason.replace('-', '_')}"
    return reason if reason in terminal.faults else f"platform.{event.trouble.value}"


def troubled(session: Session, code: str, exact: str = "") -> Turn:
    """Show this fault on the page from now on and audit it, by its `exact` name where there is one."""
    if code == session.trouble:
        return Turn(session)
    # Number 0: no outcome is awaited, and a new number would restart the card reader's watch.
    return Turn(replace(session, trouble=code), (Audit(0, AuditKind.FAULT_SHOWN, exact or code),))


def not_answered(session: Session, event: NotAnswered) -> Turn:
    """Handle a question without an answer."""
    exact = f"platform.{event.trouble.value}" + (f":{event.reason}" if event.reason else "")
    return troubled(session, platform_fault(session.terminal, event), exact)


def what_to_do(
    session: Session, code: str, safe: str = "", do: str = "", *, again_by_continue: bool = False
) -> tuple[Block, ...]:
    """Build the blocks of a fault in a visit: nothing was kept, unless an earlier matter of the visit was."""
    safe = safe or ("fault-safe-before" if session.kept else "fault-safe-nothing")
    return fault_blocks(session.terminal, code, safe, do, again_by_continue=again_by_continue)


def fault_blocks(
    terminal: TerminalFacts,
    code: str,
    safe: str,
    do: str = "",
    *,
    again_by_continue: bool = False,
    causes: Sequence[str] = (),
) -> tuple[Block, ...]:
    """Return the box with what is safe, what to do, the number to call and the code to say there, followed by the codes
    of what caused the fault."""
    codes = [terminal.faults[each].code for each in causes if each in terminal.faults]
    note = terminal.faults.get(code, UNKNOWN)
    do = "fault-do-continue" if again_by_continue and note.do == "again" else do
    what = text(do or f"fault-do-{note.do.replace('_', '-')}")
    nearest = terminal.nearest if note.do == "elsewhere" and not do else ""
    return (
        Block(BlockKind.BOX_START, tone=Tone.QUIET),
        Block(BlockKind.ROW, text("fault-safe"), text(safe)),
        Block(BlockKind.ROW, text("fault-do"), what),
        *((Block(BlockKind.ROW, text("nearest"), Data(nearest)),) if nearest else ()),
        Block(BlockKind.ROW, text("help-phone"), Data(terminal.duty_phone)),
        Block(BlockKind.ROW, text("fault-say"), Data(" ".join((terminal.code, note.code or code, *codes)))),
        Block(BlockKind.BOX_END),
    )


TROUBLE = Block(BlockKind.PICTURE, picture="trouble")
"""Drawing of a machine in trouble, for pages that consist of a fault."""
