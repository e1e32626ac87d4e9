"""One input made steady: short changes are not news, and one that does not rest is said to flicker. Pure."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

HOLD = 10
"""Samples in a row that a new value must last. They are taken at once when an input changes, in 0.5 s."""
FLICKERS = 4
"""Changes among the last samples that no door, person or paper makes."""
RESTS = 12
"""Samples without a change after which it flickers no longer."""


class SteadyInput:
    """The last steady value of one input; None before there was one."""

    def __init__(self) -> None:
        self.value: bool | None = None
        self.flickers = False
        """It changes too often to be believed; the value is that from before."""
        self._last: deque[bool] = deque(maxlen=RESTS)

    @property
    def in_doubt(self) -> bool:
        """Whether its last sample is another than its value, and more samples would tell."""
        return bool(self._last) and self._last[-1] is not self.value and not self.flickers

    def feed(self, sample: bool) -> None:
        self._last.append(sample)
        samples = list(self._last)
        changes = sum(one is not other for one, other in pairwise(samples))
        self.flickers = changes >= FLICKERS or (self.flickers and (changes > 0 or len(samples) < RESTS))
        if not self.flickers and samples[-HOLD:] == [sample] * HOLD:
            self.value = sample
