"""Where a gateway is proven: the gateway under test, and a real platform behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from devices import SystemClock, Wait
from kiosk.platform.gateway import PlatformGateway
from kiosk.platform.wire_types import SealedCase
from tests.sandbox_process import SandboxProcess


@dataclass(frozen=True)
class GatewayHarness:
    """A gateway, another of the same terminal, and what stands behind them."""

    connect: Callable[[], PlatformGateway]
    case: Callable[[], SealedCase]
    sandbox: SandboxProcess
    lose_next_answer: Callable[[], None]
    """What the platform does next, it does; its answer is lost on the way."""

    @property
    def gateway(self) -> PlatformGateway:
        return self.connect()


def wait(seconds: float = 10) -> Wait:
    return Wait(SystemClock(), seconds)
