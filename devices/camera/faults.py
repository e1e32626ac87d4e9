"""The faults of cameras."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from devices.faults import DeviceFault, Next

NEXT: Mapping[str, Next] = MappingProxyType({"busy": Next.TRY_AGAIN})
"""Word of a fault → what to do next; all others need staff."""


def failed(word: str, detail: str = "") -> DeviceFault:
    """The fault camera.<word>, to be raised."""
    return DeviceFault(f"camera.{word}", NEXT.get(word, Next.CALL_STAFF), detail)
