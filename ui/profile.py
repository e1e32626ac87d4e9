"""The part of a terminal profile that the screen needs, read separately so that the window can open first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from devices.text_files import read_toml


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
    families: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The family of each device whose name in the profile is not its family."""


def load_screen(path: Path) -> ScreenProfile:
    """Return the screen part of a profile. An unreadable profile gives the defaults; `load_settings` reports the
    error."""
    try:
        raw = read_toml(path)
        screen = raw.get("screen", {})
        return ScreenProfile(
            int(screen.get("width", 1080)),
            int(screen.get("height", 1920)),
            float(screen.get("px_per_mm", 4.03)),
            float(screen.get("bottom_mm", 760.0)),
            bool(screen.get("full_screen", False)),
            bool(screen.get("speaks", False)),
            bool(screen.get("moving", True)),
            MappingProxyType(dict(raw.get("cabinet", {}))),
            str(screen.get("layout", "portrait")),
            MappingProxyType(_families(raw.get("devices", {}))),
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return ScreenProfile()


def _families(devices: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {name: str(device["family"]) for name, device in devices.items() if "family" in device}
