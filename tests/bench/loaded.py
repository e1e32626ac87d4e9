"""The terminal as in service: built and connected by `ui.terminal_runner`, voice started, Chinese engine available."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from devices import SystemClock
from kiosk.scenario.world import rehearsal_settings
from kiosk.terminal.assembly import assemble
from kiosk.terminal.terminal import Places, Terminal
from kiosk.view import View
from tests import frozen
from tests.bench.figures import CannotMeasure
from tests.bench.loop import wait_until
from tests.house.doors import ROOT
from ui.app import application, create_screen
from ui.keyboard.chinese_input import ChineseInput
from ui.profile import load_screen
from ui.terminal_runner import TerminalRunner
from ui.voice import Voice

PEOPLE = ROOT / "config" / "people.toml"
PROFILE = "rehearsal"
RIME = ROOT / "build" / "rime"


def chinese_input() -> ChineseInput:
    """Load the Chinese engine, so that its first key does not include loading. Raises CannotMeasure."""
    chinese = ChineseInput(RIME)
    chinese.engine()
    require_engine(chinese)
    return chinese


def require_engine(chinese: ChineseInput) -> None:
    """Raise CannotMeasure if the engine, once requested, could not be loaded."""
    if chinese.missing:
        raise CannotMeasure(chinese.missing)


class Loaded:
    """A terminal connected to the platform at `url`; once constructed, its first page is painted and speech started."""

    def __init__(self, data: Path, url: str) -> None:
        application(sys.argv[:1])
        sys.setswitchinterval(0.0005)  # this and the next as main.py does
        gc.disable()
        self._data, self._url = data, url
        self._config = config = frozen.config_in(data / "config")
        self.chinese = ChineseInput(RIME)
        self.screen = create_screen(load_screen(config / "terminals" / f"{PROFILE}.toml"), self.chinese.engine)
        self.running = TerminalRunner(self.screen, self.chinese, SystemClock(), self._build, prompts=config / "prompts")
        ended = signal.getsignal(signal.SIGINT)
        self.running.start()
        signal.signal(signal.SIGINT, ended)  # a bench can be broken off
        window = self.screen.window
        wait_until(window, lambda: self.screen.bridge.view is not None and self.screen.bridge.view.page == "Attract")
        wait_until(window, lambda: window.findChild(Voice) is not None)

    def _build(self, publish: Callable[[View], None], on_fatal: Callable[[], None]) -> Terminal:
        settings = rehearsal_settings(self._config, PROFILE, self._url)
        self.terminal: Terminal = assemble(
            settings, SystemClock(), publish, Places(self._config, self._data), on_fatal=on_fatal
        )
        return self.terminal

    @property
    def view(self) -> View:
        assert self.screen.bridge.view is not None
        return self.screen.bridge.view

    def close(self) -> None:
        self.running.stop()
        self.screen.close()
