"""The driver of supplies that NUT looks after: a client of its server upsd, over a socket. It reads and sets nothing.

One question is under way at a time, and an answer names what it answers. After a question without an answer the
connection is closed, so that a late answer is never taken for the next one. A connection that ended between two looks
(upsd was started anew) is opened again at once: to ask again changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devices.clock import Clock, DeadlineReached, Wait
from devices.faults import DeviceFault
from devices.power.contract import PowerReading, PowerSupply
from devices.power.memory import PowerMemory, no_answer
from devices.power.upsd import (
    CHARGE,
    ENCODING,
    LONGEST_LINE,
    NAMES,
    RUNTIME,
    STATUS,
    NotAnAnswer,
    answer_in,
    question,
    reading_of,
)
from devices.readings import DeviceStatus, Inventory
from devices.transport import Pipe, Port, noise

ANSWER_S = 1.0
"""Seconds until the answer to one question is there."""
UPS = "ups"


def create(port: Port, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> PowerSupply:
    """The driver for a port; nothing is opened yet. Its return type has mypy check it against the contract."""
    return NutSupply(port, clock, str(options.get("ups") or UPS))


class NutSupply:
    """See `contract.PowerSupply`. Used by one thread."""

    def __init__(self, port: Port, clock: Clock, ups: str) -> None:
        self._port = port
        self._ups = ups
        self._memory = PowerMemory(clock)
        self._pipe: Pipe | None = None

    def status(self, wait: Wait) -> DeviceStatus:
        return self._memory.status(self.power, wait)

    def power(self, wait: Wait) -> PowerReading:
        wait.check()
        kept = self._pipe is not None
        try:
            return self._read(wait)
        except DeviceFault as trouble:
            if not (kept and trouble.fault.code == "transport.lost"):
                raise
        return self._read(wait)

    def inventory(self, wait: Wait) -> Inventory:
        return Inventory(*(self._ask(name, wait) or "" for name in NAMES))

    def close(self) -> None:
        # Forgotten first: a pipe that cannot even be closed must not be used again.
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()

    def _read(self, wait: Wait) -> PowerReading:
        status = self._ask(STATUS, wait)
        if status is None:
            raise noise(f"{STATUS}: this supply has no state")
        return reading_of(status, self._ask(CHARGE, wait), self._ask(RUNTIME, wait))

    def _ask(self, name: str, wait: Wait) -> str | None:
        """Ask for a variable. Raises DeviceFault: no answer, a refusal, or something else in its place."""
        done = False
        try:
            value = self._exchange(name, wait)
            done = True
            return value
        finally:
            # Whatever ended it, an answer may still be on its way.
            if not done:
                self.close()

    def _exchange(self, name: str, wait: Wait) -> str | None:
        if self._pipe is None:
            self._pipe = self._port.open()
        self._pipe.write(question(self._ups, name))
        line = self._line(self._pipe, name, wait)
        try:
            return answer_in(line.decode(ENCODING, "replace").rstrip("\r"), self._ups, name)
        except NotAnAnswer:
            raise noise(f"{name}: this is no answer of upsd") from None

    def _line(self, pipe: Pipe, name: str, wait: Wait) -> bytes:
        limit, came = wait.within(ANSWER_S), b""
        while b"\n" not in came:
            try:
                came += pipe.read(limit)
            except DeadlineReached:
                wait.check()
                raise no_answer(name) from None
            if len(came) > LONGEST_LINE:
                raise noise(f"{name}: a line without end")
        line, _, more = came.partition(b"\n")
        if more:
            raise noise(f"{name}: more than one answer")
        return line
