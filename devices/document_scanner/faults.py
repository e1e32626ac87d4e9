"""The faults of document scanners, and which of the standard exceptions becomes which."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from devices.clock import Cancelled
from devices.faults import DeviceFault, Fault, Next

NEXT: Mapping[str, Next] = MappingProxyType(
    {
        "no_paper": Next.ASK_CITIZEN,
        "jam": Next.CALL_STAFF,
        "multipick": Next.ASK_CITIZEN,
        "cover_open": Next.ASK_CITIZEN,
        "busy": Next.TRY_AGAIN,
        "cancelled": Next.TRY_AGAIN,
        "cut_picture": Next.TRY_AGAIN,
        "unfinished": Next.TRY_AGAIN,
        "aborted": Next.TRY_AGAIN,
    }
)
"""Word of a fault → what to do next; all others need staff."""


def fault(word: str, detail: str = "") -> Fault:
    """The fault document_scanner.<word>."""
    return Fault(f"document_scanner.{word}", NEXT.get(word, Next.CALL_STAFF), detail)


def failed(word: str, detail: str = "") -> DeviceFault:
    """The same, to be raised."""
    made = fault(word, detail)
    return DeviceFault(made.code, made.next, made.detail)


def fault_of(trouble: Exception) -> Fault:
    """The fault for a DeviceFault, a Cancelled or a DeadlineReached."""
    if isinstance(trouble, DeviceFault):
        return trouble.fault
    return fault("cancelled" if isinstance(trouble, Cancelled) else "no_answer")
