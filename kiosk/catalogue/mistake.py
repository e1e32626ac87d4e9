"""A mistake in an item's folder, explained to its author."""

from __future__ import annotations

from devices.lazy_dataclass import dataclass


@dataclass(frozen=True)
class Mistake:
    """One mistake: the file, the place inside it, what is wrong, and what to do."""

    file: str
    place: str
    wrong: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.wrong}; {self.remedy}"
