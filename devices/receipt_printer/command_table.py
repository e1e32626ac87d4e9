"""The ESC/POS commands of a fixed length that the simulated printer knows, as in the Epson-compatible manuals."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from devices.lazy_dataclass import dataclass

SIZES = frozenset(wide << 4 | high for wide in range(8) for high in range(8))
"""GS !: eight magnifications each way; bits 3 and 7 are clear."""


@dataclass(frozen=True)
class CommandRow:
    """`parameters` are those that the third byte may be (None: any). `at_line_start`: ignored while characters wait in
    the line. `drawn`: the simulator does what a printer does; a command that it only skips is a complaint."""

    name: str
    length: int
    parameters: frozenset[int] | None = None
    at_line_start: bool = False
    drawn: bool = True


def _skipped(name: str, length: int = 3) -> CommandRow:
    return CommandRow(name, length, drawn=False)


COMMANDS: Mapping[bytes, CommandRow] = MappingProxyType(
    {
        b"\x1b@": CommandRow("ESC @ initialise", 2),
        b"\x1bE": CommandRow("ESC E bold", 3),
        b"\x1ba": CommandRow("ESC a align", 3, frozenset({0, 1, 2, 48, 49, 50}), at_line_start=True),
        b"\x1bJ": CommandRow("ESC J feed dots", 3),
        b"\x1bd": CommandRow("ESC d feed lines", 3),
        b"\x1bi": CommandRow("ESC i cut", 2, at_line_start=True),
        b"\x1bm": CommandRow("ESC m cut", 2, at_line_start=True),
        b"\x1c&": CommandRow("FS & Chinese on", 2),
        b"\x1c.": CommandRow("FS . Chinese off", 2),
        b"\x1d!": CommandRow("GS ! size", 3, SIZES),
        b"\x1da": CommandRow("GS a automatic status", 3),
        b"\x1dr": CommandRow("GS r status", 3, frozenset({1, 2, 49, 50})),
        b"\x1dI": CommandRow("GS I identity", 3),
        b"\x1b2": _skipped("ESC 2 line spacing", 2),
        b"\x1b3": _skipped("ESC 3 line spacing"),
        b"\x1bt": _skipped("ESC t code page"),
        b"\x1bR": _skipped("ESC R country"),
        b"\x1bG": _skipped("ESC G double strike"),
        b"\x1b!": _skipped("ESC ! print mode"),
        b"\x1b-": _skipped("ESC - underline"),
        b"\x1b{": _skipped("ESC { upside down"),
        b"\x1bV": _skipped("ESC V turned"),
        b"\x1b ": _skipped("ESC SP spacing"),
        b"\x1bM": _skipped("ESC M font"),
        b"\x1b=": _skipped("ESC = peripheral"),
        b"\x1b\\": _skipped("ESC \\ position", 4),
        b"\x1b$": _skipped("ESC $ position", 4),
        b"\x1bp": _skipped("ESC p drawer", 5),
        b"\x1c!": _skipped("FS ! print mode"),
        b"\x1cW": _skipped("FS W double size"),
        b"\x1cC": _skipped("FS C code system"),
        b"\x1c-": _skipped("FS - underline"),
        b"\x1cS": _skipped("FS S spacing", 4),
        b"\x1dB": _skipped("GS B reverse"),
        b"\x1df": _skipped("GS f bar code font"),
        b"\x1dH": _skipped("GS H bar code text"),
        b"\x1dh": _skipped("GS h bar code height"),
        b"\x1dw": _skipped("GS w bar code width"),
        b"\x1db": _skipped("GS b smoothing"),
        b"\x1dL": _skipped("GS L margin", 4),
        b"\x1dW": _skipped("GS W width", 4),
        b"\x1dP": _skipped("GS P units", 4),
    }
)
"""First two bytes → the command."""

CUTS = frozenset({0, 1, 48, 49, 65, 66})
"""GS V m; 65 and 66 have one byte more."""
CODE_FUNCTIONS = frozenset(b"ACEPQ")
"""GS ( k 1: model, size, level, store and print a QR code."""
