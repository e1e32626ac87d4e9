"""The contract of card readers: the social security card that they read, and whether a card is in the slot.

Of a social security card only what identifies its holder is read. Of any other card nothing is read: a bank card is
known by its directory of payment applications. No PIN is ever sent, and no default one tried.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Protocol

from devices.clock import Wait
from devices.family import Begun, Family, WatchKind, silently
from devices.faults import Fault
from devices.lazy_dataclass import dataclass
from devices.readings import Device, Presence


@dataclass(frozen=True)
class SocialCard:
    """One social security card, decoded and not judged. `repr` shows nothing of it.

    `number` is the social security number, which for residents is their identity number. `name_read` is the name as it
    was read, with U+FFFD where there was no character; "" where all of it was text. A date that the card does not have,
    or that is no day of the calendar, is None; `birth_text` has the birth as it was read.
    """

    name: str = field(repr=False)
    number: str = field(repr=False)
    name_read: str = field(default="", repr=False)
    sex_code: str = field(default="", repr=False)
    birth: date | None = field(default=None, repr=False)
    birth_text: str = field(default="", repr=False)
    valid_from: date | None = field(default=None, repr=False)
    valid_to: date | None = field(default=None, repr=False)


class CardReaderCapability(StrEnum):
    """A capability of a reader."""

    READ_SOCIAL_CARD = "read_social_card"
    DETECT_INSERTED_CARD = "detect_inserted_card"


class CardReader(Device, Protocol):
    """A reader with a slot for cards with contacts.

    Fault codes: card_reader.bank_card, .id_card, .other_card, .mute, .pulled_away, .unreadable, .needs_pin (ask the
    citizen), .no_answer, .broken (call staff), and the transport's.
    """

    def read(self, wait: Wait, begun: Begun = silently) -> SocialCard:
        """Look for a card until one is read. Raises DeadlineReached, Cancelled (within 200 ms) or DeviceFault.

        `begun` is called when a card was found and is being read. A card that stays in the slot is read again, or
        refused again, no sooner than five seconds later.
        """

    def presence(self, wait: Wait) -> Presence:
        """Look once for a card in the slot. Raises DeviceFault, DeadlineReached, Cancelled."""


def _read(reader: CardReader, wait: Wait, begun: Begun) -> SocialCard:
    return reader.read(wait, begun)


def _presence(reader: CardReader, wait: Wait, _: Begun) -> Presence:
    return reader.presence(wait)


def _unknown(fault: Fault) -> Presence:
    return Presence.UNKNOWN


READ: WatchKind[CardReader, SocialCard] = WatchKind(
    "read", CardReaderCapability.READ_SOCIAL_CARD, SocialCard, _read, every_s=None, longest_s=None
)
PRESENCE: WatchKind[CardReader, Presence] = WatchKind(
    "presence",
    CardReaderCapability.DETECT_INSERTED_CARD,
    Presence,
    _presence,
    every_s=0.5,
    longest_s=3.0,
    on_fault=_unknown,
)
FAMILY: Family[CardReader] = Family("card_reader", CardReader, CardReaderCapability, watches=(READ, PRESENCE))
