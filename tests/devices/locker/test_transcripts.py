"""The driver of lock boards meets recorded dialogues to the last byte."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Any

from devices import FakeClock, Wait
from devices.locker import locks
from devices.locker.contract import Door, DoorOutcome, DoorResult
from tests.devices.transcript import scripted

HERE = Path(__file__).parent / "transcripts"


def opened(name: str, **model: Any) -> tuple[Any, FakeClock, Any]:
    clock = FakeClock(auto=True)
    port, peer = scripted(HERE / f"board8a_{name}.txt", clock)
    return locks.create(port, clock, MappingProxyType(model), MappingProxyType({})), clock, peer


def test_a_lock_is_asked_opened_and_asked_again() -> None:
    locker, clock, peer = opened("open")
    assert locker.open_door(Door(3), Wait(clock, 8)) == DoorOutcome(DoorResult.OPENED)
    peer.finish()


def test_all_locks_highest_group_first() -> None:
    locker, clock, peer = opened("all", set_means="open")
    assert locker.open_doors(Wait(clock, 3)).numbers == {1, 9, 17}
    peer.finish()
