"""The contract of power supplies: whether the terminal runs on the mains or on a battery, and how much is left.

A supply is only read. Nothing here switches it or the machine off: that is asked of the service manager, elsewhere.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from devices.clock import Wait
from devices.family import Begun, Family, WatchKind
from devices.faults import Fault
from devices.lazy_dataclass import dataclass
from devices.readings import Device, DeviceState, DeviceStatus

SUPPLY = "power"
"""The level of a supply's status that has its state, a word of PowerState."""
CHARGE, RUNTIME = "charge", "runtime"
EVERY_S = 1.0
LONGEST_S = 3.0
CHARGE_STEP = 5
"""Charge is told in steps of so many per cent, and runtime in minutes: what changes every second would be news."""


class PowerState(StrEnum):
    """Source of the power, worst last."""

    LINE = "line"
    BATTERY = "battery"
    LOW = "low"
    """On battery, and it is nearly empty; or the supply is about to switch off."""
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PowerReading:
    """State, charge in per cent and runtime in seconds as the supply estimates it; None where it does not say.

    `faults` are codes of troubles that a supply with an answer has (a battery to be replaced).
    """

    state: PowerState
    charge: int | None = None
    runtime_s: int | None = None
    faults: tuple[Fault, ...] = ()


class PowerCapability(StrEnum):
    """A capability of a supply."""

    TELL_POWER = "tell_power"


CAPABILITIES: frozenset[str] = frozenset({PowerCapability.TELL_POWER})


class PowerSupply(Device, Protocol):
    """A supply of power with a battery.

    Fault codes: power.no_answer, .stale, .driver_away, .unknown_ups, .refused, .failed (call staff; nothing is known of
    the mains), .starting (try again), .on_battery, .low, .lost_on_battery, .replace_battery, .charge_low, .overload,
    .unprotected (the state is known), and the transport's.
    """

    def power(self, wait: Wait) -> PowerReading:
        """The state now. Raises DeadlineReached, Cancelled (within 200 ms) or DeviceFault."""


def _power(supply: PowerSupply, wait: Wait, _: Begun) -> PowerReading:
    return supply.power(wait)


POWER: WatchKind[PowerSupply, PowerReading] = WatchKind(
    "power", PowerCapability.TELL_POWER, PowerReading, _power, every_s=EVERY_S, longest_s=LONGEST_S
)
FAMILY: Family[PowerSupply] = Family("power", PowerSupply, PowerCapability, watches=(POWER,), inside=True)


def status_of(reading: PowerReading) -> DeviceStatus:
    """The status of a supply with this reading."""
    levels = {SUPPLY: reading.state.value}
    if reading.charge is not None:
        levels[CHARGE] = f"{reading.charge // CHARGE_STEP * CHARGE_STEP}%"
    if reading.runtime_s is not None:
        levels[RUNTIME] = f"{reading.runtime_s // 60} min"
    return DeviceStatus(
        DeviceState.WARNING if reading.faults else DeviceState.READY, reading.faults, levels, CAPABILITIES
    )
