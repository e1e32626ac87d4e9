"""Sorting of the bytes that an ESC/POS printer sends. No I/O.

A printer answers questions, and may send more that nobody asked for: its automatic status (ASB, four bytes whenever
paper or cover changes) and flow control. The sorts differ by fixed bits (Citizen and Epson manuals):

    DLE EOT n      0xx1xx10     one byte
    GS r           0xx0xxxx     one byte
    GS I 65 to 68  0x5F, text, 0x00
    ASB            0xx1xx00     and three more bytes 0xx0xxxx
    XON, XOFF      00010001, 00010011
"""

from __future__ import annotations

from enum import Enum

from devices.lazy_dataclass import dataclass

FIXED = 0x93
"""Bits 0, 1, 4 and 7: together they tell the sorts apart."""
REAL_TIME_BITS = 0x12
AUTOMATIC_BITS = 0x10
BUFFERED_FIXED = 0x90
"""Clear in answers to GS r, and in the bytes of an automatic status after its first."""
AUTOMATIC_LENGTH = 4
FLOW_CONTROL = frozenset({0x11, 0x13})
NOT_TAKEN = 0x80
"""A kiosk printer's own bit in the answer to DLE EOT 1 (KP-628E): the last slip was not taken."""


class Sort(Enum):
    """Fixed bits of an answer of one byte, or of an automatic status of four."""

    REAL_TIME = "answer to DLE EOT"
    BUFFERED = "answer to GS r"
    AUTOMATIC = "automatic status"
    FLOW = "flow control"
    NOISE = "noise"


@dataclass(frozen=True)
class Answer:
    """One answer; `byte` is its first byte."""

    sort: Sort
    byte: int


def begins_automatic(byte: int) -> bool:
    """Whether an automatic status may begin with this byte."""
    return byte & FIXED == AUTOMATIC_BITS


def continues_automatic(byte: int) -> bool:
    """Whether this byte may be the second, third or fourth of an automatic status."""
    return byte & BUFFERED_FIXED == 0


def is_automatic(data: bytes) -> bool:
    """Whether these bytes are one whole automatic status."""
    return len(data) == AUTOMATIC_LENGTH and begins_automatic(data[0]) and all(map(continues_automatic, data[1:]))


BLOCK_BYTES = 80
"""The longest block with its first and last byte."""


def block_text(data: bytes) -> str | None:
    """The text in a block, once it is whole; None while it is not, or for bytes that are none."""
    whole = data.startswith(b"_") and data.endswith(b"\0") and data.count(b"\0") == 1 and len(data) <= BLOCK_BYTES
    return data[1:-1].decode("ascii", "replace") if whole else None


class AnswerParser:
    """Takes bytes as they arrive and gives the answers that are complete.

    `fixed_bits`: the model keeps bit 7 of real-time answers clear.
    """

    def __init__(self, *, fixed_bits: bool) -> None:
        self._fixed = FIXED if fixed_bits else FIXED & ~NOT_TAKEN
        self._begun = b""
        """The bytes so far of an automatic status."""

    def feed(self, data: bytes) -> list[Answer]:
        """The answers that are complete now."""
        return [answer for byte in data for answer in self._take(byte)]

    def silence(self) -> list[Answer]:
        """Nothing came for a while: an automatic status that is not complete was none."""
        found = [Answer(Sort.NOISE, self._begun[0])] if self._begun else []
        self._begun = b""
        return found

    def _take(self, byte: int) -> list[Answer]:
        if self._begun and continues_automatic(byte):
            self._begun += bytes([byte])
            if len(self._begun) < AUTOMATIC_LENGTH:
                return []
            first, self._begun = self._begun[0], b""
            return [Answer(Sort.AUTOMATIC, first)]
        broken = self.silence()
        if begins_automatic(byte):
            self._begun = bytes([byte])
            return broken
        return [*broken, Answer(self._sort(byte), byte)]

    def _sort(self, byte: int) -> Sort:
        if byte & self._fixed == REAL_TIME_BITS:
            return Sort.REAL_TIME
        if byte in FLOW_CONTROL:
            return Sort.FLOW
        return Sort.BUFFERED if byte & BUFFERED_FIXED == 0 else Sort.NOISE
