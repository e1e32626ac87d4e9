"""A folder of the data that is removed under the running terminal: written again, and health says so."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.audit_chain import chain_is_intact
from tests.journeys.hand_driven import HandDrivenWorld
from tests.journeys.test_workers_rest import faults, hand_in, leave


@pytest.mark.parametrize("name", ["audit", "log"])
def test_a_removed_folder_is_written_again_and_health_says_so(name: str, driven: HandDrivenWorld, data: Path) -> None:
    hand_in(driven)
    leave(driven)
    before = (data / "audit" / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    shutil.rmtree(data / name)
    hand_in(driven)
    leave(driven)
    # The local log has no line of a visit in which nothing failed.
    driven.world.terminal.log.write("terminal", "looked_at")
    (written,) = (data / name).glob("*.jsonl")
    lines = written.read_text(encoding="utf-8").splitlines()
    assert lines
    assert faults(driven)[f"worker.{name}"] == "warning"
    assert len(driven.world.platform.cases()) == 2
    if name == "audit":
        assert chain_is_intact([*before, *lines]), "the chain goes on"
        assert not chain_is_intact([before[0], *lines]), "so that a reader sees what is missing"
    else:
        assert json.loads(lines[-1])["code"] == "looked_at"
