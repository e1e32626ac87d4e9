"""The live picture of a camera as the session and the screen know it: what it is checked for, never the picture."""

from __future__ import annotations

from devices.lazy_dataclass import dataclass
from kiosk.words import Words


@dataclass(frozen=True)
class LiveCheck:
    """One thing that the picture is checked for, in words; `passed` is None where it cannot be known yet."""

    label: Words
    note: Words
    passed: bool | None
