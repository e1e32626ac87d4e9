"""The one thing that is done with a part at a time: a test, by a job of its worker, a watch, or an output."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from devices.lazy_dataclass import dataclass


@dataclass(frozen=True)
class Doing:
    """A test of a part: under way, waiting for a person's word, or ended with what was seen of it."""

    part: str
    test: str
    number: int
    """Of its effect, or the beginning of its watch."""
    ended: bool = False
    asks: bool = False
    """The machine cannot see the rest: a person says whether it went well."""
    passed: bool | None = None
    """None: nobody can say."""
    saw: tuple[str, ...] = ()
    """The things that were seen, as the verdict names them."""
    values: tuple[Any, ...] = field(default=(), repr=False)
    """The values that came while it runs; dropped when it ends."""

    @property
    def runs(self) -> bool:
        return not self.ended
