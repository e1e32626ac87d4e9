"""The first page and the heartbeat say the same: whether a visit can begin, and if not, why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kiosk.scenario.actors import Platform
from kiosk.view import View
from kiosk.visit import FaultNote
from kiosk.words import Data
from kiosk.workers.notices import CannotKeep, Notice, WorkerOutOfService
from tests.journeys.hand_driven import HandDrivenWorld


def code_on(view: View, terminal: str) -> str:
    """The words that the page asks to say on the phone: terminal and short code."""
    rows = [block.value.text for block in view.blocks if isinstance(block.value, Data)]
    return next(row for row in rows if row.startswith(terminal))


def agree(driven: HandDrivenWorld) -> str:
    """Assert that page and heartbeat agree; return the reason."""
    reason = driven.world.terminal.health().out_of_service
    view = driven.stage.view()
    assert (view.page == "OutOfService") == bool(reason)
    if reason:
        note: FaultNote = driven.world.terminal.conductor._facts.faults[f"terminal.{reason}"]
        assert note.code in code_on(view, driven.world.terminal.settings.terminal.code)
    return reason


CHANGES: Sequence[tuple[str, Notice]] = (
    ("outbox", CannotKeep("disk_full")),
    ("", CannotKeep("")),
    ("program", WorkerOutOfService("case_sealer", True)),
    ("outbox", CannotKeep("disk_error")),
    ("program", CannotKeep("")),
    ("program", WorkerOutOfService("conductor", True)),
    ("program", WorkerOutOfService("case_sealer", False)),
    ("", WorkerOutOfService("conductor", False)),
    ("", WorkerOutOfService("question_pool", True)),
)
"""Notices one after the other, each with the reason why no visit can begin after it."""


def test_what_the_page_says_the_heartbeat_says(driven: HandDrivenWorld) -> None:
    for reason, notice in CHANGES:
        driven.world.terminal.conductor.post(notice)
        driven.stage.settle()
        assert agree(driven) == reason, notice


def test_a_terminal_that_has_no_catalogue_yet_is_out_of_service_in_the_heartbeat_too(
    platform: Platform, data: Path
) -> None:
    platform.begin("login_page", {})
    driven = HandDrivenWorld(platform, data)
    try:
        assert agree(driven) == "no_catalogue"
        platform.end_misfortunes()
        driven.stage.advance(120)
        assert agree(driven) == ""
    finally:
        driven.world.terminal.stop()
