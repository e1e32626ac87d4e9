"""Validate answers: all errors at once and without values; hidden pages require and keep nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from devices.id_reader import numbers
from kiosk.catalogue.answer_formats import unusual_answers
from kiosk.catalogue.answers import (
    WrongAnswer,
    relevant_answers,
    schema_problems,
    validate_answers,
    visible_pages,
)
from kiosk.catalogue.formats import FORMATS, POSSIBLE, normal_form
from kiosk.catalogue.item import Item
from kiosk.catalogue.sources import read_item
from tests.kiosk.catalogue.folders import ALLOWANCE, SERVICES

ITEM = read_item(SERVICES / ALLOWANCE)
SELF: dict[str, Any] = {
    "acting_for": "self",
    "name": "申请例甲",
    "number": "990104193905050015",
    "address": "测试省样例市梧桐街道 8 号",
    "phone": "19900000001",
    "bank": "rural",
    "bank_card": "6200000000000000000",
}
FAMILY = SELF | {"acting_for": "family", "account_owner": "helper", "holder_name": "收款例乙"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PROPERTY = st.fixed_dictionaries(
    {"type": st.sampled_from(["string", "integer", "number", "boolean"])},
    optional={
        "enum": st.lists(JSON, min_size=1, max_size=3),
        "const": JSON,
        "pattern": st.sampled_from(["^a", "[0-9]{3}$", "样"]),
        "minLength": st.integers(0, 5),
        "maximum": st.integers(-5, 5) | st.floats(-5, 5),
        "format": st.sampled_from(sorted(FORMATS)),
    },
)


def pages(item: Item, answers: dict[str, Any]) -> list[str]:
    return [page.id for page in visible_pages(item, answers)]


def test_invalid_answer_has_rule_and_limit_but_no_value() -> None:
    short = validate_answers(ITEM.answers, SELF | {"address": "村东"})
    assert short == [WrongAnswer("address", "minLength")]
    assert short[0].limit == 4
    assert "村东" not in repr(short)


def test_all_invalid_answers_are_reported_in_form_order() -> None:
    wrong = validate_answers(ITEM.answers, {"bank": "moon", "number": "990104193905050016", "shoe_size": 43})
    assert [(each.answer, each.rule) for each in wrong] == [
        ("name", "required"),
        ("number", "format"),
        ("address", "required"),
        ("phone", "required"),
        ("bank", "enum"),
        ("bank_card", "required"),
        ("shoe_size", "additionalProperties"),
    ]


@pytest.mark.parametrize("answers", [None, 3, "x", [1], True])
def test_answers_that_are_not_an_object(answers: Any) -> None:
    assert validate_answers(ITEM.answers, answers) == [WrongAnswer("", "type")]


@given(JSON)
@settings(max_examples=60, deadline=None)
def test_any_json_value_is_validated(answers: Any) -> None:
    validate_answers(ITEM.answers, answers)


@given(
    st.dictionaries(st.sampled_from(["a", "b"]), PROPERTY, min_size=1), st.dictionaries(st.text("ab", max_size=1), JSON)
)
@settings(max_examples=80, deadline=None)
def test_any_accepted_schema_validates_any_answers(properties: dict[str, Any], answers: dict[str, Any]) -> None:
    schema = {"type": "object", "additionalProperties": False, "properties": properties}
    assert schema_problems(schema) == []
    assert {each.answer for each in validate_answers(schema, answers)} <= {*answers, *properties}


def test_a_condition_on_an_answer_that_is_absent_is_false() -> None:
    assert pages(ITEM, {}) == ["person", "address", "phone", "bank", "bank-card"]
    assert "account" not in pages(ITEM, SELF)
    assert pages(ITEM, FAMILY) == ["person", "address", "phone", "account", "holder", "bank", "bank-card"]


def test_answers_of_pages_no_longer_shown_are_dropped() -> None:
    own = FAMILY | {"account_owner": "own"}
    assert "holder" not in pages(ITEM, own)
    assert "holder_name" not in relevant_answers(ITEM, own, {})
    answers = {name: value for name, value in FAMILY.items() if name != "acting_for"}
    assert relevant_answers(ITEM, answers, {"acting_for": "family"}) == answers
    assert relevant_answers(ITEM, answers, {"acting_for": "self"}).keys().isdisjoint({"account_owner", "holder_name"})


def test_answer_on_hidden_page_shows_no_other_page() -> None:
    assert pages(ITEM, FAMILY | {"acting_for": "self"}) == pages(ITEM, SELF)


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        ("phone", "19900000001", True),
        ("phone", "057100000002", True),
        ("phone", "1990000000", False),
        ("phone", "199000000012", False),
        ("phone", "00000002", False),
        ("phone", "１９９００００００００１", False),
        ("phone", "", False),
        ("date", "2024-02-29", True),
        ("date", "2023-02-29", False),
        ("date", "2020-W01-1", False),
        ("date", "20200101", False),
        ("date", "2020-01-01\n", False),
        ("bank-card", "6200000000000000000", True),
        ("bank-card", "6200000000000000001", False),
        ("bank-card", "62000000000", False),
        ("resident-number", "99010119440307002X", True),
        ("resident-number", "99010119440307002x", False),
        ("resident-number", "990101194403070020", False),
        ("resident-number", "XXA999980010119", False),
        ("document-number", "99010119440307002X", True),
        ("document-number", "XXA999980010119", True),
        ("document-number", "XXA999980010118", False),
    ],
)
def test_format_accepts_only_valid_values(kind: str, value: str, fits: bool) -> None:
    assert FORMATS[kind](value) is fits


def test_number_with_impossible_birth_date_is_invalid() -> None:
    number = "99010119440230002"
    assert not FORMATS["resident-number"](number + numbers.check_digit(number))


@given(st.text("0123456789", min_size=3, max_size=3), st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_resident_numbers_match_the_reference_library(serial: str, born: date) -> None:
    first = f"990101{born:%Y%m%d}{serial}"
    right = ric.calc_check_digit(first + "?")  # the check digit's place counts, its value does not
    assert FORMATS["resident-number"](first + right)
    assert not any(FORMATS["resident-number"](first + other) for other in "0123456789X" if other != right)


@pytest.mark.parametrize("kind", sorted(FORMATS))
@given(st.text(max_size=24) | st.from_regex(r"[0-9-]{6,19}[0-9X]", fullmatch=True))
def test_format_handles_any_text(kind: str, value: str) -> None:
    """The published rule is never wider than what is possible: nobody is asked to compare and then refused."""
    assert FORMATS[kind](value) in (True, False)
    assert POSSIBLE[kind](value) or not FORMATS[kind](value)


@pytest.mark.parametrize(
    ("kind", "value", "possible"),
    [
        ("bank-card", "6200000000000000001", True),
        ("bank-card", "190000000000002", True),
        ("bank-card", "62000000000", False),
        ("bank-card", "62000000000000000000", False),
        ("phone", "4000000001", True),
        ("phone", "60000002", True),
        ("phone", "0085260000002", True),
        ("phone", "12000000001", True),
        ("phone", "0571000000028021", True),
        ("phone", "05710000000280210", False),
        ("phone", "1990000000", False),
        ("phone", "199000000012", False),
        ("phone", "600000", False),
        ("date", "1942-02-30", True),
        ("date", "1942-00-00", True),
        ("date", "1942-13-01", False),
        ("date", "1942-01-32", False),
        ("date", "0000-01-01", False),
        ("resident-number", "990101194202300052", True),
        ("resident-number", "990101194202300053", False),
        ("document-number", "990101194202300052", True),
        ("document-number", "XXA999980010118", False),
    ],
)
def test_an_answer_that_breaks_the_published_rule_is_refused_only_where_it_cannot_exist(
    kind: str, value: str, possible: bool
) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string", "format": kind}}}
    assert not FORMATS[kind](value)
    assert validate_answers(schema, {"a": value}) == ([] if possible else [WrongAnswer("a", "format")])
    assert unusual_answers(schema, {"a": value}) == (("a",) if possible else ())


@pytest.mark.parametrize(
    ("kind", "typed", "normal"),
    [
        ("resident-number", "99010119440307002x", "99010119440307002X"),
        ("bank-card", "6200 0000 0000-0000 000", "6200000000000000000"),
        ("phone", "０５７１－00000002", "057100000002"),
        ("date", "2024-02-29", "2024-02-29"),
        ("", "a - b", "a - b"),
    ],
)
def test_a_number_is_judged_and_kept_in_its_normal_form(kind: str, typed: str, normal: str) -> None:
    assert normal_form(kind, typed) == normal
