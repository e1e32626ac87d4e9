"""Touches and keys: every control can be reached; covered and disabled ones do not react."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from kiosk.view import Choice, Modes, View
from kiosk.words import Data
from tests.ui.audit import every_turn
from tests.ui.pixels import snapshot
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, clip_of, finger, rect

VIEWS = Samples("zh-CN").all()
MODES = {"language", "larger", "voice", "low", "turn-up", "turn-down"}


def touchable(view: View) -> set[str]:
    """Return the keys that can be touched according to the view."""
    if view.countdown is not None:
        return {view.countdown.more.key, view.countdown.leave.key}
    if view.curtain:
        return {"curtain-off"}
    found = [*view.choices, view.actions.left, view.actions.middle, view.actions.right]
    found += [option for field in view.fields for option in field.options]
    found += [choice for block in view.blocks for choice in (block.change, block.reveal)]
    return {choice.key for choice in found if choice is not None and choice.enabled}


def is_visible(harness: WindowHarness, key: str) -> bool:
    item = harness.find(key)
    if item is None:
        return False
    clip = clip_of(item)
    return clip is None or clip.contains(rect(item).center())


@pytest.mark.parametrize("name", VIEWS)
def test_everything_touchable_is_reached_by_a_finger(harness: WindowHarness, name: str) -> None:
    view = VIEWS[name]
    harness.show(view)
    reached: set[str] = set()
    for _ in every_turn(harness):
        for key in touchable(view):
            if is_visible(harness, key):
                harness.forget()
                harness.touch(key)
                assert harness.touched == [key]
                reached.add(key)
    assert reached == touchable(view)


def test_a_disabled_choice_does_not_react(harness: WindowHarness) -> None:
    harness.show(VIEWS["home"])
    harness.touch("item:car")
    assert harness.touched == []


@pytest.mark.parametrize("cover", ["countdown", "curtain"])
def test_nothing_under_an_overlay_reacts(harness: WindowHarness, cover: str) -> None:
    harness.show(VIEWS["review"])
    under = {key: rect(harness.item(key)).center() for key in ("language", "back", "change:name")}
    harness.show(VIEWS[cover])
    on_top = [rect(harness.item(key)) for key in touchable(VIEWS[cover])]
    for key, place in under.items():
        if not any(area.contains(place) for area in on_top):
            harness.touch(key)
    assert harness.touched == []
    assert not harness.item("language").isEnabled()


@pytest.mark.parametrize("name", VIEWS)
def test_every_control_is_reached_by_the_tab_key(harness: WindowHarness, name: str) -> None:
    harness.show(VIEWS[name])
    wanted = {c.objectName() for c in harness.controls() if c.isEnabled()} - {"turn-up", "turn-down"}
    reached: set[str] = set()
    for _ in range(2 * len(harness.controls()) + 4):
        harness.press(Qt.Key.Key_Tab)
        focused = harness.focused()
        assert focused is not None
        assert is_visible(harness, focused.objectName()), f"{focused.objectName()!r} has the focus and cannot be seen"
        reached.add(focused.objectName())
    assert wanted <= reached


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_return_enter_and_space_press_what_has_the_focus(harness: WindowHarness, key: Qt.Key) -> None:
    harness.show(VIEWS["declare"])
    harness.item("declare").forceActiveFocus(Qt.FocusReason.TabFocusReason)
    harness.press(key)
    assert harness.touched == ["declare"]


def test_a_shorter_page_after_a_turned_one_begins_at_its_top(harness: WindowHarness) -> None:
    long = Samples("en", Modes(elder=True)).all()["guide"]
    harness.show(long)
    harness.touch("turn-down")
    assert harness.touched == ["still-here"], "who turns the page is there"
    assert harness.item("turn-up").isEnabled()
    harness.show(VIEWS["notice"])
    assert harness.find("turn-up") is None
    harness.show(long)
    assert not harness.item("turn-up").isEnabled()


def test_a_page_with_forty_choices_is_turned_to_its_end(harness: WindowHarness) -> None:
    choices = tuple(Choice(f"item:{n}", Data(f"事项 {n}"), Data("说明"), "home") for n in range(40))
    harness.show(replace(VIEWS["home"], choices=choices))
    seen = {
        key
        for _ in every_turn(harness)
        for key in touchable(replace(VIEWS["home"], choices=choices))
        if is_visible(harness, key)
    }
    assert {choice.key for choice in choices} <= seen


def test_items_of_other_screens_are_not_painted(harness: WindowHarness) -> None:
    """Qt's software renderer paints a Shape (dashed outline) unclipped if it is completely clipped."""
    home = replace(VIEWS["home"], modes=Modes(elder=True, low=True))
    pictures = []
    # Qt antialiases large glyphs slightly differently when it draws them for the first time.
    harness.show(home)
    place = next(n for n, choice in enumerate(home.choices) if not is_visible(harness, choice.key))
    for enabled in (False, True):
        # Without words for either state it is equally high, and so is the number of screens.
        below = replace(home.choices[place], enabled=enabled, tag=None, why_not=None)
        harness.show(VIEWS["notice"])
        harness.show(replace(home, choices=(*home.choices[:place], below, *home.choices[place + 1 :])))
        assert not is_visible(harness, below.key)
        assert rect(harness.item(below.key)).top() < harness.screen.window.height(), "it would be seen"
        pictures.append(snapshot(harness))
    assert pictures[0] == pictures[1]


