"""The contract of guide lights: lamps beside slots, each dark, lit or blinking.

A slot has the name of its device in the terminal's profile. A slot without a lamp is no mistake: a terminal has lamps
where somebody built them in.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from devices.clock import Wait
from devices.family import Family, OutputKind
from devices.lazy_dataclass import dataclass
from devices.readings import Device


class Light(StrEnum):
    """A lamp that is not dark."""

    ON = "on"
    BLINK = "blink"
    """Once a second: under the three flashes a second that may harm (WCAG 2.3.1)."""


@dataclass(frozen=True)
class GuideLights:
    """Slot → how its lamp is; all others are dark."""

    slots: tuple[tuple[str, Light], ...] = ()

    def as_mapping(self) -> Mapping[str, Light]:
        return dict(self.slots)


DARK = GuideLights()


class IndicatorsCapability(StrEnum):
    """A capability of guide lights."""

    GUIDE_BY_LIGHT = "guide_by_light"


class Indicators(Device, Protocol):
    """Guide lights. Fault codes: indicators.no_answer, .refused, .two_boards (call staff), and the transport's."""

    def light(self, lights: GuideLights, wait: Wait) -> None:
        """Put all lamps into this state; the board has confirmed it when this returns. Of a blinking lamp it is the
        state of the moment: the call is repeated. Raises DeviceFault, DeadlineReached, Cancelled."""


def _light(device: Indicators, lights: GuideLights, wait: Wait) -> None:
    device.light(lights, wait)


AGAIN_S = 0.5
"""A blinking lamp changes this often."""
LIGHT: OutputKind[Indicators, GuideLights] = OutputKind(
    "light",
    IndicatorsCapability.GUIDE_BY_LIGHT,
    GuideLights,
    _light,
    at_rest=DARK,
    longest_s=3.0,
    again_s=AGAIN_S,
)
FAMILY: Family[Indicators] = Family("indicators", Indicators, IndicatorsCapability, outputs=(LIGHT,), inside=True)
