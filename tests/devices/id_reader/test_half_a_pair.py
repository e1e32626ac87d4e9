"""A text field of the chip that was cut by UTF-16 units ends in half a surrogate pair.

The name field has 15 units, the address 35; a character of Extension B takes two and may lie across the end.
"""

from __future__ import annotations

import pytest

from devices.id_reader.card_text import decode
from tests.raw_cards import block

FIELDS = ("name", "address")


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_that_ends_in_half_a_pair_can_be_written(field: str) -> None:
    assert getattr(decode(block(f"half_a_pair/{field}")), field).encode()


@pytest.mark.parametrize("field", FIELDS)
def test_the_characters_before_the_cut_are_kept_and_the_card_is_usable(field: str) -> None:
    raw = block(f"half_a_pair/{field}")
    whole = {"name": "阿不都热合曼阿不都克里木样例", "address": "青禾县西山乡" + "样" * 28}
    card = decode(raw)
    assert getattr(card, field)[: len(whole[field])] == whole[field]
    assert card.problems == ()
