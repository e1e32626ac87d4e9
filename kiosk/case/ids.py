"""Case and rating ids: UUID version 7 (RFC 9562, section 5.7), made here so that a retry needs no round trip."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime


def new_id(now: datetime, random_bytes: Callable[[int], bytes]) -> str:
    """Make a UUIDv7: 48 bits of milliseconds since 1970, version, 12 random bits, variant, 62 random bits."""
    milliseconds = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    random_bits = int.from_bytes(random_bytes(10))
    high, low = (random_bits >> 62) & 0xFFF, random_bits & ((1 << 62) - 1)
    return str(uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low))
