"""Modbus RTU frames for coils and discrete inputs. Pure functions between bytes and frames; no input or output.

    unit function body crc     crc: 16 bits over all before it, low byte first (Modbus over Serial Line V1.02, 2.5.1.2)
    01 first count             read coils: 01 bytes bits       (Modbus Application Protocol V1.1b3, 6.1)
    02 first count             read discrete inputs: same      (6.2)
    05 coil FF00 | 0000        write one coil: repeated whole  (6.5)
    0F first count bytes bits  write coils: first count        (6.11)
    function + 80 code         the answer of a board that refuses (7)

Numbers are big-endian, the first bit of a byte is its lowest. A frame ends by a silence on the line, which no port here
passes on: its length follows from its function.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from devices.lazy_dataclass import dataclass

READ_COILS, READ_INPUTS, WRITE_COIL, WRITE_COILS = 0x01, 0x02, 0x05, 0x0F
READS = frozenset({READ_COILS, READ_INPUTS})
KNOWN = READS | {WRITE_COIL, WRITE_COILS}
REFUSAL = 0x80
"""Added to the function in the answer of a board that does not do it."""
CRC_BYTES = 2
LONGEST_FRAME = 256
ON, OFF = b"\xff\x00", b"\x00\x00"


@dataclass(frozen=True)
class Frame:
    """One frame without its checksum. `after` is the number of bytes up to its end in the data it was found in."""

    unit: int
    function: int
    body: bytes
    after: int = 0

    @property
    def refused(self) -> int:
        """The code of a refusal, 0 for any other frame."""
        return self.body[0] if self.function & REFUSAL else 0


@dataclass(frozen=True)
class Request:
    """A request to a board."""

    unit: int
    function: int
    body: bytes

    @property
    def bytes(self) -> bytes:
        content = bytes((self.unit, self.function)) + self.body
        return content + crc(content)

    def is_answered_by(self, frame: Frame) -> bool:
        """Whether this frame is the answer: its refusal, as many bits as were asked for, or the echo of a write."""
        if frame.unit != self.unit or frame.function & ~REFUSAL != self.function:
            return False
        if frame.refused:
            return True
        if self.function in READS:
            count = int.from_bytes(self.body[2:4], "big")
            return frame.body[0] == len(frame.body) - 1 == (count + 7) // 8
        return frame.body == self.body[:4]


def read(function: int, unit: int, first: int, count: int) -> Request:
    """A request for `count` coils or inputs."""
    return Request(unit, function, first.to_bytes(2, "big") + count.to_bytes(2, "big"))


def write_coil(unit: int, coil: int, on: bool) -> Request:
    """A request to switch one coil."""
    return Request(unit, WRITE_COIL, coil.to_bytes(2, "big") + (ON if on else OFF))


def write_coils(unit: int, first: int, states: Sequence[bool]) -> Request:
    """A request to switch several coils that lie side by side."""
    packed = packed_bits(states)
    head = first.to_bytes(2, "big") + len(states).to_bytes(2, "big") + bytes((len(packed),))
    return Request(unit, WRITE_COILS, head + packed)


def packed_bits(states: Sequence[bool]) -> bytes:
    """Bits as a board sends them."""
    number = sum(1 << place for place, state in enumerate(states) if state)
    return number.to_bytes((len(states) + 7) // 8, "little")


def bits(packed: bytes, count: int) -> tuple[bool, ...]:
    """The first `count` bits of these bytes."""
    number = int.from_bytes(packed, "little")
    return tuple(bool(number >> place & 1) for place in range(count))


def crc(data: bytes) -> bytes:
    """The checksum of a frame as it is sent."""
    value = 0xFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ 0xA001 if value & 1 else value >> 1
    return value.to_bytes(CRC_BYTES, "little")


def answers_in(data: bytes) -> Iterator[Frame]:
    """The whole answers among bytes that a board sent, past any noise between them."""
    at = 0
    while at < len(data):
        frame = _answer_at(data, at)
        if frame is not None:
            yield frame
        at = at + 1 if frame is None else frame.after


def _answer_at(data: bytes, at: int) -> Frame | None:
    """The answer that begins here; None where none does, or not all of it has come."""
    if len(data) - at < 3:
        return None
    function = data[at + 1]
    if function & REFUSAL and function & ~REFUSAL in KNOWN:
        length = 3
    elif function in READS:
        length = 3 + data[at + 2]
    elif function in KNOWN:
        length = 6
    else:
        return None
    end = at + length + CRC_BYTES
    content = data[at : at + length]
    if end > len(data) or data[at + length : end] != crc(content):
        return None
    return Frame(content[0], function, content[2:], end)
