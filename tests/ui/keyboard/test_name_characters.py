"""Characters of living people's names are found by their pinyin.

Bearers by the household registers of 1930 to 2008 (data of the ChineseNames project).
"""

from __future__ import annotations

from random import Random

import pytest

from tests.house.doors import ROOT
from ui.keyboard.chinese import PAGE_DOWN, SCHEMA
from ui.keyboard.rare import dictionary
from ui.keyboard.rime import SHARED_DATA, Rime, RimeSession

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


def page_of(engine: RimeSession, character: str, letters: str, most: int = MOST_PAGES) -> int:
    """Return the page of candidates (from 1) that offers the character, 0 if none of the first `most` does."""
    engine.select_schema(SCHEMA)
    for letter in letters:
        engine.press(ord(letter))
    try:
        for number in range(1, most + 1):
            shown = engine.preedit()
            if character in shown.candidates:
                return number
            if shown.last_page:
                return 0
            engine.press(PAGE_DOWN)
        return 0
    finally:
        engine.clear()


@pytest.mark.parametrize(("character", "letters", "bearers"), MISSING)
def test_a_rare_character_of_a_name_is_found_by_its_pinyin(
    character: str, letters: str, bearers: int, engine: RimeSession
) -> None:
    assert page_of(engine, character, letters), f"{bearers} people cannot write their name"


@pytest.mark.parametrize(("character", "letters"), [("王", "wang"), ("祺", "qi"), ("睿", "rui"), ("涵", "han")])
def test_a_common_character_of_a_name_is_found_by_its_pinyin(character: str, letters: str, engine: RimeSession) -> None:
    assert page_of(engine, character, letters)


def test_every_rare_character_is_compiled_once_for_a_syllable_that_can_be_typed() -> None:
    entries = [tuple(line.split("\t")) for line in dictionary().splitlines() if "\t" in line]
    assert len(entries) > 12_000
    assert len({(character, syllable) for character, syllable, _ in entries}) == len(entries)
    debian = (SHARED_DATA / f"{SCHEMA}.dict.yaml").read_text("utf-8").splitlines()
    known = [line.split("\t")[:2] for line in debian if line.count("\t") == 2]
    assert {syllable for _, syllable, _ in entries} <= {syllable for _, syllable in known}
    assert {character for character, _, _ in entries}.isdisjoint(character for character, _ in known)


def test_characters_without_known_bearers_are_found_behind_the_others(engine: RimeSession) -> None:
    entries = [line.split("\t") for line in dictionary().splitlines() if line.endswith("\t0")]
    for character, syllable, _ in Random(15).sample(entries, 12):
        assert page_of(engine, character, syllable, most=200), f"{character} {syllable}"
