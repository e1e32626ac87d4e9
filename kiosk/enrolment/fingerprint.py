"""The fingerprint that people compare by eye when a terminal is enrolled: of both keys and the terminal's id."""

from __future__ import annotations

import hashlib

from kiosk.platform.identity import raw_key

DIGITS = 16
"""Eight digits can be ground in minutes."""
LABEL = b"yike-fingerprint-1"


def fingerprint(terminal: str, public: str, platform_public: str) -> str:
    """Return 16 digits in groups of four, the same at terminal and platform only if both hold the same two keys. The
    keys are base64url. Raises KeyFileError."""
    parts = (LABEL, terminal.encode("utf-8"), raw_key(public), raw_key(platform_public))
    hashed = hashlib.sha256(b"".join(len(part).to_bytes(2, "big") + part for part in parts)).digest()
    digits = f"{int.from_bytes(hashed, 'big') % 10**DIGITS:0{DIGITS}d}"
    return " ".join(digits[at : at + 4] for at in range(0, DIGITS, 4))
