"""Dates on the form and on the check page: their words, and what helps with a wrong one."""

from __future__ import annotations

from datetime import date

from kiosk.catalogue.days import DayFault, day_fault
from kiosk.catalogue.formats import can_be_date, is_date
from kiosk.catalogue.item import Control
from kiosk.typed_day import DATE_LENGTH, date_as_typed
from kiosk.view import FieldKind
from kiosk.words import Data, Words, text


def is_day(control: Control) -> bool:
    return control.widget == FieldKind.DATE


def answer_text(control: Control, typed: str) -> str:
    """Return the answer that a typed text means: a day without the zeros and hyphens that the citizen left out."""
    return date_as_typed(typed) if is_day(control) else typed


def longest(control: Control) -> int:
    """Return the greatest length of a field in code points."""
    return DATE_LENGTH if is_day(control) else control.max_length


def day_words(value: str) -> Words:
    """Return a day in the words of the language; an unfinished one as it was typed."""
    return text("day", on=value) if is_date(value) else Data(value)


def wrong_day(control: Control, value: str, today: date | None, vouched: bool) -> Words | None:
    """Return what helps with this day; None if it is not wrong, or if the field is no date.

    `vouched` means that a card has this value: people are registered as born on days that no calendar has.
    """
    wrong = day_fault(value, control.earliest, control.latest, today) if is_day(control) and value else None
    if wrong is None or (vouched and wrong.fault in (DayFault.MONTH, DayFault.DAY) and can_be_date(value)):
        return None
    match wrong.fault:
        case DayFault.UNFINISHED | DayFault.YEAR:
            return text("wrong-day-unfinished")
        case DayFault.MONTH:
            return text("wrong-day-month", month=str(wrong.month))
        case DayFault.DAY:
            return text("wrong-day-day", month=str(wrong.month), day=str(wrong.day), last=str(wrong.last))
        case DayFault.EARLY:
            return text("wrong-day-early", limit=str(wrong.limit))
        case DayFault.LATE:
            return text("wrong-day-late", limit=str(wrong.limit))
