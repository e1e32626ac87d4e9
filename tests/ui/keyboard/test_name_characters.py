"""Characters of people's names are found by their pinyin, in a name's field within three pages of the grid.

Bearers by the household registers of 1930 to 2008 (data of the ChineseNames project); the 9 442 characters that are
walked are those of ngender's list, with the readings of pypinyin.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from random import Random
from unicodedata import normalize

import pytest
from pypinyin import Style, pinyin

from devices.glyphs import font_glyphs
from devices.unified_hanzi import has_look_alike
from tests.house.doors import ROOT
from ui.keyboard.chinese import GRID_PAGE, PAGE_DOWN, SCHEMA, STROKES, Engine
from ui.keyboard.drawable import DrawableCandidates
from ui.keyboard.name_candidates import characters_of_names
from ui.keyboard.rare import dictionary
from ui.keyboard.rime import SHARED_DATA, Rime, RimeSession

MOST_PAGES = 30
MISSING = (
    ("祎", "yi", 131_188), ("玙", "yu", 9_140), ("琎", "jin", 3_704), ("浛", "han", 2_842), ("玚", "yang", 1_266),
    ("棁", "zhuo", 64), ("叆", "ai", 45), ("镚", "beng", 16), ("贠", "yun", 47), ("缐", "xian", 3), ("翚", "hui", 2),
    ("祃", "ma", 4),
)  # fmt: skip
"""Character, pinyin, living bearers."""
SYLLABLES_ADDED = frozenset({"nun"})
"""Of 黁 alone (Xiandai Hanyu Cidian)."""
MOST_GRIDS = 3
UNREAD = {"嗯": ["en"], "噷": ["xin"]}
"""Interjections that pypinyin reads without a vowel, which nobody types."""


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
    assert {syllable for _, syllable, _ in entries} <= {*(syllable for _, syllable in known), *SYLLABLES_ADDED}
    added = {(character, syllable) for character, syllable, _ in entries}
    assert added.isdisjoint((character, syllable) for character, syllable in known)
    lacking = {(c, s) for s, both in characters_of_names().items() for c in "".join(both)} - added
    assert lacking <= {(character, syllable) for character, syllable in known}


def test_characters_without_known_bearers_are_found_behind_the_others(engine: RimeSession) -> None:
    entries = [line.split("\t") for line in dictionary().splitlines() if line.endswith("\t0")]
    for character, syllable, _ in Random(15).sample(entries, 12):
        assert page_of(engine, character, syllable, most=200), f"{character} {syllable}"


def letters(engine: Engine, typed: str, schema: str = SCHEMA) -> None:
    engine.select_schema(schema)
    for letter in typed:
        engine.press(ord(letter))


def pages(engine: Engine, typed: str, schema: str = SCHEMA) -> Iterator[tuple[str, ...]]:
    """Yield the pages of candidates for these keys."""
    letters(engine, typed, schema)
    while True:
        shown = engine.preedit()
        yield shown.candidates
        engine.press(PAGE_DOWN)
        # Where the font has nothing of what follows, the last page is shown again.
        if shown.last_page or engine.preedit() == shown:
            return


@pytest.fixture(scope="module")
def drawn(engine: RimeSession) -> DrawableCandidates:
    return DrawableCandidates(engine, font_glyphs())


@pytest.fixture(scope="module")
def found(drawn: DrawableCandidates) -> dict[tuple[str, str], int]:
    """Character and syllable → the page of the grid that offers it."""
    grid, places = drawn.for_names(), dict[tuple[str, str], int]()
    for syllable in characters_of_names():
        for number, offered in enumerate(pages(grid, syllable), 1):
            for candidate in offered:
                places.setdefault((candidate, syllable), number)
    return places


@pytest.mark.parametrize("rank", [0, 1], ids=["first reading", "other readings"])
def test_every_character_of_given_names_is_found(rank: int, found: dict[tuple[str, str], int]) -> None:
    glyphs = font_glyphs()
    assert glyphs is not None
    every = [(character, syllable) for syllable, both in characters_of_names().items() for character in both[rank]]
    boxes = [character for character, _ in every if glyphs.lack(character)]
    places = {each: found.get(each, 0) for each in every if each[0] not in boxes}
    print(f"{len(every)} readings; by page (0: on none): {sorted(Counter(places.values()).items())}; boxes: {boxes}")
    assert not [each for each, page in places.items() if page == 0]
    assert rank == 1 or not [each for each, page in places.items() if page > MOST_GRIDS]


@cache
def _readings(character: str) -> tuple[str, ...]:
    """The readings of a character that have a vowel, without tones."""
    toned = pinyin(character, heteronym=True, style=Style.TONE)[0]
    plain = [normalize("NFD", each).replace("u\u0308", "v") for each in toned]
    bare = dict.fromkeys("".join(filter(str.isalpha, each)) for each in plain)
    return tuple(UNREAD.get(character) or [each for each in bare if set(each) & set("aeiouv")])


def test_the_table_has_every_reading_of_every_character() -> None:
    table = characters_of_names()
    first = {character: syllable for syllable, (read, _) in table.items() for character in read}
    assert len(first) == 9_442
    typed = {"lve": "lue", "nve": "nue"}
    for character, syllable in first.items():
        known = [typed.get(each, each) for each in _readings(character)]
        assert syllable == known[0]
        assert all(character in "".join(table.get(each, ("", character))) for each in known), (character, known)


def test_the_first_page_of_the_grid_is_in_the_engines_order(drawn: DrawableCandidates) -> None:
    grid = drawn.for_names()
    every = list(characters_of_names())
    syllables = every if os.environ.get("YIKE_SYLLABLES") == "all" else Random(16).sample(every, 50)
    for typed in (*syllables, "zhongguo", "wangwei", "zhangsan", "lixiaoming", "b", "zh"):
        first = next(pages(grid, typed))
        seen = dict[str, None]()
        for offered in pages(drawn, typed):
            seen |= dict.fromkeys(offered)
            if len(seen) >= GRID_PAGE:
                break
        assert list(first) == list(seen)[:GRID_PAGE], typed


@pytest.mark.parametrize("for_names", [False, True], ids=["text", "name"])
def test_no_look_alike_is_offered(drawn: DrawableCandidates, engine: RimeSession, *, for_names: bool) -> None:
    offering = drawn.for_names() if for_names else drawn
    letters(engine, "hhsh", STROKES)
    assert "\U0002f929" in engine.listing(200), "the data has one that looks like 王"
    for typed in ("hhsh", "hsp", "nn", "hzsh"):
        assert not any(map(has_look_alike, "".join("".join(page) for page in pages(offering, typed, STROKES))))
    for typed in ("wang", "lin", "long", "li"):
        assert not any(map(has_look_alike, "".join("".join(page) for page in pages(offering, typed))))


@pytest.mark.parametrize(
    ("typed", "character"), [("lyu", "吕"), ("lyu", "绿"), ("nyu", "女"), ("lyue", "略"), ("nyue", "虐"), ("lv", "吕")]
)
def test_a_syllable_is_typed_as_passports_print_it(engine: RimeSession, typed: str, character: str) -> None:
    assert page_of(engine, character, typed) in (1, 2)


def test_what_is_chosen_on_any_page_is_what_is_written(drawn: DrawableCandidates) -> None:
    grid, chance = drawn.for_names(), Random(16)
    for typed in ("yi", "wangwei", "jin", "lyu"):
        for turns in (0, 1, 2):
            letters(grid, typed)
            for _ in range(turns):
                grid.press(PAGE_DOWN)
            offered = grid.preedit().candidates
            place = chance.randrange(len(offered))
            written = grid.choose(place) or grid.preedit().letters
            assert written.startswith(offered[place]), (typed, turns)
    grid.clear()
