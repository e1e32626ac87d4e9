"""The terminal's data is its own user's alone: tightened at the start, refused where it is another user's."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices import FakeClock
from kiosk.audit import AuditLog
from kiosk.outbox.__main__ import main
from kiosk.outbox.outbox import Outbox
from kiosk.private_files import ForeignData, make_private
from tests.kiosk.outbox.cases import NOW, case

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permissions as on Linux")


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    try:
        yield request.param
    finally:
        os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def modes(folder: Path) -> set[tuple[bool, int]]:
    """Return (is a folder, mode) of the folder and of everything in it."""
    return {(path.is_dir(), mode(path)) for path in (folder, *folder.rglob("*"))}


def test_what_the_terminal_creates_is_private_whatever_the_umask(umask: int, tmp_path: Path) -> None:
    data = tmp_path / "data"
    make_private(data)
    outbox = Outbox.open(data / "outbox", FakeClock(NOW))
    outbox.keep([case("a")])
    audit = AuditLog.open(data / "audit", FakeClock(NOW))
    audit.append("visit", "kind")
    assert {path.name for path in data.rglob("*")} >= {"outbox.sqlite-wal", "outbox.mark", "audit.jsonl"}
    assert modes(data) == {(True, 0o700), (False, 0o600)}
    outbox.close()
    audit.close()


def test_what_was_open_to_others_is_closed_and_named_once(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for name, content in (("outbox/outbox.sqlite", b""), ("audit/audit.jsonl", b"x"), ("terminal.key", b"k")):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(content)
        (data / name).chmod(0o644)
    for folder in (data, data / "outbox", data / "audit"):
        folder.chmod(0o755)
    outside = tmp_path / "outside"
    outside.write_bytes(b"")
    outside.chmod(0o644)
    (data / "link").symlink_to(outside)
    found = make_private(data, except_for="terminal.key")
    assert {path.name for path in found} == {"data", "outbox", "audit", "outbox.sqlite", "audit.jsonl"}
    assert (mode(data), mode(data / "outbox" / "outbox.sqlite")) == (0o700, 0o600)
    assert mode(data / "terminal.key") == 0o644, "a key that others could read is refused, not closed"
    assert mode(outside) == 0o644
    assert make_private(data, except_for="terminal.key") == []


def test_what_belongs_to_another_user_is_refused_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Outbox.open(tmp_path / "outbox", FakeClock(NOW)).close()
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)
    with pytest.raises(ForeignData, match=f"this program runs as user {other}.*chown"):
        make_private(tmp_path)
    assert main(["status", "--data", str(tmp_path)]) == 2
    assert "chown" in capsys.readouterr().err


def test_an_export_medium_is_not_tightened(umask: int, tmp_path: Path) -> None:
    from kiosk.outbox.export import Sender, export
    from kiosk.platform.identity import TerminalKey

    outbox = Outbox.open(tmp_path / "outbox", FakeClock(NOW))
    outbox.keep([case("case-0001")])
    stick = tmp_path / "stick"
    stick.mkdir()
    stick.chmod(0o755)
    export(outbox, Sender("WT07", TerminalKey(bytes(32))), stick, NOW)
    outbox.close()
    assert mode(stick) == 0o755
    assert {mode(path) for path in stick.iterdir()} == {0o666 & ~umask}
