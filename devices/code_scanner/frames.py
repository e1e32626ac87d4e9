"""Read the bytes that a scanner sends of a code: its end, its AIM identifier, its encoding. Pure.

A code has no length and no checksum on the line. Its end is a CR or LF (the usual setting; STX before and ETX after are
optional on some models), or silence where the scanner is set to send neither. A cut is noticed by the missing end only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from devices.code_scanner.contract import LONGEST_TEXT, Code, CodeProblem

LONGEST_FRAME = 4096
"""Bytes of a code that are kept; the largest QR code has 2953."""
STX, ETX = b"\x02", b"\x03"
LINE_END = re.compile(rb"[\r\n]+")
ENCODINGS = ("utf-8", "gb18030")
"""Tried in this order: GB18030 reads most UTF-8 text as other characters, the reverse hardly ever succeeds."""

SYMBOLOGIES: Mapping[str, str] = MappingProxyType(
    {"Q": "qr", "d": "data_matrix", "L": "pdf417", "C": "code_128", "A": "code_39", "E": "ean", "g": "grid_matrix",
     "h": "han_xin", "z": "aztec"}
)  # fmt: skip
"""Letter of an AIM identifier (`]Q1`, ISO/IEC 15424) → sort of code. The digit after it says how it was encoded."""
AIM = re.compile(r"\](?P<letter>[A-Za-z])[0-9A-Za-z]")


def has_end(raw: bytes) -> bool:
    """Whether the bytes end as a code does where the scanner sends an end."""
    return raw.removesuffix(ETX).endswith((b"\r", b"\n"))


def read_frame(raw: bytes, *, ends_by_line: bool, aim: bool) -> Code | None:
    """The code in the bytes that came without a pause; None for a cut one, where its end is missing.

    `ends_by_line`: the scanner is set to send CR or LF after a code. `aim`: it sends an AIM identifier before each.
    The same code twice is one code.
    """
    if len(raw) > LONGEST_FRAME:
        return Code(problem=CodeProblem.TOO_LONG)
    if ends_by_line and not has_end(raw):
        return None
    lines = {line.removeprefix(STX).removesuffix(ETX) for line in LINE_END.split(raw)} - {b""}
    if len(lines) != 1:
        return Code(problem=CodeProblem.SEVERAL_LINES) if lines else None
    return _read_line(lines.pop(), aim=aim)


def _read_line(line: bytes, *, aim: bool) -> Code:
    text = _decoded(line)
    if text is None:
        return Code(problem=CodeProblem.NOT_TEXT)
    symbology = ""
    identifier = AIM.match(text) if aim else None
    if identifier is not None:
        text, symbology = text[identifier.end() :], SYMBOLOGIES.get(identifier["letter"], "")
    text = text.strip(" ")
    if len(text) > LONGEST_TEXT:
        return Code("", symbology, CodeProblem.TOO_LONG)
    if not text or not text.isprintable():
        return Code("", symbology, CodeProblem.UNPRINTABLE)
    return Code(text, symbology)


def _decoded(line: bytes) -> str | None:
    for encoding in ENCODINGS:
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
