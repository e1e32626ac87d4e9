"""QML is linted with the types that it uses: a misspelt property of the view model is an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import qmllint

PAGE = """pragma ComponentBehavior: Bound

import QtQuick
import Yike

Item {{
    id: root

    required property ViewModel viewModel
    readonly property string text: root.viewModel.{name}
    readonly property color ink: Theme.ink
}}
"""


def test_all_qml_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert qmllint.main() == 0, capsys.readouterr().out


@pytest.mark.parametrize(("name", "exit_code"), [("title", 0), ("titel", 1)])
def test_a_misspelt_property_of_the_view_model_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, exit_code: int
) -> None:
    page = tmp_path / "Page.qml"
    page.write_text(PAGE.format(name=name), encoding="utf-8")
    assert qmllint.main((page,)) == exit_code
    assert ("titel" in capsys.readouterr().out) == (exit_code == 1)


def test_a_missing_tool_is_reported(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(qmllint, "_tool", lambda name: f"/nowhere/{name}")
    assert qmllint.main() == 2
    assert "nowhere" in capsys.readouterr().out
