"""Search: parts of words, similar sounds, initials, typing errors, whole questions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.strict_struct import replace
from kiosk.catalogue.build import build_catalogue, syllables
from kiosk.catalogue.search import merge_sounds, normalize, search
from tests.kiosk.catalogue.folders import SERVICES

ALLOWANCE, PENSION, PROGRESS = "old-age-allowance", "pension-enrolment", "case-progress"
ITEMS = tuple(item for item in build_catalogue(SERVICES).items if item.id in (ALLOWANCE, PENSION, PROGRESS))


def found(wanted: str) -> list[str]:
    return [item.id for item in search(ITEMS, wanted)]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("养老", [ALLOWANCE, PENSION]),
        ("yanglao", [ALLOWANCE, PENSION]),
        ("养老保险", [PENSION]),
        ("ylbx", [PENSION]),
        ("YLBX", [PENSION]),
        ("ＹＬＢＸ", [PENSION]),
        ("yang lao bao xian", [PENSION]),
        ("cbcx", [PENSION]),
        ("gljt", [ALLOWANCE]),
        ("80岁", [ALLOWANCE]),
        ("查进度", [PROGRESS]),
        ("bjjd", [PROGRESS]),
        ("Pension", [PENSION]),
        ("allowance old", [ALLOWANCE]),
        ("我想查养老保险", [PENSION, ALLOWANCE]),
        ("yanlaobaoxian", [PENSION]),
        ("sebao", [PENSION]),
        ("yanglaobaoxain", [PENSION]),
        ("yanglaobaoxin", [PENSION]),
        ("养佬保险", [PENSION]),
        ("结婚登记", []),
        ("qqqqqq", []),
    ],
)
def test_query_finds_item(wanted: str, expected: list[str]) -> None:
    assert found(wanted) == expected


@pytest.mark.parametrize("wanted", ["", "   ", "？！", "·"])
def test_empty_query_returns_all_items_in_catalogue_order(wanted: str) -> None:
    assert found(wanted) == [ALLOWANCE, PENSION, PROGRESS]


@pytest.mark.parametrize("wanted", ["lyuse", "lvse", "lüse", "LÜ SE", "lyu", "nyuxing", "nvxing"])
def test_u_umlaut_is_found_as_passports_print_it(wanted: str) -> None:
    full = normalize("".join(syllables("绿色女性")))
    item = replace(ITEMS[0], id="green", search=(full, merge_sounds(full)))
    assert search([item], wanted) == [item]


def test_a_syllable_yu_after_n_is_still_found_letter_by_letter() -> None:
    item = replace(ITEMS[0], search=(normalize("".join(syllables("参与"))),))
    for letters in ("cany", "canyu", "nyu"):
        assert search([item], letters) == [item]


def test_a_whole_name_comes_before_a_part_of_one() -> None:
    named = replace(ITEMS[2], id="named", search=("养老金",))
    longer = replace(ITEMS[2], id="longer", search=("城乡养老金",))
    begins = replace(ITEMS[2], id="begins", search=("养老金领取",))
    assert [item.id for item in search([longer, begins, named], "养老金")] == ["named", "begins", "longer"]


@pytest.mark.parametrize(
    ("phrase", "said"),
    [("还款", "huan kuan"), ("银行还款", "yin hang huan kuan"), ("参保", "can bao"), ("参差", "cen ci"), ("女", "nv")],
)
def test_ambiguous_characters_are_read_by_word(phrase: str, said: str) -> None:
    assert list(syllables(phrase)) == said.split()


def test_confusable_sounds_are_merged() -> None:
    assert merge_sounds("zhengshi") == merge_sounds("zensi")
    assert merge_sounds("nanling") == merge_sounds("lannin")


def test_two_thousand_items_are_all_searched() -> None:
    many = [replace(ITEMS[n % 3], id=f"item-{n}") for n in range(2_000)]
    assert len(search(many, "ylbx")) == 667
    assert len(search(many, "yanglaobaoxain")) == 667
    assert search(many, "a hand resting on the keys" * 100) == []


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_query_finds_each_item_at_most_once(wanted: str) -> None:
    assert len(set(found(wanted))) == len(found(wanted))


@given(st.text(max_size=30))
def test_normalized_text_is_alphanumeric(typed: str) -> None:
    assert all(character.isalnum() for character in normalize(typed))
    assert not set(normalize(typed)) & set(" \t\n　·，。")
