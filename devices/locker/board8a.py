"""Lock boards of the family "8A". Pure: bytes of questions, and answers found among the bytes that came.

    8A <board> <lock> 11 <xor>               open one lock
    80 <board> <lock> 33 <xor>               ask for one lock; the answer has 00 or 11 in place of 33
    80 <board> 00 33 <xor>                   ask for all; the answer is 80 <board> <Gn> ... <G1> 33 <xor>

In the answer for all the highest group comes first, G1 has locks 1 to 8, bit 0 is the lowest. The last byte is the
exclusive or of all before. Boards answer the opening with 8A, some never; some send 81 when a door moves. A line has
9600 baud. Source: vendors' pages and five public programs that agree (frames recomputed); real boards differ in what a
set bit means, which is a setting of the cabinet.
"""

from __future__ import annotations

from functools import reduce
from operator import xor

OPEN, ASK, MOVED = 0x8A, 0x80, 0x81
ALL, PULSE, ALL_ENDS = 0x00, 0x11, 0x33
SET, CLEAR = 0x11, 0x00
ONE_BYTES = 5


def framed(*content: int) -> bytes:
    """A frame with its check byte."""
    return bytes((*content, reduce(xor, content)))


def open_lock(board: int, lock: int) -> bytes:
    return framed(OPEN, board, lock, PULSE)


def ask_lock(board: int, lock: int) -> bytes:
    return framed(ASK, board, lock, ALL_ENDS)


def ask_all(board: int) -> bytes:
    return framed(ASK, board, ALL, ALL_ENDS)


def groups_of(locks: int) -> int:
    """Bytes of the answer that hold so many locks."""
    return (locks + 7) // 8


def is_whole(frame: bytes) -> bool:
    return reduce(xor, frame, 0) == 0


def answers_for_lock(came: bytes, board: int, lock: int) -> list[bool]:
    """Whether the lock's bit is set, of each answer for it among the bytes."""
    found = []
    for at in range(len(came) - ONE_BYTES + 1):
        frame = came[at : at + ONE_BYTES]
        if frame[:3] == bytes((ASK, board, lock)) and frame[3] in (SET, CLEAR) and is_whole(frame):
            found.append(frame[3] == SET)
    return found


def answers_for_all(came: bytes, board: int, locks: int) -> list[frozenset[int]]:
    """The locks whose bit is set, of each answer for all among the bytes."""
    length, found, at = 4 + groups_of(locks), [], 0
    while at <= len(came) - length:
        frame = came[at : at + length]
        if frame[:2] == bytes((ASK, board)) and frame[-2] == ALL_ENDS and is_whole(frame):
            bits = int.from_bytes(frame[2:-2], "big")
            found.append(frozenset(lock for lock in range(1, locks + 1) if bits >> (lock - 1) & 1))
            at += length
        else:
            at += 1
    return found
