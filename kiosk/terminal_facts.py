"""Facts of a terminal that a visit needs: its place and people, its languages, tables, and what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from devices.glyphs import Glyphs
from devices.id_reader.contract import IdCard
from devices.lazy_dataclass import dataclass
from kiosk.language_table import ONLY_BASE, Language, next_language
from kiosk.words import Data


def trouble_key(code: str) -> str:
    """The message that names a fault or refusal."""
    return "trouble-" + code.replace(".", "-").replace("_", "-")


@dataclass(frozen=True)
class FaultNote:
    """Texts of a fault: the short code to say on the phone, and the key of the advice."""

    code: str
    do: str


@dataclass(frozen=True)
class TerminalFacts:
    """Facts of the terminal for a visit: code, name, duty phone, neighbour, rehearsal or not, the rating labels."""

    code: str
    name: str
    duty_phone: str
    languages: tuple[Language, ...] = ONLY_BASE
    """In the order of the language button; the first is the default."""
    speaks: bool = False
    """A voice can be heard here, in the languages that have one."""
    nearest: str = ""
    """Name and place of the nearest other terminal, or ""."""
    rehearsal: bool = False
    label_set: str = ""
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Level ("1" to "5") → label codes."""
    faults: Mapping[str, FaultNote] = field(default_factory=lambda: MappingProxyType({}))
    """Fault → its note (config/faults.toml)."""
    glyphs: Glyphs | None = field(default=None, repr=False, compare=False)
    """The hanzi that the terminal can draw; None where that is not known."""
    places: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Device → where it is as seen from the screen: above | below | left | right, or such as below-right."""
    absent: frozenset[str] = frozenset()
    """Capabilities that no device of this terminal can have; items that need one are never offered here."""
    practice_cards: tuple[IdCard, ...] = ()
    """The invented applicant's and helper's cards for practice."""

    def speaks_in(self, language: str) -> bool:
        """Whether pages can be read aloud in this language."""
        return self.speaks and any(row.voice for row in self.languages if row.code == language)

    def next_name(self, language: str) -> Data | None:
        """The label of the language button: the next language in its own words; None if there is only one language."""
        return name_of(next_language(self.languages, language)) if len(self.languages) > 1 else None


def name_of(row: Language) -> Data:
    """The name of a language in its own words, read by its own voice."""
    return Data(row.name, language=row.code)
