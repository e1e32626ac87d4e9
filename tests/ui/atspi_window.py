"""The real window for a foreign reader: shows sample views, or is the whole terminal in rehearsal with a visit in it.

Each line of its input is a step; the answer is the view that stands then, and what it calls its keys. What the reader
does by the bus is a step too, and only waited for.
"""

from __future__ import annotations

import base64
import json
import pickle
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QSocketNotifier, QTimer

from devices import FakeClock
from kiosk.messages import LanguageWords
from kiosk.scenario.world import World, build_world
from kiosk.view import View
from tests import frozen
from tests.languages import LANGUAGES
from tests.ui.sample_views import Samples
from tests.ui.view_words import choices_of
from tests.ui.window_harness import WindowHarness, languages, reference_screen
from ui.app import application, create_screen
from ui.rehearsal.rehearsal_app import connect
from ui.stage import WindowStage, make_finger


class Stand(Protocol):
    """What a reader reads from."""

    def do(self, verb: str, *rest: str) -> View: ...

    def words(self, view: View) -> LanguageWords: ...

    def close(self) -> None: ...


class SampleStand:
    """Shows the sample views by language and name."""

    def __init__(self) -> None:
        self.harness = WindowHarness()

    def do(self, verb: str, *rest: str) -> View:
        assert verb == "show"
        language, name = rest
        view = Samples(language).all()[name]
        self.harness.show(view)
        return view

    def words(self, view: View) -> LanguageWords:
        return languages().words(view.language)

    def close(self) -> None:
        self.harness.close()


class VisitStand:
    """The terminal on simulators, the sandbox beside it."""

    def __init__(self, language: str = "zh-CN") -> None:
        application(["reader"])
        self.ends = ExitStack()
        data = Path(self.ends.enter_context(tempfile.TemporaryDirectory(prefix="yike-")))
        self.clock = FakeClock(datetime(2026, 11, 24, 2, 15, tzinfo=UTC))
        self.screen = create_screen(reference_screen())
        self.stage = WindowStage(self.screen, self.clock, make_finger())
        config = frozen.config_in(data / "config")
        self.world: World = build_world(config, data / "terminal", data / "sandbox", self.clock, self._publish)
        self.ends.callback(self.world.close)
        self.ends.callback(self.screen.close)
        connect(self.screen, self.world)
        self.world.terminal.start()
        self.stage.advance(3)
        for _ in LANGUAGES:
            if self.stage.view().language != language:
                self.stage.touch("language")

    def _publish(self, view: View) -> None:
        self.stage.publish(view, self.words(view))

    def words(self, view: View) -> LanguageWords:
        return self.world.terminal.languages.words(view.language)

    def do(self, verb: str, *rest: str) -> View:
        match verb:
            case "card":
                self.world.cards.put(rest[0])
                self.stage.advance(2)
            case "lift":
                self.world.cards.lift()
            case "take":
                self.world.slips.take()
            case "wait":
                self.stage.advance(float(rest[0]))
        self.stage.settle()
        self.screen.window.grabWindow()
        self.stage.settle()
        return self.stage.view()

    def close(self) -> None:
        self.ends.close()


STANDS: dict[str, Callable[..., Stand]] = {"samples": SampleStand, "visit": VisitStand}


def answer(stand: Stand, view: View) -> str:
    """The view itself, for the test to compare with; and what stands on whatever has a key, for the reader to find."""
    words = stand.words(view)
    labels = {choice.key: words.speech(choice.label) for choice in choices_of(view)}
    labels |= {field.key: words.speech(field.label) for field in view.fields}
    return json.dumps({"view": base64.b64encode(pickle.dumps(view)).decode(), "labels": labels})


def main(kind: str, *options: str) -> None:
    """Until the input ends. The loop runs between two lines, because the reader asks this process."""
    stand = STANDS[kind](*options)
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)

    def line() -> None:
        step = sys.stdin.readline()
        if not step:
            QCoreApplication.quit()
            return
        print(answer(stand, stand.do(*json.loads(step))), flush=True)

    notifier.activated.connect(line)
    QTimer.singleShot(0, lambda: print(json.dumps("ready"), flush=True))
    QCoreApplication.exec()
    stand.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
