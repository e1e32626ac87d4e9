"""One real sandbox for the whole room, made new before every test; gateways that are closed after it.

A module that says `DATABASES = ("sqlite", "postgresql")` is played on each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from devices import SystemClock, Wait
from kiosk.platform.client import HttpGateway
from kiosk.platform.identity import TerminalKey
from tests.postgresql import Cluster, programs
from tests.sandbox_process import TERMINAL, SandboxProcess

Gateways = Callable[..., HttpGateway]
KEY = TerminalKey(bytes(range(32)))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        metafunc.parametrize("database", getattr(metafunc.module, "DATABASES", ("sqlite",)), scope="session")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    if programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with Cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def elsewhere(database: str, request: pytest.FixtureRequest) -> Callable[[], tuple[str, ...]]:
    """The arguments that give a sandbox a new database of this kind."""
    if database == "sqlite":
        return lambda: ()
    cluster: Cluster = request.getfixturevalue("cluster")
    return lambda: ("--database", cluster.new_database())


@pytest.fixture(scope="session")
def running(
    elsewhere: Callable[[], tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SandboxProcess]:
    with SandboxProcess(tmp_path_factory.mktemp("sandbox"), *elsewhere()) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: SandboxProcess) -> SandboxProcess:
    running.reset()
    return running


@pytest.fixture
def gateways(sandbox: SandboxProcess) -> Iterator[Gateways]:
    made: list[HttpGateway] = []

    def make(url: str = "", terminal: str = TERMINAL, key: TerminalKey = KEY, **more: Any) -> HttpGateway:
        clock = more.pop("clock", None) or SystemClock()
        gateway = HttpGateway(url or sandbox.url, terminal, key, sandbox.keys(), clock, **more)
        made.append(gateway)
        return gateway

    yield make
    for gateway in made:
        gateway.close()


@pytest.fixture
def gateway(gateways: Gateways) -> HttpGateway:
    return gateways()


@pytest.fixture
def soon() -> Callable[[float], Wait]:
    """A wait of so many real seconds."""
    return lambda seconds: Wait(SystemClock(), seconds)
