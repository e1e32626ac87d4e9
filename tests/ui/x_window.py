"""The window on an X server, for a client in another process: a form of one visit, and what follows it.

Each input line is a command, answered by one line:
`form VALUE`: show a form with this value in its field, in a visit · `end`: the visit is over ·
`put clipboard|selection TEXT`: offer a text to paste · `look`: nothing.
The answer has the field's text and selection, a place on the text's first word, and the window's id.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QSocketNotifier, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest

from kiosk.view import Field, FieldKind
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, rect

MODES = {"clipboard": QClipboard.Mode.Clipboard, "selection": QClipboard.Mode.Selection}
FIELD = "name"
IN_THE_FIRST_WORD = 60
"""Pixels from the field's left edge."""


class XWindow:
    """The window and its commands."""

    def __init__(self) -> None:
        self.harness = WindowHarness()
        QTest.qWaitForWindowExposed(self.harness.screen.window)

    def do(self, verb: str, *rest: str) -> None:
        sample = Samples("en")
        match verb:
            case "form":
                field = Field(FIELD, sample.say("姓名", "Name"), FieldKind.LATIN, rest[0], max_length=60)
                view = sample.view("Form", "您叫什么？", "Your name?", fields=(field,))
                self.harness.show(replace(view, visit="f1"))
            case "end":
                self.harness.show(replace(sample.all()["attract"], visit=""))
            case "put":
                QGuiApplication.clipboard().setText(rest[1], MODES[rest[0]])
        self.harness.settle()

    def state(self) -> str:
        field = self.harness.find(FIELD)
        start = None if field is None else rect(field).center()
        if field is not None and start is not None:
            start.setX(rect(field).left() + IN_THE_FIRST_WORD)
        frame = self.harness.screen.window.framePosition()
        return json.dumps(
            {
                "text": "" if field is None else field.property("text"),
                "selected": "" if field is None else field.property("selectedText"),
                "start": None if start is None else [round(start.x()) + frame.x(), round(start.y()) + frame.y()],
                "window": int(self.harness.screen.window.winId()),
            }
        )


def main() -> None:
    """Run until the input ends."""
    window = XWindow()
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)

    def line() -> None:
        command = sys.stdin.readline()
        if not command:
            QCoreApplication.exit(0)
            return
        window.do(*json.loads(command))
        print(window.state(), flush=True)

    notifier.activated.connect(line)
    QTimer.singleShot(0, lambda: print(window.state(), flush=True))
    QCoreApplication.exec()
    window.harness.close()


if __name__ == "__main__":
    main()
