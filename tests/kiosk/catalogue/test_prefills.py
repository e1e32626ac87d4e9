"""Mistakes in what an item asks registers for."""

from __future__ import annotations

import pytest

from devices.strict_struct import replace
from kiosk.catalogue.elements import Prefill
from kiosk.catalogue.item import Item
from kiosk.catalogue.prefill_checks import prefill_mistakes
from kiosk.catalogue.sources import read_item
from tests.frozen import WHOM

ITEM = read_item(WHOM / "services" / "pension-account")
PENSION = ITEM.prefill[1]


def with_rows(*rows: Prefill) -> Item:
    return replace(ITEM, prefill=rows)


def test_the_item_of_the_tests_has_none() -> None:
    assert list(prefill_mistakes(ITEM)) == []


@pytest.mark.parametrize(
    ("row", "place", "wrong"),
    [
        (replace(PENSION, purpose="consent-nothing"), "prefill.1.purpose", "nothing that the citizen consents to"),
        (replace(PENSION, register="population"), "prefill.1.register", "is there twice"),
        (replace(PENSION, fills={}), "prefill.1.fills", "fills nothing"),
        (replace(PENSION, fills={"unknown": "account"}), "prefill.1.fills", "no answer that a page asks for"),
        (replace(PENSION, fills={"address": "place"}), "prefill.1.fills", "by another register too"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_mistake_is_named(row: Prefill, place: str, wrong: str) -> None:
    (found,) = prefill_mistakes(with_rows(ITEM.prefill[0], row))
    assert (found.place, wrong in found.wrong) == (place, True)
