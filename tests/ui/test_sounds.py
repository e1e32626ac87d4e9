"""Sounds: which page has one, one player at a time, silence in quiet hours and while the voice reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import psutil
import pytest
from PySide6.QtGui import QGuiApplication

from devices import FakeClock
from kiosk.settings import SoundSection
from kiosk.view import Block, BlockKind, Choice, Countdown, Guidance, Modes, Tone, View
from kiosk.words import Data
from tests.ui.player_harness import VOICES, wait_until
from tests.ui.recording_loudspeaker import RecordingLoudspeaker
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, languages
from ui.bridge import STILL_HERE, Bridge
from ui.keyboard.chinese_input import ChineseInput
from ui.sound_cues import Cues
from ui.sounds import Sounds
from ui.terminal_runner import TerminalRunner
from ui.tones import TONES, Sound, wav_file
from ui.voice import Voice

PLAIN = replace(Samples("en").all()["guide"], visit="one", id="page", tone=Tone.PLAIN)
ATTENTION, DONE = replace(PLAIN, tone=Tone.ATTENTION), replace(PLAIN, tone=Tone.DONE)
OVER = replace(PLAIN, visit="", id="attract", tone=Tone.ATTENTION)
GUIDED = Guidance("id_reader", "lift_card", Data("read"), Tone.DONE)
COUNTED = replace(PLAIN, countdown=Countdown(30, Choice("more-time", Data("more")), Choice("leave-now", Data("leave"))))
WRONG = replace(PLAIN, wrong=(Data("the phone is missing"),))
PAPER = Block(BlockKind.STATUS, Data("the slip came out"), tone=Tone.DONE)
NO_PAPER = Block(BlockKind.PICTURE, Data("no slip"), tone=Tone.ATTENTION)
VOLUME = 40


def elsewhere(view: View) -> View:
    return replace(view, id="elsewhere")


@pytest.mark.parametrize(
    ("views", "last"),
    [
        ((PLAIN,), None),
        ((PLAIN, ATTENTION), Sound.ATTENTION),
        ((PLAIN, ATTENTION, ATTENTION), None),
        ((ATTENTION, elsewhere(ATTENTION)), Sound.ATTENTION),
        ((PLAIN, WRONG), Sound.ATTENTION),
        ((WRONG, replace(WRONG, wrong=(Data("the name is missing"),))), None),
        ((WRONG, PLAIN, WRONG), Sound.ATTENTION),
        ((PLAIN, COUNTED), Sound.ATTENTION),
        ((COUNTED, replace(COUNTED, lead=Data("29"))), None),
        ((PLAIN, DONE), Sound.DONE),
        ((DONE, elsewhere(PLAIN), DONE), None),
        ((DONE, replace(DONE, visit="two")), Sound.DONE),
        ((PLAIN, replace(PLAIN, guidance=GUIDED)), Sound.DONE),
        ((PLAIN, replace(PLAIN, blocks=(*PLAIN.blocks, PAPER))), Sound.DONE),
        ((elsewhere(PLAIN), replace(PLAIN, blocks=(*PLAIN.blocks, PAPER))), None),
        ((PLAIN, replace(DONE, blocks=(*PLAIN.blocks, NO_PAPER))), Sound.ATTENTION),
        ((elsewhere(PLAIN), replace(DONE, blocks=(*PLAIN.blocks, NO_PAPER))), Sound.ATTENTION),
        ((PLAIN, replace(PLAIN, blocks=(*PLAIN.blocks, replace(PAPER, kind=BlockKind.STAGE)))), None),
        ((replace(PLAIN, visit=""), OVER), None),
        ((PLAIN, OVER), Sound.ATTENTION),
        ((OVER, replace(DONE, visit="two")), Sound.DONE),
    ],
)
def test_a_page_has_the_sound_of_what_is_new_on_it(views: tuple[View, ...], last: Sound | None) -> None:
    cues = Cues()
    assert [cues.next(view) for view in views][-1] is last


class Playing:
    """A bridge with sounds, whose player is a shell script that gets the sound on its standard input."""

    def __init__(self, folder: Path) -> None:
        self.heard = folder / "heard"
        self.bridge, self.quiet, self.speaking = Bridge({}), False, False
        self.faults: list[str] = []
        self._made: list[Sounds] = []

    def begin(self, script: str | None = None, volume: int = VOLUME, program: str = "/bin/sh") -> Sounds:
        play = ("-c", script or f"cat >> {self.heard}")
        made = Sounds(self.bridge, volume, lambda: self.quiet, lambda: self.speaking, (program, *play))
        made.on_fault = self.faults.append
        self._made.append(made)
        return made

    def show(self, view: View) -> None:
        self.bridge.show(view, languages().words("en"))

    def end(self) -> None:
        for made in self._made:
            made.close()
            made.deleteLater()


@pytest.fixture
def playing(tmp_path: Path, qapp: QGuiApplication) -> Iterator[Playing]:
    made = Playing(tmp_path)
    yield made
    made.end()


def ended(sounds: Sounds) -> bool:
    return wait_until(lambda: sounds.playing is None)


def test_a_touch_is_heard(playing: Playing) -> None:
    sounds = playing.begin()
    touched: list[str] = []
    playing.bridge.on_touch = lambda _, key: touched.append(key)
    playing.bridge.touch("continue")
    assert ended(sounds)
    assert touched == ["continue"]
    assert playing.heard.read_bytes() == wav_file(TONES[Sound.TOUCH], VOLUME)
    assert playing.faults == []


def test_being_there_is_not_heard(playing: Playing) -> None:
    sounds = playing.begin()
    playing.bridge.touch(STILL_HERE)
    assert sounds.playing is None


def test_a_new_page_is_heard(playing: Playing) -> None:
    sounds = playing.begin()
    for view in (PLAIN, DONE, elsewhere(ATTENTION)):
        playing.show(view)
        assert ended(sounds)
    assert playing.heard.read_bytes() == b"".join(
        wav_file(TONES[each], VOLUME) for each in (Sound.DONE, Sound.ATTENTION)
    )


def test_touches_do_not_pile_up(playing: Playing) -> None:
    """Twenty touches on a player that hangs: one process, and what is more important takes its place."""
    sounds = playing.begin("cat > /dev/null; exec sleep 60")
    before = len(psutil.Process().children())
    for _ in range(20):
        playing.bridge.touch("continue")
    assert len(psutil.Process().children()) == before + 1
    playing.show(PLAIN)
    playing.show(ATTENTION)
    assert wait_until(lambda: sounds.playing is Sound.ATTENTION)
    playing.bridge.touch("continue")
    playing.show(elsewhere(DONE))
    assert sounds.playing is Sound.ATTENTION
    assert len(psutil.Process().children()) == before + 1
    sounds.close()
    assert len(psutil.Process().children()) == before
    assert playing.faults == []


def _in_quiet_hours(playing: Playing) -> None:
    playing.quiet = True


def _while_the_voice_speaks(playing: Playing) -> None:
    playing.speaking = True


def _by_voice(playing: Playing) -> None:
    playing.show(replace(PLAIN, modes=Modes(voice=True)))


@pytest.mark.parametrize("off", [_in_quiet_hours, _while_the_voice_speaks, _by_voice])
def test_there_is_silence(playing: Playing, off: Callable[[Playing], None]) -> None:
    sounds = playing.begin()
    off(playing)
    playing.bridge.touch("continue")
    assert sounds.playing is None
    mode = playing.bridge.view.modes if playing.bridge.view else Modes()
    playing.show(replace(ATTENTION, modes=mode))
    assert sounds.playing is None


def test_volume_0_is_silence(playing: Playing) -> None:
    sounds = playing.begin(volume=0)
    playing.bridge.touch("continue")
    assert sounds.playing is None


def test_the_touch_that_begins_the_voice_ends_before_it_speaks(playing: Playing) -> None:
    sounds = playing.begin("cat > /dev/null; exec sleep 60")
    playing.bridge.touch("mode:voice")
    playing.show(replace(PLAIN, modes=Modes(voice=True)))
    assert ended(sounds)
    assert playing.faults == []


def test_a_machine_without_sound_says_so_once_and_rests(playing: Playing) -> None:
    sounds = playing.begin("exit 1")
    playing.bridge.touch("continue")
    assert ended(sounds)
    playing.bridge.touch("continue")
    assert sounds.playing is None
    for _ in range(2):
        sounds._rest.stop()
        playing.bridge.touch("continue")
        assert ended(sounds)
    assert playing.faults == ["sound"]


def test_a_missing_player_says_so_once(playing: Playing, tmp_path: Path) -> None:
    sounds = playing.begin(program=str(tmp_path / "none"))
    playing.bridge.touch("continue")
    assert ended(sounds)
    assert playing.faults == ["sound"]


def test_a_player_that_hangs_is_ended_and_sound_comes_back(playing: Playing, tmp_path: Path) -> None:
    stuck = tmp_path / "stuck"
    stuck.touch()
    sounds = playing.begin(f"cat > /dev/null; while [ -e {stuck} ]; do sleep 0.01; done")
    sounds._longest.setInterval(50)
    playing.bridge.touch("continue")
    assert ended(sounds)
    assert playing.faults == ["stuck"]
    stuck.unlink()
    sounds._rest.stop()
    playing.bridge.touch("continue")
    assert ended(sounds)
    assert playing.faults == ["stuck", ""]


def test_no_sound_covers_a_page_that_is_read(harness: WindowHarness, playing: Playing) -> None:
    """With a real voice and a slow loudspeaker: the page is still read when a touch and a fault come."""
    bridge, loudspeaker = harness.screen.bridge, RecordingLoudspeaker()
    loudspeaker.slow = True
    playing.bridge = bridge
    sounds = Sounds(bridge, VOLUME, lambda: False, lambda: bool(loudspeaker.waiting), ("/bin/sh", "-c", "cat"))
    voice = Voice(harness.screen.window, bridge, loudspeaker, lambda _: None)
    try:
        harness.show(replace(Samples("en", Modes(voice=True)).all()["guide"], visit="one"))
        assert loudspeaker.waiting
        bridge.touch("help")
        assert sounds.playing is None
        harness.show(replace(ATTENTION, modes=Modes(voice=True)))
        assert sounds.playing is None
        loudspeaker.finish()
        harness.show(PLAIN)
        bridge.touch("help")
        assert sounds.playing is Sound.TOUCH
    finally:
        bridge.changed.disconnect(voice.follow_view)
        bridge.changed.disconnect(sounds._follow)
        bridge.after_touch = lambda key: None
        sounds.close()


def test_the_profile_and_the_clock_of_the_terminal_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    """The runner gives the sounds their volume and the voice its quiet hours: 22:00 in China is 14:00 UTC."""
    started: list[Sound] = []
    monkeypatch.setattr(Sounds, "_start", lambda _, sound: started.append(sound))
    clock = FakeClock(datetime(2026, 11, 24, 14, 0, tzinfo=UTC))
    logged: list[tuple[str, str]] = []
    terminal = SimpleNamespace(
        clock=clock,
        settings=SimpleNamespace(sound=SoundSection(volume=30, quiet=("21:30", "07:00"))),
        languages=SimpleNamespace(voices=VOICES),
        log=SimpleNamespace(write=lambda part, code: logged.append((part, code))),
        post=lambda event: None,
    )
    harness = WindowHarness()
    runner = TerminalRunner(harness.screen, ChineseInput(Path()), cast("Any", clock), cast("Any", None))
    runner._terminal = cast("Any", terminal)
    runner._start_voice()
    assert runner._sounds is not None
    assert runner._loudspeaker is not None
    harness.show(PLAIN)
    assert runner._loudspeaker.settings.quiet()
    harness.screen.bridge.touch("help")
    assert started == []
    clock.move(9.5 * 3600)
    assert not runner._loudspeaker.settings.quiet()
    harness.screen.bridge.touch("help")
    assert started == [Sound.TOUCH]
    harness.screen.keyboard.on_key()
    assert started == [Sound.TOUCH, Sound.TOUCH]
    runner._sounds.on_fault("sound")
    runner._sounds.on_fault("")
    assert logged == [("sounds", "silent_sound")]
    harness.close()
