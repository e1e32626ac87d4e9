"""Disk errors while a case is kept: the page says that nothing was kept, and the case is never sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.outbox import store
from kiosk.outbox.store import KeepFailed
from kiosk.scenario.actors import Platform
from kiosk.scenario.stage import message_keys
from kiosk.workers.heartbeat import EVERY
from tests.journeys.hand_driven import TO_REVIEW, HandDrivenWorld
from tests.kiosk.outbox.faults import FAULTS, Fault, ids_in
from tests.kiosk.outbox.power import recorded_disk

OF_THE_CASE = {"sync": 1, "write": 3}
"""Kind of operation → index, after "I declare", of the first that belongs to the case and not to the slip counter."""


@pytest.mark.parametrize(
    ("name", "lasting"), [("a sync fails", False), ("a sync fails", True), ("the disk is full", True)]
)
def test_a_case_that_the_disk_refuses_is_reported_and_never_sent(
    name: str, lasting: bool, platform: Platform, data: Path
) -> None:
    with recorded_disk(data / "outbox") as disk:
        driven = HandDrivenWorld(platform, data)
        try:
            driven.play(*TO_REVIEW, ("touch", "continue"), ("touch", "continue"))
            fault = Fault(disk, name, OF_THE_CASE[FAULTS[name][0]], lasting)
            driven.play(("touch", "declare"))
            assert fault.occurred
            view = driven.stage.view()
            assert view.id == "ending"
            assert "ending-nothing-title" in message_keys(view)
            assert not {key for key in message_keys(view) if key.startswith("ending-") and "nothing" not in key}
            assert driven.world.slips.all == []
            driven.play(("touch", "leave"), ("touch", "finish"))
            assert driven.stage.view().page == "OutOfService"
            fault.end()
            driven.stage.advance(120)
            assert platform.cases() == []
            assert driven.stage.view().page == "Attract", "what can be kept again must be offered again"
        finally:
            driven.world.terminal.stop()
    assert ids_in(data / "outbox") == []


def test_an_unreadable_store_does_not_stop_the_heartbeat(
    platform: Platform, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With a rollback journal, syncs that keep failing leave a transaction open, and nothing can be read.
    monkeypatch.setattr(store, "_wal_is_safe", lambda: False)
    with recorded_disk(data / "outbox") as disk:
        driven = HandDrivenWorld(platform, data)
        try:
            driven.play(*TO_REVIEW, ("touch", "continue"), ("touch", "continue"))
            fault = Fault(disk, "a sync fails", 0, lasting=True)
            driven.play(("touch", "declare"))
            with pytest.raises(KeepFailed):
                driven.world.terminal.outbox.counts()
            driven.stage.advance(EVERY)
            (terminal,) = platform.request("GET", "/sandbox/terminals")
            assert (terminal["report"]["out_of_service"], terminal["report"]["outbox"]) == ("outbox", {})
            fault.end()
            driven.stage.advance(EVERY)
            (terminal,) = platform.request("GET", "/sandbox/terminals")
            assert terminal["report"]["outbox"]["sealed"] == 0
        finally:
            driven.world.terminal.stop()
