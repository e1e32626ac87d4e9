"""Schema of the model of a code scanner (config/models)."""

from __future__ import annotations

from typing import Literal

from devices.strict_struct import StrictStruct


class ScannerModel(StrictStruct, frozen=True):
    """One model as it was set up: what it sends after a code ("line": CR or LF; "silence": nothing), and whether an AIM
    identifier before it. Both are settings that are made once, by the vendor's printed codes."""

    name: str = ""
    code_end: Literal["line", "silence"] | None = None
    aim_identifiers: bool | None = None
