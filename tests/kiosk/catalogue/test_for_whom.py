"""Mistakes in whom an item is for."""

from __future__ import annotations

import pytest

from devices.strict_struct import replace
from kiosk.catalogue.item import Item
from kiosk.catalogue.mandate_checks import mandate_mistakes
from kiosk.catalogue.sources import read_item
from tests.frozen import WHOM

ITEM = read_item(WHOM / "services" / "pension-account")


@pytest.mark.parametrize("name", ["pension-account", "shop-address", "birth-report", "funeral-grant"])
def test_the_items_of_the_tests_have_none(name: str) -> None:
    assert list(mandate_mistakes(read_item(WHOM / "services" / name))) == []


@pytest.mark.parametrize(
    ("item", "place", "wrong"),
    [
        (replace(ITEM, kind="lookup"), "for_whom", "about who came"),
        (replace(ITEM, kind="certificate", for_whom=("newborn",)), "for_whom", "names newborn"),
        (replace(ITEM, declaration=()), "declaration", "still holds"),
        (replace(ITEM, for_whom=("self", "self")), "for_whom", "twice"),
    ],
    ids=["a look-up", "a certificate", "no declaration", "twice"],
)
def test_each_mistake_is_named(item: Item, place: str, wrong: str) -> None:
    (found,) = mandate_mistakes(item)
    assert (found.place, wrong in found.wrong) == (place, True)
