"""The driver of sensors on the inputs of a Modbus RTU board: one request reads all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devices.clock import Clock, DeadlineReached, Wait
from devices.faults import DeviceFault, Fault, Next
from devices.identifying import answer_to
from devices.modbus import READ_INPUTS, answers_in, read
from devices.modbus_line import ModbusBoard, ModbusLine
from devices.readings import DeviceState, DeviceStatus, Inventory, Presence, failed_status
from devices.sensors.contract import DOOR, Door, Sensed, Sensors, SensorsCapability
from devices.sensors.steady import HOLD, SteadyInput
from devices.transport import Pipe

FAMILY_NAME = "sensors"
CAPABILITIES: frozenset[str] = frozenset(SensorsCapability)
BETWEEN_SAMPLES_S = 0.007
FRESH_S = 1.0
"""A status is made of samples that are no older."""
NO_ANSWER = Fault("sensors.no_answer", Next.CALL_STAFF)
PRESENCES: Mapping[bool | None, Presence] = {None: Presence.UNKNOWN, True: Presence.PRESENT, False: Presence.GONE}


def create(line: ModbusLine, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> Sensors:
    """The driver for a board on a line; nothing is opened yet."""
    unit = int(options.get("unit") or model.get("unit") or 1)
    return InputSensors(ModbusBoard(line, unit, FAMILY_NAME), clock, options)


class Sensor:
    """One contact of the profile, and what its input was lately."""

    def __init__(self, name: str, contact: Mapping[str, Any]) -> None:
        self.name = name
        self.input = int(contact["input"])
        self._normally_closed = bool(contact.get("normally_closed", False))
        self._steady = SteadyInput()

    @property
    def active(self) -> bool | None:
        """Whether the door is open, somebody there, something in the slot; None where that is not known."""
        return self._steady.value

    @property
    def in_doubt(self) -> bool:
        return self._steady.in_doubt

    @property
    def flickers(self) -> bool:
        return self._steady.flickers

    def feed(self, flows: bool) -> None:
        self._steady.feed(flows != self._normally_closed)


class InputSensors:
    """See `contract.Sensors`. Used by one thread."""

    def __init__(self, board: ModbusBoard, clock: Clock, options: Mapping[str, Any]) -> None:
        self._board = board
        self._clock = clock
        self._doors = [Sensor(f"door {number}", each) for number, each in enumerate(options.get("doors", ()), 1)]
        self._person = [Sensor("person", options["person"])] if options.get("person") else []
        self._slots = {slot: Sensor(f"slot {slot}", each) for slot, each in options.get("slots", {}).items()}
        self._sampled_at: float | None = None

    def status(self, wait: Wait) -> DeviceStatus:
        try:
            if self._sampled_at is None or self._clock.monotonic() - self._sampled_at > FRESH_S:
                self._sample(wait)
        except DeviceFault as trouble:
            return failed_status(trouble.fault, CAPABILITIES, self._levels(known=False))
        except DeadlineReached:
            return failed_status(NO_ANSWER, CAPABILITIES, self._levels(known=False))
        shaky = ", ".join(sensor.name for sensor in self._sensors() if sensor.flickers)
        faults = (Fault("sensors.flickering", Next.CALL_STAFF, shaky),) if shaky else ()
        state = DeviceState.WARNING if faults else DeviceState.READY
        return DeviceStatus(state, faults, self._levels(known=True), CAPABILITIES)

    def sense(self, wait: Wait) -> Sensed:
        self._sample(wait)
        person = PRESENCES[self._person[0].active] if self._person else Presence.UNKNOWN
        slots = tuple((slot, PRESENCES[sensor.active]) for slot, sensor in self._slots.items())
        return Sensed(self._door(), person, slots)

    def close(self) -> None:
        self._sampled_at = None
        self._board.close()

    def _sensors(self) -> list[Sensor]:
        return [*self._doors, *self._person, *self._slots.values()]

    def _sample(self, wait: Wait) -> None:
        """Read all inputs, and again until each that has changed is steady or is known to flicker."""
        self._sampled_at = None
        self._read(wait)
        for _ in range(HOLD - 1):
            if not any(sensor.in_doubt for sensor in self._sensors()):
                break
            wait.pause(BETWEEN_SAMPLES_S)
            self._read(wait)
        self._sampled_at = self._clock.monotonic()

    def _read(self, wait: Wait) -> None:
        """Read all inputs of this profile at once. Without any, the board is asked all the same: is it there?"""
        numbers = [sensor.input for sensor in self._sensors()] or [0]
        first = min(numbers)
        flows = self._board.read(READ_INPUTS, first, max(numbers) - first + 1, wait)
        for sensor in self._sensors():
            sensor.feed(flows[sensor.input - first])

    def _door(self) -> Door:
        open_now = [sensor.active for sensor in self._doors]
        if True in open_now:
            return Door.OPEN
        return Door.UNKNOWN if None in open_now or not open_now else Door.CLOSED

    def _levels(self, *, known: bool) -> Mapping[str, str]:
        if not self._doors:
            return {}
        return {DOOR: self._door().value if known else Door.UNKNOWN.value}


def identify(pipe: Pipe, wait: Wait) -> Inventory | None:
    """Whether a board told how eight of its inputs are."""
    return answer_to(pipe, wait, _told)


def _told(came: bytes) -> Inventory | None:
    question = read(READ_INPUTS, unit=1, first=0, count=8)
    told = (frame for frame in answers_in(came) if question.is_answered_by(frame) and not frame.refused)
    return None if next(told, None) is None else Inventory()
