"""Output of commands where the machine's encoding lacks its characters."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from devices import console
from tests.house.doors import ROOT

WRITTEN = "王\U0002f929"
ROOMS = ("devices", "kiosk", "ui")
COMMANDS = sorted(path for room in ROOMS for path in (ROOT / room).rglob("__main__.py"))


@pytest.mark.parametrize("encoding", ["latin-1", "gbk", "utf-8"])
def test_an_answer_in_json_is_the_same_in_any_encoding(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    output = io.TextIOWrapper(io.BytesIO(), encoding)
    monkeypatch.setattr(sys, "stdout", output)
    console.escape_what_cannot_be_written()
    output.write(json.dumps(WRITTEN, ensure_ascii=False))
    output.seek(0)
    assert json.loads(output.read()) == WRITTEN


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_begins_with_it(path: Path) -> None:
    begin = path.read_text(encoding="utf-8").partition('if __name__ == "__main__":\n')[2]
    assert begin.lstrip().startswith("escape_what_cannot_be_written()")
