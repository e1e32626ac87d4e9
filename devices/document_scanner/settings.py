"""Schemas of the options and of the model of a document scanner (config/terminals, config/models)."""

from __future__ import annotations

from typing import Annotated

from devices.line_options import LineOptions
from devices.strict_struct import Limits, StrictStruct

Path = Annotated[str, Limits(pattern=r"\A/[A-Za-z0-9/_.~-]{0,100}\Z")]
Words = Annotated[str, Limits(pattern=r"\A[A-Za-z0-9][ -~]{0,80}\Z")]


class EsclOptions(LineOptions, frozen=True):
    """`path` is where the scanner takes questions, "/eSCL" on most."""

    path: Path | None = None


class EsclModel(StrictStruct, frozen=True):
    """One model of network scanner. Meanings are in config/models/escl_a4.toml."""

    name: str = ""
    path: Path | None = None
    feeder: bool | None = None
    page_s: Annotated[float, Limits(ge=0.01, le=120)] | None = None
