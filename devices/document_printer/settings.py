"""Schemas of the options and of the model of a document printer (config/terminals, config/models)."""

from __future__ import annotations

from typing import Annotated

from devices.line_options import LineOptions
from devices.strict_struct import Limits, StrictStruct

Path = Annotated[str, Limits(pattern=r"\A/[A-Za-z0-9/_.~-]{0,100}\Z")]
Seconds = Annotated[float, Limits(ge=0.1, le=120)]


class IppOptions(LineOptions, frozen=True):
    """`path` is where the printer takes jobs, "/ipp/print" on most."""

    path: Path | None = None


class IppModel(StrictStruct, frozen=True):
    """One model of printer. Meanings and sources are in config/models/ipp_a4.toml."""

    name: str = ""
    path: Path | None = None
    counts_pages: bool | None = None
    page_s: Seconds | None = None
    warm_up_s: Annotated[float, Limits(ge=0, le=120)] | None = None
