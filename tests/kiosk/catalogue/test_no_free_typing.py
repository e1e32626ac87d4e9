"""A person whose card was read need not type Chinese: it is on the card, or a choice."""

from __future__ import annotations

from itertools import product

import pytest

from devices.strict_struct import replace
from kiosk.catalogue.answers import visible_pages
from kiosk.catalogue.build import build_catalogue
from kiosk.catalogue.item import Item
from kiosk.steps.form_fields import options
from kiosk.vocabulary.facts import WITHOUT_THEIR_CARD
from tests import frozen

ITEMS = build_catalogue(frozen.SHIPPED / "services").items
ON_A_RESIDENT_CARD = frozenset({"card.name", "card.number", "card.birth", "card.address"})
OF_WHO_CAME = frozenset({"helper.name", "helper.address"})
FILLED = {
    "self": ON_A_RESIDENT_CARD,
    **dict.fromkeys(("family", "other"), ON_A_RESIDENT_CARD | OF_WHO_CAME),
    **dict.fromkeys(WITHOUT_THEIR_CARD, OF_WHO_CAME),
}
EACH = [(item, whom) for item in ITEMS for whom in item.for_whom]


def to_be_written(item: Item, acting_for: str) -> set[str]:
    """Answers in Chinese that the citizen would have to type, for any choices made before."""
    choices = {c.answer: options(item, c.answer) for page in item.pages for c in page.controls if c.widget == "choice"}
    ways = product(*choices.values())
    seen = (visible_pages(item, {**dict(zip(choices, way, strict=True)), "acting_for": acting_for}) for way in ways)
    controls = {control for pages in seen for page in pages for control in page.controls}
    return {
        c.answer
        for c in controls
        if c.widget in ("chinese", "name") and not c.optional and c.fill not in FILLED[acting_for]
    }


@pytest.mark.parametrize(("item", "acting_for"), EACH, ids=[f"{item.id}-{whom}" for item, whom in EACH])
def test_no_chinese_has_to_be_written_by_a_person_whose_card_was_read(item: Item, acting_for: str) -> None:
    assert to_be_written(item, acting_for) == set()


@pytest.mark.parametrize("acting_for", FILLED)
def test_a_field_nothing_fills_is_found(acting_for: str) -> None:
    item = next(each for each in frozen.catalogue() if each.pages)
    page = item.pages[0]
    bare = replace(page, controls=tuple(replace(c, fill="") for c in page.controls))
    assert to_be_written(replace(item, pages=(bare,)), acting_for) == {"name"}
