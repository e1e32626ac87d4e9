"""The surroundings of an item that is walked without a machine: a terminal with every device, invented people and
answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from types import MappingProxyType

from devices.id_reader.contract import IdCard
from devices.id_reader.people import load_people
from devices.lazy_dataclass import dataclass
from kiosk.case.slip_number import new_slip_number
from kiosk.events import DeviceInfo, TerminalStatus
from kiosk.platform.answer import Answer
from kiosk.settings import load_settings
from kiosk.terminal.facts import terminal_facts
from kiosk.terminal_facts import TerminalFacts
from kiosk.vocabulary.names import CAPABILITIES
from kiosk.workers.practice import practice_answers

NOW = datetime(2026, 11, 24, 13, 40, tzinfo=UTC)
EQUIPPED = TerminalStatus(
    online=True,
    devices=MappingProxyType({"everything": DeviceInfo("ready", (), {}, frozenset(CAPABILITIES))}),
    now=NOW,
)


@dataclass(frozen=True)
class Surroundings:
    """The terminal, the cards of invented people, and the platform's answers by question."""

    facts: TerminalFacts
    people: tuple[IdCard, ...]
    answers: Mapping[str, Answer]
    status: TerminalStatus = EQUIPPED
    modes: tuple[str, ...] = ()
    """Keys of the modes that are touched first: larger, low."""

    @property
    def slip(self) -> str:
        """A slip number of this terminal."""
        return new_slip_number(self.facts.code, 1, Random(1).randrange)


def people_of(config: Path) -> tuple[IdCard, ...]:
    """The cards of the invented people."""
    return tuple(load_people(config / "people.toml").values())


def surroundings_of(config: Path, profile: str, modes: tuple[str, ...] = ()) -> Surroundings:
    """A terminal of this profile with every device. Raises SettingsError."""
    settings = load_settings(config / "terminals" / f"{profile}.toml", rehearsal=True)
    facts = replace(terminal_facts(settings, config), absent=frozenset())
    return Surroundings(facts, people_of(config), practice_answers(config / "practice.toml")[0], modes=modes)
