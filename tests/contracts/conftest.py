"""The gateways that must keep the promises, each with a platform of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devices import SystemClock
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import PlatformGateway
from kiosk.platform.identity import TerminalKey
from tests.contracts.stand import Stand
from tests.sandbox_process import TERMINAL, SandboxProcess, sealed_case


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    with SandboxProcess(tmp_path_factory.mktemp("platform")) as sandbox:
        yield sandbox


@pytest.fixture(params=["http"])
def stand(request: pytest.FixtureRequest, running: SandboxProcess) -> Iterator[Stand]:
    running.reset()
    keys, key, made = running.keys(), TerminalKey(bytes(range(32))), list[PlatformGateway]()

    def connect() -> PlatformGateway:
        made.append(HttpGateway(running.url, TERMINAL, key, keys, SystemClock()))
        return made[-1]

    def lose() -> None:
        running.begin("drop_reply_after_commit", times=1)

    yield Stand(connect, lambda: sealed_case(keys), running, lose)
    for gateway in made:
        gateway.close()
