"""Outcomes of what staff ask for in the technician's area."""

from __future__ import annotations

from devices.lazy_dataclass import dataclass
from kiosk.console_view import Bar
from kiosk.health import DeviceRecord
from kiosk.outcome import Outcome
from kiosk.platform.network_steps import StepResult
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
    """Its acts on each of the last days, oldest first."""


@dataclass(frozen=True)
class WayTried(Outcome):
    """The steps of the way to the platform, as far as they were taken; none if the test was broken off."""

    results: tuple[StepResult, ...]
