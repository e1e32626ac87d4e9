"""One sandbox for all journeys of a worker; it forgets everything between two."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.scenario.actors import Platform
from tests.house.doors import ROOT
from tests.journeys.hand_driven import HandDrivenWorld


@pytest.fixture(scope="session")
def shared_platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    config = ROOT / "config"
    platform = Platform(config / "services", config / "people.toml", tmp_path_factory.mktemp("sandbox"))
    yield platform
    platform.stop()


@pytest.fixture
def platform(shared_platform: Platform) -> Platform:
    shared_platform.cable.mend()
    shared_platform.reset()
    return shared_platform


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "terminal"


@pytest.fixture
def driven(platform: Platform, data: Path) -> Iterator[HandDrivenWorld]:
    made = HandDrivenWorld(platform, data)
    yield made
    made.world.terminal.stop()
