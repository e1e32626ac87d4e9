"""Parts of a view that only the technician's pages have: signs of state, a map of the cabinet, bars of a plot.

A sign is a shape and a colour: what is not known has one of its own and is never drawn as good.
"""

from __future__ import annotations

from enum import StrEnum

from devices.lazy_dataclass import dataclass
from kiosk.words import Words


class Mark(StrEnum):
    """State of a part, or of a step of an instruction."""

    FAULT = "fault"
    """It has a fault of its own."""
    CHILD = "child"
    """It is silent because another part is; nothing has to be done here."""
    HEED = "heed"
    """It works, and something runs out."""
    GOOD = "good"
    UNKNOWN = "unknown"
    """Nobody has asked it yet, or it did not say."""
    NOW = "now"
    """The step to be done now."""
    NONE = "none"
    """There is nothing to judge, or it is a step still to come."""


@dataclass(frozen=True)
class Sign:
    """A mark, the number under which the part is opened by key (0: none), and its short code."""

    mark: Mark
    number: int = 0
    code: str = ""


@dataclass(frozen=True)
class Chip:
    """A part named in passing: one that is silent because of another."""

    sign: Sign
    label: Words


@dataclass(frozen=True)
class Spot:
    """A part in the map of the cabinet, by its name in the profile; one without a place there is listed beside it."""

    part: str
    label: Words
    sign: Sign


@dataclass(frozen=True)
class Bar:
    """A day in a plot: how many acts, of how many nobody knows the outcome, and the code of a fault of that day."""

    label: Words
    value: int
    unsure: int = 0
    code: str = ""
