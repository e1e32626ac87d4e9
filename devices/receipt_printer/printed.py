"""Printer models as the simulated paper needs them, and what comes of the bytes: pieces of paper, acts and answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import Any

from devices.lazy_dataclass import dataclass
from devices.raster import Canvas


@dataclass(frozen=True)
class PrinterModel:
    """The properties of a model that decide what it prints, and what its presenter does (a dialect of `ejector`)."""

    dots_per_line: int = 576
    dots_per_mm: int = 8
    chinese_at_power_on: bool = False
    four_byte_gb18030: bool = False
    presenter: str = "gs_e"
    not_taken_bit: bool = False
    own_retract_s: float = 0.0

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> PrinterModel:
        """From a model's profile and a device's options; a key that is absent has the common value."""
        return cls(
            int(options.get("dots_per_line", 576)),
            int(options.get("dots_per_mm", 8)),
            bool(options.get("chinese_at_power_on", False)),
            bool(options.get("four_byte_gb18030", False)),
            str(options.get("presenter", "gs_e")),
            bool(options.get("not_taken_bit", False)),
            float(options.get("own_retract_s", 0.0)),
        )


@dataclass(frozen=True)
class Slip:
    """One piece of paper as it came out: what is drawn on it, the lines of text, the bytes that made it."""

    canvas: Canvas = field(repr=False, compare=False)
    lines: tuple[str, ...] = field(repr=False)
    raw: bytes = field(repr=False)
    height_mm: float
    whole: bool
    """Cut by command; False for paper torn off or cleared in the middle."""

    @cached_property
    def png(self) -> bytes:
        """The picture. Raises NoFont."""
        return self.canvas.png()

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Done:
    """A command that the printer answers or acts on: "status", "real_time", "id", "asb", "cut", "clear" or "ejector";
    `argument` is its parameter, `function` what the presenter is to do."""

    what: str
    argument: int = 0
    function: str = ""
