"""Status of a supply, with a memory of what it said last.

A supply that was on battery when it fell silent may be about to switch off: after a while that is taken for the worst,
as NUT's own upsmon does (upsmon.conf, DEADTIME: 15 s).
"""

from __future__ import annotations

from collections.abc import Callable

from devices.clock import Clock, DeadlineReached, Wait
from devices.faults import DeviceFault, Fault, Next
from devices.power.contract import CAPABILITIES, SUPPLY, PowerReading, PowerState, status_of
from devices.readings import DeviceStatus, failed_status

DEAD_S = 15.0
LOST_ON_BATTERY = Fault("power.lost_on_battery", Next.CALL_STAFF, "it was on battery when it was last heard")
ON_BATTERY = frozenset({PowerState.BATTERY, PowerState.LOW})


def no_answer(asked: str) -> DeviceFault:
    return DeviceFault("power.no_answer", Next.CALL_STAFF, f"{asked}: no answer")


class PowerMemory:
    """The last state of a supply, kept by its driver beyond a lost connection."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._state = PowerState.UNKNOWN
        self._heard_at = float("-inf")

    def status(self, read: Callable[[Wait], PowerReading], wait: Wait) -> DeviceStatus:
        """Read the supply and make its status; one that does not answer has one too."""
        try:
            reading = read(wait)
        except DeviceFault as trouble:
            return self._silent(trouble.fault)
        except DeadlineReached:
            return self._silent(no_answer("status").fault)
        if reading.state is not PowerState.UNKNOWN:
            self._state, self._heard_at = reading.state, self._clock.monotonic()
        return status_of(reading)

    def _silent(self, fault: Fault) -> DeviceStatus:
        levels = {SUPPLY: PowerState.UNKNOWN.value}
        if self._state not in ON_BATTERY:
            return failed_status(fault, CAPABILITIES, levels)
        dead = self._state is PowerState.LOW or self._clock.monotonic() - self._heard_at >= DEAD_S
        levels[SUPPLY] = (PowerState.LOW if dead else PowerState.BATTERY).value
        failed = failed_status(fault, CAPABILITIES, levels)
        return DeviceStatus(failed.state, (*failed.faults, LOST_ON_BATTERY), levels, CAPABILITIES) if dead else failed
