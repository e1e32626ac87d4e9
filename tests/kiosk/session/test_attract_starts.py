"""The page between visits: the first services as tiles, and a visit that starts in the mode that was touched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.catalogue.load import Catalogue
from kiosk.events import TerminalStatus, Touched
from kiosk.session.attract import SHOWN_AT_MOST, Attract
from kiosk.session.in_visit import InVisit
from kiosk.view import Block, Modes
from kiosk.visit import Session
from kiosk.words import text
from tests.frozen import catalogue
from tests.kiosk.session.citizen import ALL_WELL, FACTS
from tests.many_items import many

SPEAKING = replace(FACTS, speaks=True)
OFFLINE = replace(ALL_WELL, online=False)


def attract(offered: Catalogue | None = None, status: TerminalStatus = ALL_WELL) -> Attract:
    return Attract("visit-1", SPEAKING, offered or catalogue(), status)


def started(state: Attract, key: str) -> Session:
    begun, _ = state.advance(Touched("", key))
    assert isinstance(begun, InVisit)
    return begun.session


def tiles(state: Attract) -> list[str]:
    return [block.change.key for block in state.view().blocks if isinstance(block, Block) and block.change is not None]


@pytest.mark.parametrize(
    ("key", "modes"),
    [
        ("start", Modes()),
        ("start:elder", Modes(elder=True, voice=True)),
        ("start:voice", Modes(voice=True)),
        ("start:low", Modes(low=True)),
    ],
)
def test_a_visit_starts_in_the_mode_that_was_touched(key: str, modes: Modes) -> None:
    session = started(attract(), key)
    assert (session.page, session.modes) == ("home", modes)


def test_large_letters_start_without_a_voice_where_the_terminal_has_none() -> None:
    silent = Attract("visit-1", FACTS, catalogue(), ALL_WELL)
    assert started(silent, "start:elder").modes == Modes(elder=True)


def test_at_most_three_items_are_tiles_and_each_begins_its_own() -> None:
    state = attract(many())
    first = many().offered(ALL_WELL.today)[:SHOWN_AT_MOST]
    assert SHOWN_AT_MOST == 3
    assert tiles(state) == [f"begin:{item.id}" for item in first]
    for item in first:
        session = started(state, f"begin:{item.id}")
        assert session.item is not None
        assert (session.item.id, session.page) == (item.id, item.steps[0])


def test_an_item_that_cannot_be_done_now_is_no_tile_and_begins_nothing() -> None:
    """Without a network only what may be kept here can be begun."""
    state = attract(status=OFFLINE)
    possible = [f"begin:{item.id}" for item in catalogue() if item.offline != "forbidden"]
    assert tiles(state) == possible
    (refused, *_) = (item.id for item in catalogue() if item.offline == "forbidden")
    assert state.advance(Touched("", f"begin:{refused}")) == (state, ())


def test_its_words_promise_no_time() -> None:
    view = attract().view()
    assert view.title == text("attract-title")
    assert not view.traits.status_bar
    assert view.traits.starts_visit
