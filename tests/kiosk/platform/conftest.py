"""Fixtures: one sandbox process for all tests, reset before each; gateways that are closed after the test.

A module with `DATABASES = ("sqlite", "postgresql")` is run on each of them.
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
def database_arguments(database: str, request: pytest.FixtureRequest) -> Callable[[], tuple[str, ...]]:
    """Return a function for the arguments that start a sandbox on a new database of this kind."""
    if database == "sqlite":
        return lambda: ()
    cluster: Cluster = request.getfixturevalue("cluster")
    return lambda: ("--database", cluster.new_database())


@pytest.fixture(scope="session")
def shared_sandbox(
    database_arguments: Callable[[], tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SandboxProcess]:
    with SandboxProcess(tmp_path_factory.mktemp("sandbox"), *database_arguments()) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(shared_sandbox: SandboxProcess) -> SandboxProcess:
    shared_sandbox.reset()
    return shared_sandbox


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
def make_wait() -> Callable[[float], Wait]:
    """Return a function that makes a wait with a real-time limit in seconds."""
    return lambda seconds: Wait(SystemClock(), seconds)
