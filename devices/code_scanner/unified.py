"""Newland's unified commands over a serial line. Pure.

    7E 01 30 30 30 30 <23|40> <words> 3B 03    a command: `#` (23) until power off, `@` (40) for good
    02 01 30 30 30 30 <23|40> <words> <status> 3B 03    its answer: 06 done, 15 data out of range, 05 unknown

SCNMOD0 is the mode in which the trigger is a level: SCNTRG1 lights up until a code was read, SCNTRG0 came, or the
reading time is over (ORTSETnnnn, milliseconds). Only `#` is sent here: every `@` wears the scanner's flash memory.
"""

from __future__ import annotations

import re

from devices.code_scanner.dialect import Command, Dialect

ASKS, ANSWERS, ADDRESS = b"\x7e\x01", b"\x02\x01", b"0000"
FOR_NOW, FOR_GOOD, END = b"#", b"@", b";\x03"
ACK, ENQ, NAK = b"\x06", b"\x05", b"\x15"
LEVEL_TRIGGER = "SCNMOD0"
READING_TIME = "ORTSET6000"
"""Longer than the driver leaves the light on at a time."""


def frame(words: str) -> bytes:
    """The bytes of a command that counts until power off."""
    return ASKS + ADDRESS + FOR_NOW + words.encode("ascii") + END


def answer(sign: bytes, words: str, status: bytes) -> bytes:
    """The bytes of an answer."""
    return ANSWERS + ADDRESS + sign + words.encode("ascii") + status + END


def _command(name: str, words: str) -> Command:
    return Command(name, frame(words), words)


SET_MODE = _command("set the trigger mode", LEVEL_TRIGGER)
SET_TIME = _command("set the reading time", READING_TIME)

DIALECT = Dialect(
    settings=(SET_MODE, SET_TIME),
    start=_command("trigger on", "SCNTRG1"),
    stop=_command("trigger off", "SCNTRG0"),
    answer=re.compile(rb"\x02\x010000[#@](?P<echo>(?:SCNMOD|SCNTRG|ORTSET)\d{1,4})(?P<status>[\x05\x06\x15]);\x03"),
)
