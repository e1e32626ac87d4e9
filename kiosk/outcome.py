"""The base of all outcomes of effects; those of one subject are together (case_events, paper_events …)."""

from __future__ import annotations

from devices.lazy_dataclass import dataclass


@dataclass(frozen=True)
class Outcome:
    """The outcome of the effect with this number, which a visit awaits; whatever names an effect is one of these."""

    visit: str
    effect: int
