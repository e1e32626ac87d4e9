"""Answers of cards, and codes of PC/SC, with what each means here. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from devices.faults import DeviceFault, Next
from devices.lazy_dataclass import dataclass
from devices.pcsc_wire import BY_NUMBER, IN_USE, MUTE, PRESENT, SELECT, STATE_HEAD

OK = 0x9000
MORE, OTHER_LENGTH = 0x61, 0x6C
"""First byte of a status (ISO 7816-4, table 5): so many bytes wait for GET RESPONSE; ask again with this length."""
PIN_NEEDED = frozenset({0x6982, 0x6985})
"""Security status or conditions of use are not satisfied: a PIN or a security module is needed. There is none here."""

ID_CARD_ATQB = bytes.fromhex("D1 03 86 0C 00 80 80")
"""Application data and protocol info with which a resident identity card answers on a contactless reader (ATQB 50
00000000 D103860C 008080, three public programs); PC/SC part 3 puts them into the ATR."""


@dataclass(frozen=True)
class SlotState:
    """The slot as PC/SC sees it. `count` is of cards that came and went."""

    present: bool
    mute: bool
    in_use: bool
    count: int
    atr: bytes


def slot_state(data: bytes) -> SlotState | None:
    """The state in an answer, None if it is too short for one."""
    if len(data) < STATE_HEAD:
        return None
    flags = data[0]
    count = int.from_bytes(data[1:STATE_HEAD])
    return SlotState(bool(flags & PRESENT), bool(flags & MUTE), bool(flags & IN_USE), count, data[STATE_HEAD:])


def select_name(name: bytes) -> bytes:
    return bytes((0, SELECT, 0x04, 0, len(name))) + name


def select_file(file: bytes, by: int) -> bytes:
    return bytes((0, SELECT, by, 0, 2)) + file


def read_record(number: int, by: int = BY_NUMBER) -> bytes:
    return bytes((0, 0xB2, number, by, 0))


def get_response(length: int) -> bytes:
    return bytes((0, 0xC0, 0, 0, length))


def ask_citizen(word: str, detail: str = "") -> DeviceFault:
    return DeviceFault(f"card_reader.{word}", Next.ASK_CITIZEN, detail)


GONE = ("transport.lost", "the reader or its service went away")
MISSING = ("transport.absent", "no such reader; see pcsc_scan -r")
NO_SERVICE = ("transport.absent", "pcscd does not run")
OTHER_PROGRAM = ("transport.busy", "another program has the card")
CARD = ("", "")
"""The card, not the reader: whether it was pulled is seen by its state."""
NO_ATR = ("card_reader.mute", "the card does not answer")
NOT_FOR_US = ("card_reader.other_card", "the card speaks another protocol")
CODES: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        1: ("transport.absent", "no libpcsclite; install the package libpcsclite1"),
        2: ("transport.absent", "several readers have this name; add the numbers behind it"),
        0x80100009: MISSING,  # SCARD_E_UNKNOWN_READER
        0x8010000B: OTHER_PROGRAM,  # SCARD_E_SHARING_VIOLATION
        0x8010000C: CARD,  # SCARD_E_NO_SMARTCARD
        0x8010000F: NOT_FOR_US,  # SCARD_E_PROTO_MISMATCH
        0x80100010: CARD,  # SCARD_E_NOT_READY
        0x80100013: GONE,  # SCARD_F_COMM_ERROR
        0x80100016: CARD,  # SCARD_E_NOT_TRANSACTED
        0x80100017: GONE,  # SCARD_E_READER_UNAVAILABLE
        0x8010001D: NO_SERVICE,  # SCARD_E_NO_SERVICE
        0x8010001E: GONE,  # SCARD_E_SERVICE_STOPPED
        0x8010002E: MISSING,  # SCARD_E_NO_READERS_AVAILABLE
        0x8010002F: CARD,  # SCARD_E_COMM_DATA_LOST
        0x80100065: NOT_FOR_US,  # SCARD_W_UNSUPPORTED_CARD
        0x80100066: NO_ATR,  # SCARD_W_UNRESPONSIVE_CARD
        0x80100067: NO_ATR,  # SCARD_W_UNPOWERED_CARD
        0x80100068: CARD,  # SCARD_W_RESET_CARD
        0x80100069: CARD,  # SCARD_W_REMOVED_CARD
    }
)
"""Code of PC/SC (winscard.h), or of our process → fault and words for technicians. Any other is the reader's fault."""


class CardFailed(Exception):
    """The card did not do what it was asked; whether it is still there has to be looked at."""


def failure(data: bytes) -> DeviceFault | CardFailed:
    """The exception of a failed call."""
    code = int.from_bytes(data)
    fault, words = CODES.get(code, ("card_reader.broken", "PC/SC refuses"))
    detail = f"{words} ({code:#010x})"
    if not fault:
        return CardFailed(detail)
    citizens = fault in {NO_ATR[0], NOT_FOR_US[0]}
    return DeviceFault(fault, Next.ASK_CITIZEN if citizens else Next.CALL_STAFF, detail)
