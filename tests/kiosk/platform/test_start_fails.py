"""A sandbox that cannot start says why in one line, with path or port and remedy, and ends with 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from devices import SystemClock
from kiosk.platform.sandbox.__main__ import main
from kiosk.platform.sandbox.document_keys import own_document_keys
from tests.sandbox_process import ROOT

COMPLETE = """
[proof]
template = "proof.typ"
item_id = "item"
titles = { "zh-CN" = "证明" }
office = "office"
statement = "statement"
reprint_days = 30
rows = {}
"""
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
        (["--departments", "/nowhere"], ["/nowhere", "--departments"]),
        (["--departments", "/dev/null"], ["/dev/null", "--departments"]),
        (["--certificate", "/nowhere.pem"], ["/nowhere.pem", "PEM"]),
        (["--certificate", "/dev/null"], ["/dev/null", "PEM"]),
        (["--database", "postgresql://u:secret@127.0.0.1:1/x"], ["postgresql://u:***@127.0.0.1:1/x"]),
    ],
)
def test_what_cannot_be_used_is_named(more: list[str], named: list[str], given: list[str], capsys: Capture) -> None:
    line = trouble(capsys, [*given, *more])
    assert all(word in line for word in named), line
    assert "secret" not in line


@pytest.mark.parametrize("content", ["[broken", "[kind]\ntitle = 5\n", 'kind = "text"\n', COMPLETE])
def test_a_wrong_certificate_of_a_department_is_named(
    content: str, given: list[str], tmp_path: Path, capsys: Capture
) -> None:
    """The last one is right, but its template is missing."""
    file = tmp_path / "departments" / "office" / "certificates.toml"
    file.parent.mkdir(parents=True)
    file.write_text(content, encoding="utf-8")
    line = trouble(capsys, [*given, "--departments", str(tmp_path / "departments")])
    assert str(file) in line
    assert "--departments" in line


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
    # A shell that runs the tests in the background has them ignore SIGINT.
    command = ["env", "--default-signal=INT", sys.executable, "-c", program, *given]
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
    sealing = path.read_text()
    path.write_text("short")
    assert str(path) in trouble(capsys, [*given, *keys])
    assert path.read_text() == "short"
    path.write_text(sealing)
    own_document_keys(tmp_path / "keys", SystemClock().now())
    signer = tmp_path / "keys" / "document-signer.pem"
    signer.chmod(0o640)
    assert str(signer) in trouble(capsys, [*given, *keys])
    signer.chmod(0o600)
    signer.write_text("short")
    assert str(signer) in trouble(capsys, [*given, *keys])
    assert signer.read_text() == "short"
