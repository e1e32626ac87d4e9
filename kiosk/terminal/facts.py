"""Facts of the terminal for visits, read once at the start from the profile and the shared tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from devices import UnknownDevice
from devices.glyphs import font_glyphs
from devices.registry import load_family
from kiosk.settings import Settings
from kiosk.terminal.tables import load_tables
from kiosk.terminal_facts import TerminalFacts
from kiosk.vocabulary.names import CAPABILITIES


def terminal_facts(settings: Settings, config: Path) -> TerminalFacts:
    """The facts of one terminal. Raises SettingsError with the mistakes of all tables."""
    terminal, tables = settings.terminal, load_tables(config)
    return TerminalFacts(
        code=terminal.code,
        name=terminal.name,
        duty_phone=terminal.duty_phone,
        languages=tables.languages,
        nearest=terminal.nearest,
        speaks=settings.screen.speaks,
        rehearsal=settings.rehearsal,
        label_set=tables.label_set,
        labels=tables.labels,
        faults=tables.faults,
        glyphs=font_glyphs(),
        places=places(settings.cabinet),
        practice_cards=tables.practice_cards,
        absent=absent_capabilities(settings),
    )


def places(cabinet: Mapping[str, Sequence[float]]) -> Mapping[str, str]:
    """Return for each device of the cabinet's front where its middle is as seen from the screen.

    Right and left of a device above or below are said where its middle is outside the middle third of the screen's
    width. Empty without a screen.
    """
    if "screen" not in cabinet:
        return MappingProxyType({})
    x, y, width, height = cabinet["screen"]
    found = {}
    for name, (left, top, wide, high) in ((name, at) for name, at in cabinet.items() if name not in ("size", "screen")):
        across, down = left + wide / 2 - x, top + high / 2 - y
        vertical = "above" if down < 0 else "below" if down > height else ""
        if vertical:
            horizontal = "left" if across < width / 3 else "right" if across > 2 * width / 3 else ""
        else:
            horizontal = "left" if across < width / 2 else "right"
        found[name] = "-".join(filter(None, (vertical, horizontal)))
    return MappingProxyType(found)


def absent_capabilities(settings: Settings) -> frozenset[str]:
    """The capabilities that items may need and no device of the profile can have: nothing mends that but a device."""
    able: set[str] = set()
    for name, device in settings.devices.items():
        try:
            able |= {str(each) for each in load_family(device.family or name).capabilities}
        except UnknownDevice:
            # Reported with the devices.
            continue
    return frozenset(CAPABILITIES.keys() - able)
