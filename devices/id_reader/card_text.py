"""The 256 bytes of text on a chip: four layouts by the code unit at offset 248; UTF-16LE, padded with spaces.

Decoding never fails on a character: what does not fit is a problem or a flaw of the card. Encoding is for the
simulator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from devices.id_reader import numbers
from devices.id_reader.card_checks import problems
from devices.id_reader.chip_text import clean, text_of
from devices.id_reader.contract import CardFlaw, CardKind, IdCard, LongTerm
from devices.name_dot import with_dots

LENGTH = 256
FLAG_AT = 248

Layout = Mapping[str, tuple[int, int]]
"""Field → offset and length in bytes, as the manual's table has them."""

LAYOUTS: Mapping[CardKind, Layout] = MappingProxyType(
    {
        CardKind.RESIDENT: {
            "name": (0, 30),
            "sex": (30, 2),
            "ethnic": (32, 4),
            "birth": (36, 16),
            "address": (52, 70),
            "number": (122, 36),
            "issuer": (158, 30),
            "valid_from": (188, 16),
            "valid_to": (204, 16),
        },
        CardKind.HMT_PERMIT: {
            "name": (0, 30),
            "sex": (30, 2),
            "birth": (36, 16),
            "address": (52, 70),
            "number": (122, 36),
            "issuer": (158, 30),
            "valid_from": (188, 16),
            "valid_to": (204, 16),
            "travel_permit": (220, 18),
            "issue_count": (238, 4),
        },
        CardKind.FOREIGN_2017: {
            "latin": (0, 120),
            "sex": (120, 2),
            "number": (122, 30),
            "nationality": (152, 6),
            "name": (158, 30),
            "valid_from": (188, 16),
            "valid_to": (204, 16),
            "birth": (220, 16),
            "issuer": (240, 8),
        },
        CardKind.FOREIGN_2023: {
            "name": (0, 30),
            "sex": (30, 2),
            "issue_count": (32, 4),
            "birth": (36, 16),
            "latin": (52, 70),
            "number": (122, 36),
            "valid_from": (188, 16),
            "valid_to": (204, 16),
            "latin_rest": (220, 22),
            "nationality": (242, 6),
            "link": (250, 6),
        },
    }
)

FLAGS: Mapping[str, CardKind] = MappingProxyType(
    {"I": CardKind.FOREIGN_2017, "Y": CardKind.FOREIGN_2023, "J": CardKind.HMT_PERMIT}
)
"""Anything else, a space above all, is a resident card."""


CONTINUED = MappingProxyType({"latin": "latin_rest"})
"""Field → the field that goes on where it is full: a blank at the edge belongs to the text."""


def _texts(block: bytes, layout: Layout) -> tuple[dict[str, str], tuple[CardFlaw, ...]]:
    """Every field's text and the flaws of all of them."""
    texts: dict[str, str] = {}
    flaws: list[CardFlaw] = []
    for name in layout.keys() - CONTINUED.values():
        places = [layout[part] for part in (name, CONTINUED.get(name, "")) if part in layout]
        raw = b"".join(block[at : at + length] for at, length in places)
        texts[name], found = clean(name, text_of(raw))
        flaws += found
    return texts, tuple(sorted(flaws, key=lambda flaw: layout[flaw.field]))


def decode(block: bytes, photo: bytes = b"") -> IdCard:
    """The card in a text block of 256 bytes; a shorter one is read as far as it goes."""
    block = block[:LENGTH].ljust(LENGTH, b"\0")
    kind = FLAGS.get(text_of(block[FLAG_AT : FLAG_AT + 2]), CardKind.RESIDENT)
    found, flaws = _texts(block, LAYOUTS[kind])
    # An issuer's machine may break the name between two words: then the first field is padded.
    latin = " ".join(found.get("latin", "").split())
    # Some issuers' machines wrote the check character as a small letter.
    number, nationality = found["number"].upper(), found.get("nationality", "")
    birth = numbers.day(found["birth"])
    card = IdCard(
        kind=kind,
        name=with_dots(found["name"]) or latin,
        number=number,
        name_latin=latin,
        sex_code=found["sex"],
        ethnic_code=found.get("ethnic", ""),
        birth=birth,
        birth_text="" if birth else found["birth"],
        address=found.get("address", ""),
        issuer=found.get("issuer", ""),
        valid_from=numbers.day(found["valid_from"]),
        valid_to=_valid_to(found["valid_to"]),
        nationality=nationality,
        travel_permit_number=found.get("travel_permit", ""),
        issue_count=found.get("issue_count", ""),
        former_number=numbers.former_number(number, nationality, found.get("link", "")),
        photo=photo,
        flaws=flaws,
    )
    return replace(card, problems=problems(card))


def _valid_to(text: str) -> date | LongTerm | None:
    return LongTerm.LONG_TERM if text == LongTerm.LONG_TERM.value else numbers.end_day(text)


def encode(card: IdCard) -> bytes:
    """The text block of a card, for a simulator. Raises ValueError if a value does not fit its field."""
    layout = LAYOUTS[card.kind]
    latin = card.name_latin
    values = {
        "name": "" if card.name == latin else card.name,
        "sex": card.sex_code,
        "ethnic": card.ethnic_code,
        "birth": card.birth_text or _day(card.birth),
        "address": card.address,
        "number": card.number,
        "issuer": card.issuer,
        "valid_from": _day(card.valid_from),
        "valid_to": card.valid_to.value if isinstance(card.valid_to, LongTerm) else _day(card.valid_to),
        "nationality": card.nationality,
        "travel_permit": card.travel_permit_number,
        "issue_count": card.issue_count,
        "latin": latin[:35] if "latin_rest" in layout else latin,
        "latin_rest": latin[35:],
        "link": card.former_number[5:7] + card.former_number[13:14] if card.former_number else "",
    }
    block = bytearray(" ".encode("utf-16-le") * (LENGTH // 2))
    for name, (at, length) in layout.items():
        encoded = values[name].encode("utf-16-le", "surrogatepass")
        if len(encoded) > length:
            raise ValueError(f"{name} does not fit its field of {length} bytes")
        block[at : at + len(encoded)] = encoded
    flag = next((flag for flag, kind in FLAGS.items() if kind is card.kind), " ")
    block[FLAG_AT : FLAG_AT + 2] = flag.encode("utf-16-le")
    return bytes(block)


def _day(value: date | None) -> str:
    return value.isoformat().replace("-", "") if value else ""
