"""One sandbox per worker with the frozen items, and one with the shipped items. Each is reset between tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.scenario.actors import Platform
from tests import frozen
from tests.journeys.hand_driven import HandDrivenWorld


@pytest.fixture(scope="session")
def shared_platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A sandbox that publishes the frozen items."""
    yield from _running(frozen.config(), tmp_path_factory.mktemp("sandbox"))


@pytest.fixture(scope="session")
def shared_shipped_platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A sandbox that publishes the shipped items."""
    yield from _running(frozen.SHIPPED, tmp_path_factory.mktemp("sandbox"))


def _running(config: Path, folder: Path) -> Iterator[Platform]:
    platform = Platform(config / "services", config / "people.toml", folder)
    yield platform
    platform.stop()


@pytest.fixture
def platform(shared_platform: Platform) -> Platform:
    return _fresh(shared_platform)


@pytest.fixture
def shipped_platform(shared_shipped_platform: Platform) -> Platform:
    return _fresh(shared_shipped_platform)


def _fresh(platform: Platform) -> Platform:
    platform.cable.mend()
    platform.reset()
    return platform


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "terminal"


@pytest.fixture
def driven(platform: Platform, data: Path) -> Iterator[HandDrivenWorld]:
    made = HandDrivenWorld(platform, data)
    yield made
    made.world.terminal.stop()
