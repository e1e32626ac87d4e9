"""Whether visits can begin at this terminal now, and the reason if they cannot, as page and heartbeat say it."""

from __future__ import annotations

from devices.power.contract import PowerState
from kiosk.case.sealing import clock_is_possible
from kiosk.catalogue.load import Catalogue
from kiosk.events import DeviceInfo, TerminalStatus
from kiosk.terminal_facts import TerminalFacts

STARTING = "starting"
"""The reason of a terminal without a catalogue that has not yet heard from the platform: no fault, and seconds long."""

NEEDED_BY_ALL = frozenset({"conductor", "case_sealer"})
"""Workers without which no visit can start."""


def out_of_service(status: TerminalStatus, catalogue: Catalogue | None) -> str:
    """Return the reason code that prevents visits now, or ""."""
    if status.out_of_service:
        return status.out_of_service
    if status.power is PowerState.LOW:
        return "power"
    if status.out_of_order & NEEDED_BY_ALL:
        return "program"
    if status.now is not None and not clock_is_possible(status.now):
        return "clock"
    if catalogue is None:
        return "no_catalogue" if status.asked else STARTING
    return ""


def causes_of(terminal: TerminalFacts, status: TerminalStatus, reason: str) -> tuple[str, ...]:
    """Return the reason for the missing catalogue: the fault of the platform that should give one. One that it gave and
    that cannot be used has no code of its own on the page: that is the platform's failure."""
    if reason != "no_catalogue":
        return ()
    line, catalogue = (status.devices.get(part, DeviceInfo()).faults for part in ("platform", "catalogue"))
    found = (*line, *(code.replace("catalogue.", "platform.", 1) for code in catalogue))
    known = tuple(code for code in found if code in terminal.faults)
    return tuple(dict.fromkeys(known)) or (("platform.broken",) if found else ())
