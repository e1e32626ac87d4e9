"""Blocks of the attract page that say what is wrong with this terminal, and where the next one is."""

from __future__ import annotations

from kiosk.events import DeviceInfo, TerminalStatus
from kiosk.steps.fault import fault_message
from kiosk.terminal_facts import TerminalFacts
from kiosk.view import Block, BlockKind, Tone
from kiosk.words import Data, text


def causes_of(terminal: TerminalFacts, status: TerminalStatus, reason: str) -> tuple[str, ...]:
    """Return the reason for the missing catalogue: the fault of the platform that should give one. One that it gave and
    that cannot be used has no code of its own on the page: that is the platform's failure."""
    if reason != "no_catalogue":
        return ()
    line, catalogue = (status.devices.get(part, DeviceInfo()).faults for part in ("platform", "catalogue"))
    found = (*line, *(code.replace("catalogue.", "platform.", 1) for code in catalogue))
    known = tuple(code for code in found if code in terminal.faults)
    return tuple(dict.fromkeys(known)) or (("platform.broken",) if found else ())


def store_to_check(terminal: TerminalFacts, status: TerminalStatus) -> tuple[Block, ...]:
    """Return a row for staff for each fault of the outbox's store: what was kept earlier may not be accounted for."""
    found = status.devices.get("outbox", DeviceInfo()).faults
    notes = [(code, terminal.faults[code]) for code in found if code in terminal.faults]
    return tuple(
        Block(
            BlockKind.STATUS,
            text("store-to-check", what=fault_message(terminal, code), code=note.code),
            tone=Tone.ATTENTION,
        )
        for code, note in notes
    )


def nearest_blocks(terminal: TerminalFacts) -> tuple[Block, ...]:
    """Return a row with the nearest other terminal, or no block if the profile names none."""
    place = terminal.nearest
    return (Block(BlockKind.ROW, text("nearest"), Data(place)),) if place else ()
