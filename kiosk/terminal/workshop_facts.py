"""The facts of this cabinet for the technician's area, from the profile and the tables; read once at the start."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from kiosk.settings import Settings
from kiosk.technician.workshop import Part, Workshop
from kiosk.terminal.part_tests import TESTS


def workshop(settings: Settings, config: Path) -> Workshop:
    families = Counter(section.family or name for name, section in settings.devices.items())
    parts = []
    for name, section in settings.devices.items():
        family = section.family or name
        tests = TESTS.get(family, ())
        parts.append(Part(name, family, section.driver, section.port, section.model, families[family] == 1, tests))
    return Workshop(tuple(parts), inside=frozenset(settings.devices) - frozenset(settings.cabinet))
