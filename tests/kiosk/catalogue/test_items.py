"""What an item says and asks for, as its data has it."""

from __future__ import annotations

from kiosk.catalogue.checks import item_mistakes
from kiosk.messages import Languages
from kiosk.words import text
from tests.frozen import catalogue
from tests.kiosk.catalogue.folders import LANGUAGES


def test_what_was_built_holds_no_mistake() -> None:
    assert {item.id: item_mistakes(item) for item in catalogue().items if item_mistakes(item)} == {}


def test_figures_are_said_as_a_person_says_them() -> None:
    words = Languages.load(LANGUAGES).with_items(catalogue()).words("zh-CN")
    assert words.text(text("condition-1", "old-age-allowance")) == "年满 80 周岁"
    assert words.speech(text("condition-1", "old-age-allowance")) == "年满八十周岁"


def test_the_allowance_tells_its_age_before_the_card_and_checks_it_after() -> None:
    item = catalogue().find("old-age-allowance")
    assert item is not None
    assert item.age_from == 80
    assert "condition-1" in item.conditions
