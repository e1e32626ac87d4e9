"""A start that fails says one line with path and remedy and ends with code 2; one that works says "starting" first."""

from __future__ import annotations

import errno
import os
import re
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from devices import DeviceState, DeviceStatus, FakeClock
from kiosk.events import TerminalStatus, Touched
from kiosk.outbox.store import KeepFailed
from kiosk.platform.identity import KeyFileError, TerminalKey, TerminalKeyError
from kiosk.scenario.actors import ActorError, Platform
from kiosk.session.attract import Attract
from kiosk.steps.reasons import why_not
from kiosk.terminal.startup import FailedStartPage, StartFailed, failure_lines, reported
from kiosk.terminal.status import status_at_start, with_notice
from kiosk.visit import Session
from kiosk.words import text
from kiosk.workers.notices import PlatformSeen, StatusSeen
from tests import frozen
from tests.frozen import catalogue
from tests.house.doors import ROOT
from tests.kiosk.session.citizen import FACTS, devices
from tests.kiosk.test_pinned import OURS
from tests.ui.window_harness import WindowHarness

DATA = Path("/data")
POPEN = subprocess.Popen


def started(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run main.py until it ends. A variable given as "" is taken away."""
    known = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment}
    return subprocess.run(
        [sys.executable, "main.py", *arguments],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        env={name: value for name, value in known.items() if value},
    )  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="displays of Linux")
def test_without_a_display_one_line_names_headless(tmp_path: Path) -> None:
    run = started("--rehearsal", "--data", str(tmp_path / "d"), QT_QPA_PLATFORM="", WAYLAND_DISPLAY="", DISPLAY="")
    assert (run.returncode, run.stdout) == (2, "")
    (line,) = run.stderr.splitlines()
    assert "--headless" in line
    assert not (tmp_path / "d").exists()


def test_a_folder_that_is_a_file_is_one_line_and_the_log_says_so(tmp_path: Path) -> None:
    profile = (ROOT / "config" / "terminals" / "community.toml").read_text(encoding="utf-8")
    # A terminal in service refuses the placeholders of its keys.
    for name, key in OURS.items():
        profile = re.sub(rf"^{name} = .*$", f'{name} = "{key}"', profile, flags=re.MULTILINE)
    (tmp_path / "own.toml").write_text(profile, encoding="utf-8")
    data = tmp_path / "data"
    data.mkdir()
    (data / "outbox").write_text("no folder")
    run = started("--profile", str(tmp_path / "own"), "--data", str(data))
    assert run.returncode == 2
    # Without a screen Qt's is 800 x 800, which is said too.
    (line,) = [each for each in run.stderr.splitlines() if "the page has" not in each]
    assert str(data / "outbox") in line
    assert "Traceback" not in run.stderr
    assert '"part":"start"' in (data / "log" / "events.jsonl").read_text()


BEFORE_THE_WINDOW = """
import sys
import ui.production, ui.app, ui.keyboard.chinese_input, ui.profile
print(*sorted(name for name in sys.modules if name.split(".")[0] in ("devices", "kiosk", "msgspec", "pydantic")))
"""


def test_nothing_of_the_terminal_is_loaded_before_its_window() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", BEFORE_THE_WINDOW], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert loaded.stdout.split() == []


def os_error(number: int, path: str | None = "/data/x") -> OSError:
    return OSError(number, os.strerror(number), path)


@pytest.mark.parametrize(
    ("error", "parts"),
    [
        (KeepFailed("disk_full"), ("/data/outbox: the disk is full", "make room")),
        (KeepFailed("disk_error"), ("/data/outbox: ", "check the disk")),
        (KeepFailed("store_damaged"), ("/data/outbox: the store is damaged", "copy the folder")),
        (KeepFailed("store_too_new"), ("/data/outbox: a newer program", "start that program")),
        (os_error(errno.ENOSPC), ("/data/x: No space left on device", "make room")),
        (os_error(errno.EACCES), ("/data/x: Permission denied", "--data")),
        (os_error(errno.EROFS), ("/data/x: Read-only file system", "mount it for writing")),
        (os_error(errno.EADDRINUSE, None), ("/data: Address already in use", "another port")),
        (os_error(errno.EIO), ("/data/x: Input/output error", "start again")),
        (TerminalKeyError("/data/terminal.key: read by others"), ("/data/terminal.key: ", "read by others")),
        (KeyFileError("a key must have 32 bytes"), ("[platform]", "32 bytes")),
    ],
)
def test_a_known_failure_is_one_line_with_path_and_remedy(error: Exception, parts: tuple[str, ...]) -> None:
    line = failure_lines(error, DATA)
    assert "\n" not in line
    for part in parts:
        assert part in line


@pytest.mark.parametrize("content", [None, b"", b"abc", b"\xff", b"!" * 43, b"A" * 43], ids=repr)
def test_a_key_that_cannot_be_used_is_one_line_with_its_file_once(content: bytes | None, tmp_path: Path) -> None:
    """Never one about the profile, where there is nothing to mend."""
    path = tmp_path / "terminal.key"
    if content is not None:
        path.write_bytes(content)
        path.chmod(0o644 if len(content) == 43 and content.isalnum() else 0o600)
    with pytest.raises(KeyFileError) as caught:
        TerminalKey.load_or_create(path, lived=True)
    line = failure_lines(caught.value, tmp_path)
    assert line.startswith(f"{path}: ")
    assert line.count(str(path)) == 1
    assert line.endswith("enrol that at the platform")


def test_a_key_that_cannot_be_written_names_the_cause(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KeyFileError) as caught:
        TerminalKey.create(tmp_path / "file" / "terminal.key")
    line = failure_lines(caught.value, tmp_path)
    assert line.startswith(f"{tmp_path / 'file' / 'terminal.key'}: ")
    assert "a file is where a folder is needed" in line


@pytest.mark.parametrize("error", [KeepFailed("disk_full"), os_error(errno.EACCES), RuntimeError("SECRET")])
def test_a_failed_start_is_in_the_log(tmp_path: Path, error: Exception) -> None:
    expected = RuntimeError if isinstance(error, RuntimeError) else StartFailed
    with pytest.raises(expected), reported(tmp_path / "data", FakeClock()):
        raise error
    written = (tmp_path / "data" / "log" / "events.jsonl").read_text()
    assert '"code":"failed:' in written
    assert "SECRET" not in written


def test_a_sandbox_that_does_not_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = "echo 'cannot start: OSError: the port is taken' >&2; echo 'and more' >&2; exit 2"
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **kept: POPEN(["sh", "-c", script], **kept))
    with pytest.raises(ActorError, match=r"did not start: cannot start: OSError: the port is taken; its log is .*log$"):
        Platform(frozen.SERVICES, tmp_path, tmp_path / "data")


def test_a_sandbox_that_says_nothing_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/cat")  # `cat -m …` says nothing on its output and ends
    with pytest.raises(ActorError, match="did not start"):
        Platform(frozen.SERVICES, tmp_path, tmp_path / "data")
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **kept: POPEN(["sleep", "60"], **kept))
    with pytest.raises(ActorError, match="did not start"):
        Platform(frozen.SERVICES, tmp_path, tmp_path / "data", given_up=lambda: True)


@pytest.mark.parametrize(
    ("free_mb", "says"), [(0, r"the disk of .*data is full; make room there$"), (9, r"503; its log is .*sandbox\.log$")]
)
def test_a_sandbox_that_refuses_says_where_to_look(
    free_mb: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.scenario.actors.disk_free_mb", lambda folder: free_mb)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        # Another sandbox than ours: it says that it listens, and answers 503.
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        monkeypatch.setattr(subprocess, "Popen", lambda *_, **kept: POPEN(["echo", address], **kept))
        platform = Platform(frozen.SERVICES, tmp_path, tmp_path / "data")

        def answer() -> None:
            with listener.accept()[0] as connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")

        server = threading.Thread(target=answer)
        server.start()
        with pytest.raises(ActorError, match=says):
            platform.enrol("WT02", "A" * 43)
        server.join()
        platform.stop()


@pytest.mark.parametrize("broken", ["", "terminals/community.toml", "faults.toml"])
def test_a_failed_start_has_a_page_even_without_settings(tmp_path: Path, broken: str, harness: WindowHarness) -> None:
    config = frozen.config_in(tmp_path / "config")
    if broken:
        (config / broken).write_text("= 3")
    page = FailedStartPage(config / "terminals" / "community.toml", config)
    view, words = page.shown()
    assert view.page == "OutOfService"
    assert words.text(view.title)
    harness.screen.receive(view, words)
    second, others = page.touched("language")
    assert second.language != view.language
    harness.screen.receive(second, others)
    assert page.touched("start")[0] == second


def test_a_fresh_terminal_is_starting_until_it_has_heard_from_the_platform() -> None:
    unknown = TerminalStatus(asked=False, now=datetime(2026, 11, 24, tzinfo=UTC), devices=devices())
    fresh = Attract("f1", FACTS, None, unknown)
    assert fresh.view().title == text("starting-title")
    state, effects = fresh.advance(Touched("f1", "start"))
    assert (state, effects) == (fresh, ())

    follows = with_notice(unknown, PlatformSeen(True, catalogue_follows=True), {})
    assert Attract("f1", FACTS, None, follows).view().id == "starting"
    for truth in (PlatformSeen(False), PlatformSeen(True)):
        known = with_notice(follows, truth, {})
        assert Attract("f1", FACTS, None, known).view().id == "out_of_service"


def test_the_network_is_not_called_dead_before_it_was_asked() -> None:
    unknown = TerminalStatus(asked=False, now=datetime(2026, 11, 24, tzinfo=UTC), devices=devices())
    said = [block.words for block in Attract("f1", FACTS, catalogue(), unknown).view().blocks]
    assert text("network-asking") in said
    assert text("network-not") not in said
    online_only = next(item for item in catalogue() if item.offline == "forbidden")
    assert why_not(Session("f1", FACTS, catalogue(), unknown), online_only) == text("not-now-asking")
    dead = with_notice(unknown, PlatformSeen(False), {})
    assert why_not(Session("f1", FACTS, catalogue(), dead), online_only) == text("not-now-offline")


def test_no_device_is_called_broken_before_it_has_answered() -> None:
    unheard = {name: DeviceStatus(DeviceState.UNKNOWN) for name in ("id_reader", "receipt_printer")}
    status = status_at_start(datetime(2026, 11, 24, tzinfo=UTC), unheard)
    said = [block.words for block in Attract("f1", FACTS, catalogue(), status).view().blocks]
    assert text("slips-checking") in said
    assert text("slips-not") not in said
    by_card = next(item for item in catalogue() if item.needs == ("read_id_card",) and item.offline == "allowed")
    checking = text("not-now-checking", device=text("device-to-read-id-card"))
    assert why_not(Session("f1", FACTS, catalogue(), status), by_card) == checking

    faults = {name: DeviceStatus(DeviceState.FAULT) for name in unheard}
    broken = with_notice(status, StatusSeen("id_reader", faults["id_reader"]), faults)
    assert why_not(Session("f1", FACTS, catalogue(), broken), by_card) != checking
