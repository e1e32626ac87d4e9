"""The text and dates of a social security card, as cards have them and as none should."""

from __future__ import annotations

from datetime import date

import pytest

from devices.card_reader.records import BIRTH, NAME, NUMBER, SEX, VALID_TO, Record, decode, value_of

GOOD = {NUMBER: b"990101198506120016", NAME: "李样例".encode("gbk")}


@pytest.mark.parametrize(
    ("value", "name", "read"),
    [
        ("李样例".encode("gbk").ljust(30, b"\0"), "李样例", ""),
        ("阿卜杜拉·买买提样例人".encode("gbk").ljust(30), "阿卜杜拉·买买提样例人", ""),
        ("㼆样例".encode("gb18030") + b"\xff" * 20, "㼆样例", ""),
        ("李样例".encode("gbk")[:5], "李样", "李样\N{REPLACEMENT CHARACTER}"),
        ("李\x1b[2J样".encode("gbk"), "李[2J样", "李\x1b[2J样"),
    ],
    ids=["padded", "with a middle dot", "in four bytes", "cut in a character", "with a control character"],
)
def test_a_name(value: bytes, name: str, read: str) -> None:
    card = decode({**GOOD, NAME: value})
    assert card is not None
    assert (card.name, card.name_read) == (name, read)


@pytest.mark.parametrize(
    ("record", "value", "field", "found"),
    [
        (SEX, b"2", "sex_code", "2"),
        (SEX, b"\x02", "sex_code", "2"),
        (SEX, b"\xf7", "sex_code", ""),
        (BIRTH, bytes.fromhex("19850230"), "birth", None),
        (BIRTH, bytes.fromhex("1985FF12"), "birth_text", ""),
        (VALID_TO, bytes.fromhex("20300520"), "valid_to", date(2030, 5, 20)),
        (VALID_TO, bytes.fromhex("2030"), "valid_to", None),
        (NUMBER, b"99010119440307002x\0\0", "number", "99010119440307002X"),
    ],
)
def test_a_field(record: Record, value: bytes, field: str, found: object) -> None:
    assert getattr(decode({**GOOD, record: value}), field) == found


@pytest.mark.parametrize(
    "missing", [{NUMBER: b"\0" * 18}, {NUMBER: b"9901\xa1\xa1"}, {NAME: b"\0" * 30}, {NAME: b"\x01\x02"}]
)
def test_a_card_without_a_number_or_a_name_is_none(missing: dict[Record, bytes]) -> None:
    assert decode({**GOOD, **missing}) is None


def test_a_record_is_known_by_its_tag_and_whole() -> None:
    assert value_of(bytes.fromhex("0801 39 FFFF"), 0x08) == b"9"
    for wrong in ("", "08", "0802 39", "0901 39"):
        assert value_of(bytes.fromhex(wrong.replace(" ", "")), 0x08) is None
