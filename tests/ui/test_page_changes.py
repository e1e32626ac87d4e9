"""Page changes: a page from the same file is kept, and nothing of the previous page remains in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from shiboken6 import isValid

from kiosk.view import ENTRY, Block, BlockKind, Choice, Field, FieldKind, Guidance, Modes, View
from kiosk.words import Data
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, class_name, languages, rect, reference_screen

VIEWS = Samples("zh-CN").all()
MARK = "seen_before"
CODE = Field("code", Data("验证码"), FieldKind.DIGITS)
LONG = tuple(Block(BlockKind.BULLET, Data(f"第 {n} 条")) for n in range(60))


@pytest.fixture(scope="module")
def moving() -> Iterator[WindowHarness]:
    """The window with animations."""
    harness = WindowHarness(replace(reference_screen(), moving=True))
    yield harness
    harness.close()


def page_item(harness: WindowHarness) -> QObject:
    item = harness.item("page").property("item")
    assert isinstance(item, QObject)
    return item


def cabinet(harness: WindowHarness) -> QQuickItem:
    (found,) = (item for item in harness.items() if class_name(item).startswith("CabinetPicture_"))
    return found


def named(page: str, **more: object) -> View:
    """Return a view whose id and rows could be those of another page."""
    return replace(Samples("zh-CN").view(page, "标题", "Title", **more), id="same")


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [("guide", "notice", True), ("notice", "for-whom", True), ("notice", "home", False), ("home", "guide", False)],
)
def test_a_page_is_recreated_only_if_its_file_changes(
    harness: WindowHarness, first: str, second: str, kept: bool
) -> None:
    harness.show(VIEWS[first])
    page_item(harness).setProperty(MARK, True)
    harness.show(VIEWS[second])
    assert (page_item(harness).property(MARK) is True) == kept


def test_the_page_of_services_is_kept_within_a_visit_and_no_longer(harness: WindowHarness) -> None:
    """Hidden it shows nothing, takes no room, and keeps nothing that was typed."""
    home = VIEWS["home"]
    harness.show(home)
    page_item(harness).setProperty(MARK, True)
    rows = [item.objectName() for item in harness.items()]
    harness.touch("search")
    harness.touch("key:a")
    harness.show(VIEWS["guide"])
    assert harness.find(home.choices[0].key) is None
    harness.show(home)
    assert page_item(harness).property(MARK) is True
    assert [item.objectName() for item in harness.items()] == rows
    assert harness.item("search").property("text") == ""
    harness.show(replace(VIEWS["attract"], visit="next"))
    harness.show(home)
    assert page_item(harness).property(MARK) is None


def test_the_kept_page_follows_the_modes_and_rows_of_its_next_view(harness: WindowHarness) -> None:
    harness.show(VIEWS["home"])
    harness.show(VIEWS["guide"])
    large = Samples("zh-CN", Modes(elder=True)).all()["home"]
    large = replace(large, title=Data("另一个标题"), choices=large.choices[:2])
    harness.show(large)
    at_once = places(harness)
    harness.show(replace(VIEWS["attract"], visit="next"))
    harness.show(large)
    assert at_once == places(harness)


def test_typed_text_is_not_in_the_next_pages_field(harness: WindowHarness) -> None:
    harness.show(named("Form", fields=(CODE,), traits=ENTRY))
    harness.touch("code")
    harness.touch("key:1")
    assert harness.item("code").property("text") == "1"
    harness.show(named("SecondProof", fields=(CODE,), traits=ENTRY))
    assert harness.item("code").property("text") == ""


def test_the_keyboard_is_closed_by_a_page_change(harness: WindowHarness) -> None:
    harness.show(named("Form", fields=(CODE,), traits=ENTRY))
    harness.touch("code")
    assert harness.find("key:1")
    harness.show(named("Form", fields=(CODE,), traits=ENTRY, wrong=(Data("还没有填"),)))
    assert harness.find("key:1"), "the same page, which says more"
    harness.show(named("SecondProof", fields=(CODE, replace(CODE, key="other")), traits=ENTRY))
    assert not harness.find("key:1")


def test_the_keyboard_of_a_pages_only_question_writes_into_that(harness: WindowHarness) -> None:
    """It is open as the page comes, and the field of the page before is left."""
    harness.show(named("Form", fields=(CODE,), traits=ENTRY))
    harness.touch("key:1")
    harness.show(named("SecondProof", fields=(replace(CODE, key="other"),), traits=ENTRY))
    harness.touch("key:2")
    assert harness.typed == [("code", "1"), ("other", "2")]


def test_the_focus_does_not_stay_on_the_next_pages_choice(harness: WindowHarness) -> None:
    again = Choice("again", Data("再试一次"))
    harness.show(named("Lookup", choices=(again,)))
    harness.item("again").forceActiveFocus(Qt.FocusReason.TabFocusReason)
    harness.show(named("Progress", choices=(again,)))
    focused = harness.focused()
    assert focused is None or focused.objectName() != "again"


def test_a_turned_page_is_not_scrolled_back_visibly(moving: WindowHarness) -> None:
    moving.show(named("Guide", blocks=LONG))
    moving.touch("turn-down")
    QTest.qWait(400)
    (column,) = moving.item("content").childItems()
    assert column.y() < 0
    before = len(ys := [column.y()])
    column.yChanged.connect(lambda: ys.append(column.y()))
    moving.show(named("Notice", blocks=LONG))
    assert ys[before:] == [0], "at once, with nothing between"


def test_a_gesture_is_shown_again_on_the_next_page(harness: WindowHarness) -> None:
    guidance = Guidance("id_reader", "lift_card", Data("请拿起身份证"))
    harness.show(replace(VIEWS["identify"], guidance=guidance))
    cabinet(harness).setProperty(MARK, True)
    harness.show(replace(VIEWS["identify"], guidance=replace(guidance, state=Data("请拿走身份证"))))
    assert cabinet(harness).property(MARK) is True, "the same page"
    harness.show(replace(VIEWS["farewell"], guidance=guidance))
    assert cabinet(harness).property(MARK) is None


@pytest.mark.parametrize(
    ("first", "second"), [("home", "guide"), ("guide", "review"), ("notice", "form"), ("form", "home")]
)
def test_the_first_frame_of_a_page_is_already_laid_out(harness: WindowHarness, first: str, second: str) -> None:
    """In large text, where pages are divided into screens."""
    views = Samples("zh-CN", Modes(elder=True)).all()
    harness.show(views[first])
    harness.screen.bridge.show(views[second], languages().words("zh-CN"))
    harness.screen.window.grabWindow()
    at_once = places(harness)
    harness.settle()
    assert at_once == places(harness)


@pytest.mark.parametrize(("first", "second"), [("form", "review"), ("review", "form"), ("home", "review")])
def test_no_item_of_the_previous_page_is_alive_after_settling(harness: WindowHarness, first: str, second: str) -> None:
    """The delegates of boxes and options are deleted after the page itself."""
    harness.show(VIEWS[first])
    before = harness.items()
    harness.show(VIEWS[second])
    shown = harness.items()
    assert not [item.objectName() for item in before if item not in shown and isValid(item) and not item.parentItem()]
    assert any(not isValid(item) for item in before)


def places(harness: WindowHarness) -> list[tuple[str, QRectF]]:
    """Return position and size of every text and of the content zone."""
    shown = (item for item in harness.items() if item.inherits("QQuickText") or item.objectName() == "content")
    return [(str(item.property("text") or item.objectName()), rect(item)) for item in shown]


def test_a_head_that_is_hidden_keeps_its_height() -> None:
    """It is hidden where it is too high for its zone: were it lower then, it would be shown and hidden for ever."""
    harness = WindowHarness()
    try:
        harness.show(
            replace(VIEWS["notice"], icon="done", title=Data("一个很长的标题" * 6), lead=Data("一句很长的话" * 30))
        )
        (head,) = (item for item in harness.items() if class_name(item).startswith("PageHead_"))
        heights: list[float] = []
        head.heightChanged.connect(lambda: heights.append(head.height()))
        head.setVisible(False)
        harness.settle()
        assert heights == []
    finally:
        harness.close()


def test_a_field_stays_in_sight_when_what_is_wrong_moves_it_to_another_screen(harness: WindowHarness) -> None:
    """Some page of these is divided only by the words of the error."""
    moved = 0
    for notes in range(1, 9):
        blocks = tuple(
            Block(BlockKind.NOTE, Data(f"第 {n} 句，写给人看的一句话，长到要两行才放得下")) for n in range(notes)
        )
        view = Samples("zh-CN").view("Form", "标题", "Title", blocks=blocks, fields=(CODE,), traits=ENTRY)
        harness.show(view)
        harness.touch("code")
        before = harness.find("turn-down") is not None
        harness.show(replace(view, fields=(replace(CODE, wrong=Data("这个码不对，" * 6)),)))
        moved += not before and harness.find("turn-down") is not None
        zone, field = rect(harness.item("content")), rect(harness.item("code"))
        assert zone.contains(field.center()), f"{notes} notes"
        harness.touch("key:done")
    assert moved
