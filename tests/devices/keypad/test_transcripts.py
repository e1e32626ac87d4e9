"""The drivers of keypads read recorded bytes as the keys that their documents say."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Any

from devices import FakeClock, Wait
from devices.keypad import evdev, serial
from devices.keypad.contract import PadKey
from tests.devices.transcript import scripted

HERE = Path(__file__).parent / "transcripts"


def keys_of(module: Any, dialogue: str) -> list[PadKey]:
    clock = FakeClock(auto=True)
    port, peer = scripted(HERE / f"{dialogue}.txt", clock)
    pad = module.create(port, clock, MappingProxyType({}), MappingProxyType({}))
    pad.status(Wait(clock, 1))
    peer.received(b"\x00")
    found: list[PadKey] = []
    number = 0
    for _ in range(4):
        pressed = pad.pressed(Wait(clock, 4))
        found += pressed.keys if pressed.number != number else ()
        number = pressed.number
    peer.finish()
    return found


def test_records_of_an_input_device_are_keys() -> None:
    assert keys_of(evdev, "evdev_keys") == [PadKey.DIGIT_1, PadKey.CONFIRM]


def test_bytes_of_a_serial_pad_are_keys() -> None:
    assert keys_of(serial, "serial_keys") == [
        PadKey.DIGIT_1, PadKey.DIGIT_0, PadKey.CLEAR, PadKey.CONFIRM, PadKey.CANCEL, PadKey.F8,
    ]  # fmt: skip
