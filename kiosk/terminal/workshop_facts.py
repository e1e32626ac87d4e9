"""The facts of this cabinet for the technician's area, from profile and tables; loaded when staff first enter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from devices.registry import load_family, load_tests
from kiosk.remedies.instruction import load_instructions
from kiosk.settings import Settings
from kiosk.technician.workshop import Part, PartTest, VerbKind, Workshop
from kiosk.terminal_facts import FaultNote

ELSEWHERE = frozenset({"keypad", "audio", "camera", "document_scanner"})
"""Families whose values go to the screen or to a desk, not to the state of the terminal: `python -m devices test` has
their tests."""


INSTRUCTIONS = "instructions.toml"


def workshop(settings: Settings, config: Path, faults: Mapping[str, FaultNote]) -> Workshop:
    """`faults` has the short code of each fault."""
    families = Counter(section.family or name for name, section in settings.devices.items())
    parts = []
    for name, section in settings.devices.items():
        family = section.family or name
        tests = tuple(part_tests(family, section.options))
        parts.append(Part(name, family, section.driver, section.port, section.model, families[family] == 1, tests))
    codes = {code: note.code for code, note in faults.items()}
    path = config / INSTRUCTIONS
    return Workshop(tuple(parts), load_instructions(path, codes) if path.exists() else MappingProxyType({}))


def part_tests(family: str, options: Mapping[str, Any]) -> Iterator[PartTest]:
    """Yield the tests of a family that can be run from the screen, for a device with these options."""
    if family in ELSEWHERE:
        return
    described = load_family(family)
    kinds = {name: (VerbKind(sort), str(capability)) for sort, name, capability in described.verbs()}
    for test in load_tests(family):
        kind, capability = kinds[test.verb]
        yield PartTest(
            test.name,
            kind,
            test.verb,
            capability,
            test.needs.value,
            test.judge,
            test.longest_s,
            test.by_eye,
            None if kind is VerbKind.WATCH else test.argument(options),
        )
