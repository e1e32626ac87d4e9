"""The gateways that must keep the promises, each with a separate platform."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest

from devices import SystemClock
from kiosk.platform.client import HttpGateway
from kiosk.platform.enveloped import EnvelopedGateway
from kiosk.platform.gateway import PlatformGateway
from kiosk.platform.identity import TerminalKey
from tests.contracts.gateway_harness import GatewayHarness
from tests.contracts.provincial import ProvincialGateway
from tests.sandbox_process import TERMINAL, SandboxProcess, sealed_case

KEY = TerminalKey(bytes(range(32)))


@dataclass(frozen=True)
class Running:
    """A sandbox, and a provincial gateway before it."""

    sandbox: SandboxProcess
    province: ProvincialGateway


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with (
        SandboxProcess(tmp_path_factory.mktemp("platform")) as sandbox,
        ProvincialGateway(sandbox.url, TERMINAL, KEY) as province,
    ):
        yield Running(sandbox, province)


def enveloped(running: Running) -> PlatformGateway:
    return EnvelopedGateway(running.province.url, TERMINAL, KEY, running.sandbox.keys(), SystemClock())


def http(running: Running) -> PlatformGateway:
    return HttpGateway(running.sandbox.url, TERMINAL, KEY, running.sandbox.keys(), SystemClock())


MADE: Mapping[str, Callable[[Running], PlatformGateway]] = {"http": http, "enveloped": enveloped}
DROPPING: Mapping[str, Callable[[Running], object]] = {
    "http": lambda running: running.sandbox.begin("drop_reply_after_commit", times=1),
    "enveloped": lambda running: running.province.drop_next_answer(),
}
"""Gateway → the misfortune that loses its next answer."""


@pytest.fixture(params=list(MADE))
def harness(request: pytest.FixtureRequest, running: Running) -> Iterator[GatewayHarness]:
    running.sandbox.reset()
    kind, keys, made = request.param, running.sandbox.keys(), list[PlatformGateway]()

    def connect() -> PlatformGateway:
        made.append(MADE[kind](running))
        return made[-1]

    def drop() -> None:
        DROPPING[kind](running)

    yield GatewayHarness(connect, lambda: sealed_case(keys), running.sandbox, drop)
    for gateway in made:
        gateway.close()
