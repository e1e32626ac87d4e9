"""The test of guide lights: every lamp at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devices.family import Needs, Test
from devices.indicators.contract import LIGHT, GuideLights, Indicators, Light
from devices.verdict import Verdict


def _all_lamps(options: Mapping[str, Any]) -> GuideLights:
    return GuideLights(tuple((slot, Light.ON) for slot in options.get("lamps", ())))


def _told(values: tuple[GuideLights, ...]) -> Verdict:
    return Verdict(None, (f"lamps={len(values[-1].slots)}", "board=confirmed"))


TESTS: tuple[Test[Indicators], ...] = (
    Test("lights", LIGHT.name, _all_lamps, Needs.NOTHING, _told, ("board=confirmed",), by_eye=True),
)
"""The board knows that a relay is closed, not that a lamp shines."""
