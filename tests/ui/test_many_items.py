"""A catalogue of 30 items: every page that shows it keeps the rules, and every item is found from the start page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from kiosk.catalogue.build import build_catalogue
from kiosk.session import begin, view_of
from kiosk.words import text
from tests.kiosk.session.citizen import ALL_WELL
from tests.many_items import many, rows, write_folders
from tests.ui.audit import every_turn, findings
from tests.ui.gallery import DENSITIES, HEIGHTS, LANGUAGES, LOOKS, all_views, is_drawn, with_modes
from tests.ui.many_views import item_keys, many_languages, many_views, opened
from tests.ui.starting_points import TERMINAL, VISIT
from tests.ui.window_harness import WindowHarness, languages
from tests.view_texts import texts_in


@pytest.fixture
def window(harness: WindowHarness) -> Iterator[WindowHarness]:
    """The window with the words of the 30 items."""
    harness.words = many_languages
    yield harness
    harness.words = languages


def test_the_gallery_draws_each_page_in_every_look_language_height_and_density() -> None:
    axes = (LANGUAGES, LOOKS, HEIGHTS, DENSITIES)
    pages = [[drawn for drawn in product(*axes) if is_drawn(number, *drawn)] for number in range(72)]
    for page in pages:
        assert len(page) == len(LOOKS)
        assert [set(values) for values in zip(*page, strict=True)] == [set(axis) for axis in axes]
    assert {drawn for page in pages for drawn in page} == set(product(*axes))


def test_the_gallery_has_the_words_of_all_its_pages() -> None:
    words = many_languages().words("zh-CN")
    for view in all_views("zh-CN").values():
        for each in texts_in(view):
            words.text(each)


def test_there_are_thirty_items_in_eight_groups() -> None:
    assert len(many().items) == 30
    assert len({row.group for row in rows()}) == 8


@pytest.mark.parametrize(
    ("name", "language", "look", "low"),
    [
        ("home-30", "zh-CN", "standard", False),
        ("home-30-group-large", "en", "elder", False),
    ],
)
def test_a_page_of_a_large_catalogue_keeps_the_rules(
    window: WindowHarness, name: str, language: str, look: str, low: bool
) -> None:
    """`make gallery` draws all of them in every language and look; a page of 30 items takes a second."""
    view = with_modes(many_views()[name], language, replace(LOOKS[look], low=low))
    window.show(view)
    wrong = [
        f"turn {turn + 1}: {line}"
        for turn in every_turn(window)
        for line in findings(window, view, elder=view.modes.elder)
    ]
    assert not wrong, "\n".join(wrong)


def test_every_item_is_offered_on_the_start_page_or_in_a_group() -> None:
    """A group of which nothing can be done today says why, and is not opened."""
    home, _ = begin(VISIT, TERMINAL, many(), ALL_WELL)
    seen = {key for session in (home, *opened(home)) for key in item_keys(view_of(session))}
    resting = [choice for choice in view_of(home).choices if not choice.enabled]
    assert [choice.why_not for choice in resting] == [text("not-now-not-yet")]
    assert seen == {f"item:{item.id}" for item in many() if item.category != "vehicles"}


def test_the_items_can_be_published(tmp_path: Path) -> None:
    """Written as folders they have no mistake, and are the same items."""
    write_folders(tmp_path)
    built = {item.id: item for item in build_catalogue(tmp_path).items}
    assert built == {item.id: item for item in many()}
