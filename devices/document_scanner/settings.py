"""Schemas of the options and of the model of a document scanner (config/terminals, config/models)."""

from __future__ import annotations

from typing import Annotated

from devices.line_options import LineOptions
from devices.strict_struct import Limits, StrictStruct

Path = Annotated[str, Limits(pattern=r"\A/[A-Za-z0-9/_.~-]{0,100}\Z")]
Words = Annotated[str, Limits(pattern=r"\A[A-Za-z0-9][ -~]{0,80}\Z")]
Setting = Annotated[str, Limits(pattern=r"\A[a-z][a-z0-9-]{0,40}=[ -~]{1,80}\Z")]
Side = Annotated[float, Limits(ge=50, le=500)]


class EsclOptions(LineOptions, frozen=True):
    """`path` is where the scanner takes questions, "/eSCL" on most."""

    path: Path | None = None


class SaneOptions(LineOptions, frozen=True):
    """`settings` are further options of the backend, as `scanimage -A` lists them: "name=value"."""

    settings: tuple[Setting, ...] = ()


class SaneModel(StrictStruct, frozen=True):
    """One model of a scanner with SANE's words for it. Meanings are in config/models/sane_a4.toml."""

    name: str = ""
    flatbed_source: Annotated[str, Limits(pattern=r"\A([A-Za-z0-9][ -~]{0,80})?\Z")] | None = None
    feeder_source: Words | None = None
    colour_mode: Words | None = None
    grey_mode: Words | None = None
    glass_mm: tuple[Side, Side] | None = None
    settings: tuple[Setting, ...] = ()


class EsclModel(StrictStruct, frozen=True):
    """One model of network scanner. Meanings are in config/models/escl_a4.toml."""

    name: str = ""
    path: Path | None = None
    feeder: bool | None = None
    page_s: Annotated[float, Limits(ge=0.01, le=120)] | None = None
