"""The end of the program on a real X server: what a window manager asks, and what the service manager asks."""

from __future__ import annotations

import base64
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tests import frozen
from tests.house.doors import ROOT
from tests.ui import x_client
from tests.ui.window_harness import WindowHarness
from tests.ui.x_client import XClient
from tests.ui.x_server import environment_on, x_server
from ui.app import BRAND

TITLE = BRAND
START_TIMEOUT_S = 60.0
STOP_LONGEST_S = 4.0
SETTLED_S = 0.3
PRODUCTION = """
import sys
from pathlib import Path
from ui.production import run
profile, config, data = map(Path, sys.argv[1:])
sys.exit(run(profile, config, data, data / "rime"))
"""


@pytest.fixture(scope="module")
def x_screen() -> Iterator[str]:
    missing = "Xvfb" if shutil.which("Xvfb") is None else x_client.missing()
    if missing:
        pytest.skip(f"no {missing}: scripts/setup.sh proofs")
    with x_server("1600x2000") as display:
        yield display


def public_key(private: Ed25519PrivateKey | X25519PrivateKey) -> str:
    return base64.urlsafe_b64encode(private.public_key().public_bytes_raw()).decode().rstrip("=")


def production_profile(folder: Path) -> Path:
    """A profile that production takes: keys of its own, and a platform that does not answer."""
    made: list[str] = []
    keys = {
        "seal_public": public_key(X25519PrivateKey.generate()),
        "sign_public": public_key(Ed25519PrivateKey.generate()),
    }
    for line in (frozen.TERMINALS / "community.toml").read_text(encoding="utf-8").splitlines():
        name = line.partition(" = ")[0]
        made.append(f'{name} = "{keys[name]}"' if name in keys else line)
    path = folder / "community.toml"
    path.write_text("\n".join(made), encoding="utf-8")
    return path


class Program:
    """A program on the display, and its windows."""

    def __init__(self, display: str, client: XClient, arguments: list[str], windows: int) -> None:
        self.client = client
        self._process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=environment_on(display), stderr=subprocess.PIPE, text=True
        )
        try:
            self._wait_for(windows)
        except BaseException:
            self._process.kill()
            self._process.communicate()
            raise

    def _wait_for(self, windows: int) -> None:
        until = time.monotonic() + START_TIMEOUT_S
        while len(self.client.windows()) < windows:
            assert self.running, "the program ended"
            assert time.monotonic() < until, "the windows did not come"
            time.sleep(0.05)

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    @property
    def window(self) -> int:
        return next(each for each in self.client.windows() if self.client.title(each) == TITLE)

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def ended(self) -> tuple[int, str]:
        """Return exit code and error output of the program, which must end in time."""
        began = time.monotonic()
        try:
            _, printed = self._process.communicate(timeout=3 * STOP_LONGEST_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
            raise
        assert time.monotonic() - began < STOP_LONGEST_S
        return self._process.returncode, printed


def test_a_terminal_in_service_ignores_a_closed_window_and_obeys_its_service_manager(
    x_screen: str, tmp_path: Path
) -> None:
    profile = production_profile(tmp_path)
    with XClient(x_screen) as client:
        arguments = ["-c", PRODUCTION, str(profile), str(ROOT / "config"), str(tmp_path / "data")]
        program = Program(x_screen, client, arguments, 1)
        events = tmp_path / "data" / "log" / "events.jsonl"
        until = time.monotonic() + START_TIMEOUT_S
        while not (events.exists() and '"started"' in events.read_text(encoding="utf-8")):
            assert time.monotonic() < until
            time.sleep(0.05)
        for _ in range(3):
            client.ask_to_close(program.window)
        time.sleep(SETTLED_S)
        assert program.running
        assert client.title(program.window) == TITLE
        program.signal(signal.SIGTERM)
        assert program.ended() == (0, "")
    assert '"code":"stopped"' in events.read_text(encoding="utf-8")


def test_closing_the_window_of_a_rehearsal_closes_all(x_screen: str, tmp_path: Path) -> None:
    with XClient(x_screen) as client:
        program = Program(x_screen, client, ["main.py", "--rehearsal", "--data", str(tmp_path)], 2)
        client.ask_to_close(program.window)
        code, printed = program.ended()
        assert client.windows() == []
    assert code == 0
    assert [line for line in printed.splitlines() if not line.startswith("rehearsal: ")] == []


def catches(process: subprocess.Popen[str], number: signal.Signals) -> bool:
    """Return whether a process has a handler for a signal, as the kernel says (proc(5), SigCgt)."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return bool(int(status.partition("SigCgt:")[2].split()[0], 16) >> (number - 1) & 1)


def test_a_signal_during_the_start_ends_the_program_in_silence(tmp_path: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "main.py", "--rehearsal", "--data", str(tmp_path / "data")],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    while not catches(program, signal.SIGTERM):
        assert program.poll() is None
        time.sleep(0.005)
    program.terminate()
    printed, _ = program.communicate(timeout=STOP_LONGEST_S)
    assert (program.returncode, printed) == (0, "")


def test_a_request_to_close_reaches_the_program_and_no_more(harness: WindowHarness) -> None:
    asked: list[bool] = []
    harness.screen.bridge.on_close = lambda: asked.append(True)
    harness.screen.window.close()
    harness.screen.bridge.on_close = lambda: None
    assert asked == [True]
    assert harness.screen.window.isVisible()
