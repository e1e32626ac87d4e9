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
from kiosk.visit import InMatter, Session, unawaited
from kiosk.words import Text, text

SCAN_CODE = CODE.capability
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


def is_scanner_fault(trouble: str) -> bool:
    """Whether a page that asks the platform and watches a scanner speaks of the scanner."""
    return trouble != "" and not trouble.startswith("platform.")
