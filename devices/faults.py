"""Device faults, classed by what to do next.

A driver raises `DeviceFault`; whoever runs the driver turns it into the frozen `Fault` it carries. The code is stable,
short and free of personal data: it is what a technician looks up, what health reports and what a page's words hang on.
"""

from __future__ import annotations

from enum import StrEnum

from devices.lazy_dataclass import dataclass


class Next(StrEnum):
    """The remedy of a fault."""

    TRY_AGAIN = "try_again"
    ASK_CITIZEN = "ask_citizen"
    CALL_STAFF = "call_staff"
    OUT_OF_SERVICE = "out_of_service"
    NEVER = "never"


@dataclass(frozen=True)
class Fault:
    """One trouble: `code` as family.word ("receipt_printer.paper_out"), what to do next, a detail for technicians.

    `cause` follows the code in the log: letters, digits and `_.-`, no personal data.
    """

    code: str
    next: Next
    detail: str = ""
    cause: str = ""


class DeviceFault(Exception):
    """Raised by drivers and transports; carries the fault."""

    def __init__(self, code: str, next_: Next, detail: str = "", cause: str = "") -> None:
        super().__init__(f"{code} ({detail})" if detail else code)
        self.fault = Fault(code, next_, detail, cause)
