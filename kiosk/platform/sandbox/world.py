"""All that one running sandbox consists of, and its clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from devices import SystemClock
from kiosk.platform.sandbox.circumstances import OFFSET_S
from kiosk.platform.sandbox.codes import Codes
from kiosk.platform.sandbox.misfortunes import Misfortunes
from kiosk.platform.sandbox.published import Published
from kiosk.platform.sandbox.registers import Registers
from kiosk.platform.sandbox.repeats import Repeats
from kiosk.platform.sandbox.shelf import Shelf
from kiosk.platform.sandbox.storage import Storage

OPEN: Mapping[str, Any] = MappingProxyType({"state": "open", "rate": None, "spread_s": 0.0})
"""What every heartbeat is answered while nothing else was ordered: hand over as you can."""


class PlatformClock:
    """The machine's time, moved by as much as a rehearsal wants."""

    def __init__(self) -> None:
        self._machine = SystemClock()
        self.offset = timedelta()

    def now(self) -> datetime:
        return self.undisturbed() + timedelta(seconds=OFFSET_S.get())

    def undisturbed(self) -> datetime:
        """The time as it is for requests that no misfortune strikes."""
        return self._machine.now() + self.offset

    def move_by(self, seconds: float) -> None:
        self.offset = timedelta(seconds=seconds)

    def move_to(self, moment: datetime) -> None:
        self.offset = moment - self._machine.now()


@dataclass
class World:
    """The parts the routes work on. `open_door`: a terminal never seen before is enrolled at its first request."""

    storage: Storage
    published: Published
    registers: Registers
    shelf: Shelf
    open_door: bool = True
    clock: PlatformClock = field(default_factory=PlatformClock)
    codes: Codes = field(default_factory=Codes)
    misfortunes: Misfortunes = field(default_factory=Misfortunes)
    admission: Mapping[str, Any] = field(default_factory=lambda: OPEN)
    repeats: Repeats = field(default_factory=Repeats)
    nonces: dict[tuple[str, str], float] = field(default_factory=dict)

    def reset(self) -> None:
        self.storage.reset()
        self.shelf.reset()
        self.codes.reset()
        self.repeats.reset()
        self.misfortunes.end_all()
        self.nonces.clear()
        self.admission = OPEN
        self.clock.offset = timedelta()
