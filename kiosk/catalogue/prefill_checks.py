"""Check what an item asks registers for."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.catalogue.item import ITEM, SCHEMA, Item
from kiosk.catalogue.mistake import Mistake


def prefill_mistakes(item: Item) -> Iterator[Mistake]:
    """Registers that are asked without a consent, for nothing that the form asks, or twice for one answer."""
    asked = {control.answer for page in item.pages for control in page.controls}
    filled: set[str] = set()
    registers = [each.register for each in item.prefill]
    for n, row in enumerate(item.prefill):
        place = f"prefill.{n}"
        if row.purpose not in item.consent:
            wrong = f"{row.purpose!r} is nothing that the citizen consents to"
            yield Mistake(ITEM, f"{place}.purpose", wrong, "name a word key of consent")
        if row.register in registers[:n]:
            yield Mistake(ITEM, f"{place}.register", f"{row.register!r} is there twice", "use one row")
        if not row.fills:
            yield Mistake(ITEM, f"{place}.fills", "fills nothing", "name an answer and the register's field")
        for answer in row.fills:
            if answer not in asked:
                wrong = f"{answer!r} is no answer that a page asks for"
                yield Mistake(ITEM, f"{place}.fills", wrong, f"name a property of {SCHEMA}")
            if answer in filled:
                wrong = f"{answer!r} is filled by another register too"
                yield Mistake(ITEM, f"{place}.fills", wrong, "fill each answer from one register")
            filled.add(answer)
