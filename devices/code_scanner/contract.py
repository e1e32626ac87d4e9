"""The contract of code scanners: one verb, and the code that it gives.

A scanner reads whatever is held before it: a slip, a phone, a stranger's poster. So a code is untrusted text: it is
bounded, it is one line of printable characters or names its problem, and nothing here judges its meaning. A problem is
a value and no fault: the scanner works, and the page says what it does not take.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import Protocol

from devices.clock import Wait
from devices.family import Begun, Family, WatchKind
from devices.lazy_dataclass import dataclass
from devices.readings import Device

LONGEST_TEXT = 1000
"""Characters of the longest text that is handed on."""


class CodeProblem(StrEnum):
    """A reason why a code that was read has no text for a session."""

    TOO_LONG = "too_long"
    NOT_TEXT = "not_text"
    """Bytes that are text in no encoding which scanners use."""
    UNPRINTABLE = "unprintable"
    """A control character, or one that changes how the others are shown; or blanks alone."""
    SEVERAL_LINES = "several_lines"
    """More than one line: a text with line breaks, or two codes at once."""


@dataclass(frozen=True)
class Code:
    """One code. `repr` shows neither text nor length: a code may be a person's.

    `text` is "" where there is a problem. `symbology` is the sort of code by its AIM identifier ("qr", "code_128"), ""
    where the scanner does not say.
    """

    text: str = field(default="", repr=False)
    symbology: str = ""
    problem: CodeProblem | None = None


class CodeScannerCapability(StrEnum):
    """A capability of a scanner."""

    SCAN_CODE = "scan_code"


class CodeScanner(Device, Protocol):
    """A code scanner.

    Fault codes: code_scanner.incomplete (ask the citizen), .no_answer, .refused (call staff), and the transport's.
    """

    def scan(self, wait: Wait) -> Code:
        """Light up and look for a code until one is read; the light is off when the call ends, however it ends.

        A code that was given is given again only after it was away for a while. What the scanner sent before the call
        is discarded. Raises DeadlineReached, Cancelled (within 200 ms) or DeviceFault.
        """


def _scan(scanner: CodeScanner, wait: Wait, _: Begun) -> Code:
    return scanner.scan(wait)


CODE: WatchKind[CodeScanner, Code] = WatchKind(
    "code", CodeScannerCapability.SCAN_CODE, Code, _scan, every_s=None, longest_s=None
)
FAMILY: Family[CodeScanner] = Family("code_scanner", CodeScanner, CodeScannerCapability, watches=(CODE,))
