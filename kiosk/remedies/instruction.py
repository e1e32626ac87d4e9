"""The instruction for a fault: who mends it, how urgent it is, what to bring, and the steps with their facts."""

from __future__ import annotations

from devices.lazy_dataclass import dataclass


@dataclass(frozen=True)
class Step:
    """A step; ticked by itself once the part reports the fact so. Without a part it is a button."""

    part: str = ""
    fact: str = ""
    wanted: str = ""


@dataclass(frozen=True)
class Instruction:
    """The instruction of a fault; its words are `fix-<short>-<step>`."""

    code: str
    short: str
    who: str
    urgency: str
    minutes: int
    bring: tuple[str, ...] = ()
    test: str = ""
    steps: tuple[Step, ...] = ()
