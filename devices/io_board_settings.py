"""Schemas that all devices on an IO board share: its number on the line, its channels, and the model of board."""

from __future__ import annotations

from typing import Annotated

from devices.line_options import LineOptions
from devices.strict_struct import Limits, StrictStruct

Unit = Annotated[int, Limits(ge=1, le=247)]
"""A board's number on its line (Modbus over Serial Line V1.02, 2.2)."""
Channel = Annotated[int, Limits(ge=0, le=255)]
Slot = Annotated[str, Limits(pattern=r"^[a-z][a-z0-9_]{0,39}\Z")]
"""A slot by the name of its device in the profile."""


class BoardOptions(LineOptions, frozen=True):
    """`unit` is the board's number on its line, where it is not that of the model."""

    unit: Unit | None = None


class BoardModel(StrictStruct, frozen=True):
    """One model of board as it is delivered: its number on the line."""

    name: str = ""
    unit: Unit | None = None
