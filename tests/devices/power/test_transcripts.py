"""The drivers of supplies meet recorded dialogues to the last byte; words and bits mean what the manuals say."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from devices import DeviceFault, FakeClock, Wait
from devices.power import megatec, nut
from devices.power.contract import PowerState
from devices.power.upsd import STATUS, NotAnAnswer, answer_in, reading_of
from tests.devices.transcript import scripted

HERE = Path(__file__).parent / "transcripts"
DRIVERS: dict[str, Any] = {"nut": nut, "megatec": megatec}


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_supply_with_a_nearly_empty_battery(driver: str) -> None:
    clock = FakeClock(auto=True)
    port, peer = scripted(HERE / f"{driver}_battery.txt", clock)
    supply = DRIVERS[driver].create(port, clock, MappingProxyType({}), MappingProxyType({}))
    reading = supply.power(Wait(clock, 5))
    assert (reading.state, reading.charge) == (PowerState.LOW, 8 if driver == "nut" else None)
    peer.finish()


@pytest.mark.parametrize(
    ("words", "state", "faults"),
    [
        ("OL", PowerState.LINE, []),
        ("OL CHRG", PowerState.LINE, []),
        ("OL CHRG LB", PowerState.LINE, ["power.charge_low"]),
        ("OB DISCHRG", PowerState.BATTERY, ["power.on_battery"]),
        ("OB LB", PowerState.LOW, ["power.low"]),
        ("FSD OL", PowerState.LOW, ["power.low"]),
        ("FSD CAL OL", PowerState.LOW, ["power.low"]),
        ("CAL OB LB", PowerState.LINE, ["power.charge_low"]),
        ("WAIT", PowerState.UNKNOWN, ["power.starting"]),
        ("", PowerState.UNKNOWN, ["power.starting"]),
        ("OL RB OVER", PowerState.LINE, ["power.replace_battery", "power.overload"]),
        ("BYPASS OFF", PowerState.UNKNOWN, ["power.starting", "power.unprotected"]),
    ],
)
def test_words_of_a_status_are_a_set(words: str, state: PowerState, faults: list[str]) -> None:
    reading = reading_of(words, "250", "not a number")
    assert (reading.state, [fault.code for fault in reading.faults]) == (state, faults)
    assert (reading.charge, reading.runtime_s) == (100, None)


@pytest.mark.parametrize(
    ("bits", "state"),
    [
        ("00001000", PowerState.LINE),
        ("10001001", PowerState.BATTERY),
        ("11001000", PowerState.LOW),
        ("01001000", PowerState.LINE),
        ("00001010", PowerState.LOW),
    ],
)
def test_bits_of_a_status(bits: str, state: PowerState) -> None:
    assert megatec.reading_of(bits).state is state


def test_an_answer_to_another_question_is_none() -> None:
    assert answer_in('VAR ups ups.status "a \\"b\\" \\\\c"', "ups", STATUS) == 'a "b" \\c'
    for line in ('VAR other ups.status "OL"', 'VAR ups battery.charge "9"', "OK", "", 'VAR ups ups.status "OL'):
        with pytest.raises(NotAnAnswer):
            answer_in(line, "ups", STATUS)
    with pytest.raises(DeviceFault) as caught:
        answer_in("ERR ACCESS-DENIED", "ups", STATUS)
    assert caught.value.fault.code == "power.refused"
