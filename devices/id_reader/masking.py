"""Card readings without their holder: every text block becomes an invented person's, every picture becomes empty."""

from __future__ import annotations

from datetime import date

from devices.id_reader import card_text, numbers, sdt
from devices.id_reader.contract import CardKind, IdCard, LongTerm
from devices.tap import CAME, SENT

LONGEST_HARMLESS = 16
"""Maximum length of an answer without personal data: the reader's own number."""


def invented() -> IdCard:
    """Return a card of an invented person, with a correct check digit."""
    number = "99000019000101000"
    return IdCard(
        CardKind.RESIDENT, "某人", number + numbers.check_digit(number), sex_code="9", ethnic_code="97",
        birth=date(1900, 1, 1), address="某地", issuer="某局", valid_from=date(2000, 1, 1), valid_to=LongTerm.LONG_TERM,
    )  # fmt: skip


class SdtMasker:
    """Frames of the SDT protocol, whole; what is no frame is never written down."""

    def __init__(self) -> None:
        self._parsers = {SENT: sdt.Parser(shortest=3), CAME: sdt.Parser()}

    def feed(self, direction: str, data: bytes) -> list[bytes]:
        contents = [c for c in self._parsers[direction].feed(data) if isinstance(c, bytes)]
        return [sdt.encode(masked(content) if direction == CAME else content) for content in contents]


def masked(content: bytes) -> bytes:
    """SW1 SW2 SW3 and data, the data replaced where it may be a person's."""
    head, data = content[:3], content[3:]
    if len(data) <= LONGEST_HARMLESS:
        return content
    parts = sdt.card_parts(data)
    if parts is None:
        return head + bytes(len(data))
    text = card_text.encode(invented()).ljust(len(parts[0]), b"\0")[: len(parts[0])]
    lengths = data[: len(data) - sum(map(len, parts))]
    return head + lengths + text + bytes(len(parts[1])) + bytes(len(parts[2]))
