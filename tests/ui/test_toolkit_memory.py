"""Traces of a visit in the toolkit: its messages, desktop input methods, the history of fields."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.house.doors import ROOT
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness
from ui.environment import overrule

SECRET = "19900000001"
PROGRAM = f"""
from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtQml import QQmlApplicationEngine
from ui.app import application
from ui.qt_messages import QtMessages
app = application(["tests"])
QtMessages()
engine = QQmlApplicationEngine()
page = b'import QtQml\\nQtObject {{ property var none; property string typed: none.text + "{SECRET}"\\n'
page += b'Component.onCompleted: {{ console.warn("{SECRET}"); console.log("{SECRET}"); '
page += b'throw new Error("{SECRET}") }} }}'
engine.loadData(QByteArray(page), QUrl("file:///pages/Page.qml"))
"""


def test_a_warning_of_qt_names_its_place_and_not_its_text() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "qt.qml.*=true"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert SECRET not in done.stdout + done.stderr
    assert "yike: qt: warning in qml at Page.qml:3" in done.stderr.splitlines()
    assert all(line.startswith("yike: qt: warning in ") for line in done.stderr.splitlines())


@pytest.mark.parametrize("name", ["QT_IM_MODULE", "QT_IM_MODULES"])
def test_no_input_method_of_the_desktop_sees_what_is_typed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("QT_IM_MODULE", "QT_IM_MODULES"):
        monkeypatch.setenv(variable, "ibus;fcitx" if variable == name else "")
    overrule()
    assert (os.environ.get("QT_IM_MODULE"), os.environ.get("QT_IM_MODULES")) == ("none", None)


def test_no_field_of_a_visit_is_left_after_it(harness: WindowHarness) -> None:
    """A field takes its undo history and its accessible text with it."""
    harness.show(Samples("en").all()["form"])
    harness.touch("address")
    destroyed: list[bool] = []
    harness.item("address").destroyed.connect(lambda: destroyed.append(True))
    harness.show(Samples("en").all()["attract"])
    assert destroyed == [True]
