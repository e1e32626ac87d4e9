"""The pages that show the whole catalogue, with 30 items: the start page, a search, an opened group, and attract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from kiosk.events import Touched, Typed
from kiosk.messages import Languages
from kiosk.scenario.stage import touchable_keys
from kiosk.session import advance, begin, view_of
from kiosk.session.attract import Attract
from kiosk.view import View
from kiosk.visit import Session
from tests.kiosk.session.citizen import ALL_WELL
from tests.languages import FOLDER
from tests.many_items import many
from tests.ui.pseudo import with_pseudo
from tests.ui.reachable import SKIPPED_TOUCHES
from tests.ui.starting_points import REHEARSING, TERMINAL, VISIT
from tests.ui.window_harness import sample_items

SEARCHES = {"several": "butie", "one": "无房", "none": "qqq"}
"""Name of a picture → the text typed into the search field."""


@cache
def many_languages() -> Languages:
    """Every language and the pseudo-locale, with the messages of all sample items and of the 30."""
    return with_pseudo(Languages.load(FOLDER), {item.id: item for item in (*many(), *sample_items())}.values())


def item_keys(view: View) -> list[str]:
    """Return the keys of the items that a page offers, among its choices and its actions."""
    actions = view.actions
    offered = (*view.choices, actions.left, actions.middle, actions.right)
    return [choice.key for choice in offered if choice is not None and choice.key.startswith("item:")]


def opened(home: Session) -> Iterator[Session]:
    """Yield what a touch makes of the start page without leaving it: a group that is opened."""
    shown = view_of(home)
    for key in touchable_keys(shown):
        if key not in {*SKIPPED_TOUCHES, "companion"}:
            after, _ = advance(home, Touched(VISIT, key))
            view = view_of(after)
            if after.page.partition("/")[0] == home.page and view != shown and item_keys(view):
                yield after


@cache
def many_views() -> Mapping[str, View]:
    """Return the views by the name of their pictures. Where a start page has groups, the largest and the smallest one
    are opened."""
    home, _ = begin(VISIT, TERMINAL, many(), ALL_WELL)
    views = {"home-30": view_of(home)}
    for name, written in SEARCHES.items():
        views[f"home-30-search-{name}"] = view_of(advance(home, Typed(VISIT, "search", written))[0])
    groups = sorted((view_of(each) for each in opened(home)), key=lambda view: len(item_keys(view)))
    if groups:
        views |= {"home-30-group-small": groups[0], "home-30-group-large": groups[-1]}
    for name, terminal in (("attract-30", TERMINAL), ("attract-30-rehearsal", REHEARSING)):
        views[name] = Attract(VISIT, terminal, many(), ALL_WELL).view()
    return views
