"""The driver of supplies on a serial line that speak Megatec's protocol Q1, without NUT between. It reads, no more.

    Q1 CR
    (226.0 195.0 226.0 014 49.0 27.5 30.0 00001000 CR    47 bytes
    I CR
    #company 15 model 10 version 10 CR                   39 bytes

Fields: input voltage, voltage at the last failure, output voltage, load in per cent, frequency, battery voltage,
temperature, eight bits; a field that a model does not measure is dashes. Bits from the left: mains failed, battery low,
bypass (of a supply whose type is 0), supply failed, type, test under way, shutdown under way, beeper on. Source:
Megatec's protocol document as NUT's nutdrv_qx reads it (NUT 2.8.0, drivers/nutdrv_qx_megatec.c). The line has 2400
baud on most models.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from devices.clock import Clock, DeadlineReached, Wait
from devices.faults import Fault, Next
from devices.identifying import answer_to
from devices.power.contract import PowerReading, PowerState, PowerSupply
from devices.power.memory import PowerMemory, no_answer
from devices.power.upsd import BY_STATE, CHARGE_LOW, TROUBLES
from devices.readings import DeviceStatus, Inventory
from devices.transport import Pipe, Port, discard, noise

ASK, END = b"Q1\r", b"\r"
ASK_NAMES, NAMES_BYTES = b"I\r", 39
ANSWER_BYTES = 47
ANSWER_S = 1.0
"""Seconds until an answer is there, besides the line's time."""
QUIET_S = 0.05
EMPTY_LONGEST_S = 0.5
FAILED = Fault("power.failed", Next.CALL_STAFF)

_NUMBER = rb"[0-9.-]"
_NAMES = re.compile(rb"#(?P<maker>[ -~]{15}) (?P<model>[ -~]{10}) (?P<firmware>[ -~]{10})\r")
_ANSWER = re.compile(rb"\((?:%(n)s{5} ){3}%(n)s{3} (?:%(n)s{4} ){3}(?P<bits>[01]{8})\r" % {b"n": _NUMBER})


def create(port: Port, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> PowerSupply:
    """The driver for a port; nothing is opened yet. Its return type has mypy check it against the contract."""
    return MegatecSupply(port, clock)


def reading_of(bits: str) -> PowerReading:
    """The reading that the eight bits mean. A charge or runtime is not among what the supply says."""
    mains_failed, battery_low, bypass, failed, offline_type, _test, shutting_down, _beeper = (b == "1" for b in bits)
    state = PowerState.BATTERY if mains_failed else PowerState.LINE
    if shutting_down or (mains_failed and battery_low):
        state = PowerState.LOW
    faults = [BY_STATE[state]] if state in BY_STATE else []
    faults += [CHARGE_LOW] if battery_low and state is PowerState.LINE else []
    faults += [FAILED] if failed else []
    faults += [TROUBLES["BYPASS"]] if bypass and not offline_type else []
    return PowerReading(state, faults=tuple(faults))


class MegatecSupply:
    """See `contract.PowerSupply`. Used by one thread."""

    def __init__(self, port: Port, clock: Clock) -> None:
        self._port = port
        self._memory = PowerMemory(clock)
        self._pipe: Pipe | None = None

    def status(self, wait: Wait) -> DeviceStatus:
        return self._memory.status(self.power, wait)

    def power(self, wait: Wait) -> PowerReading:
        found = _ANSWER.fullmatch(self._ask(ASK, ANSWER_BYTES, wait))
        if found is None:
            self.close()
            raise noise("Q1: this is no answer of a supply")
        return reading_of(found["bits"].decode("ascii"))

    def inventory(self, wait: Wait) -> Inventory:
        """A supply without the command I sends it back as it came: it has no names."""
        found = _NAMES.fullmatch(self._ask(ASK_NAMES, NAMES_BYTES, wait))
        if found is None:
            return Inventory()
        maker, model, firmware = (part.decode("ascii") for part in found.groups())
        return Inventory(f"{maker} {model}", firmware=firmware)

    def close(self) -> None:
        # Forgotten first: a pipe that cannot even be closed must not be used again.
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()

    def _empty(self, pipe: Pipe, wait: Wait) -> None:
        """Discard what came late: an answer says nothing of which question it answers."""
        discard(pipe, wait, QUIET_S, EMPTY_LONGEST_S)

    def _ask(self, question: bytes, length: int, wait: Wait) -> bytes:
        """Ask, and return what came until CR or so many bytes."""
        wait.check()
        done = False
        try:
            if self._pipe is None:
                self._pipe = self._port.open()
            self._empty(self._pipe, wait)
            self._pipe.write(question)
            answer = self._answer(self._pipe, length, wait)
            done = True
            return answer
        finally:
            if not done:
                self.close()

    def _answer(self, pipe: Pipe, length: int, wait: Wait) -> bytes:
        limit, came = wait.within(ANSWER_S + self._port.line_s(length + len(ASK))), b""
        while END not in came and len(came) < length:
            try:
                came += pipe.read(limit)
            except DeadlineReached:
                wait.check()
                raise noise("half an answer") if came else no_answer("Q1") from None
        return came


def identify(pipe: Pipe, wait: Wait) -> Inventory | None:
    """Whether a supply answered Q1 with its values; it may first send back what it did not know."""
    return answer_to(pipe, wait, lambda came: None if _ANSWER.search(came) is None else Inventory())
