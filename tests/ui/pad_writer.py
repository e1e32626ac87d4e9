"""Fingers that write on the pad for a signature."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.session import view_of
from kiosk.view import Modes
from tests.kiosk.session.ways import at_sign
from tests.ui.window_harness import WindowHarness, class_name, finger, rect

Place = tuple[float, float]


STANDARD = Modes()


class Writer:
    """Fingers on the pad; places are fractions of it. The strokes go to a session, whose view is shown again."""

    def __init__(self, harness: WindowHarness, modes: Modes = STANDARD, answers: bool = True) -> None:
        while harness.find("double-tap-guard"):
            QTest.qWait(20)
        self.harness, self.citizen = harness, at_sign()
        self.modes, self.language, self.answers = modes, "zh-CN", answers
        self.show()
        harness.forget()

    def show(self) -> None:
        view = view_of(self.citizen.session)
        self.harness.show(replace(view, modes=self.modes, language=self.language))

    def at(self, place: Place) -> QPoint:
        area = self.area
        return QPointF(area.left() + place[0] * area.width(), area.top() + place[1] * area.height()).toPoint()

    @property
    def item(self) -> QQuickItem:
        return self.harness.item("signature")

    @property
    def area(self) -> QRectF:
        return rect(self.item)

    @property
    def pad(self) -> QQuickItem:
        pad = self.item.parentItem()
        assert isinstance(pad, QQuickItem)
        assert class_name(pad).startswith("SignaturePad")
        return pad

    def touch(self, **points: tuple[str, Place]) -> None:
        """One event of several fingers: `f0=("press", (0.1, 0.2))`."""
        window = self.harness.screen.window
        event = QTest.touchEvent(window, finger())
        for name, (verb, place) in points.items():
            number = int(name[1:])
            getattr(event, verb)(number, self.at(place), window)
        event.commit()
        self.harness.settle()

    def writes(self, *places: Place, number: int = 0) -> None:
        name = f"f{number}"
        self.touch(**{name: ("press", places[0])})
        for place in places[1:]:
            self.touch(**{name: ("move", place)})
        self.touch(**{name: ("release", places[-1])})
        self.heard()

    def heard(self) -> None:
        """Let the session take the strokes that came, and show what it says."""
        if self.answers:
            for key, numbers, width_mm in self.harness.drawn:
                assert key == "signature"
                self.citizen.writes(*zip(numbers[::3], numbers[1::3], strict=True), width_mm=width_mm)
            self.harness.drawn.clear()
            self.show()

    @property
    def strokes(self) -> list[tuple[tuple[int, int], ...]]:
        return [tuple(zip(numbers[::3], numbers[1::3], strict=True)) for _, numbers, _ in self.harness.drawn]
