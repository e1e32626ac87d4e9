"""Print jobs without their words: questions and status bytes stay, everything longer becomes asterisks."""

from __future__ import annotations

LONGEST_HARMLESS = 10
"""The longest command without content: clear the buffer."""


class JobMasker:
    """Keeps lengths, drops contents."""

    def feed(self, direction: str, data: bytes) -> list[bytes]:
        return [data if len(data) <= LONGEST_HARMLESS else b"*" * len(data)]
