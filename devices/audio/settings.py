"""Schemas of the options of a sound card, and of its model (config/terminals, config/models)."""

from __future__ import annotations

from typing import Annotated

from devices.line_options import LineOptions
from devices.strict_struct import Limits, StrictStruct

Name = Annotated[str, Limits(pattern=r"\A[A-Za-z0-9][A-Za-z0-9 ._/-]{0,60}\Z")]
NameOrNone = Annotated[str, Limits(pattern=r"\A([A-Za-z0-9][A-Za-z0-9 ._/-]{0,60})?\Z")]
Percent = Annotated[int, Limits(ge=1, le=100)]


class AmixerOptions(LineOptions, frozen=True):
    """Loudness: `volume` of the loudspeaker and `headphone_volume` in per cent, at the beginning and at the end
    of every visit."""

    volume: Percent | None = None
    headphone_volume: Percent | None = None


class AmixerModel(StrictStruct, frozen=True):
    """One sound card by the names of its controls. Meanings are in config/models/amixer_hda.toml."""

    name: str = ""
    loudspeaker: Name | None = None
    headphones: NameOrNone | None = None
    jack: Name | None = None
