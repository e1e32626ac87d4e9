"""Headphones that are plugged in or pulled out, from a contact that bounces. Pure."""

from __future__ import annotations

from devices.audio.contract import Jack

SETTLE_S = 0.15
"""Headphones are in once the contact was closed for so long. Out they are at once: what is said then would be heard by
everybody."""


class SettledJack:
    """One contact; times are monotonic seconds. Until the first report nothing is plugged in."""

    def __init__(self) -> None:
        self._closed_since: float | None = None
        self._was_open = False
        """It opened since `now` was asked, if only for a moment."""
        self._told: Jack | None = None

    def report(self, closed: bool, at: float) -> None:
        """The contact is closed, or open."""
        if not closed:
            self._closed_since, self._was_open = None, True
        elif self._closed_since is None:
            self._closed_since = at

    def news(self, now: float) -> Jack | None:
        """Return what is so and was not told, once; None for nothing new."""
        settled = self.settled(now)
        news = settled if settled is not self._told else None
        if self._was_open and self._told is Jack.IN:
            # Out and in again between two looks: whoever listens has to begin anew.
            news = Jack.OUT
        self._was_open = False
        self._told = news or self._told
        return news

    def settled(self, now: float) -> Jack:
        return Jack.IN if self._closed_since is not None and now - self._closed_since >= SETTLE_S else Jack.OUT

    def next_at(self) -> float | None:
        """The moment at which it settles; None where only a report changes something."""
        if self._closed_since is None or self._told is Jack.IN:
            return None
        return self._closed_since + SETTLE_S

    def forget_told(self) -> None:
        self._told, self._was_open = None, False
