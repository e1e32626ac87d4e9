"""A request that is sent again is refused, whatever the clocks did in between."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import requests

from devices import SystemClock
from kiosk.platform.sandbox.nonces import ENTRY_BYTES, KEEP_S, NonceMemory
from kiosk.platform.signing import RequestSigner
from tests.kiosk.platform.conftest import KEY
from tests.sandbox_process import TERMINAL, SandboxProcess


def signed(url: str, ahead_s: float = 0.0) -> requests.PreparedRequest:
    request = requests.Request("GET", url + "/v1/catalogue").prepare()
    RequestSigner(TERMINAL, KEY).sign(request, b"", SystemClock().now() + timedelta(seconds=ahead_s))
    return request


def send(request: requests.PreparedRequest) -> tuple[int, str]:
    with requests.Session() as session:
        session.trust_env = False
        reply = session.send(request, timeout=10)
    kind = reply.headers["Content-Type"]
    return reply.status_code, reply.json()["type"].rpartition(":")[2] if kind.endswith("problem+json") else ""


@pytest.mark.parametrize("jump_s", [86_400.0, -86_400.0])
def test_a_request_from_before_a_clock_jump_is_refused_when_the_clock_comes_back(
    jump_s: float, sandbox: SandboxProcess
) -> None:
    seen = signed(sandbox.url)
    assert send(seen)[0] == 200
    sandbox.put("/sandbox/clock", {"offset_s": jump_s})
    assert send(seen) == (401, "clock-skew")
    assert send(signed(sandbox.url, jump_s))[0] == 200
    sandbox.put("/sandbox/clock", {"offset_s": 0})
    assert send(seen) == (401, "replayed")
    sandbox.reset()
    assert send(seen) == (401, "replayed")


class Hands:
    """A monotonic clock that is moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_nonce_is_forgotten_only_when_it_is_old_and_there_are_many(tmp_path: Path) -> None:
    clock = Hands()
    memory = NonceMemory(tmp_path / "nonces", clock, capacity=3)
    assert all(memory.add("YK-1", str(n)) for n in range(5))
    assert not any(memory.add("YK-1", str(n)) for n in range(5))
    assert memory.add("YK-2", "0")  # of another terminal
    clock.now = KEEP_S
    assert memory.add("YK-1", "5")
    assert [memory.add("YK-1", str(n)) for n in (5, 4)] == [False, False]


def test_the_file_stays_small_and_survives_a_cut(tmp_path: Path) -> None:
    clock, path = Hands(), tmp_path / "nonces"
    memory = NonceMemory(path, clock, capacity=3)
    for n in range(100):
        clock.now += KEEP_S
        memory.add("YK-1", str(n))
        assert path.stat().st_size <= 6 * ENTRY_BYTES
    path.write_bytes(path.read_bytes()[:-1])
    again = NonceMemory(path, clock, capacity=3)
    assert path.stat().st_size == 3 * ENTRY_BYTES
    assert not again.add("YK-1", "98")
    assert again.add("YK-1", "99")


def test_a_full_disk_keeps_no_request_from_being_known(tmp_path: Path) -> None:
    memory = NonceMemory(tmp_path / "nonces", Hands())
    (tmp_path / "nonces").unlink()
    (tmp_path / "nonces").mkdir()
    assert memory.add("YK-1", "0")
    assert not memory.add("YK-1", "0")
