"""The audit detects every kind of mistake, made here on purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor
from PySide6.QtQml import QQmlProperty
from PySide6.QtQuick import QQuickItem

from kiosk.view import Choice, Modes, View
from kiosk.words import Data
from tests.ui.audit import evaluate_qml, every_turn, findings
from tests.ui.pixels import contrast
from tests.ui.pseudo import PSEUDO
from tests.ui.rules import moved, zones
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, class_name, clip_of, rect

VIEW = Samples("en").all()["declare"]


@pytest.fixture
def page(harness: WindowHarness) -> Iterator[WindowHarness]:
    """A page that may be modified: showing it after another page creates it again."""
    harness.show(Samples("en").all()["notice"])
    harness.show(VIEW)
    assert findings(harness, elder=False) == []
    yield harness
    harness.show(Samples("en").all()["attract"])


def text(harness: WindowHarness, start: str) -> QQuickItem:
    return next(i for i in harness.items() if i.inherits("QQuickText") and str(i.property("text")).startswith(start))


def all_findings(harness: WindowHarness) -> str:
    return "; ".join(findings(harness, elder=False))


def place_in_bar(page: WindowHarness, key: str, x: float) -> None:
    """Move a button of the action bar: it is anchored, so that x itself cannot be set."""
    assert QQmlProperty(page.item(key), "anchors.leftMargin").write(x)
    assert page.item(key).x() == pytest.approx(x)


def test_two_texts_over_each_other(page: WindowHarness) -> None:
    text(page, "I will return").setProperty("height", 1)
    text(page, "I will return").parentItem().setY(-60)
    assert "overlap" in all_findings(page)


def test_a_text_outside_the_window(page: WindowHarness) -> None:
    title = text(page, "Please read")
    title.setX(page.profile.width - 30)
    assert "outside the window" in all_findings(page)
    title.setX(0)


def test_a_control_outside_the_window(page: WindowHarness) -> None:
    place = page.item("declare").x()
    place_in_bar(page, "declare", page.profile.width - 100)
    assert "'declare' is outside the window" in all_findings(page)
    place_in_bar(page, "declare", place)


def test_a_text_over_a_control_it_does_not_belong_to(page: WindowHarness) -> None:
    title = text(page, "Please read")
    place = title.y()
    title.setY(place + rect(page.item("back")).top() - rect(title).top())
    assert "'Please read this before ' is over 'back'" in all_findings(page)
    title.setY(place)


@pytest.mark.parametrize("way", ["X", "Y"])
def test_a_cabinet_at_another_place(harness: WindowHarness, way: str) -> None:
    harness.show(Samples("en").all()["identify"])
    first = zones(harness)
    assert findings(harness, elder=False) == []
    (cabinet,) = (i for i in harness.items() if class_name(i).startswith("Cabinet"))
    getattr(cabinet, f"set{way}")(300)
    wrong = "; ".join([*findings(harness, elder=False), *moved(first, zones(harness))])
    assert "is over 'CabinetPicture'" in wrong or "the place of 'guidance'" in wrong
    harness.show(Samples("en").all()["attract"])


def test_a_content_zone_at_another_place(page: WindowHarness) -> None:
    first = zones(page)
    page.item("content").setX(20)
    assert "the place of 'content'" in "; ".join(moved(first, zones(page)))
    page.item("content").setX(0)


def test_a_word_broken_in_the_middle(page: WindowHarness) -> None:
    title = text(page, "Please read")
    width = title.width()
    title.setWidth(60)
    assert "mid-word" in all_findings(page)
    title.setWidth(width)


def test_a_term_on_two_lines(harness: WindowHarness) -> None:
    harness.show(Samples("zh-CN").all()["review"])
    assert "mid-word" not in all_findings(harness)
    label = text(harness, "修改")
    label.setWidth(label.width() * 0.6)
    assert "'修改' is broken in mid-word" in all_findings(harness)
    harness.show(Samples("en").all()["attract"])


def test_letters_and_targets_too_small(page: WindowHarness) -> None:
    elder = "; ".join(findings(page, elder=True))
    assert "letters of" in elder
    assert "is only" in elder


def test_letters_that_shrink_until_they_fit(page: WindowHarness) -> None:
    """Their font has the requested size, not the drawn one."""
    title = text(page, "Please read")
    width, wanted = title.width(), title.property("font").pixelSize()
    title.setProperty("minimumPixelSize", 10)
    title.setWidth(width / 6)
    set_by_qml(title, "wrapMode = Text.NoWrap", "fontSizeMode = Text.HorizontalFit")
    page.settle()
    assert "'Please read" in all_findings(page)
    assert "has letters of" in all_findings(page)
    assert title.property("font").pixelSize() == wanted
    set_by_qml(title, "wrapMode = Text.Wrap", "fontSizeMode = Text.FixedSize")
    title.setWidth(width)


@pytest.mark.parametrize(
    ("name", "start", "size", "found"),
    [
        ("review", "买买提明", 27, "the name or value"),
        ("consent", "I agree", 27, "the name or value '㐂"),
        ("home", "City platform", 28, "needed to decide"),
        ("home", "Possible again", 28, "needed to decide"),
        ("guide", "The network is down", 28, "needed to decide"),
    ],
    ids=["a value", "a rare character", "a note", "why not", "a page's note"],
)
def test_values_and_text_needed_to_decide_too_small(
    harness: WindowHarness, name: str, start: str, size: int, found: str
) -> None:
    harness.show(Samples("en").all()[name])
    for _ in every_turn(harness):
        assert found not in all_findings(harness)
        words = text(harness, start)
        if (clip := clip_of(words)) is None or clip.contains(rect(words)):
            break
    before = words.property("size")
    words.setProperty("size", size)
    if "㐂" in found:
        words.setProperty("text", "㐂𠮷䶮")
    assert found in all_findings(harness)
    words.setProperty("size", before)
    harness.show(Samples("en").all()["attract"])


def set_by_qml(item: QQuickItem, *what: str) -> None:
    for each in what:
        evaluate_qml(item, each)


def test_targets_too_close(page: WindowHarness) -> None:
    place = page.item("leave").x()
    place_in_bar(page, "leave", page.item("back").x() + page.item("back").width() + 4)
    assert "closer than 3 mm" in all_findings(page)
    place_in_bar(page, "leave", place)


def test_a_button_without_a_name(harness: WindowHarness) -> None:
    harness.show(replace(Samples("en").all()["for-whom"], choices=(Choice("mute", Data(""), icon="home"),)))
    assert "no accessible name" in all_findings(harness)


def view_findings(harness: WindowHarness, view: View = VIEW, *, focus: bool = False) -> str:
    return "; ".join(findings(harness, view, elder=False, focus=focus))


def test_low_contrast_of_text_and_outline(page: WindowHarness) -> None:
    assert not view_findings(page, focus=True)
    title = text(page, "Please read")
    ink = title.property("color")
    title.setProperty("color", QColor("#a0a0a0"))
    assert "has a contrast of 2." in view_findings(page)
    title.setProperty("color", ink)
    edge = page.item("back").property("edge")
    page.item("back").setProperty("edge", QColor("#e8e8e8"))
    assert "the outline of 'back'" in view_findings(page)
    page.item("back").setProperty("edge", edge)


def test_a_button_that_hides_its_focus(page: WindowHarness) -> None:
    ground = page.item("back").childItems()[0]
    ground.setVisible(False)
    assert "'back' does not show that it has the focus" in view_findings(page, focus=True)
    ground.setVisible(True)


def test_in_low_position_a_button_too_high(page: WindowHarness) -> None:
    low = replace(VIEW, modes=Modes(low=True))
    page.show(low)
    assert "above the floor" not in view_findings(page, low)
    page.item("back").setY(-1795)
    assert re.search(r"'back' is \d+ to \d+ mm above the floor", view_findings(page, low))
    page.item("back").setY(0)


def test_a_hard_coded_text(page: WindowHarness) -> None:
    view = Samples(PSEUDO).all()["declare"]
    page.show(view)
    assert not view_findings(page, view)
    text(page, "‹Plé").setProperty("text", "Written in QML")
    assert "is in no language file" in view_findings(page, view)


@pytest.mark.parametrize(
    ("language", "said", "found"),
    [("zh-CN", "不办了，下次再来", "'不办了'"), ("en", "This terminal is closed", "'terminal'")],
)
def test_a_word_that_is_not_ours(page: WindowHarness, language: str, said: str, found: str) -> None:
    view = Samples(language).all()["declare"]
    page.show(view)
    assert not view_findings(page, view)
    page.show(replace(view, lead=Data(said)))
    assert f"says {found}: write" in view_findings(page, view)


def test_a_bar_at_another_place(page: WindowHarness) -> None:
    first = zones(page)
    place_in_bar(page, "back", 20)
    assert "the place of 'left'" in "; ".join(moved(first, zones(page)))
    place_in_bar(page, "back", 0)


def theme(harness: WindowHarness) -> QObject:
    found = harness.screen.singleton("Yike", "Theme")
    assert found is not None
    return found


BACKGROUNDS = ("paper", "cream", "resting", "paleBlue")
TEXT_ON_BACKGROUND = [(letters, ground) for letters in ("ink", "grey") for ground in BACKGROUNDS] + [
    ("blue", "paper"), ("blue", "cream"), ("blue", "paleBlue"), ("done", "paper"), ("done", "cream"),
    ("done", "paleDone"), ("attention", "paper"), ("attention", "cream"), ("attention", "paleAttention"),
    ("overBlue", "blue"), ("overBlueQuiet", "blue"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("modes", "least"),
    [(Modes(), 4.5), (Modes(elder=True), 7.0), (Modes(contrast=True), 7.0), (Modes(elder=True, contrast=True), 7.0)],
    ids=["standard", "elder", "contrast", "elder-contrast"],
)
def test_theme_colours_have_enough_contrast(harness: WindowHarness, modes: Modes, least: float) -> None:
    harness.show(Samples("zh-CN", modes).all()["notice"])
    colours = theme(harness)

    def colour(name: str) -> QColor:
        found = colours.property(name)
        assert isinstance(found, QColor), name
        return found

    weak = [
        (a, b, round(contrast(colour(a), colour(b)), 2))
        for a, b in TEXT_ON_BACKGROUND
        if contrast(colour(a), colour(b)) < least
    ]
    assert not weak
    outline = min(contrast(colour("outline"), colour(ground)) for ground in ("paper", "cream"))
    assert outline >= 3.0
