"""A sandbox that cannot start says why in one line, with path or port and remedy, and ends with 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.platform.sandbox.__main__ import main
from tests.sandbox_process import ROOT

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def given(tmp_path: Path) -> list[str]:
    """Arguments of a small sandbox on a free port."""
    (tmp_path / "catalogue.json").write_text('{"version": "1", "items": []}', encoding="utf-8")
    return ["--port", "0", "--data", str(tmp_path / "data"), "--services", str(tmp_path / "catalogue.json")]


def trouble(capture: Capture, given: list[str]) -> str:
    """Start a sandbox that cannot; return its one line."""
    assert main(given) == 2
    printed = capture.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert line.startswith("cannot start: ")
    assert "Error" not in line
    return line


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (["--data", "/proc/none"], ["/proc/none", "--data"]),
        (["--data", "/dev/null"], ["/dev/null", "no folder", "--data"]),
        (["--data", "/dev/null/x"], ["/dev/null/x", "no folder", "--data"]),
        (["--keys", "/dev/null"], ["/dev/null", "--keys"]),
        (["--host", "192.0.2.9", "--public"], ["192.0.2.9", "--host"]),
        (["--host", "192.0.2.9"], ["refused", "192.0.2.9", "--public"]),
        (["--services", "/nowhere"], ["/nowhere"]),
        (["--services", "/dev/null"], ["/dev/null"]),
        (["--services", __file__], [__file__, "--services"]),
        (["--people", "/dev"], ["/dev", "--people"]),
        (["--certificate", "/nowhere.pem"], ["/nowhere.pem", "PEM"]),
        (["--certificate", "/dev/null"], ["/dev/null", "PEM"]),
        (["--database", "postgresql://u:secret@127.0.0.1:1/x"], ["postgresql://u:***@127.0.0.1:1/x"]),
    ],
)
def test_what_cannot_be_used_is_named(more: list[str], named: list[str], given: list[str], capsys: Capture) -> None:
    line = trouble(capsys, [*given, *more])
    assert all(word in line for word in named), line
    assert "secret" not in line


def test_ctrl_c_while_it_loads_prints_nothing(given: list[str]) -> None:
    program = (
        "import signal, sys\n"
        "from kiosk.platform.sandbox.__main__ import main\n"
        "class Finder:\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name.startswith('sqlalchemy'): signal.raise_signal(signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    command = [sys.executable, "-c", program, *given]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_key_that_others_may_read_or_that_is_damaged_is_refused(
    given: list[str], tmp_path: Path, capsys: Capture
) -> None:
    keys = ["--keys", str(tmp_path / "keys")]
    assert main([*given, *keys, "--pins"]) == 0
    printed = capsys.readouterr().out
    assert main([*given, *keys, "--pins"]) == 0
    assert capsys.readouterr().out == printed
    path = tmp_path / "keys" / "seal.key"
    path.chmod(0o644)
    assert str(path) in trouble(capsys, [*given, *keys])
    path.chmod(0o600)
    path.write_text("short")
    assert str(path) in trouble(capsys, [*given, *keys])
    assert path.read_text() == "short"
