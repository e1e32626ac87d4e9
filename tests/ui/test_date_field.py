"""The date field on the screen: by touch, by a hardware keyboard, and the keys that scenarios may use."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from devices import FakeClock
from kiosk.view import Field, FieldKind, View
from kiosk.vocabulary.fields import unwritable
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, finger
from ui.keyboard.composition import ROWS, open_field, press
from ui.stage import WindowStage

KEY = "born"


def form(language: str, value: str = "") -> View:
    sample = Samples(language)
    field = Field(KEY, sample.say("出生日期", "Date of birth"), FieldKind.DATE, value, max_length=10)
    return sample.view("Form", "哪一天出生？", "When were you born?", fields=(field,))


def cells(harness: WindowHarness) -> list[str]:
    """The texts in the field, in order."""
    words = {"年", "月", "日", "year", "month", "day"}
    texts = [item for item in harness.items() if item.inherits("QQuickText") and item.parentItem() is not None]
    return [str(item.property("text")) for item in texts if item.property("text") in words or _is_figure(item)]


def _is_figure(item: object) -> bool:
    text = str(item.property("text"))  # type: ignore[attr-defined]
    in_a_key = item.parentItem().parentItem().inherits("QQuickAbstractButton")  # type: ignore[attr-defined]
    return text.isdigit() and len(text) in (2, 4) and not in_a_key


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-CN", ["1950", "年", "06", "月", "15", "日"]), ("en", ["1950", "year", "06", "month", "15", "day"])],
)
def test_digits_fill_year_month_and_day(harness: WindowHarness, language: str, words: list[str]) -> None:
    harness.show(form(language))
    harness.touch(KEY)
    for digit in "1950615":
        harness.touch(f"key:{digit}")
    assert harness.item(KEY).property("text") == "1950-06-15"
    assert harness.typed[-1] == (KEY, "1950-06-15")
    assert cells(harness) == words


def test_delete_goes_back_over_the_separators(harness: WindowHarness) -> None:
    harness.show(form("zh-CN", "1950-06-1"))
    harness.touch(KEY)
    seen = []
    for _ in range(4):
        harness.touch("key:delete")
        seen.append(harness.item(KEY).property("text"))
    assert seen == ["1950-06", "1950-0", "1950", "195"]


def test_a_hardware_keyboard_writes_the_same(harness: WindowHarness) -> None:
    harness.show(form("zh-CN"))
    harness.activate()
    harness.touch(KEY)
    for character in "1950-6-15":
        QTest.keyClick(harness.screen.window, Qt.Key(ord(character)))
    assert harness.item(KEY).property("text") == "1950-06-15"
    QTest.keyClick(harness.screen.window, Qt.Key.Key_Backspace)
    QTest.keyClick(harness.screen.window, Qt.Key.Key_Backspace)
    assert harness.item(KEY).property("text") == "1950-06"
    assert harness.typed[-1] == (KEY, "1950-06")


def test_a_scenario_types_a_date_by_the_keys_on_the_screen(harness: WindowHarness) -> None:
    harness.show(form("en", "1944-03-07"))
    WindowStage(harness.screen, FakeClock(), finger()).type_text(KEY, "1950-06-15")
    assert harness.item(KEY).property("text") == "1950-06-15"


def test_a_scenario_types_hanzi_that_no_key_has(harness: WindowHarness) -> None:
    sample = Samples("zh-CN")
    name = Field(KEY, sample.say("姓名", "Name"), FieldKind.NAME, "", max_length=20)
    harness.show(sample.view("Form", "孩子叫什么？", "The child's name?", fields=(name,)))
    WindowStage(harness.screen, FakeClock(), finger()).type_text(KEY, "样·安安")
    assert harness.typed[-1] == (KEY, "样·安安")


@pytest.mark.parametrize("kind", [k for k in FieldKind if unwritable(k, "€")])
def test_a_scenario_types_what_the_keyboard_of_the_field_can_write(kind: FieldKind) -> None:
    keys = [key.id for row in ROWS.get(kind.value, ()) for key in row if len(key.id) == 1]
    written = {press(open_field(kind.value, "", 20), key, None).text for key in keys}
    assert unwritable(kind, "".join(written)) == ""
    able = {character.upper() for character in map(chr, range(33, 127)) if not unwritable(kind, character)}
    assert able - {"-"} <= {character.upper() for character in (*keys, *written)}
