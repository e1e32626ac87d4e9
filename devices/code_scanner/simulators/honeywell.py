"""A simulated scanner of Honeywell's, byte for byte: trigger and menu commands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from devices.clock import Clock
from devices.code_scanner.simulator import ACTIONS, MISFORTUNES, ScannerSimulator
from devices.misfortunes import Simulator

__all__ = ["ACTIONS", "MISFORTUNES", "create"]

LIGHT_S = 30.0
"""The factory setting of its trigger time-out."""
COMMAND = re.compile(rb"\x16(?:(?P<trigger>[TU])\r|M\r(?P<words>[ -~]*?)(?P<end>[!.]))")
MODES = {"0", "3", "5"}
"""Manual, presentation and scan-stand mode; the trigger commands work in the first."""


def create(clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """A scanner with nothing before it, in the mode of the factory."""
    return HoneywellSimulator(clock, options)


class HoneywellSimulator(ScannerSimulator):
    """Answers the driver at the other end."""

    def __init__(self, clock: Clock, options: Mapping[str, Any]) -> None:
        super().__init__(clock, options, LIGHT_S, COMMAND)
        self._mode = "0"

    def _do(self, command: re.Match[bytes]) -> None:
        if command["trigger"] == b"U":
            self.darken()
        elif command["trigger"] == b"T":
            if self._mode == "0":
                self.light_up()
        else:
            words, end = command["words"], command["end"]
            if end == b".":
                self.complain("a setting for good, which wears the memory")
            self.answer(words + self._status(words.decode("ascii")) + end)

    def _status(self, words: str) -> bytes:
        if self.misfortunes.on("refuses") or not words.upper().startswith("TRGMOD"):
            if not self.misfortunes.on("refuses"):
                self.complain(f"unknown menu command {words!r}")
            return b"\x05"
        if words[6:] not in MODES:
            return b"\x15"
        self._mode = words[6:]
        return b"\x06"
