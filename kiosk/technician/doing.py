"""The one thing that is done with a part at a time: a test, as a job of its worker or a value it is watched for."""

from __future__ import annotations

from devices.lazy_dataclass import dataclass


@dataclass(frozen=True)
class Doing:
    """A test of a part: under way (`passed` None and `ended` False), or with what was seen of it."""

    part: str
    test: str
    number: int
    """Of its effect, or the beginning of its watch."""
    ended: bool = False
    passed: bool | None = None
    """None: nobody can say."""
    saw: tuple[str, ...] = ()
    """Messages that say what was seen, in this order."""

    @property
    def runs(self) -> bool:
        return not self.ended
