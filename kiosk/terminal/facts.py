"""Facts of the terminal for visits, read once at the start from the profile and the shared tables."""

from __future__ import annotations

from pathlib import Path

from devices import UnknownDevice
from devices.glyphs import font_glyphs
from devices.registry import load_family
from kiosk.settings import Settings
from kiosk.terminal.tables import load_tables
from kiosk.terminal_facts import TerminalFacts
from kiosk.vocabulary import CAPABILITIES


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
        practice_cards=tables.practice_cards,
        absent=absent_capabilities(settings),
    )


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
