"""The field being edited owns its text, whatever views come meanwhile; lists change row by row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.view import Field, FieldKind, Modes, View
from kiosk.words import Data
from tests.house.doors import ROOT
from tests.ui.glass import Glass, clip_of, rect
from tests.ui.sample_views import Samples
from tests.ui.writing import CANDIDATES, FIELD, Spelling, write, writing_views
from ui.engine import ChineseInput
from ui.keyboard.chinese import SCHEMA


def form(language: str, value: str, *, masked: bool = False) -> View:
    sample = Samples(language)
    one = Field("phone", sample.say("联系电话", "Phone"), FieldKind.DIGITS, value, max_length=11, masked=masked)
    two = Field("name", sample.say("姓名", "Name"), FieldKind.LATIN, "", max_length=60)
    return sample.view("Form", "怎么联系您？", "How to reach you?", fields=(one, two))


def typed(glass: Glass, *keys: str) -> None:
    for key in keys:
        glass.touch(f"key:{key}")


def test_what_the_keyboard_writes_is_told_once_each(glass: Glass) -> None:
    glass.show(form("zh-CN", ""))
    glass.touch("phone")
    typed(glass, "1", "9", "9")
    assert glass.typed == [("phone", "1"), ("phone", "19"), ("phone", "199")]
    assert glass.item("phone").property("text") == "199"


def test_a_key_that_commits_nothing_says_that_somebody_is_there() -> None:
    chinese = ChineseInput(ROOT / "build" / "rime")
    glass = Glass(engine=chinese.engine)
    try:
        sample = Samples("zh-CN")
        name = Field("name", sample.say("姓名", "Name"), FieldKind.CHINESE, "", max_length=60)
        glass.show(sample.view("Form", "您叫什么？", "Your name?", fields=(name,)))
        glass.touch("name")
        typed(glass, "z", "h", "layer:letters")
        assert glass.typed == []
        assert glass.touched == ["still-here"] * 3
        typed(glass, "z")
        assert glass.typed == [("name", "z")]
        assert glass.touched == ["still-here"] * 3, "what is committed says so itself"
    finally:
        glass.close()
        chinese.end_visit()


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_every_candidate_of_a_page_can_be_touched_however_wide_the_words(elder: bool) -> None:
    glass = Glass(engine=Spelling)
    try:
        page = writing_views("zh-CN")["keyboard-chinese"]
        glass.show(replace(page, modes=Modes(elder=elder)))
        write(glass, "keyboard-chinese")
        seen: list[str] = []
        while not seen or len(seen) < len(CANDIDATES[SCHEMA]):
            offered = [c.objectName() for c in glass.controls() if c.objectName().startswith("choose:")]
            assert offered, f"after {seen} nothing more is offered"
            seen += offered
            last = glass.item(offered[-1]).property("label")
            if len(seen) < len(CANDIDATES[SCHEMA]):
                glass.touch("key:page-down")
        assert seen == [f"choose:{place}" for place in range(len(CANDIDATES[SCHEMA]))]
        glass.touch(seen[-1])
        assert glass.typed == [(FIELD, last)]
    finally:
        glass.close()


def test_switching_the_language_keeps_a_half_typed_field(glass: Glass) -> None:
    glass.show(form("zh-CN", ""))
    glass.touch("phone")
    typed(glass, "1", "9", "9")
    before = glass.item("phone")
    glass.show(form("en", "199"))
    assert glass.item("phone") is before
    assert before.property("text") == "199"
    assert glass.focused() is before
    typed(glass, "0")
    assert glass.typed[-1] == ("phone", "1990")
    assert "Phone" in {str(item.property("text")) for item in glass.items()}


def test_an_echo_that_comes_late_does_not_take_letters_back(glass: Glass) -> None:
    glass.show(form("zh-CN", ""))
    glass.touch("phone")
    typed(glass, "1", "9", "9")
    for late in ("1", "19", "199"):
        glass.show(form("zh-CN", late))
        assert glass.item("phone").property("text") == "199"


def test_a_value_the_session_set_itself_is_shown(glass: Glass) -> None:
    glass.show(form("zh-CN", "199"))
    assert glass.item("phone").property("text") == "199"
    glass.show(form("zh-CN", ""))
    assert glass.item("phone").property("text") == ""


def test_a_masked_number_is_covered_unless_it_is_written(glass: Glass) -> None:
    glass.show(form("zh-CN", "19900000001", masked=True))
    shown = {str(item.property("text")) for item in glass.items() if item.inherits("QQuickText")}
    assert "1990＊＊＊＊＊＊01" in shown
    assert glass.item("phone").property("color").alpha() == 0
    glass.touch("phone")
    assert glass.item("phone").property("color").alpha() == 255


def test_the_next_page_closes_the_keyboard(glass: Glass) -> None:
    glass.show(form("zh-CN", ""))
    glass.touch("phone")
    assert glass.find("key:1") is not None
    glass.show(replace(form("zh-CN", ""), id="form/next"))
    assert glass.find("key:1") is None


def test_the_field_and_the_actions_stay_in_sight_over_the_keyboard(glass: Glass) -> None:
    glass.show(Samples("zh-CN").all()["form"])
    glass.touch("address")
    keys = [rect(c) for c in glass.controls() if c.objectName().startswith("key:")]
    assert keys
    top = min(key.top() for key in keys)
    assert rect(glass.item("continue")).top() > max(key.bottom() for key in keys)
    clip = clip_of(glass.item("address"))
    assert clip is None or clip.bottom() <= top


def test_a_changed_value_keeps_every_delegate(glass: Glass) -> None:
    view = Samples("zh-CN").all()["review"]
    glass.show(view)
    # Shorter values may need no second turn.
    before = {key: glass.item(key) for key in glass.touchables() if not key.startswith("turn-")}
    blocks = tuple(replace(b, value=Data("另一个")) if b.value is not None else b for b in view.blocks)
    glass.show(replace(view, blocks=blocks))
    assert {key: glass.item(key) for key in before} == before
    assert {key for key in glass.touchables() if not key.startswith("turn-")} == before.keys()
    assert "另一个" in {str(item.property("text")) for item in glass.items()}


def test_a_row_that_comes_between_moves_the_others_only(glass: Glass) -> None:
    view = Samples("zh-CN").all()["home"]
    glass.show(replace(view, choices=view.choices[:3] + view.choices[4:]))
    before = {key: glass.item(key) for key in glass.touchables()}
    glass.show(view)
    assert {key: glass.item(key) for key in before} == before
    assert glass.find(view.choices[3].key) is not None


def test_what_was_typed_never_goes_along_to_a_field_of_the_same_name(glass: Glass) -> None:
    glass.show(form("zh-CN", ""))
    glass.touch("phone")
    typed(glass, "1", "9", "9")
    glass.show(replace(form("zh-CN", ""), id="form/next"))
    assert glass.item("phone").property("text") == ""
