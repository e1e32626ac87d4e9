"""A language written from right to left mirrors the layout, and neither the cabinet nor the keyboard."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF

from kiosk.messages import Languages
from kiosk.view import View
from tests.frozen import catalogue
from tests.languages import FOLDER, INVENTED, add_language
from tests.ui.audit import every_turn, findings
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, class_name, rect

PAGES = ("attract", "home", "guide", "form", "review", "identify", "submit", "rate", "help", "countdown")


@pytest.fixture(scope="module")
def pane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowHarness]:
    folder = tmp_path_factory.mktemp("words") / "languages"
    shutil.copytree(FOLDER, folder)
    add_language(folder, voice="en")
    languages = Languages.load(folder).with_items(catalogue())
    glass = WindowHarness()
    glass.words = lambda: languages
    yield glass
    glass.close()


def places(pane: WindowHarness, view: View) -> dict[str, QRectF]:
    pane.show(view)
    return {item.objectName(): rect(item) for item in pane.controls() if item.objectName()}


def sample(name: str) -> View:
    """The same words in both languages, so that every item has the same size."""
    views = Samples("en").all()
    assert name in views, sorted(views)
    return views[name]


@pytest.mark.parametrize("name", PAGES)
def test_everything_to_touch_is_mirrored(pane: WindowHarness, name: str) -> None:
    view = sample(name)
    ltr = places(pane, view)
    rtl = places(pane, replace(view, language=INVENTED))
    width = pane.profile.width
    assert ltr.keys() == rtl.keys()
    moved = {
        key: (place.left(), width - rtl[key].right())
        for key, place in ltr.items()
        if abs(place.left() - (width - rtl[key].right())) > 2 or abs(place.top() - rtl[key].top()) > 2
    }
    assert not moved
    assert any(abs(place.center().x() - width / 2) > 50 for place in ltr.values())


@pytest.mark.parametrize("name", PAGES)
def test_a_mirrored_page_keeps_the_rules(pane: WindowHarness, name: str) -> None:
    view = replace(sample(name), language=INVENTED)
    pane.show(view)
    assert not [line for _ in every_turn(pane) for line in findings(pane, view, elder=False)]


def test_words_begin_at_the_right(pane: WindowHarness) -> None:
    view = replace(sample("guide"), language=INVENTED)
    pane.show(view)
    english = pane.words().words("en")
    assert view.where is not None
    places_of = {item.property("text"): rect(item) for item in pane.items() if item.property("text")}
    for words in (view.title, view.where):
        assert places_of[english.text(words)].right() > pane.profile.width * 0.9


def test_the_way_back_points_the_other_way(pane: WindowHarness) -> None:
    def icons(language: str) -> set[str]:
        pane.show(replace(sample("guide"), language=language))
        return {str(item.property("drawing")) for item in pane.items() if class_name(item).startswith("Icon_")}

    left, right = icons("en"), icons(INVENTED)
    assert left != right
    assert {"chevron-right" if each == "chevron-left" else each for each in left} == right


def test_the_layout_comes_back_with_the_language(pane: WindowHarness) -> None:
    view = sample("guide")
    first = places(pane, view)
    places(pane, replace(view, language=INVENTED))
    assert places(pane, view) == first


def test_the_cabinet_is_not_mirrored(pane: WindowHarness, tmp_path: Path) -> None:
    def parts(language: str) -> list[tuple[float, float]]:
        pane.show(replace(sample("identify"), language=language))
        cabinet = next(item for item in pane.items() if class_name(item).startswith("Cabinet"))
        found = [rect(item) for item in cabinet.childItems()]
        return [(area.left() - rect(cabinet).left(), area.width()) for area in found]

    assert parts("en") == parts(INVENTED)
