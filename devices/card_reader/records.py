"""Records of a social security card: which ones are read, and what they say. Pure.

A record is one byte of tag, one of length, and the value (devices' notes, section 4: two or more public programs for
the numbers of the holder's file, one for most fields of the issuer's).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from devices.card_reader.contract import SocialCard
from devices.lazy_dataclass import dataclass
from devices.pcsc_wire import HOLDER_FILE, ISSUER_FILE


@dataclass(frozen=True)
class Record:
    """One record that is read: its file, its number there, and its tag."""

    file: bytes
    number: int
    tag: int


ISSUED, VALID_TO = Record(ISSUER_FILE, 5, 0x05), Record(ISSUER_FILE, 6, 0x06)
NUMBER, NAME = Record(HOLDER_FILE, 1, 0x08), Record(HOLDER_FILE, 2, 0x09)
SEX, BIRTH = Record(HOLDER_FILE, 3, 0x0A), Record(HOLDER_FILE, 6, 0x0D)
READ = (NUMBER, NAME, SEX, BIRTH, ISSUED, VALID_TO)
"""In this order. Ethnic group, birthplace, card number and card id are not read: nothing here needs them."""
NEEDED = frozenset({NUMBER, NAME})
"""Without these a card is of no use."""
PADDING = b"\x00\xff "
LONGEST_NAME, LONGEST_NUMBER = 30, 18


def value_of(record: bytes, tag: int) -> bytes | None:
    """The value of a record with this tag; None for another record, or one that is cut."""
    if len(record) < 2 or record[0] != tag or len(record) < 2 + record[1]:
        return None
    return record[2 : 2 + record[1]]


def decode(values: Mapping[Record, bytes]) -> SocialCard | None:
    """The card that the records make; None if its number is no text, or its name has no character."""
    name, name_read = _text(values.get(NAME, b"")[:LONGEST_NAME])
    number = values.get(NUMBER, b"")[:LONGEST_NUMBER].strip(PADDING)
    if not name or not number.isalnum():
        return None
    birth_text = _digits(values.get(BIRTH, b""))
    return SocialCard(
        name=name,
        number=number.decode("ascii").upper(),
        name_read=name_read,
        sex_code=_sex(values.get(SEX, b"")),
        birth=_day(birth_text),
        birth_text=birth_text,
        valid_from=_day(_digits(values.get(ISSUED, b""))),
        valid_to=_day(_digits(values.get(VALID_TO, b""))),
    )


def _text(value: bytes) -> tuple[str, str]:
    """Text in GBK, read as GB18030 that contains it; what is no character is left out, and kept in the second."""
    read = value.rstrip(PADDING).decode("gb18030", "replace").strip()
    text = "".join(each for each in read if each.isprintable() and each != "\N{REPLACEMENT CHARACTER}")
    return text, "" if text == read else read


def _digits(value: bytes) -> str:
    """A date of four bytes, two digits in each; the bytes as they are written in public programs."""
    digits = value.hex()
    return digits if len(digits) == 8 and digits.isdecimal() else ""


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) if digits else None
    except ValueError:
        return None


def _sex(value: bytes) -> str:
    """A code of GB/T 2261.1, as a digit or as its number."""
    code = value[:1]
    return code.decode("ascii") if code.isdigit() else str(code[0]) if code and code[0] <= 9 else ""
