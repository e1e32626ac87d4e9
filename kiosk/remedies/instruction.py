"""The instruction for a fault: who mends it, how urgent it is, what to bring, and the steps with their facts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from devices.lazy_dataclass import dataclass
from devices.text_files import read_toml


@dataclass(frozen=True)
class Step:
    """A step; ticked by itself once the part reports the fact so. Without a fact it is a button; without a part the
    fact is of the part with the fault."""

    part: str = ""
    fact: str = ""
    wanted: str = ""


@dataclass(frozen=True)
class Instruction:
    """The instruction of a fault; its words are `fix-<short>-<step>`."""

    code: str
    short: str
    who: str
    urgency: str
    minutes: int
    bring: tuple[str, ...] = ()
    test: str = ""
    steps: tuple[Step, ...] = ()


def load_instructions(path: Path, codes: Mapping[str, str]) -> Mapping[str, Instruction]:
    """Read the instructions by fault. `codes` has the short code of each fault. Raises OSError and ValueError."""
    rows = read_toml(path)
    return MappingProxyType({code: _instruction(code, codes.get(code, ""), row) for code, row in rows.items()})


def _instruction(code: str, short: str, row: Mapping[str, Any]) -> Instruction:
    do = row["do"]
    steps = (Step(each.get("part", ""), each.get("fact", ""), each.get("is", "")) for each in row.get("steps", ()))
    who, urgency, minutes = do["who"], do["urgency"], do["minutes"]
    return Instruction(code, short, who, urgency, minutes, tuple(do.get("bring", ())), do.get("test", ""), tuple(steps))
