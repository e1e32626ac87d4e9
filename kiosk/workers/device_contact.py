"""The contact of a worker with its device: a short loss is no news, and what happened is counted.

A hub that starts again, or a plug that is touched, takes a device away for a moment. Only when it was missed several
times in a row is it gone for citizens, and the platform is told. Coming back needs no restart: the next look finds it.
"""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType

from devices import NOT_THERE, Fault, Inventory
from kiosk.health import DeviceRecord

MISSES = 3
"""So many looks in a row without the device, and it is gone."""
MISS_AGAIN_S = 0.5
"""Seconds until the next look at a device that was missed: it is gone after one second."""
INVENTORY_TRIES = 3
"""A device that does not name itself after so many questions is not asked again before it comes back."""


class DeviceContact:
    """Used by the worker's thread; `record` by any."""

    def __init__(self) -> None:
        self._misses = 0
        self._there = False
        self._counters: Counter[str] = Counter()
        self._inventory = Inventory()
        self._questions_left = 0

    def missed(self, fault: Fault) -> bool:
        """Note a fault; True for one by which the device may be gone while it is too early to say so."""
        if fault.code not in NOT_THERE:
            self.met()
            return False
        self._misses += 1
        if self._misses < MISSES:
            return True
        if self._there:
            self.count("losses")
        self._there = False
        return False

    def met(self) -> None:
        """The device answered."""
        self._misses = 0
        if not self._there:
            self._there, self._questions_left = True, INVENTORY_TRIES
            self.count("contacts")

    @property
    def asks_inventory(self) -> bool:
        """Whether the device is to be asked for its names; each question counts."""
        self._questions_left -= 1
        return self._questions_left >= 0

    def named(self, inventory: Inventory) -> None:
        """The device named itself."""
        self._inventory, self._questions_left = inventory, 0

    def count(self, event: str) -> None:
        """Count an event of this kind."""
        self._counters[event] += 1

    def record(self) -> DeviceRecord:
        """Return the device's names and counters."""
        return DeviceRecord(self._inventory, MappingProxyType(dict(self._counters)))
