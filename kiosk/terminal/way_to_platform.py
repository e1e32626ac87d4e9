"""The way to a profile's platform, ready to be tried: by the technician's page, and by the command `network`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from devices import Clock, Wait
from kiosk.platform.gateway import PlatformGateway
from kiosk.platform.identity import CATALOGUE, PlatformKeys, verify_token
from kiosk.platform.network_steps import StepResult
from kiosk.settings import PlatformSection
from kiosk.workers.way_test import Walk


def walk_of(platform: PlatformSection, keys: PlatformKeys, gateway: Callable[[], PlatformGateway]) -> Walk:
    """The walk for this platform; what it needs is loaded when it is first taken."""
    ca_file = Path(platform.ca_file) if platform.ca_file else None

    def check(token: bytes) -> None:
        verify_token(token.decode("ascii", "replace"), keys, CATALOGUE)

    def walk(clock: Clock, wait: Wait) -> tuple[StepResult, ...]:
        path = import_module("kiosk.platform.network_path")
        return tuple(path.walk(path.Way(platform.url, ca_file, gateway, check), clock, wait))

    return walk
