"""A command that is interrupted prints nothing."""

from __future__ import annotations

from typing import NoReturn

import pytest

from kiosk.scenario.__main__ import main

SCENARIO = "config/scenarios/happy_visit.toml"


@pytest.mark.parametrize("command", [["play", SCENARIO], ["matrix"]])
def test_ctrl_c_prints_nothing(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> NoReturn:
        raise KeyboardInterrupt

    for name in ("play_bare", "run"):
        monkeypatch.setattr(f"kiosk.scenario.__main__.{name}", interrupt)
    assert main(command) == 130
    assert capsys.readouterr() == ("", "")
