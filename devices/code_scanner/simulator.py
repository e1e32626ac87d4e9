"""A simulated code scanner without its vendor's commands: the code held before it, its light, and its misfortunes.

The simulators of the vendors find commands by their pattern, do them, and call `light_up`, `darken` and `answer` here.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from devices.clock import Clock
from devices.misfortunes import LOST, TEXT, Action, Misfortune, SimulatedDevice

TIMES = MappingProxyType({"times": 0})
MISFORTUNES = (
    Misfortune("silent", "The scanner does not answer", ("code_scanner.no_answer",)),
    Misfortune("slow", "The scanner takes its time", ("code_scanner.no_answer",), MappingProxyType({"seconds": 1.5})),
    Misfortune("refuses", "It knows none of the commands: another model", ("code_scanner.refused",)),
    Misfortune("garbled", "Every byte is noise, as at a wrong baud rate", ("transport.noise",)),
    Misfortune("half_frame", "Codes break off in the middle", ("code_scanner.incomplete",), TIMES),
    Misfortune("no_terminator", "Nothing is sent after a code: a setting was lost", ("code_scanner.incomplete",)),
    Misfortune("wrong_terminator", "LF instead of CR is sent after a code"),
    Misfortune("glued_frames", "Every code is sent twice without a pause"),
    Misfortune("repeats_without_trigger", "It always reads, and sends the same code again and again"),
    Misfortune("unplugged", "The plug is pulled", LOST),
    Misfortune(
        "unplugged_during", "The plug is pulled while a code is sent", LOST, MappingProxyType({"after_bytes": 3})
    ),
)
ACTIONS = (
    Action("show_code", "A code with this text is held before the scanner", TEXT),
    Action("take_code_away", "The code is taken away"),
)

ANSWER_S = 0.01
DECODE_S = 0.12
"""Seconds from the light to a code that was read."""
LONGEST_COMMAND = 64
NEVER = float("-inf")


class ScannerSimulator(SimulatedDevice, ABC):
    """The other end of a scanner's wire.

    Options: `encoding` of the text it sends ("utf-8", "gb18030"), `code_end` and `aim_identifiers` as in the model's
    profile. `command` is the pattern of the vendor's commands, each of which is given to `_do`.
    """

    def __init__(self, clock: Clock, options: Mapping[str, Any], light_s: float, command: re.Pattern[bytes]) -> None:
        super().__init__(clock, MISFORTUNES)
        self._command = command
        self._came = b""
        self._encoding = str(options.get("encoding", "utf-8"))
        self._end = b"" if options.get("code_end") == "silence" else b"\r"
        self._aim = b"]Q1" if options.get("aim_identifiers") else b""
        self._code: bytes | None = None
        self._lit_until = NEVER
        self._light_s = light_s
        self.lit_times = 0
        """Times that the light went on."""

    @property
    def lit(self) -> bool:
        """Whether the light is on."""
        return self._clock.monotonic() < self._lit_until

    @property
    def code_there(self) -> bool:
        return self._code is not None

    def show_code(self, text: str) -> None:
        """Hold a code before the scanner, in place of any other; it is there until it is taken away."""
        self.show_bytes(text.encode(self._encoding))

    def show_bytes(self, content: bytes) -> None:
        """The same, of a code that is no text."""
        with self._lock:
            self._code = content
            if self.lit or self.misfortunes.on("repeats_without_trigger"):
                self._read()

    def take_code_away(self) -> None:
        with self._lock:
            self._code = None

    def end(self, misfortune: str) -> None:
        with self._lock:
            if misfortune.startswith("unplugged"):
                self._lit_until = NEVER
            super().end(misfortune)

    def received(self, data: bytes) -> None:
        with self._lock:
            self._came += data
            while (found := self._command.search(self._came)) is not None:
                if found.start():
                    self._complain_of(self._came[: found.start()])
                self._came = self._came[found.end() :]
                self._do(found)
            if len(self._came) > LONGEST_COMMAND:
                self._complain_of(self._came)
                self._came = b""

    def _complain_of(self, data: bytes) -> None:
        self.complain(f"bytes that are no command: {data.hex(' ')}")

    @abstractmethod
    def _do(self, command: re.Match[bytes]) -> None:
        """Carry out one of the vendor's commands."""

    def light_up(self) -> None:
        self._lit_until = self._clock.monotonic() + self._light_s
        self.lit_times += 1
        self._read()

    def darken(self) -> None:
        self._lit_until = NEVER

    def answer(self, content: bytes) -> None:
        """Send the answer to a command."""
        repeats = bool(self.misfortunes.on("repeats_without_trigger"))
        if repeats:
            self._read()
        slow = self.misfortunes.on("slow")
        self._send(content, ANSWER_S + (float(slow["seconds"]) if slow else 0.0))
        if repeats:
            self._read()

    def _read(self) -> None:
        """Read the code that is there and send it; the light goes out with that."""
        if self._code is None:
            return
        self._lit_until = NEVER
        end = b"\n" if self.misfortunes.on("wrong_terminator") else self._end
        content = self._aim + self._code + (b"" if self.misfortunes.on("no_terminator") else end)
        if self.misfortunes.once("half_frame"):
            content = content[: max(1, len(content) // 2)]
        if self.misfortunes.on("glued_frames"):
            content += content
        cut = self.misfortunes.on("unplugged_during")
        if cut:
            self._send(content[: int(cut["after_bytes"])], 0.0)
            self._wire.cut()
            return
        self._send(content, DECODE_S)

    def _send(self, content: bytes, after: float) -> None:
        if self.misfortunes.on("silent"):
            return
        if self.misfortunes.on("garbled"):
            content = bytes(0x80 | (73 * place + byte) % 64 for place, byte in enumerate(content))
        self._wire.send(content, after)
