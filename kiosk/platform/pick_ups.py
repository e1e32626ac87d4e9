"""Types exchanged with a platform about things that lie in a locker until they are picked up by a code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from kiosk.platform.answer import Answer

QUESTION = "pick_up"
CODE, PERMIT = "code", "permit"
"""Parameters of the question: the code, and an id that the terminal makes; repeated, it gives the same permit."""
DIGITS = 8
CODE_FORM = re.compile(r"[0-9]{8}", re.ASCII)
DOORS_MOST = 2048


class PickUpState(StrEnum):
    """The closed list of what a code leads to."""

    HERE = "here"
    """Its thing lies behind a door of this terminal's locker, which may be opened now."""
    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    """It was kept for long enough and taken back to the office."""
    ELSEWHERE = "elsewhere"
    TOO_MANY = "too_many"
    """Too many wrong codes came from this terminal: none is looked at for a while."""


@dataclass(frozen=True)
class PickUp(Answer):
    """Answer of `pick_up`: what the code leads to; the door, and the permit to open it, where it is HERE.

    `titles` names the thing and `place` the locker or office where it is, by language. The code is used up only when
    the door is reported to have come open.
    """

    state: PickUpState
    permit: str = ""
    door: int = 0
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    place: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
