"""Nothing that a citizen types is selected, copied or pasted, and no text of a visit stays on a clipboard.

On a real X server, with real keys and buttons and a second client that reads the selections; and the same keys on the
offscreen platform.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMetaObject, QMimeData, QPointF, Qt
from PySide6.QtGui import QClipboard, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent

from kiosk.view import Field, FieldKind
from tests.house.doors import ROOT
from tests.ui import x_client
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, rect
from tests.ui.x_client import LEFT, MIDDLE, RIGHT, XClient
from tests.ui.x_server import environment_on, x_server

NAME = "Invented Person"
FOREIGN = "199000"
SELECTIONS = ("PRIMARY", "CLIPBOARD")
TAKING = (
    ("Control_L", "a"), ("Control_L", "c"), ("Control_L", "Insert"), ("Shift_L", "Home"), ("Control_L", "c"),
    ("Shift_L", "End"), ("Control_L", "Insert"), ("Shift_L", "Left"), ("Control_L", "Shift_L", "Left"),
    ("Control_L", "x"), ("Shift_L", "Delete"), ("Shift_L", "F10"), ("Menu",), ("XF86Copy",), ("XF86Cut",),
)  # fmt: skip
"""Keys that select, copy or cut, by their X names."""
GIVING = (("Control_L", "v"), ("Shift_L", "Insert"), ("Insert",), ("XF86Paste",))
"""Keys that paste."""
UNDOING = (("Control_L", "z"), ("Control_L", "y"), ("Control_L", "Shift_L", "z"), ("Control_L", "BackSpace"))
"""Keys that bring back, or take away, what was typed."""


class Window:
    """A window in another process (tests.ui.x_window), and the client that uses it."""

    def __init__(self, display: str, client: XClient) -> None:
        self.client = client
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.x_window"],
            cwd=ROOT, env=environment_on(display), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.client.focus(self._state()["window"])

    def _state(self) -> dict[str, Any]:
        assert self._process.stdout
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def do(self, *command: str) -> dict[str, Any]:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return self._state()

    def press(self, *keys: tuple[str, ...]) -> None:
        for combination in keys:
            if all(self.client.has_key(name) for name in combination):
                self.client.key(*combination)
        self.do("look")

    def close(self) -> None:
        assert self._process.stdin
        with self._process:
            self._process.stdin.close()


@pytest.fixture(scope="module")
def x_window() -> Iterator[Window]:
    missing = "Xvfb" if shutil.which("Xvfb") is None else x_client.missing()
    if missing:
        pytest.skip(f"no {missing}: scripts/setup.sh proofs")
    with x_server() as display, XClient(display) as client:
        window = Window(display, client)
        yield window
        window.close()


def left_on(window: Window) -> dict[str, str | None]:
    return {name: text for name in SELECTIONS if (text := window.client.selection(name)) is not None}


def test_no_button_and_no_key_puts_a_name_on_a_clipboard(x_window: Window) -> None:
    x, y = x_window.do("form", NAME)["start"]
    for times in (1, 2, 3):
        x_window.client.click(x, y, LEFT, times)
        x_window.do("look")
    x_window.client.click(x, y, RIGHT)
    x_window.client.drag(x, y, x + 300)
    assert x_window.do("look")["selected"] == ""
    x_window.press(*TAKING)
    assert left_on(x_window) == {}
    assert x_window.do("look")["text"] == NAME


def test_no_button_and_no_key_pastes_into_a_field(x_window: Window) -> None:
    x, y = x_window.do("form", NAME)["start"]
    x_window.client.click(x, y)
    for mode in ("selection", "clipboard"):
        x_window.do("put", mode, FOREIGN)
    assert left_on(x_window) == dict.fromkeys(SELECTIONS, FOREIGN), "nothing was there to be pasted"
    x_window.client.click(x, y, MIDDLE)
    x_window.do("look")
    x_window.press(*GIVING)
    assert x_window.do("look")["text"] == NAME


def test_typing_and_deleting_work_and_cannot_be_undone(x_window: Window) -> None:
    x, y = x_window.do("form", NAME)["start"]
    x_window.client.click(x, y)
    x_window.press(("End",), ("x",), ("Shift_L", "y"), ("BackSpace",))
    assert x_window.do("look")["text"] == f"{NAME}x"
    x_window.press(*UNDOING)
    assert x_window.do("look")["text"] == f"{NAME}x"


def test_both_clipboards_are_empty_after_the_visit(x_window: Window) -> None:
    x_window.do("form", NAME)
    for mode in ("selection", "clipboard"):
        x_window.do("put", mode, FOREIGN)
    assert left_on(x_window) == dict.fromkeys(SELECTIONS, FOREIGN)
    x_window.do("end")
    assert left_on(x_window) == {}


def form_with_a_name(harness: WindowHarness) -> None:
    sample = Samples("en")
    field = Field("name", sample.say("姓名", "Name"), FieldKind.LATIN, NAME, max_length=60)
    harness.show(sample.view("Form", "您叫什么？", "Your name?", fields=(field,)))
    harness.activate()
    harness.touch("name")


CONTROL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier,
)  # fmt: skip
K = Qt.Key
SHORTCUTS = (
    *((key, CONTROL) for key in (K.Key_A, K.Key_C, K.Key_X, K.Key_V, K.Key_Insert, K.Key_K, K.Key_U, K.Key_Z, K.Key_Y)),
    *((key, SHIFT) for key in (K.Key_Home, K.Key_End, K.Key_Left, K.Key_Right, K.Key_Insert, K.Key_Delete)),
    *((key, CONTROL | SHIFT) for key in (K.Key_Home, K.Key_Left, K.Key_Z)),
    *((key, NONE) for key in (K.Key_Copy, K.Key_Cut, K.Key_Paste, K.Key_Undo, K.Key_F16, K.Key_F18, K.Key_F20)),
)


@pytest.mark.parametrize(("key", "modifiers"), SHORTCUTS, ids=str)
def test_a_shortcut_does_nothing_in_a_field(
    harness: WindowHarness, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    form_with_a_name(harness)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(FOREIGN)
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QGuiApplication.sendEvent(harness.screen.window, QKeyEvent(kind, key, modifiers))
    assert (harness.item("name").property("text"), harness.item("name").property("selectedText")) == (NAME, "")
    assert clipboard.text() == FOREIGN
    clipboard.clear()


def test_a_selection_made_by_other_means_is_undone(harness: WindowHarness) -> None:
    """Assistive technology selects through the accessibility interface."""
    form_with_a_name(harness)
    QMetaObject.invokeMethod(harness.item("name"), "selectAll")
    assert harness.item("name").property("selectedText") == ""


def test_a_text_dropped_on_a_field_is_not_taken(harness: WindowHarness) -> None:
    form_with_a_name(harness)
    place = rect(harness.item("name")).center()
    dragged = QMimeData()
    dragged.setText(FOREIGN)
    left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(place.toPoint(), Qt.DropAction.CopyAction, dragged, left, plain)
    QGuiApplication.sendEvent(harness.screen.window, entering)
    QGuiApplication.sendEvent(
        harness.screen.window, QDropEvent(QPointF(place), Qt.DropAction.CopyAction, dragged, left, plain)
    )
    assert harness.item("name").property("text") == NAME


def test_the_clipboards_are_emptied_when_the_visit_changes(harness: WindowHarness) -> None:
    clipboard = QGuiApplication.clipboard()
    modes = [QClipboard.Mode.Clipboard, *([QClipboard.Mode.Selection] if clipboard.supportsSelection() else [])]
    view = Samples("en").all()["form"]
    harness.show(replace(view, visit="f1"))
    for mode in modes:
        clipboard.setText(FOREIGN, mode)
    harness.show(replace(view, visit="f1", id="form/next"))
    assert [clipboard.text(mode) for mode in modes] == [FOREIGN] * len(modes)
    harness.show(replace(view, visit="f2"))
    assert [clipboard.text(mode) for mode in modes] == [""] * len(modes)
