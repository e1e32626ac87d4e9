"""Codes held before the scanner, on pages where the same can be typed.

A code is a stranger's text: it is compared with what the page asks for, never opened, never shown, never kept. One that
is something else changes nothing but a sentence, and counts neither as a try nor as an answer.
"""

from __future__ import annotations

import re
from dataclasses import replace

from devices.code_scanner.contract import CODE, Code, CodeProblem
from kiosk.case.slip_number import parse
from kiosk.events import Watch
from kiosk.steps.fault import UNKNOWN, fault_message
from kiosk.view import Block, BlockKind
from kiosk.visit import InMatter, Session, unawaited
from kiosk.words import Data, Text, text

SCAN_CODE = CODE.capability
CUT_CODE = "code_scanner.incomplete"
"""The fault of a code that was held there too shortly: holding it there again ends it."""
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}:|www\.", re.IGNORECASE)
"""The beginning of a link: of a page, a payment, an app."""

NOT_A_SLIP = {
    CodeProblem.TOO_LONG: "slip-code-too-long",
    CodeProblem.SEVERAL_LINES: "slip-code-several",
}
"""Problem of a code → words of it; the others are any other code."""


def can_scan(session: Session) -> bool:
    """Whether a scanner here works now."""
    return session.status.can(SCAN_CODE)


def watch_code(session: Session) -> frozenset[Watch]:
    """Light up for a code; a reading and a question begin a new watch."""
    return session.watch(CODE, since=session.next_number)


def code_read(session: InMatter) -> InMatter:
    """Note that somebody held a code there: a sign of life, and the beginning of the next watch."""
    fresh, _ = unawaited(replace(session, activity=session.activity + 1, counting_down=False))
    return fresh


def slip_in(code: Code) -> str:
    """The slip number of a code exactly as a slip carries it, else "". A typed number may look otherwise: among the
    numbers of other codes every thirtieth would pass for one."""
    return code.text if code.problem is None and parse(code.text) == code.text else ""


def not_a_slip(code: Code) -> Text:
    """Words for a code that is no slip's."""
    if code.problem is None and ADDRESS.match(code.text):
        return text("slip-code-link")
    return text(NOT_A_SLIP.get(code.problem, "slip-code-other") if code.problem else "slip-code-other")


def scanner_fault(session: Session) -> bool:
    """Whether a page that asks the platform and watches a scanner speaks of the scanner."""
    return session.trouble != "" and not session.trouble.startswith("platform.")


def scanner_blocks(session: Session, words: str = "scanner-out") -> tuple[Block, ...]:
    """Note on a scanner in trouble: one sentence, because the same is typed below it. A code that was cut
    is said at the field."""
    trouble, terminal = session.trouble, session.terminal
    if trouble == CUT_CODE:
        return ()
    say = Data(f"{terminal.code} {terminal.faults.get(trouble, UNKNOWN).code or trouble}")
    what = fault_message(terminal, trouble)
    return (Block(BlockKind.NOTE, text(words, what=what, phone=Data(terminal.duty_phone), say=say)),)
