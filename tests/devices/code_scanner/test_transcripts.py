"""The drivers of code scanners meet recorded dialogues to the last byte."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from devices import FakeClock, Wait
from devices.code_scanner import honeywell, newland
from devices.code_scanner.contract import Code
from tests.devices.transcript import ScriptedPeer, scripted

HERE = Path(__file__).parent / "transcripts"
DRIVERS: dict[str, Any] = {"honeywell": honeywell, "newland": newland}


def scanner_of(driver: str, dialogue: str) -> tuple[Any, FakeClock, ScriptedPeer]:
    clock = FakeClock(auto=True)
    port, peer = scripted(HERE / f"{driver}_{dialogue}.txt", clock)
    return DRIVERS[driver].create(port, clock, MappingProxyType({}), MappingProxyType({})), clock, peer


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_code_is_read_between_light_on_and_light_off(driver: str) -> None:
    scanner, clock, peer = scanner_of(driver, "code")
    assert scanner.scan(Wait(clock, 5)) == Code("WT02-0001-7K3Q-D")
    peer.finish()


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_scanner_that_refuses_a_setting_is_not_ready(driver: str) -> None:
    scanner, clock, peer = scanner_of(driver, "refused")
    for _ in range(2):
        status = scanner.status(Wait(clock, 5))
        assert [fault.code for fault in status.faults] == ["code_scanner.refused"]
    peer.finish()
