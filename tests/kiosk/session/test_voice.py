"""The session with the voice: it starts a visit, holds the idle timer while speaking, and reads out the slip number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.events import DeviceInfo, Touched, VoiceSeen
from kiosk.scenario.stage import touchable_keys
from kiosk.session import timers_of
from kiosk.session.attract import Attract
from kiosk.session.in_visit import InVisit
from kiosk.steps.ending import SubmitState
from kiosk.view import Modes
from tests.frozen import catalogue
from tests.kiosk.session.citizen import ALL_WELL, FACTS, Citizen

SPEAKING = replace(FACTS, speaks=True)


def attract(speaks: bool) -> Attract:
    return Attract("visit-1", SPEAKING if speaks else FACTS, catalogue(), ALL_WELL, "en")


def test_one_tap_starts_a_visit_that_is_read_aloud_in_the_language_shown() -> None:
    state = attract(True)
    assert "start:voice" in touchable_keys(state.view())
    begun, _ = state.advance(Touched("", "start:voice"))
    assert isinstance(begun, InVisit)
    assert begun.session.modes.voice
    assert begun.session.language == "en"


def test_a_machine_without_a_voice_promises_none() -> None:
    state = attract(False)
    assert "start:voice" not in touchable_keys(state.view())
    stayed, effects = state.advance(Touched("", "start:voice"))
    assert stayed == state
    assert effects == ()


def test_a_machine_whose_voice_fails_promises_none() -> None:
    state = replace(attract(True), status=replace(ALL_WELL, devices={"voice": DeviceInfo("warning", ("voice.sound",))}))
    assert "start:voice" not in touchable_keys(state.view())
    stayed, _ = state.advance(Touched("", "start:voice"))
    assert stayed == state


def test_large_letters_are_read_aloud_until_the_voice_is_silenced() -> None:
    citizen = Citizen(facts=SPEAKING)
    citizen.touch("larger")
    assert citizen.session.modes == Modes(elder=True, voice=True)
    citizen.touch("voice")
    assert citizen.session.modes == Modes(elder=True)
    citizen.touch("larger", "voice", "larger", "larger")
    assert citizen.session.modes == Modes(voice=True), "a voice that was asked for stays"


def test_a_machine_without_a_voice_only_shows_large_letters() -> None:
    citizen = Citizen()
    citizen.touch("larger")
    assert citizen.session.modes == Modes(elder=True)


def test_while_the_voice_speaks_only_a_long_timer_runs_in_case_its_end_is_never_reported() -> None:
    citizen = Citizen()
    before = timers_of(citizen.session)
    assert before
    citizen.happens(VoiceSeen("visit-1", speaking=True))
    assert {timer.name for timer in timers_of(citizen.session)} == {"idle_speaking"}
    citizen.happens(VoiceSeen("visit-1", speaking=False))
    assert timers_of(citizen.session) == before
    citizen.happens(VoiceSeen("visit-1", speaking=True))
    citizen.rings("idle_speaking")
    assert citizen.view.countdown is not None


@pytest.mark.parametrize("visit", ["visit-0", ""])
def test_a_voice_event_of_another_visit_is_ignored(visit: str) -> None:
    citizen = Citizen()
    citizen.happens(VoiceSeen(visit, speaking=True))
    assert not citizen.session.speaking


def test_a_number_is_in_hand_only_where_there_is_a_case() -> None:
    citizen = Citizen()
    citizen.happens(VoiceSeen("visit-1", speaking=True, number=True))
    assert not citizen.session.own(SubmitState).number_spoken
