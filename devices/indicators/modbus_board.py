"""The driver of guide lights on the relays of a Modbus RTU board.

Before anything is switched the relays are read, so that a board that lost its power, or an answer that was lost, does
not leave a lamp in a state nobody knows. Only relays that have a lamp are written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devices.clock import Clock, DeadlineReached, Wait
from devices.faults import DeviceFault, Fault, Next
from devices.identifying import answer_to
from devices.indicators.contract import DARK, GuideLights, Indicators, IndicatorsCapability, Light
from devices.modbus import READ_COILS, answers_in, read, write_coil, write_coils
from devices.modbus_line import ModbusBoard, ModbusLine
from devices.readings import DeviceState, DeviceStatus, Inventory, failed_status
from devices.transport import Pipe

FAMILY_NAME = "indicators"
CAPABILITIES: frozenset[str] = frozenset(IndicatorsCapability)
HALF_BLINK_S = 0.5
CHECK_EVERY_S = 5.0
"""The relays are read again after so long, or after any fault."""
NO_ANSWER = Fault("indicators.no_answer", Next.CALL_STAFF)


def create(line: ModbusLine, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> Indicators:
    """The driver for a board on a line; nothing is opened yet."""
    unit = int(options.get("unit") or model.get("unit") or 1)
    return RelayLamps(ModbusBoard(line, unit, FAMILY_NAME), clock, options.get("lamps", {}))


class RelayLamps:
    """See `contract.Indicators`. Used by one thread."""

    def __init__(self, board: ModbusBoard, clock: Clock, lamps: Mapping[str, int]) -> None:
        self._board = board
        self._clock = clock
        self._lamps = lamps
        self._relays = tuple(sorted(set(lamps.values())))
        self._lights = DARK
        """The newest state that was asked for."""
        self._known: dict[int, bool] | None = None
        """Relay → its state as the board told it; None where that is to be asked."""
        self._read_at = 0.0

    def status(self, wait: Wait) -> DeviceStatus:
        """Look whether the lamps are as they should be, and put them right."""
        try:
            self._known = None
            self.light(self._lights, wait)
        except DeviceFault as trouble:
            return failed_status(trouble.fault, CAPABILITIES)
        except DeadlineReached:
            return failed_status(NO_ANSWER, CAPABILITIES)
        return DeviceStatus(DeviceState.READY, capabilities=CAPABILITIES)

    def light(self, lights: GuideLights, wait: Wait) -> None:
        self._lights = lights
        if not self._relays:
            self._read(0, 1, wait)
            return
        now = self._clock.monotonic()
        if self._known is None or now - self._read_at >= CHECK_EVERY_S:
            first = self._relays[0]
            states = self._read(first, self._relays[-1] - first + 1, wait)
            self._known = {relay: states[relay - first] for relay in self._relays}
            self._read_at = now
        self._switch(self._wanted(lights, now), wait)

    def close(self) -> None:
        self._known = None
        self._board.close()

    def _wanted(self, lights: GuideLights, now: float) -> Mapping[int, bool]:
        bright = int(now / HALF_BLINK_S) % 2 == 0
        slots = lights.as_mapping()
        lit = {self._lamps[slot]: light is Light.ON or bright for slot, light in slots.items() if slot in self._lamps}
        return {relay: lit.get(relay, False) for relay in self._relays}

    def _read(self, first: int, count: int, wait: Wait) -> tuple[bool, ...]:
        self._known = None
        return self._board.read(READ_COILS, first, count, wait)

    def _switch(self, wanted: Mapping[int, bool], wait: Wait) -> None:
        """Write what differs: one relay alone, or all side by side if no foreign one lies between."""
        known = self._known or {}
        changed = [relay for relay in self._relays if known.get(relay) != wanted[relay]]
        if not changed:
            return
        self._known = None
        span = range(changed[0], changed[-1] + 1)
        if len(changed) > 1 and set(span) <= set(self._relays):
            self._board.write(write_coils(self._board.unit, span[0], [wanted[relay] for relay in span]), wait)
        else:
            for relay in changed:
                self._board.write(write_coil(self._board.unit, relay, wanted[relay]), wait)
        self._known = dict(wanted)


def identify(pipe: Pipe, wait: Wait) -> Inventory | None:
    """Whether a board told how eight of its relays are."""
    return answer_to(pipe, wait, _told)


def _told(came: bytes) -> Inventory | None:
    question = read(READ_COILS, unit=1, first=0, count=8)
    told = (frame for frame in answers_in(came) if question.is_answered_by(frame) and not frame.refused)
    return None if next(told, None) is None else Inventory()
