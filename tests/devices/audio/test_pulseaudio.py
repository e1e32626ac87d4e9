"""The port and the driver of amixer on amixer itself, with the sound server PulseAudio as a card that is not ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devices import DeviceFault, DeviceSpec, DeviceState, SystemClock, Wait, open_device
from devices.audio.contract import LOUDSPEAKER, OFF, ON, Route

MODULES = next(iter(sorted(Path("/usr/lib").glob("pulse-*/modules"))), None)
PLUGIN = any(Path("/usr/lib").glob("*/alsa-lib/libasound_module_ctl_pulse.so"))
needs_pulseaudio = pytest.mark.skipif(
    shutil.which("pulseaudio") is None or MODULES is None or not PLUGIN,
    reason="needs pulseaudio and libasound2-plugins: make setup-proofs",
)


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[bytes]]:
    """A sound server with one loudspeaker, known to ALSA as the card "hall"."""
    socket = tmp_path / "native"
    (tmp_path / "hall.pa").write_text(
        f"load-module module-native-protocol-unix socket={socket} auth-anonymous=1\n"
        "load-module module-null-sink sink_name=hall\n",
        encoding="utf-8",
    )
    (tmp_path / "asound.conf").write_text(f'ctl.hall {{ type pulse server "unix:{socket}" }}\n', encoding="utf-8")
    monkeypatch.setenv("ALSA_CONFIG_PATH", f"/usr/share/alsa/alsa.conf:{tmp_path / 'asound.conf'}")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    command = ["pulseaudio", "-n", "-F", str(tmp_path / "hall.pa"), "--daemonize=no", "--exit-idle-time=-1"]
    server = subprocess.Popen(
        [*command, "-p", str(MODULES)], env=dict(os.environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(200):
        if socket.exists():
            break
        time.sleep(0.05)
    yield server
    server.kill()
    server.wait(10)


def card(folder: Path, clock: SystemClock, name: str = "hall", control: str = "Master") -> Any:
    (folder / "pulse.toml").write_text(f'loudspeaker = "{control}"\nheadphones = ""\n', encoding="utf-8")
    spec = DeviceSpec("audio", "amixer", f"amixer:{name}", "pulse", {"volume": 40})
    return open_device(spec, clock, folder).device


@needs_pulseaudio
def test_a_loudspeaker_that_is_not_ours_is_put_off_and_on_again(hall: subprocess.Popen[bytes], tmp_path: Path) -> None:
    clock = SystemClock()
    device = card(tmp_path, clock)
    for route, level in ((Route.HEADPHONES, OFF), (Route.LOUDSPEAKER, ON)):
        device.route(route, Wait(clock, 6))
        assert device.status(Wait(clock, 3)).levels == {LOUDSPEAKER: level}
    shown = subprocess.run(["amixer", "-D", "hall", "sget", "Master"], capture_output=True, text=True, check=True)
    assert "[40%] [on]" in shown.stdout
    other = card(tmp_path, clock, control="Speaker")
    with pytest.raises(DeviceFault, match=r"audio\.no_control"):
        other.route(Route.HEADPHONES, Wait(clock, 6))
    hall.kill()
    hall.wait(10)
    assert device.status(Wait(clock, 5)).state in (DeviceState.ABSENT, DeviceState.FAULT)


@pytest.mark.skipif(shutil.which("amixer") is None, reason="needs alsa-utils: make setup")
def test_a_card_that_is_not_there_is_absent(tmp_path: Path) -> None:
    clock = SystemClock()
    device = card(tmp_path, clock, "hw:31")
    assert [fault.code for fault in device.status(Wait(clock, 3)).faults] == ["transport.absent"]


def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "amixer"
    program.write_text("#!/bin/sh\necho $$ > " + str(tmp_path / "pid") + "\nexec sleep 60\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    clock = SystemClock()
    device = card(tmp_path, clock)
    began = clock.monotonic()
    assert [fault.code for fault in device.status(Wait(clock, 3)).faults] == ["audio.no_answer"]
    assert clock.monotonic() - began < 3
    assert not Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}").exists(), "it runs on"
