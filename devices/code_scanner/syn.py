"""Commands of Honeywell's scanners over a serial line (the "SYN" commands of the Xenon and N86 user guides). Pure.

    16 54 0D                  trigger on; no answer
    16 55 0D                  trigger off; no answer
    16 4D 0D <words> <end>    a menu command; the end `!` sets until power off, `.` for good

A menu command is answered by its words, with ACK (06), ENQ (05: unknown) or NAK (15: data out of range) before the end.
The trigger works in mode TRGMOD0 alone. Only `!` is sent here: every `.` wears the scanner's flash memory.
"""

from __future__ import annotations

import re

from devices.code_scanner.dialect import Command, Dialect

SYN, MENU, TRIGGER_ON, TRIGGER_OFF, CR = b"\x16", b"M", b"T", b"U", b"\r"
ACK, ENQ, NAK = b"\x06", b"\x05", b"\x15"
MODE = "TRGMOD"
SERIAL_TRIGGER = f"{MODE}0"


def menu(words: str, end: str) -> bytes:
    """The bytes of a menu command."""
    return SYN + MENU + CR + words.encode("ascii") + end.encode("ascii")


SET_MODE = Command("set the trigger mode", menu(SERIAL_TRIGGER, "!"), SERIAL_TRIGGER)

DIALECT = Dialect(
    settings=(SET_MODE,),
    start=Command("trigger on", SYN + TRIGGER_ON + CR),
    stop=Command("trigger off", SYN + TRIGGER_OFF + CR),
    answer=re.compile(rb"(?P<echo>TRGMOD\d)(?P<status>[\x05\x06\x15])[!.]"),
)
