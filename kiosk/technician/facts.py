"""Facts that tick a step of an instruction: what a part reports of itself, never what somebody says."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from kiosk.remedies.instruction import Step
from kiosk.technician.findings import info_of

if TYPE_CHECKING:
    from kiosk.technician.state import Technician

OF_FAULT: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "cover": ("cover_open", "open", "closed"),
        "jam": ("jam", "yes", "no"),
    }
)
"""Fact → the end of the fault that shows it, and its values with and without that fault."""
SEEN_IN = frozenset({"ready", "warning", "fault"})
"""States in which a part was asked and answered."""


def fact(state: Technician, part: str, name: str) -> str:
    """The value of a fact of a part; "" where nobody knows."""
    info = info_of(state, part)
    if name == "answers":
        return "" if info.state == "unknown" else "yes" if info.state in SEEN_IN else "no"
    if name in info.levels:
        return info.levels[name]
    if name in OF_FAULT and info.state in SEEN_IN:
        end, with_it, without = OF_FAULT[name]
        return with_it if any(code.endswith(f".{end}") for code in info.faults) else without
    return ""


def is_seen(state: Technician, step: Step) -> bool:
    """Whether this terminal has something that sees the step; the others have a button."""
    part = step.part or state.part
    return bool(step.fact) and bool(fact(state, part, step.fact))


def holds(state: Technician, step: Step) -> bool:
    return is_seen(state, step) and fact(state, step.part or state.part, step.fact) == step.wanted
