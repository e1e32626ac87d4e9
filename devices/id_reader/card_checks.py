"""Consistency checks of a card: number, dates and codes against the standards, whatever protocol it was read by."""

from __future__ import annotations

from devices.id_reader import numbers
from devices.id_reader.contract import CardKind, CardProblem, IdCard

SEX_CODES = frozenset({"0", "1", "2", "9"})
"""GB/T 2261.1."""

ETHNIC_CODES = frozenset({f"{n:02d}" for n in range(1, 57)} | {"97", "98"})
"""GB 3304: the 56 peoples, 97 others, 98 foreign-born naturalised."""


def problems(card: IdCard) -> tuple[CardProblem, ...]:
    """All that does not fit on a card, in a fixed order; empty for a consistent one."""
    found = []
    if not card.name:
        found.append(CardProblem.NAME_EMPTY)
    of_2017 = card.kind is CardKind.FOREIGN_2017
    if not of_2017 and not numbers.has_form(card.number):
        found.append(CardProblem.NUMBER_FORM)
    elif not (numbers.is_foreign_2017 if of_2017 else numbers.has_right_check_digit)(card.number):
        found.append(CardProblem.NUMBER_CHECK_DIGIT)
    elif _birth(card) and not numbers.agrees_on_birth(card.number, _birth(card)):
        found.append(CardProblem.BIRTH_DATE_DIFFERS)
    checks = (
        (card.birth is None and not _vouched_birth(card), CardProblem.BIRTH_DATE),
        (card.valid_from is None, CardProblem.VALID_FROM),
        (card.valid_to is None, CardProblem.VALID_TO),
        (card.sex_code not in SEX_CODES, CardProblem.SEX_CODE),
        (card.kind is CardKind.RESIDENT and card.ethnic_code not in ETHNIC_CODES, CardProblem.ETHNIC_CODE),
    )
    return (*found, *(problem for wrong, problem in checks if wrong))


def _birth(card: IdCard) -> str:
    return card.birth.isoformat().replace("-", "") if card.birth else card.birth_text


def _vouched_birth(card: IdCard) -> bool:
    """Whether a birth on no day of the calendar is one that was registered so: the number has the same."""
    return numbers.latest_birth(card.birth_text) is not None and numbers.agrees_on_birth(card.number, card.birth_text)
