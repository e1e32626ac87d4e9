"""Parsing of the output of amixer 1.2.8, copied from its runs."""

from __future__ import annotations

import pytest

from devices.audio.contract import Jack
from devices.audio.mixer_text import NotMixerText, control_in, fault_word, jack_in

SPEAKER = """Simple mixer control 'Speaker',0
  Capabilities: pvolume pswitch
  Playback channels: Front Left - Front Right
  Limits: Playback 0 - 87
  Mono:
  Front Left: Playback 52 [60%] [-26.25dB] [off]
  Front Right: Playback 52 [60%] [-26.25dB] [on]
"""
MASTER = """Simple mixer control 'Master',0
  Capabilities: pvolume pvolume-joined pswitch pswitch-joined
  Playback channels: Mono
  Limits: Playback 0 - 87
  Mono: Playback 0 [0%] [-65.25dB] [off]
"""
WITHOUT_SWITCH = """Simple mixer control 'PCM',0
  Capabilities: pvolume
  Playback channels: Front Left - Front Right
  Limits: Playback 0 - 255
  Mono:
  Front Left: Playback 0 [0%] [-51.00dB]
  Front Right: Playback 0 [0%] [-51.00dB]
"""
CAPTURE = """Simple mixer control 'Capture',0
  Capabilities: cvolume cswitch
  Capture channels: Front Left - Front Right
  Limits: Capture 0 - 65536
  Front Left: Capture 65536 [100%] [on]
"""


def test_one_channel_that_is_on_is_heard() -> None:
    speaker = control_in(SPEAKER, "Speaker")
    assert (speaker.is_off, speaker.is_on, speaker.volumes) == (False, False, (60, 60))
    assert control_in(MASTER, "Master").is_off
    silent = control_in(WITHOUT_SWITCH, "PCM")
    assert (silent.is_off, silent.switches) == (True, ())


@pytest.mark.parametrize("words", ["", CAPTURE, SPEAKER.replace("Speaker", "Other"), SPEAKER[:60]])
def test_another_answer_is_none(words: str) -> None:
    with pytest.raises(NotMixerText):
        control_in(words, "Speaker")
    with pytest.raises(NotMixerText):
        jack_in(words)


def test_a_jack_is_a_switch_of_the_card() -> None:
    head = "numid=17,iface=CARD,name='Headphone Jack'\n  ; type=BOOLEAN,access=r-------,values=1\n  : values="
    assert (jack_in(f"{head}on\n"), jack_in(f"{head}off\n")) == (Jack.IN, Jack.OUT)


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ("amixer: Unable to find simple control 'Speaker',0\n\n", "no_control"),
        ("amixer: Cannot find the given element from control hall\n", "no_control"),
        ("ALSA lib confmisc.c:165\namixer: Mixer attach hw:0 error: No such file or directory\n", "absent"),
        ("something else", "refused"),
    ],
)
def test_a_failure_has_its_word(words: str, word: str) -> None:
    assert fault_word(words) == word
