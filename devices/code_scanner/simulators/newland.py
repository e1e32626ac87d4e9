"""A simulated scanner of Newland's, byte for byte: unified commands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from devices.clock import Clock
from devices.code_scanner.simulator import ACTIONS, MISFORTUNES, ScannerSimulator
from devices.misfortunes import Simulator

__all__ = ["ACTIONS", "MISFORTUNES", "create"]

LIGHT_S = 3.0
"""The factory setting of its reading time."""
COMMAND = re.compile(rb"\x7e\x010000(?P<sign>[@#])(?P<words>[0-9A-Z]+);\x03")
DONE, UNKNOWN, OUT_OF_RANGE = b"\x06", b"\x05", b"\x15"


def create(clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """A scanner with nothing before it."""
    return NewlandSimulator(clock, options)


class NewlandSimulator(ScannerSimulator):
    """Answers the driver at the other end."""

    def __init__(self, clock: Clock, options: Mapping[str, Any]) -> None:
        super().__init__(clock, options, LIGHT_S, COMMAND)
        self._mode = "0"

    def _do(self, command: re.Match[bytes]) -> None:
        sign, words = command["sign"], command["words"].decode("ascii")
        if sign == b"@":
            self.complain(f"{words} for good, which wears the memory")
        if self.misfortunes.on("refuses"):
            status, then = UNKNOWN, None
        else:
            status, then = self._effect(words[:6], words[6:])
        self.answer(b"\x02\x010000" + sign + words.encode("ascii") + status + b";\x03")
        if then is not None:
            then()

    def _effect(self, name: str, value: str) -> tuple[bytes, Callable[[], None] | None]:
        """The status of a command's answer, and what happens after it."""
        if name == "SCNTRG" and value in ("0", "1"):
            lights = value == "1" and self._mode == "0"
            return DONE, self.light_up if lights else self.darken
        if name == "SCNMOD" and value in ("0", "2"):
            self._mode = value
            return DONE, None
        if name == "ORTSET" and 1 <= len(value) <= 4 and value.isdigit():
            self._light_s = int(value) / 1000
            return DONE, None
        known = name in ("SCNTRG", "SCNMOD", "ORTSET")
        if not known:
            self.complain(f"unknown command {name}{value}")
        return OUT_OF_RANGE if known else UNKNOWN, None
