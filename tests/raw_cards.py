"""Text blocks of invented cards that the encoder of the simulator cannot make."""

from __future__ import annotations

from devices.id_reader.card_text import LAYOUTS
from devices.id_reader.contract import CardKind
from tests.house.doors import ROOT

CASES = ROOT / "tests" / "fixtures" / "cases"


def block(name: str) -> bytes:
    """Read a text block of 256 bytes by its name under `tests/fixtures/cases`, without the suffix."""
    return (CASES / f"{name}.bin").read_bytes()


def with_fields(raw: bytes, **fields: str) -> bytes:
    """Return a resident card's text block with these fields replaced, padded with spaces."""
    made = bytearray(raw)
    for name, value in fields.items():
        at, length = LAYOUTS[CardKind.RESIDENT][name]
        made[at : at + length] = value.ljust(length // 2).encode("utf-16-le")
    return bytes(made)
