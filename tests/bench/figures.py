"""One figure a line: median, spread, budget, and whether it is within."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil


class CannotMeasure(Exception):
    """Something is missing here without which a figure would mean nothing; the text says what to install."""


@dataclass(frozen=True)
class Figure:
    """A figure: its samples in `unit`, and its budget (None: told, not judged). `at_least` turns the budget round."""

    name: str
    samples: Sequence[float]
    unit: str
    budget: float | None = None
    at_least: bool = False
    worst: bool = False
    """Judge the 99th percentile instead of the median."""

    @property
    def judged(self) -> float:
        if self.worst:
            ordered = sorted(self.samples)
            return ordered[ceil(len(ordered) * 0.99) - 1]
        return statistics.median(self.samples)

    @property
    def within(self) -> bool:
        if self.budget is None:
            return True
        return self.judged >= self.budget if self.at_least else self.judged <= self.budget

    def line(self) -> str:
        low, high = min(self.samples), max(self.samples)
        said = f"{self.name:<44} {self.judged:10.3f} {self.unit:<8} {low:9.3f} … {high:<9.3f}"
        if self.budget is None:
            return f"{said} (no budget)"
        sign = "≥" if self.at_least else "≤"
        return f"{said} {sign} {self.budget:<7g} {'within' if self.within else 'OVER BUDGET'}"


def over(ours: Sequence[float], bare: Sequence[float]) -> list[float]:
    """How much longer ours takes, fast ones against fast ones and slow against slow: what else the machine does now and
    then makes both slow."""
    return [a - b for a, b in zip(sorted(ours), sorted(bare), strict=True)]


def ratios(ours: Sequence[float], bare: Sequence[float]) -> list[float]:
    """Pair by pair, so that a machine that slows down slows both."""
    return [a / b for a, b in zip(ours, bare, strict=True)]
