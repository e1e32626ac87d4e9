"""A simulated supply behind a simulated upsd of NUT, and what every simulated supply has: mains, battery, troubles.

Answers are those of upsd 2.8.0 (docs/net-protocol.txt). It is a server: each connection has its own line of questions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from devices.clock import Clock
from devices.misfortunes import LOST, Action, Misfortune, SimulatedDevice, Simulator
from devices.transport import Peer, Wire

SILENT = Misfortune("silent", "It does not answer", ("power.no_answer",))
SLOW = Misfortune("slow", "It takes its time", ("power.no_answer",), MappingProxyType({"seconds": 1.5}))
GARBLED = Misfortune("garbled", "It sends noise", ("transport.noise",))
UNPLUGGED = Misfortune("unplugged", "Its line is pulled out", LOST)
UNPLUGGED_DURING = Misfortune(
    "unplugged_during", "Its line is pulled out during an answer", LOST, MappingProxyType({"after_bytes": 3})
)
OVERLOAD = Misfortune("overload", "More hangs on it than it can carry", ("power.overload",))
OLD_BATTERY = Misfortune("old_battery", "Its battery has to be replaced", ("power.replace_battery",))
BYPASS = Misfortune("bypass", "It passes the mains on without a battery behind", ("power.unprotected",))
MISFORTUNES = (
    Misfortune("stale", "The server has had no news of the supply for a while", ("power.stale",)),
    Misfortune("driver_away", "The server's driver is not running", ("power.driver_away",)),
    Misfortune("unknown_ups", "The server knows no supply of this name", ("power.unknown_ups",)),
    Misfortune("denied", "The server refuses", ("power.refused",)),
    Misfortune("starting", "The server has not heard of the supply yet", ("power.starting",)),
    Misfortune("no_charge", "The supply does not say how full its battery is"),
    OLD_BATTERY,
    OVERLOAD,
    BYPASS,
    Misfortune("endless", "A line does not end", ("transport.noise",)),
    Misfortune("other_service", "Something else answers", ("transport.noise",)),
    SILENT,
    SLOW,
    GARBLED,
    UNPLUGGED,
    UNPLUGGED_DURING,
)
ACTIONS = (
    Action("cut_mains", "The power fails: it runs on battery"),
    Action("run_down", "The power is away and the battery nearly empty"),
    Action("restore_mains", "The power is back"),
)
ANSWER_S = 0.005
FULL, HALF, EMPTY = 100, 60, 8
A_PER_CENT_S = 18
"""Seconds that a per cent of charge lasts."""
LONGEST_QUESTION = 512
ERRORS: Mapping[str, str] = MappingProxyType(
    {
        "stale": "ERR DATA-STALE",
        "driver_away": "ERR DRIVER-NOT-CONNECTED",
        "unknown_ups": "ERR UNKNOWN-UPS",
        "denied": "ERR ACCESS-DENIED",
        "endless": "VAR " + "x" * 3000,
        "other_service": "HTTP/1.1 400 Bad Request",
    }
)
WORDS: Mapping[str, str] = MappingProxyType({"old_battery": "RB", "overload": "OVER", "bypass": "BYPASS"})
_QUESTION = re.compile(r"GET VAR (?P<ups>\S+) (?P<name>\S+)")


def create(clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """A supply on the mains with a full battery, behind its server."""
    return UpsdSimulator(clock, options)


class SupplySimulator(SimulatedDevice):
    """Mains and battery of a supply."""

    mains = True
    charge = FULL

    def cut_mains(self) -> None:
        with self._lock:
            self.mains, self.charge = False, HALF

    def run_down(self) -> None:
        with self._lock:
            self.mains, self.charge = False, EMPTY

    def restore_mains(self) -> None:
        with self._lock:
            self.mains, self.charge = True, FULL

    @property
    def low(self) -> bool:
        return self.charge <= EMPTY

    def send(self, wire: Wire, content: bytes) -> None:
        """Send an answer as the misfortunes have it."""
        if self.misfortunes.on("silent"):
            return
        if self.misfortunes.on("garbled"):
            content = bytes(0x80 | (73 * place + byte) % 64 for place, byte in enumerate(content)) + b"\n\r"
        cut = self.misfortunes.on("unplugged_during")
        if cut:
            wire.send(content[: int(cut["after_bytes"])])
            self._wire.cut()
            return
        slow = self.misfortunes.on("slow")
        wire.send(content, ANSWER_S + (float(slow["seconds"]) if slow else 0.0))


class UpsdSimulator(SupplySimulator):
    """The other end of a client's wire. Option: `ups`, the supply's name."""

    def __init__(self, clock: Clock, options: Mapping[str, Any]) -> None:
        super().__init__(clock, MISFORTUNES)
        self._ups = str(options.get("ups") or "ups")

    def connection(self, wire: Wire) -> Peer:
        return _Client(wire, self._take)

    def received(self, data: bytes) -> None:
        """Without a connection nothing is listened to."""

    def _take(self, wire: Wire, question: str) -> None:
        with self._lock:
            self.send(wire, (self._answer(question) + "\n").encode("utf-8"))

    def _answer(self, question: str) -> str:
        asked = _QUESTION.fullmatch(question)
        if asked is None:
            self.complain(f"no question of upsd: {question[:60]!r}")
            return "ERR UNKNOWN-COMMAND"
        error = next((ERRORS[name] for name in ERRORS if self.misfortunes.on(name)), "")
        if error or asked["ups"] != self._ups:
            return error or "ERR UNKNOWN-UPS"
        value = self._values().get(asked["name"])
        return "ERR VAR-NOT-SUPPORTED" if value is None else f'VAR {self._ups} {asked["name"]} "{value}"'

    def _values(self) -> Mapping[str, str]:
        if self.misfortunes.on("starting"):
            return {"ups.status": "WAIT"}
        words = ["OL" if self.mains else "OB", *(["LB"] if self.low else [])]
        words += [word for name, word in WORDS.items() if self.misfortunes.on(name)]
        values = {"ups.status": " ".join(words), "ups.model": "Rehearsal supply", "ups.firmware": "1.0"}
        if not self.misfortunes.on("no_charge"):
            values |= {"battery.charge": str(self.charge), "battery.runtime": str(self.charge * A_PER_CENT_S)}
        return values


class _Client:
    """One connection: cuts what comes into lines."""

    def __init__(self, wire: Wire, take: Callable[[Wire, str], None]) -> None:
        self._wire = wire
        self._take = take
        self._came = b""

    def attach(self, wire: Wire) -> None:
        self._wire = wire

    def received(self, data: bytes) -> None:
        self._came = (self._came + data)[-LONGEST_QUESTION:]
        while b"\n" in self._came:
            line, _, self._came = self._came.partition(b"\n")
            self._take(self._wire, line.decode("utf-8", "replace"))
