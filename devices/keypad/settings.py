"""Schema of the model of a keypad (config/models)."""

from __future__ import annotations

from devices.strict_struct import StrictStruct


class KeypadModel(StrictStruct, frozen=True):
    """One model of keypad: whether its 5 has a raised dot, which lets fingers find the other keys."""

    name: str = ""
    dot_on_five: bool | None = None
