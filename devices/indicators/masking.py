"""Nothing on this wire is about a person: a trace keeps every byte."""

from __future__ import annotations

from devices.tap import NothingMasked

__all__ = ["NothingMasked"]
