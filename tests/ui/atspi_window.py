"""The window for an external screen reader: sample views, or the whole terminal in rehearsal with a visit.

Each input line is a step; the answer has the view after it and the labels of its keys. Steps that the reader does on
the bus are sent too, and only waited for.
"""

from __future__ import annotations

import base64
import json
import pickle
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QSocketNotifier, QTimer

from devices import FakeClock
from kiosk.events import Touched
from kiosk.messages import LanguageWords
from kiosk.scenario.world import World, build_world
from kiosk.view import View
from kiosk.words import Data, text
from tests import frozen
from tests.languages import LANGUAGES
from tests.ui.sample_views import Samples
from tests.ui.view_words import choices_of
from tests.ui.window_harness import WindowHarness, languages, reference_screen
from ui.app import application, create_screen
from ui.stage import WindowStage, make_finger
from ui.terminal_runner import connect


class Target(Protocol):
    """A window to be read."""

    def do(self, verb: str, *rest: str) -> View: ...

    def words(self, view: View) -> LanguageWords: ...

    def close(self) -> None: ...


class SampleTarget:
    """Show sample views by language and name: as they are, or with another state of the device or a wrong answer."""

    def __init__(self) -> None:
        self.harness = WindowHarness()

    def do(self, verb: str, *rest: str) -> View:
        if verb == "look":
            assert self.harness.screen.bridge.view is not None
            return self.harness.screen.bridge.view
        language, name, *changed = rest
        view = Samples(language).all()[name]
        if verb == "state":
            assert view.guidance is not None
            view = replace(view, guidance=replace(view.guidance, state=Data(changed[0])))
        elif verb == "wrong":
            view = replace(view, wrong=(Data(changed[0]),))
        self.harness.show(view)
        return view

    def words(self, view: View) -> LanguageWords:
        return languages().words(view.language)

    def close(self) -> None:
        self.harness.close()


class VisitTarget:
    """The terminal on simulators, with the sandbox."""

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
        connect(self.screen, self.world.terminal)
        self.world.terminal.start()
        self.stage.advance(3)
        for _ in LANGUAGES:
            if self.stage.view().language != language:
                # The first page offers no such button: a language begins a visit there.
                self.world.terminal.post(Touched("", "language"))
                self.stage.settle()

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


TARGETS: dict[str, Callable[..., Target]] = {"samples": SampleTarget, "visit": VisitTarget}


def answer(target: Target, view: View) -> str:
    """Return the view, for comparison in the test, and the labels of its keys, for the reader."""
    words = target.words(view)
    labels = {choice.key: words.speech(choice.label) for choice in choices_of(view)}
    labels |= {field.key: words.speech(field.label) for field in view.fields}
    labels |= {"turn-down": words.speech(text("ui-more-below")), "turn-up": words.speech(text("ui-more-above"))}
    return json.dumps({"view": base64.b64encode(pickle.dumps(view)).decode(), "labels": labels})


def main(kind: str, *options: str) -> None:
    """Run until the input ends. The event loop runs between lines, because the reader queries this process."""
    target = TARGETS[kind](*options)
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)

    def line() -> None:
        step = sys.stdin.readline()
        if not step:
            QCoreApplication.exit(0)
            return
        print(answer(target, target.do(*json.loads(step))), flush=True)

    notifier.activated.connect(line)
    QTimer.singleShot(0, lambda: print(json.dumps("ready"), flush=True))
    QCoreApplication.exec()
    target.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
