"""Text of the chip that is not whole characters, and private-use points that GBK once gave to characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.id_reader.card_text import decode, encode
from devices.id_reader.chip_text import clean, text_of
from devices.id_reader.contract import CardFlaw, CardProblem, FlawKind
from devices.id_reader.private_use import FIRST, UNICODE_OF
from tests.kiosk.session.citizen import invented_card
from tests.raw_cards import block

GBK = [lead << 8 | trail for lead in (0xFE,) for trail in (*range(0x50, 0x7F), *range(0x80, 0xA1))]
"""The 80 codes of GBK, in the order of their private-use points."""

UNSEEN = [
    "王\u202e样",
    "王\u2066样\u2069",
    "王\u2028样",
    "王\u2029样",
    "\u200b",
    "王\u200d样",
    "\ufeff王样",
    "王\xad样",
]
"""Direction overrides and isolates, line separators, zero-width characters, a soft hyphen."""


@pytest.mark.parametrize("field", ["name", "address"])
def test_a_cut_field_is_a_flaw_that_keeps_the_form_read(field: str) -> None:
    (flaw,) = decode(block(f"half_a_pair/{field}")).flaws
    assert (flaw.field, flaw.kind) == (field, FlawKind.INCOMPLETE)
    assert flaw.read.endswith("\ufffd")
    assert flaw.read.encode()


def test_a_card_with_whole_characters_has_no_flaw() -> None:
    assert decode(encode(invented_card(name="王\U00020bb7样例"))).flaws == ()


@pytest.mark.parametrize(
    "text", ["\ud842王", "王\udfb7样", "\udfb7\ud842", "王\x07样", "王\ufffe样", "王\0样", *UNSEEN]
)
def test_whatever_is_no_character_is_left_out_and_named(text: str) -> None:
    cleaned, (flaw,) = clean("name", text)
    assert cleaned == "".join(character for character in text if character in "王样")
    assert flaw.kind is FlawKind.INCOMPLETE


def test_a_name_of_unseen_characters_is_no_name() -> None:
    assert CardProblem.NAME_EMPTY in decode(encode(invented_card(name="\u200b\u2060"))).problems


@given(st.binary(max_size=70))
def test_any_code_units_can_be_written(raw: bytes) -> None:
    cleaned, flaws = clean("name", text_of(raw))
    assert cleaned.encode().decode() == cleaned
    assert all(flaw.read.encode() for flaw in flaws)


def test_eighty_old_points_are_read_as_the_characters_of_their_codes() -> None:
    """Python's gb18030 follows the edition of 2000: 66 of the codes had characters by then, the rest private points."""
    assert len(GBK) == 80
    by_code = [code.to_bytes(2).decode("gb18030") for code in GBK]
    known = [(FIRST + place, said) for place, said in enumerate(by_code) if said != chr(FIRST + place)]
    assert len(known) == 66
    assert all(UNICODE_OF[point] == said for point, said in known)
    assert len(set(UNICODE_OF.values())) == len(UNICODE_OF) == 82


def test_an_old_point_in_a_name_becomes_its_character_and_the_form_read_is_kept() -> None:
    old, new = "王\ue863样", "王䶮样"
    card = decode(encode(invented_card(name=old)))
    assert (card.name, card.flaws) == (new, (CardFlaw("name", FlawKind.OLD_CODE, old),))


def test_a_point_without_a_character_is_kept_and_named() -> None:
    card = decode(encode(invented_card(name="王\uf123样")))
    assert (card.name, [flaw.kind for flaw in card.flaws]) == ("王\uf123样", [FlawKind.NO_CHARACTER])
    assert card.problems == ()
