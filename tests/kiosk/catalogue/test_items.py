"""Words and form pages of items."""

from __future__ import annotations

from kiosk.catalogue.checks import item_mistakes
from kiosk.messages import Languages
from kiosk.words import text
from tests.frozen import catalogue
from tests.kiosk.catalogue.folders import LANGUAGES


def test_built_items_have_no_mistakes() -> None:
    assert {item.id: item_mistakes(item) for item in catalogue().items if item_mistakes(item)} == {}


def test_figures_have_a_spoken_form() -> None:
    words = Languages.load(LANGUAGES).with_items(catalogue()).words("zh-CN")
    assert words.text(text("condition-1", "old-age-allowance")) == "年满 80 周岁"
    assert words.speech(text("condition-1", "old-age-allowance")) == "年满八十周岁"


def test_age_limit_is_in_guide_and_item() -> None:
    item = catalogue().find("old-age-allowance")
    assert item is not None
    assert item.age_from == 80
    assert "condition-1" in item.conditions
