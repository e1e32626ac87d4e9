"""The state of each part as its sign on the map, and the parts that need somebody, in the order in which to go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiosk.console_view import Mark, Sign
from kiosk.events import DeviceInfo
from kiosk.remedies.ranking import Finding
from kiosk.technician.workshop import SOFT_PARTS, Part

if TYPE_CHECKING:
    from kiosk.technician.state import Technician

PAPER_OUT = "receipt_printer.paper_out"
BY_STATE: Mapping[str, Mark] = {
    "ready": Mark.GOOD, "warning": Mark.HEED, "fault": Mark.FAULT, "absent": Mark.FAULT, "unknown": Mark.UNKNOWN,
}  # fmt: skip
"""A device's state → its mark. A state that is not here is not known."""
NUMBERED_AT_MOST = 9
"""Parts that a key opens."""


def parts_of(state: Technician) -> tuple[Part, ...]:
    """The devices of the profile, and what else reports a status."""
    soft = (name for name in SOFT_PARTS if name in state.status.devices or name == "platform")
    return (*state.workshop.parts, *(state.workshop.part(name) for name in soft))


def info_of(state: Technician, part: str) -> DeviceInfo:
    """The status of a part. The platform is known by whether it answers."""
    status = state.status
    known = status.devices.get(part)
    if part == "platform" and not (known and known.faults):
        answers = "unknown" if not status.asked else "ready" if status.online else "fault"
        faults = ("platform.offline",) if answers == "fault" else ()
        return DeviceInfo(answers, faults, since=known.since if known else None)
    return known or DeviceInfo()


def mark_of(state: Technician, part: str) -> Mark:
    mark = BY_STATE.get(info_of(state, part).state, Mark.UNKNOWN)
    worker = f"device.{part}" in state.status.out_of_order
    return Mark.FAULT if worker else mark


def findings(state: Technician) -> tuple[Finding, ...]:
    """The parts with a fault, then those that run out of something; the longest first."""
    found = [_finding(state, part.name) for part in parts_of(state) if mark_of(state, part.name) in _ORDER]
    return tuple(sorted(found, key=lambda each: _ORDER[mark_of(state, each.part)]))


_ORDER = {Mark.FAULT: 0, Mark.HEED: 1}


def _finding(state: Technician, part: str) -> Finding:
    info = info_of(state, part)
    return Finding(part, info.faults[0] if info.faults else "", info.since)


def short_code(state: Technician, fault: str) -> str:
    """The short code that the citizen sees too."""
    note = state.terminal.faults.get(fault)
    return note.code if note else ""


def signs(state: Technician) -> Mapping[str, Sign]:
    """The sign of each part; those that need somebody have the number under which they are opened."""
    found = findings(state)
    children = {child for each in found for child in each.children}
    numbers = {each.part: number for number, each in enumerate(found[:NUMBERED_AT_MOST], 1)}
    codes = {each.part: short_code(state, each.fault) for each in found}
    return {
        part.name: Sign(
            Mark.CHILD if part.name in children else mark_of(state, part.name),
            numbers.get(part.name, 0),
            codes.get(part.name, ""),
        )
        for part in parts_of(state)
    }


def paper_part(state: Technician) -> str:
    """The slip printer; "" where the terminal has none."""
    return next((part.name for part in state.workshop.parts if part.family == "receipt_printer"), "")
