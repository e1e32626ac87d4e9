"""Fields of numbers: covered when they are not edited, in groups, with the digits that are missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.documents.masking import mask_number
from kiosk.words import Data
from tests.ui.test_fields import form, press_keys
from tests.ui.window_harness import WindowHarness


@pytest.mark.parametrize("number", ["19900000001", "99010119440307002X", "12345678", "123456", "12", "1"])
def test_a_field_masks_a_number_as_the_pages_do(harness: WindowHarness, number: str) -> None:
    harness.show(form("zh-CN", number, masked=True))
    shown = {str(item.property("text")) for item in harness.items() if item.inherits("QQuickText")}
    assert mask_number(number) in shown
    assert harness.item("phone").property("color").alpha() == 0


def test_a_masked_number_that_has_to_be_compared_is_seen(harness: WindowHarness) -> None:
    view = form("zh-CN", "6200000000000000001", masked=True)
    harness.show(replace(view, fields=(replace(view.fields[0], wrong=Data("请再看一遍")), *view.fields[1:])))
    assert harness.item("phone").property("color").alpha() == 255
    harness.show(view)
    assert harness.item("phone").property("color").alpha() == 0


def test_a_masked_number_is_covered_unless_edited(harness: WindowHarness) -> None:
    harness.show(form("zh-CN", "19900000001", masked=True))
    assert harness.item("phone").property("color").alpha() == 0
    harness.touch("phone")
    assert harness.item("phone").property("color").alpha() == 255


@pytest.mark.parametrize(("language", "sentence"), [("zh-CN", "还差 3 位"), ("en", "3 more to type")])
def test_a_number_says_how_many_digits_are_missing(harness: WindowHarness, language: str, sentence: str) -> None:
    """Not while nothing is typed, and not once it is complete."""
    phone = replace(form(language, "").fields[0], groups=(3, 4, 4), length=11)
    view = replace(form(language, ""), fields=(phone,))

    def shown() -> bool:
        return sentence in {str(item.property("text")) for item in harness.items()}

    harness.show(view)
    harness.touch("phone")
    assert not shown()
    press_keys(harness, *"19900000")
    assert shown()
    press_keys(harness, *"001")
    assert not shown()


def test_typed_digits_are_drawn_in_their_groups(harness: WindowHarness) -> None:
    phone = replace(form("zh-CN", "").fields[0], groups=(3, 4, 4), length=11)
    harness.show(replace(form("zh-CN", ""), fields=(phone,)))
    harness.touch("phone")
    press_keys(harness, *"19900000001")
    assert harness.typed[-1] == ("phone", "19900000001"), "without blanks"
    assert "199 0000 0001" in {str(item.property("text")) for item in harness.items()}
