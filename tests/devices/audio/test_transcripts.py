"""The driver of a jack reads recorded records as its documents say."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import pytest

from devices import FakeClock, Wait
from devices.audio import evdev
from devices.audio.contract import Jack
from tests.devices.transcript import scripted

HERE = Path(__file__).parent / "transcripts"


@pytest.mark.parametrize(("dialogue", "told"), [("evdev_jack", [Jack.OUT, Jack.IN]), ("evdev_out", [Jack.OUT] * 2)])
def test_a_switch_of_an_input_device_is_a_jack(dialogue: str, told: list[Jack]) -> None:
    clock = FakeClock(auto=True)
    port, peer = scripted(HERE / f"{dialogue}.txt", clock)
    jack = evdev.create(port, clock, MappingProxyType({}), MappingProxyType({}))
    jack.status(Wait(clock, 1))
    peer.received(b"\x00")
    assert [jack.jack(Wait(clock, 6)) for _ in range(2)] == told
    peer.finish()
