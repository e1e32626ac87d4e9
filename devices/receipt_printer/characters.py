"""Characters as a Chinese receipt printer reads them: by the mode it is in, right or wrong. For the simulator."""

from __future__ import annotations

from devices.lazy_dataclass import dataclass

NO_CHARACTER = "\ufffd"
"""Drawn for bytes that are no character of the printer's font."""


@dataclass(frozen=True)
class Character:
    """A character, the bytes it took, whether it is half as wide as a hanzi, and what is wrong with it."""

    text: str
    length: int
    half: bool
    complaint: str = ""


def next_character(data: bytes, *, chinese: bool, four_byte: bool) -> Character | None:
    """The first character of `data`, which is no control byte; None if more bytes are needed.

    In Chinese mode two bytes from 0x81 on are a hanzi of GBK, and four of GB18030 where the model has them. Outside of
    it every byte is one of code page 437.
    """
    first = data[0]
    if first < 0x80:
        return Character(chr(first), 1, half=True)
    if not chinese:
        return Character(data[:1].decode("cp437"), 1, half=True, complaint="byte above 7F outside Chinese mode")
    if first in (0x80, 0xFF):
        return Character(NO_CHARACTER, 1, half=True, complaint="no first byte of a hanzi")
    if len(data) < 2:
        return None
    if 0x30 <= data[1] <= 0x39:
        return _four_bytes(data) if four_byte else _wrong(2, "four-byte GB18030, which this model lacks")
    try:
        return Character(data[:2].decode("gb18030" if four_byte else "gbk"), 2, half=False)
    except UnicodeDecodeError:
        return _wrong(2 if data[1] >= 0x40 else 1, "bytes that are no hanzi")


def _four_bytes(data: bytes) -> Character | None:
    if len(data) < 4:
        return None
    try:
        return Character(data[:4].decode("gb18030"), 4, half=False)
    except UnicodeDecodeError:
        return _wrong(4, "bytes that are no hanzi")


def _wrong(length: int, complaint: str) -> Character:
    return Character(NO_CHARACTER, length, half=False, complaint=complaint)
