"""The emptiness of a page, measured and judged; and the tables of docs/pages.md."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.view import Block, BlockKind, Modes, View
from kiosk.words import Data
from tests.ui.audit import every_turn
from tests.ui.emptiness import FEW, LIMIT, largest_gap, page_name, space_of, too_empty
from tests.ui.page_table import NONE, rewrite
from tests.ui.sample_views import Samples
from tests.ui.typing_samples import type_into, typing_views
from tests.ui.window_harness import WindowHarness, class_name, painted, rect

VIEWS = Samples("en").all()
BARE = replace(VIEWS["notice"], id="bare", blocks=(), choices=(), fields=())
"""A page with nothing but a title and a lead."""
ONE_LINE = replace(BARE, id="one-line", blocks=(Block(BlockKind.PARAGRAPH, Data("1.")),))
FULL = replace(BARE, id="full", blocks=tuple(Block(BlockKind.PARAGRAPH, Data(f"{n}. " * 80)) for n in range(7)))


def share(harness: WindowHarness, view: View) -> float:
    harness.show(view)
    space = space_of(harness)
    assert space is not None
    return space.share


@pytest.mark.parametrize(
    ("parts", "gap"),
    [
        ([], (0, 100)),
        ([(0, 100)], (0, 0)),
        ([(10, 30), (20, 40)], (40, 100)),
        ([(0, 90), (20, 40)], (90, 100)),
        ([(60, 100), (0, 10)], (10, 60)),
        ([(-20, 10), (95, 130)], (10, 95)),
    ],
)
def test_the_largest_gap_between_parts(parts: list[tuple[float, float]], gap: tuple[float, float]) -> None:
    assert largest_gap((0, 100), parts) == gap


def test_the_share_is_that_of_the_rows_below_the_title(harness: WindowHarness) -> None:
    assert share(harness, BARE) == 1.0
    harness.show(replace(BARE, id="one", blocks=FULL.blocks[:1]))
    space = space_of(harness)
    assert space is not None
    (head,) = (item for item in harness.items() if class_name(item).startswith("PageHead"))
    (text,) = (item for item in harness.items() if str(item.property("text")).startswith("0. "))
    assert space.zone[0] == pytest.approx(rect(head).bottom(), abs=1)
    assert space.empty[0] == pytest.approx(painted(text).bottom(), abs=1)
    assert space.empty[1] == space.zone[1]
    assert space.zone[1] < rect(harness.item("back")).top()


def test_an_empty_page_is_a_finding_in_the_standard_look_only(harness: WindowHarness) -> None:
    def found(view: View) -> str:
        harness.show(view)
        return "; ".join(too_empty(harness, view))

    assert "of the work zone is empty, more than 70%" in found(ONE_LINE)
    short_lines = replace(BARE, id="five", blocks=ONE_LINE.blocks * (FEW + 1))
    assert "of the work zone is empty, more than 35%" in found(short_lines)
    assert "empty" not in found(FULL)
    assert "empty" not in found(replace(ONE_LINE, modes=Modes(elder=True)))
    assert "empty" not in found(replace(ONE_LINE, modes=Modes(low=True)))
    assert "empty" not in found(replace(ONE_LINE, id="home?staff")), "one sentence"
    assert "empty" not in found(BARE), "one sentence"


def test_the_last_of_several_screens_is_not_judged(harness: WindowHarness) -> None:
    """Of pages with more and more text, the first one whose last screen is nearly empty."""
    for length in range(7, 20):
        view = replace(FULL, id=f"long-{length}", blocks=FULL.blocks[:1] * length)
        harness.show(view)
        shares: list[float] = []
        found: list[str] = []
        for _ in every_turn(harness):
            space = space_of(harness)
            assert space is not None
            shares.append(space.share)
            found += too_empty(harness, view)
        if len(shares) > 1 and shares[-1] > LIMIT:
            break
    assert shares[-1] > LIMIT > shares[0]
    assert not found


def test_the_keyboard_ends_the_zone_and_under_an_overlay_there_is_none(harness: WindowHarness) -> None:
    view = typing_views("en")["keyboard-digits"]
    harness.show(view)
    harness.screen.keyboard.close()
    harness.settle()
    closed = space_of(harness)
    type_into(harness, "keyboard-digits")
    opened = space_of(harness)
    harness.screen.keyboard.close()
    harness.show(VIEWS["countdown"])
    assert closed is not None
    assert opened is not None
    assert opened.zone[1] < closed.zone[1]
    assert opened.share < closed.share
    assert space_of(harness) is None


def test_help_is_one_page_wherever_it_is_opened() -> None:
    assert page_name(replace(BARE, id="form/person?help")) == "help"
    assert page_name(replace(BARE, id="form/person")) == "form/person"


DOCUMENT = """Text.

| page | before | after |
| --- | ---: | ---: |
| home | 36 % | – |
| gone | 50 % | 40 % |

| scenario | before | after |
| --- | ---: | ---: |
| one | 1 · 2 | 1 · 1 |
"""


def test_a_table_keeps_what_was_before_and_gets_what_is_now() -> None:
    once = rewrite(DOCUMENT, {"page": {"home": "20 %", "new": "10 %"}, "scenario": {"one": "1 · 3"}}, "after")
    assert once.splitlines()[4:7] == ["| home | 36 % | 20 % |", f"| gone | 50 % | {NONE} |", f"| new | {NONE} | 10 % |"]
    assert once.splitlines()[-1] == "| one | 1 · 2 | 1 · 3 |"
    assert rewrite(once, {"page": {"home": "20 %", "new": "10 %"}, "scenario": {"one": "1 · 3"}}, "after") == once
    assert rewrite(DOCUMENT, {}, "after") == DOCUMENT
