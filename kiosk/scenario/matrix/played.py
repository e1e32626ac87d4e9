"""Record of a played cell: pages seen, cases held, log lines, leaks."""

from __future__ import annotations

from dataclasses import field

from devices.lazy_dataclass import dataclass


@dataclass(frozen=True)
class Held:
    """Actual state at one moment: cases at the platform, cases here with a receipt and unsent, complete slips,
    ratings (the larger of those kept here and those at the platform), and the most cases of one item at the platform:
    the parts of a bundle are cases of several items."""

    platform: int
    received: int
    unsent: int
    slips: int
    ratings: int = 0
    of_one_item: int = 0


@dataclass(frozen=True)
class Seen:
    """One page as the citizen saw it, and the actual state at that moment."""

    id: str
    page: str
    keys: frozenset[str]
    words: tuple[str, ...]
    exits: tuple[str, ...]
    injected: bool
    held: Held


@dataclass
class Played:
    """Record of a played cell."""

    seen: list[Seen] = field(default_factory=list)
    acts: int = 0
    ended: bool = False
    stuck: Seen | None = None
    """The page on which the citizen could not go on."""
    overdue: str = ""
    after: Held | None = None
    leaks: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    """Of the simulated devices: what they did not understand, or did otherwise than meant."""
    logs: list[str] = field(default_factory=list)
    audit: list[str] = field(default_factory=list)
    broken: str = ""
    """Error of the rehearsal itself, "" for none."""
