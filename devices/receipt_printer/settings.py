"""Schemas of the options and of the model of a receipt printer (config/terminals, config/models)."""

from __future__ import annotations

from typing import Annotated, Literal

from devices.line_options import LineOptions
from devices.strict_struct import Limits, StrictStruct

Dots = Annotated[int, Limits(ge=1, le=2000)]


class EscposOptions(LineOptions, frozen=True):
    """`dots_per_line` is the simulator's paper; the driver takes the model's."""

    dots_per_line: Dots | None = None


class EscposModel(StrictStruct, frozen=True):
    """One model of printer. Meanings and sources are in config/models/escpos_base.toml."""

    name: str = ""
    dots_per_line: Dots | None = None
    dots_per_mm: Annotated[int, Limits(ge=1, le=50)] | None = None
    hanzi_dots: Annotated[int, Limits(ge=8, le=96)] | None = None
    chinese_at_power_on: bool | None = None
    four_byte_gb18030: bool | None = None
    status_fixed_bits: bool | None = None
    presenter: Literal["", "gs_e", "gs_r", "esc_syn", "esc_r"] | None = None
    present_steps: Annotated[int, Limits(ge=0, le=255)] | None = None
    not_taken_bit: bool | None = None
    own_retract_s: Annotated[float, Limits(ge=0, le=255)] | None = None
    bin_holds: Annotated[int, Limits(ge=0, le=1000)] | None = None
    clear_buffer: bool | None = None
    names_itself: bool | None = None
