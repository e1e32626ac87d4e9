"""The part of a terminal profile that the screen needs, read separately so that the window can open first."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class ScreenProfile:
    """Screen size in pixels, pixel density, and the cabinet drawing (rectangles in mm from the upper left corner)."""

    width: int = 1080
    height: int = 1920
    px_per_mm: float = 4.03
    screen_bottom_mm: float = 760.0
    full_screen: bool = False
    speaks: bool = False
    """The terminal has audio output. Without it no voice button is shown."""
    moving: bool = True
    """Animations are on. Off for reproducible pictures."""
    cabinet: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    layout: str = "portrait"
    """A key of `ui.app.LAYOUTS`."""
    hidden_entry: bool = True
    """Staff enter by the corners of the screen or by keys; not where a key switch is the only way."""
    families: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The family of each device whose name in the profile is not its family."""


def load_screen(path: Path) -> ScreenProfile:
    """Return the screen part of a profile. An unreadable profile gives the defaults; `load_settings` reports the
    error."""
    try:
        if not path.is_file():
            # Missing, or a pipe, for which reading would wait.
            return ScreenProfile()
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        screen = raw.get("screen", {})
        return ScreenProfile(
            int(_within(screen.get("width"), 320, 8192, 1080)),
            int(_within(screen.get("height"), 320, 8192, 1920)),
            _within(screen.get("px_per_mm"), 0.5, 40, 4.03),
            _within(screen.get("bottom_mm"), 0, 2500, 760.0),
            screen.get("full_screen") is True,
            screen.get("speaks") is True,
            screen.get("moving", True) is not False,
            MappingProxyType(_places(raw.get("cabinet", {}))),
            str(screen.get("layout", "portrait")),
            raw.get("technician", {}).get("entry", "corners") == "corners",
            MappingProxyType(_families(raw.get("devices", {}))),
        )
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return ScreenProfile()


def _within(value: object, least: float, most: float, default: float) -> float:
    """A number within its limits, else the default: the window opens, and then the mistake is reported."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and least <= value <= most else default  # type: ignore[operator, arg-type]


def _places(cabinet: Mapping[str, Any]) -> dict[str, list[float]]:
    """The rectangles that consist of numbers."""
    return {
        name: place
        for name, place in cabinet.items()
        if isinstance(place, list) and all(isinstance(each, int | float) for each in place)
    }


def _families(devices: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {name: str(device["family"]) for name, device in devices.items() if "family" in device}
