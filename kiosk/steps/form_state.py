"""State of the form beside the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from kiosk.visit import StepState


@dataclass(frozen=True)
class FormState(StepState):
    compared: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    """Answer → the unusual value that the citizen was asked to compare; pressing Continue again confirms it."""
    asking: str = ""
    """The name of one sign that the page asks about."""
    changing: str = ""
    """The answer that the citizen asked to change: its keyboard opens."""
