"""Traces of a sound device's wire: there is nothing personal in them."""

from __future__ import annotations


class NothingMasked:
    """Passes on what it is given: names of controls, volumes, a switch."""

    def feed(self, direction: str, data: bytes) -> list[bytes]:
        return [data]
