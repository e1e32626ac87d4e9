"""The instruction for a fault: who mends it, how urgent it is, what to bring, and the steps with their facts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from devices.lazy_dataclass import dataclass
from devices.strict_struct import Limits, ShapeError, StrictStruct, read
from devices.text_files import read_toml

Word = Annotated[str, Limits(pattern=r"^[a-z][a-z0-9_]{0,59}\Z")]
Words = Annotated[tuple[Word, ...], Limits(max_length=20)]


class StepRow(StrictStruct, frozen=True, rename={"is_": "is"}):
    """A row of [steps] in config/instructions.toml."""

    part: str = ""
    fact: str = ""
    is_: str = ""


class FaultRow(StrictStruct, frozen=True):
    """A row of [faults]."""

    who: Literal["site", "technician", "vendor", "platform"]
    urgency: Literal["now", "today", "week", "next"]
    minutes: Annotated[int, Limits(ge=1, le=480)]
    bring: Words
    test: str
    steps: Annotated[tuple[Word, ...], Limits(min_length=1, max_length=12)]


class InstructionTable(StrictStruct, frozen=True):
    """The file."""

    steps: dict[Word, StepRow]
    faults: dict[str, FaultRow]


@dataclass(frozen=True)
class Step:
    """A step; ticked by itself once the part reports the fact so. Without a fact it is a button; without a part the
    fact is of the part with the fault."""

    part: str = ""
    fact: str = ""
    wanted: str = ""
    name: str = ""
    """Its words are `fix-<name>`."""


@dataclass(frozen=True)
class Instruction:
    """The instruction of a fault; `short` is the code that citizens see."""

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
    try:
        table = read(InstructionTable, read_toml(path))
        steps = {name: _step(name, row) for name, row in table.steps.items()}
        return MappingProxyType(
            {code: _instruction(code, codes.get(code, ""), row, steps) for code, row in table.faults.items()}
        )
    except ShapeError as error:
        raise ValueError(f"{path}: {error}") from None
    except KeyError as unknown:
        raise ValueError(f"{path}: no step {unknown}; add it to [steps] or correct its spelling") from None


def _step(name: str, row: StepRow) -> Step:
    return Step(row.part, row.fact, row.is_, name.replace("_", "-"))


def _instruction(code: str, short: str, row: FaultRow, steps: Mapping[str, Step]) -> Instruction:
    own = tuple(steps[name] for name in row.steps)
    return Instruction(code, short, row.who, row.urgency, row.minutes, row.bring, row.test, own)
