"""A field being edited owns its text, whatever views arrive; lists are updated row by row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from kiosk.view import Field, FieldKind, Modes, View
from kiosk.words import Data
from tests.house.doors import ROOT
from tests.ui.sample_views import Samples
from tests.ui.typing_samples import CANDIDATES, FIELD, NAMES, FixedEngine, type_into, typing_views
from tests.ui.window_harness import WindowHarness, clip_of, rect
from ui.keyboard.chinese import FULL_GRID_PAGE, GRID_PAGE, GRID_ROWS, SCHEMA
from ui.keyboard.chinese_input import ChineseInput


def form(language: str, value: str, *, masked: bool = False) -> View:
    sample = Samples(language)
    one = Field("phone", sample.say("联系电话", "Phone"), FieldKind.DIGITS, value, max_length=11, masked=masked)
    two = Field("name", sample.say("姓名", "Name"), FieldKind.LATIN, "", max_length=60)
    return sample.view("Form", "怎么联系您？", "How to reach you?", fields=(one, two))


def press_keys(harness: WindowHarness, *keys: str) -> None:
    for key in keys:
        harness.touch(f"key:{key}")


def test_every_touched_key_is_reported_for_its_sound(harness: WindowHarness) -> None:
    touched: list[int] = []
    harness.screen.keyboard.on_key = lambda: touched.append(1)
    try:
        harness.show(form("zh-CN", ""))
        harness.touch("phone")
        press_keys(harness, "1", "9", "done")
    finally:
        harness.screen.keyboard.on_key = lambda: None
    assert len(touched) == 3


def test_each_text_change_is_reported_once(harness: WindowHarness) -> None:
    harness.show(form("zh-CN", ""))
    harness.touch("phone")
    press_keys(harness, "1", "9", "9")
    assert harness.typed == [("phone", "1"), ("phone", "19"), ("phone", "199")]
    assert harness.item("phone").property("text") == "199"


@contextmanager
def chinese_fields(*keys: str, kind: FieldKind = FieldKind.CHINESE) -> Iterator[WindowHarness]:
    """A form of fields in Chinese over the real engine; the first one is being written."""
    chinese = ChineseInput(ROOT / "build" / "rime")
    harness = WindowHarness(engine=chinese.engine)
    try:
        sample = Samples("zh-CN")
        fields = tuple(Field(key, sample.say("姓名", "Name"), kind, "", max_length=60) for key in keys)
        harness.show(sample.view("Form", "您叫什么？", "Your name?", fields=fields))
        harness.touch(keys[0])
        yield harness
    finally:
        harness.close()
        chinese.end_visit()


def test_a_key_that_commits_nothing_reports_activity() -> None:
    with chinese_fields("name") as harness:
        press_keys(harness, "z", "h", "layer:letters")
        assert harness.typed == []
        assert harness.touched == ["still-here"] * 3
        press_keys(harness, "z")
        assert harness.typed == [("name", "z")]
        assert harness.touched == ["still-here"] * 3, "committed text is reported itself"


def test_a_rare_character_of_a_name_is_chosen_from_a_grid_that_takes_the_place_of_the_keys() -> None:
    with chinese_fields("name", kind=FieldKind.NAME) as harness:
        press_keys(harness, *"yi")
        offered = [c for c in harness.controls() if c.objectName().startswith("choose:")]
        assert len(offered) == GRID_PAGE
        assert len({round(rect(c).top()) for c in offered}) == GRID_ROWS
        assert harness.find("key:q") is not None
        press_keys(harness, "page-down")
        further = {c.property("label"): c for c in harness.controls() if c.objectName().startswith("choose:")}
        assert len(further) == FULL_GRID_PAGE
        assert harness.find("key:q") is None
        harness.touch(further["燚"].objectName())
        assert harness.typed == [("name", "燚")]
        assert harness.find("key:q") is not None
        press_keys(harness, *"yi", "page-down", "page-up", "delete")
        assert harness.item("composition").property("text") == "y"
        press_keys(harness, "layer:letters")
        assert harness.find("composition") is None, "letters need no candidates"


@pytest.mark.parametrize("touch", ["key:done", "continue", "other", "help"])
def test_letters_that_are_still_composed_are_committed_before_anything_else(touch: str) -> None:
    """They were lost without a word when the keyboard closed."""
    with chinese_fields("name", "other") as harness:
        press_keys(harness, *"wang")
        reported: list[str] = []
        harness.screen.bridge.on_touch = lambda visit, key: reported.append(key)
        harness.screen.bridge.on_typed = lambda visit, key, text: reported.append(f"{key} {text}")
        harness.touch(touch)
        assert reported == ["name wang", *([touch] if touch in ("continue", "help") else [])]
        assert harness.item("name").property("text") == "wang"


def test_more_time_leaves_the_letters_to_be_composed_further() -> None:
    with chinese_fields("name") as harness:
        press_keys(harness, *"wang")
        harness.screen.bridge.touch("more-time")
        assert harness.typed == []
        press_keys(harness, "space")
        ((_, written),) = harness.typed
        assert not written.isascii()


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_words_of_any_width_in_the_grid_overlap_nothing_and_can_all_be_touched(elder: bool) -> None:
    harness = WindowHarness(engine=FixedEngine)
    try:
        page = typing_views("zh-CN")["keyboard-name"]
        harness.show(replace(page, modes=Modes(elder=elder)))
        type_into(harness, "keyboard-name")
        seen: list[str] = []
        for _ in range(4):
            shown = [c for c in harness.controls() if c.objectName().startswith(("choose:", "key:page-"))]
            assert not any(rect(a).intersects(rect(b)) for n, a in enumerate(shown) for b in shown[:n])
            seen += [c.property("label") for c in shown if c.objectName().startswith("choose:")]
            harness.touch("key:page-down")
        expected = [*CANDIDATES[SCHEMA], *NAMES]
        assert len(seen) > GRID_PAGE + FULL_GRID_PAGE
        assert set(expected[: GRID_PAGE + FULL_GRID_PAGE]) <= set(seen), "a word that did not fit follows after a turn"
    finally:
        harness.close()


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_every_candidate_of_a_page_can_be_touched_however_wide_the_words(elder: bool) -> None:
    harness = WindowHarness(engine=FixedEngine)
    try:
        page = typing_views("zh-CN")["keyboard-chinese"]
        harness.show(replace(page, modes=Modes(elder=elder)))
        type_into(harness, "keyboard-chinese")
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


def test_a_field_to_be_changed_opens_with_its_value_in_its_script(harness: WindowHarness) -> None:
    sample = Samples("zh-CN")
    name = Field("name", sample.say("姓名", "Name"), FieldKind.NAME_IN_LETTERS, "ANNA", max_length=60)
    other = Field("phone", sample.say("联系电话", "Phone"), FieldKind.DIGITS, "", max_length=11)
    view = sample.view("Form", "您叫什么？", "Your name?", fields=(name, other))
    harness.show(view)
    assert harness.find("key:done") is None
    harness.show(replace(view, fields=(replace(name, opens=True), other)))
    assert harness.focused() is harness.item("name")
    press_keys(harness, "delete")
    assert harness.typed == [("name", "ANN")]
    press_keys(harness, "shift", "b", "done")
    assert harness.typed[-1] == ("name", "ANNB")
    harness.show(replace(view, id="form/next", fields=(replace(name, opens=True), other)))
    assert harness.find("key:layer:chinese") is not None, "a page that comes with a field to be changed opens it too"


def test_a_page_that_comes_with_an_answer_to_change_has_the_keys_of_its_kind(harness: WindowHarness) -> None:
    sample = Samples("zh-CN")
    before = sample.view("Review", "请核对", "Please check")
    phone = Field("phone", sample.say("联系电话", "Phone"), FieldKind.DIGITS, "199", max_length=11, opens=True)
    bank = Field("bank", sample.say("银行", "Bank"), FieldKind.CHOICE, "", opens=True)
    harness.show(before)
    harness.show(sample.view("Form", "打哪个电话能找到您？", "How can we reach you?", fields=(phone,)))
    assert {"key:1", "key:delete"} <= harness.touchables()
    assert harness.find("key:q") is None
    press_keys(harness, "0")
    assert harness.typed == [("phone", "1990")]
    harness.show(before)
    harness.show(sample.view("Form", "津贴打到哪里？", "Where to pay it?", fields=(bank,)))
    assert harness.find("key:done") is None


def test_switching_the_language_keeps_a_half_typed_field(harness: WindowHarness) -> None:
    harness.show(form("zh-CN", ""))
    harness.touch("phone")
    press_keys(harness, "1", "9", "9")
    before = harness.item("phone")
    harness.show(form("en", "199"))
    assert harness.item("phone") is before
    assert before.property("text") == "199"
    assert harness.focused() is before
    press_keys(harness, "0")
    assert harness.typed[-1] == ("phone", "1990")
    assert "Phone" in {str(item.property("text")) for item in harness.items()}


def test_a_late_echo_does_not_revert_typed_text(harness: WindowHarness) -> None:
    harness.show(form("zh-CN", ""))
    harness.touch("phone")
    press_keys(harness, "1", "9", "9")
    for late in ("1", "19", "199"):
        harness.show(form("zh-CN", late))
        assert harness.item("phone").property("text") == "199"


def test_a_value_set_by_the_session_is_shown(harness: WindowHarness) -> None:
    harness.show(form("zh-CN", "199"))
    assert harness.item("phone").property("text") == "199"
    harness.show(form("zh-CN", ""))
    assert harness.item("phone").property("text") == ""


def test_the_next_page_closes_the_keyboard(harness: WindowHarness) -> None:
    harness.show(form("zh-CN", ""))
    harness.touch("phone")
    assert harness.find("key:1") is not None
    harness.show(replace(form("zh-CN", ""), id="form/next"))
    assert harness.find("key:1") is None


def test_a_keyboard_that_opens_again_has_the_keys_it_had(harness: WindowHarness) -> None:
    """Making them anew would delay every page that opens it."""
    harness.show(form("zh-CN", ""))
    harness.touch("phone")
    key = harness.item("key:5")
    press_keys(harness, "1", "done")
    assert not key.isVisible()
    harness.touch("phone")
    assert harness.item("key:5") is key


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


def test_an_inserted_row_keeps_the_other_delegates(harness: WindowHarness) -> None:
    view = Samples("zh-CN").all()["home"]
    harness.show(replace(view, choices=view.choices[:3] + view.choices[4:]))
    before = {key: harness.item(key) for key in harness.touchables()}
    harness.show(view)
    assert {key: harness.item(key) for key in before} == before
    assert harness.find(view.choices[3].key) is not None


def test_typed_text_is_not_kept_for_a_field_of_the_same_name_on_the_next_page(harness: WindowHarness) -> None:
    harness.show(form("zh-CN", ""))
    harness.touch("phone")
    press_keys(harness, "1", "9", "9")
    harness.show(replace(form("zh-CN", ""), id="form/next"))
    assert harness.item("phone").property("text") == ""
