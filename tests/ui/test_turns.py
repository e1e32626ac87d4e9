"""A page of several screens is drawn from its first to its last one, whatever was on the screen before."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.view import Modes
from tests.ui import gallery
from tests.ui.audit import every_turn
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness

LONG = replace(Samples("en").all()["ending-kept"], modes=Modes(elder=True))


def first_and_last(harness: WindowHarness) -> tuple[bool, bool]:
    """Return whether the screen shown is a page's first and whether it is its last one, by the buttons that turn it."""
    ends = [harness.find(key) for key in ("turn-up", "turn-down")]
    return ends[0] is None or not ends[0].isEnabled(), ends[1] is None or not ends[1].isEnabled()


def test_the_turns_of_a_page_begin_at_its_first_screen(harness: WindowHarness) -> None:
    """The second view is of the same page, which stays at its last screen."""
    for view in (LONG, replace(LONG, blocks=LONG.blocks[:-1])):
        harness.show(view)
        shown = {turn: first_and_last(harness) for turn in every_turn(harness)}
        assert len(shown) > 1
        assert [first for first, _ in shown.values()] == [True, *[False] * (len(shown) - 1)]
        assert [last for _, last in shown.values()] == [*[False] * (len(shown) - 1), True]


def test_every_turn_of_every_view_has_its_picture(
    harness: WindowHarness, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    views = {"one": LONG, "two": replace(LONG, blocks=LONG.blocks[:-1])}
    monkeypatch.setattr(gallery, "all_views", lambda language: views)
    wanted = Namespace(language=["en"], look=["elder"], height=["normal"], only=[], format="jpg", focus=False)
    wanted.every = True
    made, ends = [], []
    for picture in gallery.pictures(harness, wanted, tmp_path):
        made.append(picture)
        ends.append(first_and_last(harness))
    for name in views:
        turns = [(picture.turn, end) for picture, end in zip(made, ends, strict=True) if picture.view == name]
        assert [turn for turn, _ in turns] == list(range(1, len(turns) + 1))
        assert turns[0][1] == (True, False)
        assert turns[-1][1] == (False, True)
    assert {picture.file for picture in made} == {path.name for path in tmp_path.iterdir()}
