"""Traces of a supply's line. Nothing about a person is on it: it is recorded as it is."""

from __future__ import annotations


class PowerMasker:
    """Keeps everything."""

    def feed(self, direction: str, data: bytes) -> list[bytes]:
        return [data]
