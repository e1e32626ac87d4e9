"""Outcomes of what staff ask for in the technician's area."""

from __future__ import annotations

from devices.lazy_dataclass import dataclass
from kiosk.console_view import Bar
from kiosk.health import DeviceRecord
from kiosk.outcome import Outcome
from kiosk.staff.entry import StaffVerdict


@dataclass(frozen=True)
class StaffChecked(Outcome):
    """An entry of staff was checked."""

    verdict: StaffVerdict


@dataclass(frozen=True)
class ChallengeCame(Outcome):
    """A challenge to be read out by phone; "" where none can be made."""

    challenge: str


@dataclass(frozen=True)
class PartLooked(Outcome):
    """The names and counters of a part; None for one that has no worker."""

    record: DeviceRecord | None
    days: tuple[Bar, ...] = ()
    """What it did on each of the last days, oldest first."""