def test_low_position_puts_the_status_buttons_within_reach(harness: WindowHarness) -> None:
    """380 to 1220 mm above the floor, with the profile's height of the screen."""
    harness.show(VIEWS["low"])
    scale, bottom = harness.profile.px_per_mm, harness.profile.screen_bottom_mm
    for key in ("language", "larger", "low", "back", "leave", "declare"):
        places = [rect(item) for item in harness.controls() if item.objectName() == key]
        heights = [bottom + (harness.profile.height - place.center().y()) / scale for place in places]
        assert any(380 <= height <= 1220 for height in heights), f"{key!r} is at {heights} mm"


@pytest.mark.parametrize(
    ("modes", "rests_ms", "expected"),
    [
        (Modes(), 400, ["declare", "back"]),
        (Modes(elder=True), 400, ["declare"]),
        (Modes(elder=True), 0, ["declare", "back"]),
    ],
    ids=["standard", "elder", "two quick fingers"],
)
def test_a_palm_that_rests_while_a_finger_taps_presses_nothing(
    harness: WindowHarness, modes: Modes, rests_ms: int, expected: list[str]
) -> None:
    harness.show(Samples("zh-CN", modes).all()["declare"])
    while harness.find("double-tap-guard"):
        QTest.qWait(20)
    window, hand = harness.screen.window, finger()
    palm, tip = (rect(harness.item(key)).center().toPoint() for key in ("back", "declare"))
    QTest.touchEvent(window, hand).press(0, palm, window).commit()
    QTest.qWait(rests_ms)
    QTest.touchEvent(window, hand).stationary(0).press(1, tip, window).commit()
    QTest.touchEvent(window, hand).stationary(0).release(1, tip, window).commit()
    QTest.touchEvent(window, hand).release(0, palm, window).commit()
    harness.settle()
    assert harness.touched == expected
    harness.forget()
    harness.tap("back")
    assert harness.touched == ["back"], "it is no longer pressed by what was lifted"


@pytest.mark.parametrize(("modes", "expected"), [(Modes(), 2), (Modes(elder=True), 1)], ids=["standard", "elder"])
def test_a_double_tap_does_not_press_the_next_page(harness: WindowHarness, modes: Modes, expected: int) -> None:
    """Elder mode drops the second of two quick taps if the page changed between them."""
    while harness.find("double-tap-guard"):
        QTest.qWait(20)
    views = Samples("zh-CN", modes).all()
    harness.show(views["notice"])
    harness.touch("continue")
    harness.show(views["consent"])
    harness.tap("continue")
    assert harness.touched == ["continue"] * expected
    harness.forget()
    harness.touch("continue")
    assert harness.touched == ["continue"]


def test_the_whole_screen_between_visits_starts_one(harness: WindowHarness) -> None:
    """But where something else is offered, that is touched and nothing more."""
    harness.show(VIEWS["attract"])
    controls = {item.objectName(): rect(item) for item in harness.controls()}
    window = harness.screen.window
    width, height = window.width(), window.height()
    across, down = range(4, width, width // 5), range(4, height, height // 9)
    for x, y in product(across, down):
        there = [key for key, area in controls.items() if area.contains(QPointF(x, y))]
        harness.forget()
        QTest.touchEvent(window, finger()).press(0, QPoint(x, y), window).commit()
        QTest.touchEvent(window, finger()).release(0, QPoint(x, y), window).commit()
        # A corner is for staff, who touch all four one after the other.
        corner = (x, y) == (4, 4)
        assert harness.touched == (there or ([] if corner else ["start"])), (x, y)
