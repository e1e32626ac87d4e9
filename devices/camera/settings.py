"""Schemas of the options and of the model of a camera (config/terminals, config/models)."""

from __future__ import annotations

from typing import Annotated

from devices.line_options import LineOptions
from devices.strict_struct import Limits, StrictStruct

Path = Annotated[str, Limits(pattern=r"\A/[A-Za-z0-9/_.~?=&%+-]{0,200}\Z")]
Side = Annotated[int, Limits(ge=160, le=4160)]


class MjpegOptions(LineOptions, frozen=True):
    """`path` is where the camera gives its stream of pictures."""

    path: Path | None = None


class MjpegModel(StrictStruct, frozen=True):
    """One model of camera. Meanings are in config/models/mjpeg_640.toml."""

    name: str = ""
    path: Path | None = None
    width: Side | None = None
    height: Side | None = None
    fps: Annotated[float, Limits(ge=1, le=60)] | None = None
