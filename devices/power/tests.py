"""The test of power supplies: the supply tells its state."""

from __future__ import annotations

from devices.family import Needs, Test, nothing_given
from devices.power.contract import POWER, PowerReading, PowerState, PowerSupply
from devices.verdict import NOTHING_YET, Verdict


def _told(values: tuple[PowerReading, ...]) -> Verdict:
    if not values:
        return NOTHING_YET
    reading = values[-1]
    charge = (f"charge={reading.charge}%",) if reading.charge is not None else ()
    faults = tuple(f"fault={fault.code}" for fault in reading.faults)
    well = reading.state is PowerState.LINE and not faults
    return Verdict(well, (f"power={reading.state.value}", *charge, *faults))


TESTS: tuple[Test[PowerSupply], ...] = (
    Test("supply", POWER.name, nothing_given, Needs.NOTHING, _told, ("power=line",), longest_s=5.0),
)
