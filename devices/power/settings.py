"""Schemas of the options of power supplies (config/terminals)."""

from __future__ import annotations

from typing import Annotated

from devices.line_options import LineOptions
from devices.strict_struct import Limits

UpsName = Annotated[str, Limits(pattern=r"\A[A-Za-z0-9_.-]{1,50}\Z")]


class NutOptions(LineOptions, frozen=True):
    """`ups` is the supply's name in the configuration of NUT (ups.conf), "ups" by default."""

    ups: UpsName | None = None
