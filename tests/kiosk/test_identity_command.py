"""The command that shows by which key the platform knows a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.enrolment.fingerprint import fingerprint
from kiosk.identity import main
from kiosk.platform.identity import TerminalKey

PROFILE = "rehearsal"


def test_what_is_shown_is_the_public_key_and_never_the_private_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = TerminalKey.create(tmp_path / "terminal.key")
    assert main(["show", "--profile", PROFILE, "--data", str(tmp_path), "--json"]) == 0
    printed = capsys.readouterr().out
    shown = json.loads(printed)
    assert list(shown) == ["terminal", "public", "platform_key", "fingerprint"]
    assert shown["public"] == key.public
    assert (tmp_path / "terminal.key").read_text().strip() not in printed


def test_a_missing_key_is_not_made_by_looking(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "--profile", PROFILE, "--data", str(tmp_path)]) == 2
    assert "terminal.key" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_another_key_on_either_side_has_another_fingerprint() -> None:
    keys = [TerminalKey(bytes([n]) * 32).public for n in (1, 2)]
    own = fingerprint("T-1", keys[0], keys[1])
    assert len(own.replace(" ", "")) == 16
    assert own.replace(" ", "").isdigit()
    others = {fingerprint("T-1", keys[0], keys[0]), fingerprint("T-1", keys[1], keys[1]), fingerprint("T-2", *keys)}
    assert len({own, *others}) == 4
