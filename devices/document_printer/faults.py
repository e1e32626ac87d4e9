"""The faults of document printers."""

from __future__ import annotations

from devices.faults import DeviceFault, Fault, Next


def fault(word: str, detail: str = "") -> Fault:
    """The fault document_printer.<word>: staff has to see to it, except for a printer that is busy."""
    return Fault(f"document_printer.{word}", Next.TRY_AGAIN if word == "busy" else Next.CALL_STAFF, detail)


def failed(word: str, detail: str) -> DeviceFault:
    """The same, to be raised."""
    made = fault(word, detail)
    return DeviceFault(made.code, made.next, made.detail)
