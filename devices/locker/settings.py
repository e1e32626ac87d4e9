"""Schemas of the options and of the model of lockers (config/terminals, config/models)."""

from __future__ import annotations

from typing import Annotated, Literal

from devices.line_options import LineOptions
from devices.strict_struct import Limits, StrictStruct

Address = Annotated[int, Limits(ge=1, le=99)]


class LockOptions(LineOptions, frozen=True):
    """`boards` are the addresses of the boards on the line, in the order of the doors' numbers: with 24 locks a board,
    door 25 is lock 1 of the second. `echo`: the adapter hears what it sends (RS485 with two wires)."""

    boards: Annotated[tuple[Address, ...], Limits(min_length=1, max_length=32)] | None = None
    echo: bool | None = None


class LockModel(StrictStruct, frozen=True):
    """One model of lock board as it is wired. Meanings are in config/models/locks_24.toml."""

    name: str = ""
    locks: Annotated[int, Limits(ge=1, le=64)] | None = None
    set_means: Literal["closed", "open"] | None = None
