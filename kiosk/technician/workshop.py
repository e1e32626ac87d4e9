"""The parts of this cabinet and what is known about mending them; read when staff first enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from devices.lazy_dataclass import dataclass
from devices.verdict import Verdict
from kiosk.remedies.instruction import Instruction
from kiosk.words import Data, Words, text

SOFT_PARTS = ("platform", "outbox", "catalogue", "voice")
"""Parts that are no device of the profile, of which a status is reported; in the order of the map."""


class VerbKind(StrEnum):
    """Sort of the verb that a test runs."""

    WATCH = "watch"
    JOB = "job"
    OUTPUT = "output"


@dataclass(frozen=True)
class PartTest:
    """A test of a part, as its family describes it (devices.family.Test), with its argument made."""

    name: str
    kind: VerbKind
    verb: str
    capability: str
    needs: str
    """The thing that a person has to bring or do: words `tech-needs-<needs>`."""
    judge: Callable[[tuple[Any, ...]], Verdict]
    longest_s: float
    by_eye: bool = False
    argument: object = None


@dataclass(frozen=True)
class Part:
    """A part of this cabinet, by its name in the profile."""

    name: str
    family: str
    driver: str = ""
    port: str = ""
    model: str = ""
    alone: bool = True
    """No other part is of its family, so that the family names it."""
    tests: tuple[PartTest, ...] = ()

    @property
    def label(self) -> Words:
        family = text(f"tech-part-{self.family.replace('_', '-')}")
        return family if self.alone else text("tech-part-named", part=family, name=Data(self.name))


@dataclass(frozen=True)
class Workshop:
    """All parts in the order of the profile, and the instructions by fault."""

    parts: tuple[Part, ...] = ()
    instructions: Mapping[str, Instruction] = field(default_factory=lambda: MappingProxyType({}))

    def part(self, name: str) -> Part:
        """The part of this name; one that only its status names is its own family."""
        return next((each for each in self.parts if each.name == name), Part(name, name))


EMPTY = Workshop()
