"""The faults of sound devices."""

from __future__ import annotations

from devices.faults import DeviceFault, Next


def failed(word: str, detail: str = "") -> DeviceFault:
    """The fault audio.<word>, to be raised; all need staff."""
    return DeviceFault(f"audio.{word}", Next.CALL_STAFF, detail)
