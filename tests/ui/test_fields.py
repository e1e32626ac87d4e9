"""The field being edited owns its text, whatever views come meanwhile; lists change row by row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.view import Field, FieldKind, Modes, View
from kiosk.words import Data
from tests.house.doors import ROOT
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, clip_of, rect
from tests.ui.writing import CANDIDATES, FIELD, Spelling, write, writing_views
from ui.engine import ChineseInput
from ui.keyboard.chinese import SCHEMA


def form(language: str, value: str, *, masked: bool = False) -> View:
    sample = Samples(language)
    one = Field("phone", sample.say("联系电话", "Phone"), FieldKind.DIGITS, value, max_length=11, masked=masked)
    two = Field("name", sample.say("姓名", "Name"), FieldKind.LATIN, "", max_length=60)
    return sample.view("Form", "怎么联系您？", "How to reach you?", fields=(one, two))


def typed(harness: WindowHarness, *keys: str) -> None:
    for key in keys:
        harness.touch(f"key:{key}")


def test_what_the_keyboard_writes_is_told_once_each(harness: WindowHarness) -> None:
    harness.show(form("zh-CN", ""))
    harness.touch("phone")
    typed(harness, "1", "9", "9")
    assert harness.typed == [("phone", "1"), ("phone", "19"), ("phone", "199")]
    assert harness.item("phone").property("text") == "199"


def test_a_key_that_commits_nothing_says_that_somebody_is_there() -> None:
    chinese = ChineseInput(ROOT / "build" / "rime")
    harness = WindowHarness(engine=chinese.engine)
    try:
        sample = Samples("zh-CN")
        name = Field("name", sample.say("姓名", "Name"), FieldKind.CHINESE, "", max_length=60)
        harness.show(sample.view("Form", "您叫什么？", "Your name?", fields=(name,)))
        harness.touch("name")
        typed(harness, "z", "h", "layer:letters")
        assert harness.typed == []
        assert harness.touched == ["still-here"] * 3
        typed(harness, "z")
        assert harness.typed == [("name", "z")]
        assert harness.touched == ["still-here"] * 3, "what is committed says so itself"
    finally:
        harness.close()
        chinese.end_visit()


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_every_candidate_of_a_page_can_be_touched_however_wide_the_words(elder: bool) -> None:
    harness = WindowHarness(engine=Spelling)
    try:
        page = writing_views("zh-CN")["keyboard-chinese"]
        harness.show(replace(page, modes=Modes(elder=elder)))
        write(harness, "keyboard-chinese")
        seen: list[str] = []
        while not seen or len(seen) < len(CANDIDATES[SCHEMA]):
            offered = [c.objectName() for c in harness.controls() if c.objectName().startswith("choose:")]
            assert offered, f"after {seen} nothing more is offered"
            seen += offered
            last = harness.item(offered[-1]).property("label")
            if len(seen) < len(CANDIDATES[SCHEMA]):
                harness.touch("key:page-down")
        assert seen == [f"choose:{place}" for place in range(len(CANDIDATES[SCHEMA]))]
        harness.touch(seen[-1])
        assert harness.typed == [(FIELD, last)]
    finally:
        harness.close()


def test_switching_the_language_keeps_a_half_typed_field(harness: WindowHarness) -> None:
    harness.show(form("zh-CN", ""))
    harness.touch("phone")
    typed(harness, "1", "9", "9")
    before = harness.item("phone")
    harness.show(form("en", "199"))
    assert harness.item("phone") is before
    assert before.property("text") == "199"
    assert harness.focused() is before
    typed(harness, "0")
    assert harness.typed[-1] == ("phone", "1990")
    assert "Phone" in {str(item.property("text")) for item in harness.items()}


def test_an_echo_that_comes_late_does_not_take_letters_back(harness: WindowHarness) -> None:
    harness.show(form("zh-CN", ""))
    harness.touch("phone")
    typed(harness, "1", "9", "9")
    for late in ("1", "19", "199"):
        harness.show(form("zh-CN", late))
        assert harness.item("phone").property("text") == "199"


def test_a_value_the_session_set_itself_is_shown(harness: WindowHarness) -> None:
    harness.show(form("zh-CN", "199"))
    assert harness.item("phone").property("text") == "199"
    harness.show(form("zh-CN", ""))
    assert harness.item("phone").property("text") == ""


def test_a_masked_number_is_covered_unless_it_is_written(harness: WindowHarness) -> None:
    harness.show(form("zh-CN", "19900000001", masked=True))
    shown = {str(item.property("text")) for item in harness.items() if item.inherits("QQuickText")}
    assert "1990＊＊＊＊＊＊01" in shown
    assert harness.item("phone").property("color").alpha() == 0
    harness.touch("phone")
    assert harness.item("phone").property("color").alpha() == 255


def test_the_next_page_closes_the_keyboard(harness: WindowHarness) -> None:
    harness.show(form("zh-CN", ""))
    harness.touch("phone")
    assert harness.find("key:1") is not None
    harness.show(replace(form("zh-CN", ""), id="form/next"))
    assert harness.find("key:1") is None


def test_the_field_and_the_actions_stay_in_sight_over_the_keyboard(harness: WindowHarness) -> None:
    harness.show(Samples("zh-CN").all()["form"])
    harness.touch("address")
    keys = [rect(c) for c in harness.controls() if c.objectName().startswith("key:")]
    assert keys
    top = min(key.top() for key in keys)
    assert rect(harness.item("continue")).top() > max(key.bottom() for key in keys)
    clip = clip_of(harness.item("address"))
    assert clip is None or clip.bottom() <= top


def test_a_changed_value_keeps_every_delegate(harness: WindowHarness) -> None:
    view = Samples("zh-CN").all()["review"]
    harness.show(view)
    # Shorter values may need no second turn.
    before = {key: harness.item(key) for key in harness.touchables() if not key.startswith("turn-")}
    blocks = tuple(replace(b, value=Data("另一个")) if b.value is not None else b for b in view.blocks)
    harness.show(replace(view, blocks=blocks))
    assert {key: harness.item(key) for key in before} == before
    assert {key for key in harness.touchables() if not key.startswith("turn-")} == before.keys()
    assert "另一个" in {str(item.property("text")) for item in harness.items()}


def test_a_row_that_comes_between_moves_the_others_only(harness: WindowHarness) -> None:
    view = Samples("zh-CN").all()["home"]
    harness.show(replace(view, choices=view.choices[:3] + view.choices[4:]))
    before = {key: harness.item(key) for key in harness.touchables()}
    harness.show(view)
    assert {key: harness.item(key) for key in before} == before
    assert harness.find(view.choices[3].key) is not None


def test_what_was_typed_never_goes_along_to_a_field_of_the_same_name(harness: WindowHarness) -> None:
    harness.show(form("zh-CN", ""))
    harness.touch("phone")
    typed(harness, "1", "9", "9")
    harness.show(replace(form("zh-CN", ""), id="form/next"))
    assert harness.item("phone").property("text") == ""
