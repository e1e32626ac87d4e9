"""Characters of living people's names are found by their pinyin.

Bearers by the household registers of 1930 to 2008 (data of the ChineseNames project).
"""

from __future__ import annotations

import pytest

from tests.house.doors import ROOT
from ui.keyboard.chinese import PAGE_DOWN, SCHEMA
from ui.keyboard.rime import Rime, RimeSession

MOST_PAGES = 30
MISSING = (
    ("祎", "yi", 131_188), ("玙", "yu", 9_140), ("琎", "jin", 3_704), ("浛", "han", 2_842), ("玚", "yang", 1_266),
    ("棁", "zhuo", 64), ("叆", "ai", 45), ("镚", "beng", 16), ("贠", "yun", 47), ("缐", "xian", 3), ("翚", "hui", 2),
    ("祃", "ma", 4),
)  # fmt: skip
"""Character, pinyin, living bearers."""


@pytest.fixture(scope="module")
def engine() -> RimeSession:
    return Rime(ROOT / "build" / "rime").open()


def page_of(engine: RimeSession, character: str, letters: str) -> int:
    """Return the page of candidates (from 1) that offers the character, 0 if none of the first thirty does."""
    engine.select_schema(SCHEMA)
    for letter in letters:
        engine.press(ord(letter))
    try:
        for number in range(1, MOST_PAGES + 1):
            shown = engine.preedit()
            if character in shown.candidates:
                return number
            if shown.last_page:
                return 0
            engine.press(PAGE_DOWN)
        return 0
    finally:
        engine.clear()


@pytest.mark.xfail(
    strict=True, raises=AssertionError, reason="the pinyin dictionary lacks the character; only five strokes write it"
)
@pytest.mark.parametrize(("character", "letters", "bearers"), MISSING)
def test_a_rare_character_of_a_name_is_found_by_its_pinyin(
    character: str, letters: str, bearers: int, engine: RimeSession
) -> None:
    assert page_of(engine, character, letters), f"{bearers} people cannot write their name"


@pytest.mark.parametrize(("character", "letters"), [("王", "wang"), ("祺", "qi"), ("睿", "rui"), ("涵", "han")])
def test_a_common_character_of_a_name_is_found_by_its_pinyin(character: str, letters: str, engine: RimeSession) -> None:
    assert page_of(engine, character, letters)
