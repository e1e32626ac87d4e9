"""A figure with its budget, printed as one line: median, spread, budget, verdict."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil


class CannotMeasure(Exception):
    """Something is missing on this machine without which the figure is meaningless; the message says what."""


@dataclass(frozen=True)
class Figure:
    """Samples in `unit`, and a budget (None: informative). `at_least`: the budget is a lower limit."""

    name: str
    samples: Sequence[float]
    unit: str
    budget: float | None = None
    at_least: bool = False
    worst: bool = False
    """Compare the 99th percentile with the budget instead of the median."""

    @property
    def value(self) -> float:
        if self.worst:
            ordered = sorted(self.samples)
            return ordered[ceil(len(ordered) * 0.99) - 1]
        return statistics.median(self.samples)

    @property
    def within(self) -> bool:
        if self.budget is None:
            return True
        return self.value >= self.budget if self.at_least else self.value <= self.budget

    def line(self) -> str:
        low, high = min(self.samples), max(self.samples)
        line = f"{self.name:<44} {self.value:10.3f} {self.unit:<8} {low:9.3f} … {high:<9.3f}"
        if self.budget is None:
            return f"{line} (no budget)"
        sign = "≥" if self.at_least else "≤"
        return f"{line} {sign} {self.budget:<7g} {'within' if self.within else 'OVER BUDGET'}"


def excess(ours: Sequence[float], bare: Sequence[float]) -> list[float]:
    """Return the differences of the sorted samples: rank by rank, because other load of the machine slows both."""
    return [a - b for a, b in zip(sorted(ours), sorted(bare), strict=True)]


def ratios(ours: Sequence[float], bare: Sequence[float]) -> list[float]:
    """Return the ratios of samples taken in turn, so that a slower machine affects both."""
    return [a / b for a, b in zip(ours, bare, strict=True)]
