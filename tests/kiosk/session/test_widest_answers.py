"""The widest answers that the bounds of the wire let through are shown and spoken; nothing ends at one of them."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.platform.questions import ANSWERS, DIGITS_MOST, ROWS_MOST, TRIES_MOST
from kiosk.platform.records import as_json, parse_answer
from kiosk.spoken import spoken
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.fault_pages import WORDS
from tests.kiosk.session.ways import a_case_is_asked_by_its_slip, at_code

LONG = "永" * 500
WORD = "W" * 100


def read_aloud(citizen: Citizen) -> str:
    return "".join("".join(spoken(citizen.view, WORDS.words(language))) for language in ("zh-CN", "en"))


def answers(citizen: Citizen, purpose: str, name: str, answer: Any) -> None:
    """Answer a question with what a platform sent."""
    citizen.answers(purpose, parse_answer(ANSWERS[name].model_validate_json, as_json(answer)).answer())


def test_the_longest_code_and_the_most_tries() -> None:
    citizen = at_code()
    answers(citizen, "code.send", "code.send", {"masked_phone": WORD, "digits": DIGITS_MOST, "seconds": 86_400})
    read_aloud(citizen)
    citizen.types("code", "9" * DIGITS_MOST)
    citizen.touch("continue")
    answers(citizen, "code.verify", "code.verify", {"right": False, "tries_left": TRIES_MOST, "proof": ""})
    assert str(TRIES_MOST) in read_aloud(citizen)


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_the_most_and_longest_rows_of_any_day(day: str) -> None:
    citizen = at_code()
    answers(citizen, "code.send", "code.send", {"masked_phone": "1", "digits": 1, "seconds": 0})
    citizen.types("code", "1")
    citizen.touch("continue")
    answers(citizen, "code.verify", "code.verify", {"right": True, "tries_left": 0, "proof": "p" * 8192})
    citizen.touch("agree:consent-query")
    rows = [{"label": "status", "value": LONG}] * ROWS_MOST
    answers(citizen, "lookup", "pension.enrolment", {"rows": rows, "as_of": day})
    assert day[:4] in read_aloud(citizen)


@pytest.mark.parametrize("since", ["2000-01-01T00:00:00+14:00", "2199-12-31T23:59:59-12:00"])
def test_the_most_cases_of_any_time(since: str) -> None:
    citizen = a_case_is_asked_by_its_slip()
    case = {
        **dict.fromkeys(("case_number", "slip_number", "item_id"), WORD),
        "state": "received",
        "since": since,
        "next_step": "wait",
        "note": "字" * 2000,
    }
    answers(citizen, "by_slip", "case.by_slip", {"cases": [case] * ROWS_MOST})
    assert read_aloud(citizen)
