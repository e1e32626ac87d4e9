"""The start page with more than seven items: groups, which are opened, left, searched over, and rest with a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.strict_struct import replace as changed
from kiosk.catalogue.build import build_catalogue
from kiosk.catalogue.categories import BUNDLES, ICONS, OTHER
from kiosk.catalogue.item import Item
from kiosk.catalogue.load import Catalogue
from kiosk.events import TerminalStatus
from kiosk.session import begin
from kiosk.steps.home import MOST_NAMED, WITHOUT_GROUPS
from kiosk.view import Choice
from kiosk.words import Text, text
from tests.frozen import BUNDLE
from tests.kiosk.session.citizen import ALL_WELL, FACTS, Citizen
from tests.many_items import many

OFFLINE = replace(ALL_WELL, online=False)
ITEMS = [item for item in many() if item.kind != "progress"]
FIRST = next(item.category for item in ITEMS if item.effective <= ALL_WELL.today)  # type: ignore[operator]


def at_home(items: list[Item], status: TerminalStatus = ALL_WELL) -> Citizen:
    citizen = Citizen()
    offered = Catalogue(changed(many().document, items=tuple(items)))
    citizen.session, _ = begin("visit-1", FACTS, offered, status)
    return citizen


def keys(citizen: Citizen) -> list[str]:
    return [choice.key for choice in citizen.view.choices]


def group(citizen: Citizen, category: str) -> Choice:
    return next(choice for choice in citizen.view.choices if choice.key == f"group:{category}")


@pytest.mark.parametrize("count", [WITHOUT_GROUPS, WITHOUT_GROUPS + 1])
def test_more_than_seven_items_are_shown_in_groups(count: int) -> None:
    citizen = at_home(ITEMS[:count])
    grouped = count > WITHOUT_GROUPS
    categories = {item.category for item in ITEMS[:count]}
    wanted = {f"group:{each}" for each in categories} if grouped else {f"item:{item.id}" for item in ITEMS[:count]}
    assert set(keys(citizen)) == wanted
    assert citizen.view.traits.paired_choices == grouped


def test_the_item_of_ones_own_cases_is_counted_in_no_group() -> None:
    """It is the page's main action: seven items beside it are still shown each for itself."""
    mine = next(item for item in many() if item.kind == "progress")
    citizen = at_home([mine, *ITEMS[:WITHOUT_GROUPS]])
    assert keys(citizen) == [f"item:{item.id}" for item in ITEMS[:WITHOUT_GROUPS]]
    assert citizen.view.actions.right is not None
    assert citizen.view.actions.right.key == f"item:{mine.id}"


def test_a_group_is_opened_and_left_by_back() -> None:
    citizen = at_home(ITEMS)
    groups = keys(citizen)
    assert groups == sorted(groups, key=lambda key: list(ICONS).index(key.removeprefix("group:")))
    citizen.touch(f"group:{FIRST}")
    assert citizen.page == f"home/{FIRST}"
    assert citizen.view.title == text(f"category-{FIRST}")
    assert keys(citizen) == [f"item:{item.id}" for item in ITEMS if item.category == FIRST]
    citizen.touch("back")
    assert (citizen.page, keys(citizen)) == ("home", groups)


def test_bundles_are_the_first_group_in_a_row_of_its_own_that_names_them() -> None:
    found = build_catalogue(BUNDLE).items
    bundle = next(each for each in found if each.kind == "bundle")
    bundles = [changed(bundle, id=f"bundle-{n}") for n in range(7)]
    citizen = at_home([*ITEMS, *bundles, *(each for each in found if each.kind != "bundle")])
    assert keys(citizen)[0] == f"group:{BUNDLES}"
    assert citizen.view.traits.wide_first
    named = texts_of(group(citizen, BUNDLES).note)
    assert named == [text("short", each.id) for each in bundles[:MOST_NAMED]]
    citizen.touch(f"group:{BUNDLES}")
    assert keys(citizen) == [f"item:{each.id}" for each in bundles]
    assert [citizen.view.traits.wide_first] == [False]
    assert not at_home(ITEMS).view.traits.wide_first, "without bundles there is no such row"


def texts_of(words: object) -> list[Text]:
    """The names in an enumeration, in their order."""
    assert isinstance(words, Text)
    return [each for _, value in words.args for each in texts_of(value)] if words.args else [words]


def test_a_search_finds_items_of_every_group() -> None:
    citizen = at_home(ITEMS)
    citizen.types("search", "补贴")
    found = {key.removeprefix("item:") for key in keys(citizen)}
    named = {item.id for item in ITEMS if "补贴" in item.words["zh-CN"].partition("short = ")[2].partition("\n")[0]}
    assert len({item.category for item in ITEMS if item.id in named}) > 1, "the name is in several groups"
    assert named <= found


def test_a_group_without_a_possible_item_rests_with_the_reason() -> None:
    items = [changed(item, offline="forbidden") if item.category == FIRST else item for item in ITEMS]
    citizen = at_home(items, OFFLINE)
    tile = group(citizen, FIRST)
    assert (tile.enabled, tile.why_not, tile.tag) == (False, text("not-now-offline"), None)
    citizen.touch_in_vain(f"group:{FIRST}")
    assert group(at_home(items), FIRST).enabled


def test_an_item_of_an_unknown_category_is_in_the_last_group() -> None:
    """A catalogue of a later platform may have groups that this build has no name for."""
    stranger = changed(ITEMS[0], category="underwater")
    citizen = at_home([stranger, *ITEMS[1:]])
    assert keys(citizen)[-1] == f"group:{OTHER}"
    citizen.touch(f"group:{OTHER}")
    assert keys(citizen) == [f"item:{stranger.id}"]
    assert citizen.view.title == text("category-other")
