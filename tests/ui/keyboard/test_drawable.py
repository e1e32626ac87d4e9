"""The keyboard offers no character that the screen would draw as a box."""

from __future__ import annotations

from itertools import product

import pytest

from devices.glyphs import Glyphs, font_glyphs
from tests.house.doors import ROOT
from ui.keyboard.chinese import PAGE_DOWN, PAGE_SIZE, PAGE_UP, STROKES, Engine, Preedit
from ui.keyboard.chinese_input import ChineseInput
from ui.keyboard.drawable import DrawableCandidates

LATIN = Glyphs([0x4E00], [0x4E00])
"""A font whose only hanzi is 一."""


def test_no_candidate_of_the_strokes_is_a_box() -> None:
    glyphs = font_glyphs()
    assert glyphs is not None
    chinese = ChineseInput(ROOT / "build" / "rime")
    engine = chinese.engine()
    assert engine is not None
    engine.select_schema(STROKES)
    offered = 0
    for strokes in product("hspnz", repeat=3):
        engine.clear()
        for stroke in strokes:
            engine.press(ord(stroke))
        page = engine.preedit()
        assert not any(map(glyphs.lack, page.candidates)), (strokes, page)
        offered += len(page.candidates)
    assert offered > 300
    chinese.end_visit()


class Pages:
    """An engine with these pages of candidates."""

    def __init__(self, *pages: str) -> None:
        self.pages = pages
        self.at = 0

    def press(self, symbol: int) -> str:
        step = {PAGE_UP: -1, PAGE_DOWN: 1}.get(symbol, 0)
        self.at = max(0, min(len(self.pages) - 1, self.at + step))
        return ""

    def choose(self, place: int) -> str:
        return self.pages[self.at][place]

    def preedit(self) -> Preedit:
        return Preedit("letters", tuple(self.pages[self.at]), self.at == 0, self.at == len(self.pages) - 1)

    def clear(self) -> None: ...

    def select_schema(self, schema: str) -> None: ...

    def spoken(self, text: str) -> str:
        return text

    def for_names(self) -> Engine:
        return self

    def listing(self, most: int) -> tuple[str, ...]:
        return tuple("".join(self.pages))[:most]

    def choose_listed(self, place: int) -> str:
        return "".join(self.pages)[place]


@pytest.mark.parametrize(
    ("pages", "symbols", "at"),
    [
        (("龘一", "龘"), [0], 0),
        (("一龘一", "龘"), [0], 0),
        (("龘", "龘", "一"), [0], 2),
        (("一", "龘", "一"), [0, PAGE_DOWN], 2),
        (("一", "龘", "一"), [0, PAGE_DOWN, PAGE_UP], 0),
        (("一", "龘"), [0, PAGE_DOWN], 0),
        (("龘", "一"), [0, PAGE_UP], 1),
        (("龘", "龘"), [0, PAGE_DOWN], 0),
    ],
)
def test_a_page_of_boxes_is_passed_over(pages: tuple[str, ...], symbols: list[int], at: int) -> None:
    inner = Pages(*pages)
    engine: Engine = DrawableCandidates(inner, LATIN)
    for symbol in symbols:
        engine.press(symbol)
    assert inner.at == at
    offered = engine.preedit().candidates
    assert set(offered) <= {"一"}
    if offered:
        assert engine.choose(0) == "一"
    assert engine.choose(PAGE_SIZE) == ""


def test_where_the_font_cannot_be_read_everything_is_offered() -> None:
    engine = DrawableCandidates(Pages("龘一"), None)
    assert engine.preedit().candidates == ("龘", "一")
