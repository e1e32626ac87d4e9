"""A short page takes height that would be empty, never more than there is; a long one has the smallest spaces, or
smaller ones where that saves a screen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.view import Block, BlockKind, Choice, Sheet, Traits, View
from kiosk.words import Data
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness


def page(blocks: int, choices: int = 0) -> View:
    rows = tuple(Block(BlockKind.PARAGRAPH, Data(f"第 {n} 段，给人读的一句话")) for n in range(blocks))
    more = tuple(Choice(f"choice:{n}", Data(f"选项 {n}")) for n in range(choices))
    return Samples("zh-CN").view("Notice", "标题", "Title", blocks=rows, choices=more)


def theme(harness: WindowHarness) -> tuple[float, bool]:
    """Return the share of extra height taken, and whether the texts are larger."""
    found = harness.screen.singleton("Yike", "Theme")
    assert found is not None
    return float(found.property("spread")), bool(found.property("grown"))


def heights(harness: WindowHarness) -> tuple[float, float]:
    """Return the height of the page's parts and of the zone for them."""
    content = harness.item("content")
    (column,) = content.childItems()
    zone = content.parentItem()
    assert isinstance(column, QQuickItem)
    assert isinstance(zone, QQuickItem)
    return column.height(), zone.height()


def natural_height(harness: WindowHarness) -> float:
    """Return the height that the parts have without any extra: measured by the page itself."""
    found = harness.screen.singleton("Yike", "Theme")
    assert found is not None
    before = theme(harness)
    found.setProperty("grown", False)
    found.setProperty("spread", 0.0)
    harness.screen.window.grabWindow()
    natural = heights(harness)[0]
    found.setProperty("grown", before[1])
    found.setProperty("spread", before[0])
    return natural


def test_a_short_page_is_spread_fully_and_its_texts_are_larger(harness: WindowHarness) -> None:
    harness.show(page(3, 2))
    assert theme(harness) == (1.0, True)
    used, zone = heights(harness)
    assert natural_height(harness) < used <= zone


@pytest.mark.parametrize("blocks", range(4, 24, 2))
def test_whatever_the_length_the_page_is_never_higher_than_its_zone(harness: WindowHarness, blocks: int) -> None:
    harness.show(page(blocks))
    used, zone = heights(harness)
    if harness.find("turn-down"):
        assert theme(harness) == (0.0, False)
        assert used > zone
    else:
        assert used <= zone + 1


def test_a_page_that_nearly_fills_its_zone_takes_exactly_the_rest(harness: WindowHarness) -> None:
    """The share is between none and all, and what is left is less than a line."""
    shares = {}
    for blocks in range(4, 24):
        harness.show(page(blocks))
        shares[blocks] = (theme(harness), heights(harness))
    partly = [(used, zone) for (spread, _), (used, zone) in shares.values() if 0 < spread < 1]
    assert partly, "no page of this length is between both"
    assert all(zone - 2 <= used <= zone + 1 for used, zone in partly)


def test_a_page_that_is_too_high_by_little_is_set_closer(harness: WindowHarness) -> None:
    """Else its last row, which may be all its choices, is alone on a second screen."""
    closer = []
    for blocks in range(16, 40):
        harness.show(page(blocks))
        if theme(harness)[0] < 0:
            closer.append((heights(harness), natural_height(harness), harness.find("turn-down")))
    assert closer, "no page is too high by little"
    for (used, zone), natural, turned in closer:
        assert (used <= zone + 1 < natural, turned) == (True, None)


def test_the_next_page_does_not_keep_what_a_short_one_took(harness: WindowHarness) -> None:
    harness.show(page(3))
    assert theme(harness) == (1.0, True)
    harness.show(page(60))
    assert theme(harness) == (0.0, False)


@pytest.mark.parametrize("large", [False, True])
def test_a_page_with_a_sheet_comes_to_rest_and_is_painted_no_more(harness: WindowHarness, large: bool) -> None:
    """The sheet takes what the choices leave, and they grow into what is left empty: neither may wait for the other."""
    show, other = Choice("reveal", Data("显示")), Choice("large", Data("放大"))
    sheet = Block(
        BlockKind.SHEET, Data("一页文件"), Data("第 1 页，共 3 页"), sheet=Sheet("1", 993, 1404), reveal=show,
        change=None if large else other, source=Data("签名有效"),
    )  # fmt: skip
    traits = Traits("Certificate", small_choices=True, large_rows=large)
    harness.show(replace(page(0, 1 if large else 3), blocks=(sheet,), traits=traits))
    QTest.qWait(20)
    painted: list[bool] = []
    counted = harness.screen.window.frameSwapped.connect(lambda: painted.append(True))
    QTest.qWait(80)
    harness.screen.window.frameSwapped.disconnect(counted)
    assert len(painted) <= 1
    used, zone = heights(harness)
    assert used <= zone + 1
