"""A sandbox per module, and a terminal enrolled there that has no network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.outbox import __main__ as command
from tests.kiosk.outbox.transfer import CODE, OfflineTerminal
from tests.sandbox_process import SandboxProcess


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    with SandboxProcess(tmp_path_factory.mktemp("platform")) as sandbox:
        yield sandbox


@pytest.fixture
def terminal(running: SandboxProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OfflineTerminal:
    """A terminal that is enrolled, but cannot reach the platform."""
    running.reset()
    monkeypatch.setattr(command, "ROOT", tmp_path)
    made = OfflineTerminal(tmp_path, running.keys())
    running.put(f"/sandbox/terminals/{CODE}", {"public": made.key.public})
    return made
