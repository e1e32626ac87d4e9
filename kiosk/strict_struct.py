"""The strict reader under the name by which kiosk imports it; it lives in `devices`, which reads settings too."""

from __future__ import annotations

from devices.strict_struct import (
    Limits,
    Mismatch,
    NotJson,
    ShapeError,
    StrictStruct,
    asdict,
    field,
    mismatches,
    parse_json,
    read,
    read_json,
    replace,
    write,
)

__all__ = [
    "Limits",
    "Mismatch",
    "NotJson",
    "ShapeError",
    "StrictStruct",
    "asdict",
    "field",
    "mismatches",
    "parse_json",
    "read",
    "read_json",
    "replace",
    "write",
]
