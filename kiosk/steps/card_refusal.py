"""Why a card that was read cannot be used here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from devices.id_reader import numbers
from devices.id_reader.contract import CardProblem, IdCard

WORDLESS_PROBLEMS = frozenset({CardProblem.SEX_CODE, CardProblem.ETHNIC_CODE, CardProblem.VALID_FROM})
"""Problems of a card that do not make it unusable."""


def refusal(card: IdCard, today: date | None, others: Collection[str], age_from: int) -> str:
    """Return the code of why this card cannot be used here, "" if it can; its words are `trouble-card-<code>`.

    `others`: the numbers of cards that were read for other people; `age_from`: the age that its holder needs.
    """
    if any(problem not in WORDLESS_PROBLEMS for problem in card.problems):
        return "unusable"
    if today is not None and not _possible_by(card, today):
        return "unusable"
    if today is not None and card.valid_on(today) is False:
        return "expired"
    if card.number in others:
        return "same_person"
    if not _old_enough(card, age_from, today):
        return "too_young"
    return ""


def _possible_by(card: IdCard, today: date) -> bool:
    """Return whether holder and card can exist by today: born, and the card valid from a day that has come."""
    born = card.birth <= today if card.birth else card.birth_text[:4] <= f"{today.year:04d}"
    return born and (card.valid_from is None or card.valid_from <= today)


def _old_enough(card: IdCard, age_from: int, today: date | None) -> bool:
    age = age_of(card, today)
    return not age_from or age is None or age >= age_from


def age_of(card: IdCard, today: date | None) -> int | None:
    """The holder's years today; None if the birth or the day is not known. A birth registered on no day of the calendar
    counts from the last day it can mean."""
    birth = card.birth or numbers.latest_birth(card.birth_text)
    if birth is None or today is None:
        return None
    birthday_passed = (today.month, today.day) >= (birth.month, birth.day)
    return today.year - birth.year - (not birthday_passed)
