"""The disk does not take the case: the citizen is told that nothing was kept, and that stays true."""

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
from tests.kiosk.outbox.power import noting

OF_THE_CASE = {"sync": 1, "write": 3}
"""The first sync, and the first two writes, after "I declare" are the slip counter's; these are the case's."""


@pytest.mark.parametrize(
    ("name", "lasting"), [("a sync fails", False), ("a sync fails", True), ("the disk is full", True)]
)
def test_a_citizen_whose_case_the_disk_does_not_take_is_told_so_and_it_is_never_sent(
    name: str, lasting: bool, platform: Platform, data: Path
) -> None:
    with noting(data / "outbox") as power:
        driven = HandDrivenWorld(platform, data)
        try:
            driven.play(*TO_REVIEW, ("touch", "continue"), ("touch", "continue"))
            fault = Fault(power, name, OF_THE_CASE[FAULTS[name][0]], lasting)
            driven.play(("touch", "declare"))
            assert fault.struck
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


def test_a_store_that_cannot_even_be_read_does_not_end_the_heartbeat(
    platform: Platform, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With a rollback journal a sync that goes on failing leaves a transaction open, and nothing can be read.
    monkeypatch.setattr(store, "_wal_is_safe", lambda: False)
    with noting(data / "outbox") as power:
        driven = HandDrivenWorld(platform, data)
        try:
            driven.play(*TO_REVIEW, ("touch", "continue"), ("touch", "continue"))
            fault = Fault(power, "a sync fails", 0, lasting=True)
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
