"""The kinds of work that a device's worker does."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from kiosk.events import Watch


@dataclass(frozen=True)
class Doing:
    """A job of a visit. From the moment `begin_by` (monotonic) on it is refused instead of begun."""

    visit: str
    effect: int
    verb: str
    argument: object = field(repr=False)
    begin_by: float


@dataclass(frozen=True)
class Watching:
    visit: str
    watch: Watch


@dataclass(frozen=True)
class Putting:
    """A state to put the device into; None: at rest."""

    verb: str
    state: Hashable | None


@dataclass(frozen=True)
class Look:
    """Ask the idle device for its status."""


Work = Doing | Watching | Putting | Look
