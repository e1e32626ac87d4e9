"""The verdict of a test of a device: whether it passed, and the things that were seen.

A verdict holds words of code and counts only, never a name, a number of a person or a text that a device sent: it is
written into records that technicians read.
"""

from __future__ import annotations

import re

from devices.faults import Fault
from devices.lazy_dataclass import dataclass

SIGHT = re.compile(r"[a-z][a-z0-9_.]*(=[A-Za-z0-9_.,%:+-]{1,48})?", re.ASCII)
DIGITS_MOST = 8
"""A row of more digits could be somebody's number."""


@dataclass(frozen=True)
class Verdict:
    """The outcome of a test. `passed` is None where nobody knows yet: a person has to say, or not all was seen.

    `saw` names each thing that was seen, as "word" or "word=value". Raises ValueError for a pass with nothing seen, and
    for anything that is not a word of code or a count.
    """

    passed: bool | None
    saw: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.passed and not self.saw:
            raise ValueError("a test has not passed if nothing was seen")
        for sight in self.saw:
            if not SIGHT.fullmatch(sight) or re.search(rf"\d{{{DIGITS_MOST + 1}}}", sight):
                raise ValueError("a sight is a word, or word=value; it holds no text of a device or person")


NOTHING_YET = Verdict(None)


def failed(fault: Fault, *saw: str) -> Verdict:
    """The verdict of a test that ended with a fault of the device."""
    return Verdict(False, (*saw, f"fault={fault.code}"))


def all_seen(expected: tuple[str, ...], saw: tuple[str, ...]) -> Verdict:
    """A pass once everything expected was seen; open before."""
    return Verdict(True if set(expected) <= set(saw) else None, tuple(dict.fromkeys(saw)))
