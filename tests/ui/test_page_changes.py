"""From page to page: a page file that stays is not built again, and nothing of the page before stays in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.view import ENTRY, Block, BlockKind, Choice, Field, FieldKind, Guidance, Modes, View
from kiosk.words import Data
from tests.ui.glass import Glass, languages, rect, reference_screen
from tests.ui.sample_views import Samples

VIEWS = Samples("zh-CN").all()
MARK = "seen_before"
CODE = Field("code", Data("验证码"), FieldKind.DIGITS)
LONG = tuple(Block(BlockKind.BULLET, Data(f"第 {n} 条")) for n in range(60))


@pytest.fixture(scope="module")
def moving() -> Iterator[Glass]:
    """The window where pages move."""
    glass = Glass(replace(reference_screen(), moving=True))
    yield glass
    glass.close()


def page_item(glass: Glass) -> QObject:
    item = glass.item("page").property("item")
    assert isinstance(item, QObject)
    return item


def cabinet(glass: Glass) -> QQuickItem:
    (found,) = (item for item in glass.items() if str(item.metaObject().className()).startswith("Cabinet_"))
    return found


def named(page: str, **more: object) -> View:
    """A view whose id and rows could be those of another page."""
    return replace(Samples("zh-CN").view(page, "标题", "Title", **more), id="same")


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [("guide", "notice", True), ("notice", "for-whom", True), ("notice", "home", False), ("home", "guide", False)],
)
def test_a_page_is_built_again_only_where_its_file_changes(glass: Glass, first: str, second: str, kept: bool) -> None:
    glass.show(VIEWS[first])
    page_item(glass).setProperty(MARK, True)
    glass.show(VIEWS[second])
    assert (page_item(glass).property(MARK) is True) == kept


def test_what_was_typed_is_not_in_the_next_pages_field(glass: Glass) -> None:
    glass.show(named("Form", fields=(CODE,), traits=ENTRY))
    glass.touch("code")
    glass.touch("key:1")
    assert glass.item("code").property("text") == "1"
    glass.show(named("SecondProof", fields=(CODE,), traits=ENTRY))
    assert glass.item("code").property("text") == ""


def test_the_keyboard_is_put_away_when_another_page_comes(glass: Glass) -> None:
    glass.show(named("Form", fields=(CODE,), traits=ENTRY))
    glass.touch("code")
    assert glass.find("key:1")
    glass.show(named("Form", fields=(CODE,), traits=ENTRY, wrong=(Data("还没有填"),)))
    assert glass.find("key:1"), "the same page, which says more"
    glass.show(named("SecondProof", fields=(CODE,), traits=ENTRY))
    assert not glass.find("key:1")


def test_the_focus_does_not_stay_on_the_next_pages_choice(glass: Glass) -> None:
    again = Choice("again", Data("再试一次"))
    glass.show(named("Lookup", choices=(again,)))
    glass.item("again").forceActiveFocus(Qt.FocusReason.TabFocusReason)
    glass.show(named("Progress", choices=(again,)))
    focused = glass.focused()
    assert focused is None or focused.objectName() != "again"


def test_a_turned_page_does_not_roll_back_before_the_next_one(moving: Glass) -> None:
    moving.show(named("Guide", blocks=LONG))
    moving.touch("turn-down")
    QTest.qWait(400)
    (column,) = moving.item("content").childItems()
    assert column.y() < 0
    before = len(ys := [column.y()])
    column.yChanged.connect(lambda: ys.append(column.y()))
    moving.show(named("Notice", blocks=LONG))
    assert ys[before:] == [0], "at once, with nothing between"


def test_a_gesture_is_shown_again_on_the_next_page(glass: Glass) -> None:
    guidance = Guidance("id_reader", "lift_card", Data("请拿起身份证"))
    glass.show(replace(VIEWS["identify"], guidance=guidance))
    cabinet(glass).setProperty(MARK, True)
    glass.show(replace(VIEWS["identify"], guidance=replace(guidance, state=Data("请拿走身份证"))))
    assert cabinet(glass).property(MARK) is True, "the same page"
    glass.show(replace(VIEWS["farewell"], guidance=guidance))
    assert cabinet(glass).property(MARK) is None


@pytest.mark.parametrize(
    ("first", "second"), [("home", "guide"), ("guide", "review"), ("notice", "form"), ("form", "home")]
)
def test_the_first_frame_of_a_page_is_already_laid_out(glass: Glass, first: str, second: str) -> None:
    """In large letters, where pages are turned."""
    views = Samples("zh-CN", Modes(elder=True)).all()
    glass.show(views[first])
    glass.screen.bridge.show(views[second], languages().words("zh-CN"))
    glass.screen.window.grabWindow()
    at_once = places(glass)
    glass.settle()
    assert at_once == places(glass)


def places(glass: Glass) -> list[tuple[str, QRectF]]:
    """Where every text and the page's zone are."""
    shown = (item for item in glass.items() if item.inherits("QQuickText") or item.objectName() == "content")
    return [(str(item.property("text") or item.objectName()), rect(item)) for item in shown]
