"""No drawing of another screen of a page is left over the bars: the software renderer ignores an empty clip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QImage

from kiosk.view import Block, BlockKind, View
from kiosk.words import Data
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, languages, rect

BULLETS = tuple(Block(BlockKind.BULLET, Data(f"第 {n} 条")) for n in range(40))
SLIP_OUT = Block(BlockKind.PICTURE, Data("凭条出来了"), picture="slip-out")
CARD = Block(BlockKind.PICTURE, Data("身份证拿走了"), picture="card-taken")


@pytest.fixture
def fresh() -> Iterator[WindowHarness]:
    """A window that has shown nothing else."""
    made = WindowHarness()
    yield made
    made.close()


def page(*blocks: Block) -> View:
    return replace(Samples("zh-CN").view("Ending", "标题", "Title", blocks=blocks), id="same")


def above(harness: WindowHarness) -> QImage:
    """Return the pixels above the page's content: status bar and what is between."""
    picture = harness.screen.window.grabWindow()
    return picture.copy(0, 0, picture.width(), int(rect(harness.item("content")).top()))


def first_frame(harness: WindowHarness, view: View) -> None:
    """Show a view and paint at once. What is painted over the bars stays there: later frames paint what changes."""
    harness.screen.bridge.show(view, languages().words(view.language))
    harness.screen.window.grabWindow()
    harness.settle()


@pytest.mark.parametrize("before", [12, 14])
def test_a_turned_page_that_changes_leaves_nothing_over_the_bars(
    harness: WindowHarness, fresh: WindowHarness, before: int
) -> None:
    """The drawing is on the first screen, just above the second one."""
    first, last = BULLETS[:before], BULLETS[before:]
    harness.show(page(*first, SLIP_OUT, *last))
    clean = above(harness)
    harness.touch("turn-down")
    assert above(harness) == clean, "turned"
    changed = page(*first, CARD, SLIP_OUT, *last)
    first_frame(harness, changed)
    fresh.show(changed)
    assert above(harness) == above(fresh), "changed"
