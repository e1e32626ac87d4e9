"""Options that every device in a profile may have, whatever its driver: the speed of its line.

A driver with options of its own names a subclass in its row of the registry.
"""

from __future__ import annotations

from typing import Annotated

from devices.strict_struct import Limits, StrictStruct

Baud = Annotated[int, Limits(ge=300, le=4_000_000)]


class LineOptions(StrictStruct, frozen=True):
    """`baud` is the line's speed; `paced_baud` gives a simulated wire that speed, without it bytes arrive at once."""

    baud: Baud | None = None
    paced_baud: Baud | None = None


class AnyModel(StrictStruct, frozen=True):
    """The profile of a device model whose driver reads nothing from it."""

    name: str = ""
