"""The SDT frames of SAM-V readers (GA 467, GA/T 467-2019): bytes ⇄ messages, no I/O.

    request  AA AA AA 96 69 | len(2, BE) | CMD PARA | data | XOR
    reply    AA AA AA 96 69 | len(2, BE) | SW1 SW2 SW3 | data | XOR

`len` counts everything after itself; XOR runs from `len` to the last data byte. A line may add
bytes before a frame, lose some in it, or join it to the next; the parser drops no more than it must.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum
from functools import reduce
from types import MappingProxyType

from devices.lazy_dataclass import dataclass

PREAMBLE = bytes.fromhex("AAAAAA9669")
HEAD = len(PREAMBLE) + 2
SHORTEST = 4
LONGEST = 4096
"""No known reply is longer than 2321 bytes; more than this is a wrong length."""


class Command(Enum):
    """CMD and PARA by name."""

    RESET = b"\x10\xff"
    STATUS = b"\x11\xff"
    NUMBER = b"\x12\xff"
    FIND = b"\x20\x01"
    SELECT = b"\x20\x02"
    READ = b"\x30\x01"
    READ_WITH_FINGERPRINT = b"\x30\x10"
    READ_APPENDED_ADDRESS = b"\x30\x03"


OK = 0x90
FOUND = 0x9F
NO_CARD = 0x80
NO_CONTENT = 0x91


class Reaction(Enum):
    """The driver's reaction to a status."""

    GO_ON = "go on"
    KEEP_LOOKING = "keep looking"
    EMPTY = "treat as empty"
    SEND_AGAIN = "send once more"
    FIND_AGAIN = "start again at find"
    LIFT = "lift and place again"
    WRONG_CARD = "not an identity card"
    REJECTED = "the card was rejected"
    SELF_TEST = "self test failed"
    NOT_AUTHORISED = "not authorised"
    BROKEN = "broken"


REACTIONS: Mapping[int, Reaction] = MappingProxyType(
    {
        0x90: Reaction.GO_ON,
        0x9F: Reaction.GO_ON,
        0x80: Reaction.KEEP_LOOKING,
        0x81: Reaction.FIND_AGAIN,
        0x91: Reaction.EMPTY,
        0x10: Reaction.SEND_AGAIN,
        0x11: Reaction.SEND_AGAIN,
        0x21: Reaction.FIND_AGAIN,
        0x23: Reaction.BROKEN,
        0x24: Reaction.LIFT,
        0x31: Reaction.LIFT,
        0x32: Reaction.REJECTED,
        0x33: Reaction.LIFT,
        0x34: Reaction.FIND_AGAIN,
        0x40: Reaction.WRONG_CARD,
        0x41: Reaction.LIFT,
        0x47: Reaction.LIFT,
        0x50: Reaction.BROKEN,
        0x60: Reaction.SELF_TEST,
        0x61: Reaction.BROKEN,
        0x66: Reaction.NOT_AUTHORISED,
    }
)
"""SW3, the reader's own status, and the reaction to it."""


def reaction(sw3: int) -> Reaction:
    """The reaction to a status; one that the standard does not have means a broken reader."""
    return REACTIONS.get(sw3, Reaction.BROKEN)


@dataclass(frozen=True)
class Reply:
    """One reply: the card's own status (SW1, SW2), the reader's (SW3), and the data, kept out of `repr`."""

    sw1: int
    sw2: int
    sw3: int
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class BadFrame:
    """A frame with a wrong length or checksum; the parser goes on behind its first byte."""

    why: str


def checksum(data: bytes) -> int:
    return reduce(lambda total, byte: total ^ byte, data, 0)


def encode(content: bytes) -> bytes:
    """A frame around CMD PARA data, or SW1 SW2 SW3 data."""
    counted = (len(content) + 1).to_bytes(2) + content
    return PREAMBLE + counted + bytes([checksum(counted)])


def request(command: Command, data: bytes = b"") -> bytes:
    return encode(command.value + data)


def reply(sw3: int, data: bytes = b"", *, sw1: int = 0, sw2: int = 0) -> bytes:
    return encode(bytes([sw1, sw2, sw3]) + data)


class Parser:
    """Incremental parser: takes bytes as they arrive, gives the contents of complete frames."""

    def __init__(self, shortest: int = SHORTEST) -> None:
        self._buffer = bytearray()
        self._shortest = shortest

    @property
    def pending(self) -> int:
        """Bytes held back because they may begin a frame."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[bytes | BadFrame]:
        """The contents (without length and checksum) of every frame that is complete now."""
        self._buffer += data
        found: list[bytes | BadFrame] = []
        while (content := self._next()) is not None:
            found.append(content)
        return found

    def _next(self) -> bytes | BadFrame | None:
        self._skip_to_preamble()
        if len(self._buffer) < HEAD:
            return None
        length = int.from_bytes(self._buffer[len(PREAMBLE) : HEAD])
        if not self._shortest <= length <= LONGEST:
            del self._buffer[0]
            return BadFrame("length")
        if len(self._buffer) < HEAD + length:
            return None
        counted = bytes(self._buffer[len(PREAMBLE) : HEAD + length])
        if checksum(counted) != 0:
            del self._buffer[0]
            return BadFrame("checksum")
        del self._buffer[: HEAD + length]
        return counted[2:-1]

    def _skip_to_preamble(self) -> None:
        """Throw away everything before the preamble, keeping the longest tail that may begin one."""
        at = self._buffer.find(PREAMBLE)
        if at < 0:
            tails = (n for n in range(len(PREAMBLE) - 1, 0, -1) if self._buffer.endswith(PREAMBLE[:n]))
            at = len(self._buffer) - next(tails, 0)
        del self._buffer[:at]


def read_reply(content: bytes) -> Reply:
    """A reply's parts; the content is at least SW1 SW2 SW3."""
    return Reply(content[0], content[1], content[2], content[3:])


def card_parts(data: bytes) -> tuple[bytes, bytes, bytes] | None:
    """Text, photo and fingerprint of a read reply by their inner lengths (BE); None if they do not add up."""
    for count in (2, 3):
        lengths = [int.from_bytes(data[2 * n : 2 * n + 2]) for n in range(count)]
        if len(data) == 2 * count + sum(lengths):
            parts, at = [], 2 * count
            for length in lengths:
                parts.append(data[at : at + length])
                at += length
            return parts[0], parts[1], parts[2] if count == 3 else b""
    return None


def sam_number(data: bytes) -> str | None:
    """The reader's number as printed on it ("%02d.%02d-%08d-%010d-%010d", little-endian, unsigned)."""
    if len(data) != 16:
        return None
    numbers = [int.from_bytes(data[at : at + size], "little") for at, size in ((0, 2), (2, 2), (4, 4), (8, 4), (12, 4))]
    return "{:02d}.{:02d}-{:08d}-{:010d}-{:010d}".format(*numbers)
