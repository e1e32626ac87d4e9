"""Bounds of numbers, times and texts that come from outside, as pydantic types for the records of the wire.

A value beyond its bounds breaks the contract like one of a wrong type, so nothing behind the records has to expect a
time that no time zone can express, a pause of a thousand years or a line that no page can hold.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field

FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Years of an instant. The margin to year 1 and 9999 is more than any time zone, offset or delay adds."""
FIRST_YEAR_OF_DATA = 1900
"""Data may be older than any platform."""
RATE_LEAST, RATE_MOST = 1e-5, 1000.0
"""Cases per second that a platform may admit: one in 28 hours to a thousand a second."""
SPREAD_MOST_S = 86_400.0
SINGLE_LINE = r"^[^\x00-\x1f]*$"
"""Text without control characters."""


def _within_years(moment: AwareDatetime) -> AwareDatetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError("beyond the years of this program")
    return moment


def _a_day(text: str) -> str:
    if not FIRST_YEAR_OF_DATA <= date.fromisoformat(text).year <= LAST_YEAR:
        raise ValueError("beyond the years of this program")
    return text


UNSEEN = dict.fromkeys((*range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)))
"""Controls, line separators and direction overrides, in the form that `str.translate` takes: they would break a row of
a page or a slip, or turn what follows round. Registers hold such remains of old systems, so they are left out."""


def _visible(text: str) -> str:
    return text.translate(UNSEEN)


Instant = Annotated[AwareDatetime, AfterValidator(_within_years)]
"""A moment of the years FIRST_YEAR to LAST_YEAR."""
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_a_day)]
"""A date as text (RFC 3339 full-date)."""
Word = Annotated[str, Field(max_length=100, pattern=SINGLE_LINE), AfterValidator(_visible)]
"""A code, a number or a version."""
Line = Annotated[str, Field(max_length=500, pattern=SINGLE_LINE), AfterValidator(_visible)]
"""A value shown in one row."""
Text = Annotated[str, Field(max_length=2000), AfterValidator(_visible)]
"""A paragraph."""
Token = Annotated[str, Field(max_length=8192)]
"""A receipt or a proof."""
