"""What is known of one cell when it was played: pages seen, what is held, what was logged and left behind."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Held:
    """What is really held at one moment: cases at the platform, cases here by state, slips that came out whole, and
    ratings, here or at the platform, whichever are more."""

    platform: int
    received: int
    unsent: int
    slips: int
    ratings: int = 0


@dataclass(frozen=True)
class Seen:
    """One page as the citizen saw it at rest, and what was true at that moment."""

    id: str
    page: str
    keys: frozenset[str]
    words: tuple[str, ...]
    ways_out: tuple[str, ...]
    struck: bool
    held: Held


@dataclass
class Played:
    """All that is known of one cell when it was played."""

    seen: list[Seen] = field(default_factory=list)
    acts: int = 0
    ended: bool = False
    stuck: Seen | None = None
    """The page on which a citizen who wanted to go on gave up."""
    overdue: str = ""
    after: Held | None = None
    leaks: list[str] = field(default_factory=list)
    logs: list[str] = field(default_factory=list)
    audit: list[str] = field(default_factory=list)
    broken: str = ""
    """The rehearsal itself could not go on."""
