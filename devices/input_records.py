"""The records of a Linux input device (evdev), as `read` on its node gives them. Pure.

Source: the kernel's Documentation/input/input.rst and include/uapi/linux/input.h, input-event-codes.h: `struct
input_event` is 24 bytes on a 64-bit machine: seconds and microseconds (8 bytes each), type and code (2 each),
value (4). A node gives whole records; a pipe may cut them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from devices.lazy_dataclass import dataclass

RECORD = struct.Struct("<qqHHi")
EV_SYN, EV_KEY, EV_SW = 0, 1, 5
SYN_REPORT, SYN_DROPPED = 0, 3
SW_HEADPHONE_INSERT = 2
RELEASED, PRESSED, HELD = 0, 1, 2
"""Values of a key; HELD comes again and again while a key is down."""
TYPE_MOST, CODE_MOST = 0x1F, 0x2FF
"""EV_MAX and KEY_MAX."""


class NoRecord(Exception):
    """The bytes are no records of an input device."""


@dataclass(frozen=True)
class Record:
    """One event; `at` is seconds of the wall clock, which may jump: only differences within one reading mean much."""

    kind: int
    code: int
    value: int
    at: float = 0.0

    @property
    def lost_some(self) -> bool:
        """Whether events before this one were lost, because they were not read in time."""
        return (self.kind, self.code) == (EV_SYN, SYN_DROPPED)


class RecordReader:
    """Takes bytes as they come and gives whole records."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> Iterator[Record]:
        """Raises NoRecord for what no input device sends."""
        data = self._held + data
        whole = len(data) - len(data) % RECORD.size
        self._held = data[whole:]
        for seconds, micro, kind, code, value in RECORD.iter_unpack(data[:whole]):
            if kind > TYPE_MOST or code > CODE_MOST or (kind == EV_KEY and value not in (RELEASED, PRESSED, HELD)):
                raise NoRecord(f"type {kind}, code {code}")
            yield Record(kind, code, value, seconds + micro / 1_000_000)


def encoded(*records: Record) -> bytes:
    """The bytes of records, with the report that ends them."""
    every = (*records, Record(EV_SYN, SYN_REPORT, 0, records[-1].at if records else 0.0))
    return b"".join(
        RECORD.pack(int(each.at), round(each.at % 1 * 1_000_000), each.kind, each.code, each.value) for each in every
    )
