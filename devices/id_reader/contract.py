"""The contract of ID card readers: their verbs, and the card that they read.

A card is the chip's content, decoded and checked but never repaired: what looks wrong is listed in `problems` and left
to the session to judge. Codes are kept as read, also unknown ones, so that they can be shown and printed. Text that is
not whole characters is the exception: it could be neither shown nor sealed, so `flaws` keeps the form read beside it.
"""

from __future__ import annotations

from dataclasses import field
from dataclasses import field as dataclass_field  # for CardFlaw, which has a field of that name
from datetime import date
from enum import StrEnum
from typing import Protocol

from devices.clock import Wait
from devices.family import Begun, Family, WatchKind, silently
from devices.faults import Fault
from devices.lazy_dataclass import dataclass
from devices.readings import Device, Presence


class CardKind(StrEnum):
    """The four layouts of the chip's text block (type flag at offset 248)."""

    RESIDENT = "resident"
    HMT_PERMIT = "hmt_permit"
    FOREIGN_2017 = "foreign_2017"
    FOREIGN_2023 = "foreign_2023"


class LongTerm(StrEnum):
    """The chip's 长期 in place of an end date."""

    LONG_TERM = "长期"


class CardProblem(StrEnum):
    """An inconsistency of a card that was read without error."""

    NUMBER_CHECK_DIGIT = "number_check_digit"
    NUMBER_FORM = "number_form"
    BIRTH_DATE = "birth_date"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    VALID_FROM = "valid_from"
    VALID_TO = "valid_to"
    NAME_EMPTY = "name_empty"
    SEX_CODE = "sex_code"
    ETHNIC_CODE = "ethnic_code"


class FlawKind(StrEnum):
    """A flaw in the text of a field; the card can be used nevertheless."""

    INCOMPLETE = "incomplete"
    """Something in it was no character and was left out: half of a surrogate pair at a cut, a control character."""
    OLD_CODE = "old_code"
    """A private-use point of GBK's time was replaced by its character."""
    NO_CHARACTER = "no_character"
    """A private-use point that stands for no known character: no font has a glyph for it."""
    NO_GLYPH = "no_glyph"
    """The terminal's font has no glyph for a character: the holder saw a box and could not compare it. Added by the
    visit, not by a reader."""


@dataclass(frozen=True)
class CardFlaw:
    """A flaw of one text field, and the field as it was read (U+FFFD where there was no character)."""

    field: str
    kind: FlawKind
    read: str = dataclass_field(repr=False)


@dataclass(frozen=True)
class IdCard:
    """One card. `repr` shows the kind alone: a card must not leak into a log by accident.

    `name` is the name to address the holder by (Chinese where the card has one, else Latin). Fields that a layout lacks
    are empty strings or None. `number` is the identity number as printed on the card, its X a capital letter.
    """

    kind: CardKind
    name: str = field(repr=False)
    number: str = field(repr=False)
    name_latin: str = field(default="", repr=False)
    sex_code: str = field(default="", repr=False)
    ethnic_code: str = field(default="", repr=False)
    birth: date | None = field(default=None, repr=False)
    birth_text: str = field(default="", repr=False)
    """The birth date as on the chip, where it is no day of the calendar (19420230)."""
    address: str = field(default="", repr=False)
    issuer: str = field(default="", repr=False)
    valid_from: date | None = field(default=None, repr=False)
    valid_to: date | LongTerm | None = field(default=None, repr=False)
    nationality: str = field(default="", repr=False)
    travel_permit_number: str = field(default="", repr=False)
    issue_count: str = field(default="", repr=False)
    former_number: str = field(default="", repr=False)
    photo: bytes = field(default=b"", repr=False)
    problems: tuple[CardProblem, ...] = ()
    flaws: tuple[CardFlaw, ...] = ()

    def valid_on(self, day: date) -> bool | None:
        """Whether the card is valid on `day`; None if it does not say. One date that can be read may rule it out."""
        if isinstance(self.valid_to, date) and day > self.valid_to:
            return False
        if self.valid_from is None or self.valid_to is None:
            return None
        return self.valid_from <= day


class IdReaderCapability(StrEnum):
    """A capability of a reader, by its protocol."""

    READ_ID_CARD = "read_id_card"
    DETECT_CARD_PRESENCE = "detect_card_presence"
    """Detect a card that is laid on it. A reader may still not know when a card that it has read is lifted."""


class IdReader(Device, Protocol):
    """An ID card reader.

    Fault codes: id_reader.lift_and_retry, .wrong_card, .card_rejected (ask the citizen), .no_answer,
    .self_test_failed, .not_authorised, .broken (call staff), and the transport's.
    """

    def read(self, wait: Wait, begun: Begun = silently) -> IdCard:
        """Look for a card until one is read. Raises DeadlineReached, Cancelled (within 200 ms) or DeviceFault.

        `begun` is called when a card was found and is being read; it may go before it is. After a fault that asks the
        citizen, calling `read` again goes on looking.
        """

    def presence(self, wait: Wait) -> Presence:
        """Look once for a card on the reader. Unknown where the protocol cannot say (a card that was read no longer
        answers). Raises DeviceFault, DeadlineReached, Cancelled."""


def _read(reader: IdReader, wait: Wait, begun: Begun) -> IdCard:
    return reader.read(wait, begun)


def _presence(reader: IdReader, wait: Wait, _: Begun) -> Presence:
    return reader.presence(wait)


def _unknown(fault: Fault) -> Presence:
    return Presence.UNKNOWN


READ: WatchKind[IdReader, IdCard] = WatchKind(
    "read", IdReaderCapability.READ_ID_CARD, IdCard, _read, every_s=None, longest_s=None
)
PRESENCE: WatchKind[IdReader, Presence] = WatchKind(
    "presence",
    IdReaderCapability.DETECT_CARD_PRESENCE,
    Presence,
    _presence,
    every_s=0.5,
    longest_s=3.0,
    on_fault=_unknown,
)
FAMILY: Family[IdReader] = Family("id_reader", IdReader, IdReaderCapability, watches=(READ, PRESENCE))
