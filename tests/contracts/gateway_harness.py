"""Harness of the gateway contract tests: the gateway under test, and a real sandbox as its platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from devices import SystemClock, Wait
from kiosk.platform.gateway import PlatformGateway
from kiosk.platform.wire_types import SealedCase
from tests.sandbox_process import SandboxProcess


@dataclass(frozen=True)
class GatewayHarness:
    """Creates gateways of one terminal (`connect`) and cases, with the sandbox that serves them."""

    connect: Callable[[], PlatformGateway]
    case: Callable[[], SealedCase]
    sandbox: SandboxProcess
    drop_next_answer: Callable[[], None]
    """Make the platform execute the next request without its answer arriving."""

    @property
    def gateway(self) -> PlatformGateway:
        return self.connect()


def wait(seconds: float = 10) -> Wait:
    return Wait(SystemClock(), seconds)
