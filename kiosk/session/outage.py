"""The pages of a terminal where no visit can begin now, and the reasons why."""

from __future__ import annotations

from dataclasses import replace

from devices.power.contract import PowerState
from kiosk.catalogue.load import Catalogue
from kiosk.clock_limits import clock_is_possible
from kiosk.events import DeviceInfo, TerminalStatus
from kiosk.service_messages import service_key
from kiosk.steps.fault import fault_blocks, fault_message
from kiosk.terminal_facts import TerminalFacts
from kiosk.view import Block, BlockKind, Tone, Traits, View
from kiosk.words import text

STARTING = "starting"
"""The reason of a terminal without a catalogue that has not yet heard from the platform: no fault, and seconds long."""

NEEDED_BY_ALL = frozenset({"conductor", "case_sealer"})
"""Workers without which no visit can start."""


def out_of_service(status: TerminalStatus, catalogue: Catalogue | None) -> str:
    """Return the reason code that prevents visits now, or "". The page and the heartbeat both say it."""
    if status.out_of_service:
        return status.out_of_service
    if status.power is PowerState.LOW:
        return "power"
    if status.closed:
        return "closed"
    if status.door_open:
        return "door_open"
    if status.out_of_order & NEEDED_BY_ALL:
        return "program"
    if status.now is not None and not clock_is_possible(status.now):
        return "clock"
    if catalogue is None:
        return "no_catalogue" if status.asked else STARTING
    return ""


def outage_view(base: View, terminal: TerminalFacts, status: TerminalStatus, reason: str) -> View:
    """The page in place of the first one, for this reason; `base` has what both share."""
    if reason == STARTING:
        return replace(
            base,
            page="OutOfService",
            id="starting",
            title=text("starting-title"),
            lead=text("starting-lead"),
            icon="clock",
            traits=Traits(large_rows=True, action_bar=False),
        )
    store, closed = store_to_check(terminal, status), reason == "closed" and bool(status.closed)
    return replace(
        base,
        page="OutOfService",
        id="out_of_service",
        title=fault_message(terminal, "terminal.closed") if closed else text("out-of-service-title"),
        lead=text(service_key(status.closed)) if closed else fault_message(terminal, f"terminal.{reason}"),
        icon="wrench",
        tone=Tone.ATTENTION,
        traits=Traits(large_rows=True, action_bar=False),
        blocks=(
            *fault_blocks(
                terminal,
                f"terminal.{reason}",
                "fault-safe-checked" if store else "fault-safe-before",
                causes=_causes(terminal, status, reason),
            ),
            *store,
            *_only_rehearsed(terminal, reason),
            Block(BlockKind.PICTURE, picture="closed"),
        ),
    )


def _only_rehearsed(terminal: TerminalFacts, reason: str) -> tuple[Block, ...]:
    """A rehearsal does not shut down, and says so."""
    told = reason == "power" and terminal.rehearsal
    return (Block(BlockKind.NOTE, text("power-rehearsal")),) if told else ()


def _causes(terminal: TerminalFacts, status: TerminalStatus, reason: str) -> tuple[str, ...]:
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
