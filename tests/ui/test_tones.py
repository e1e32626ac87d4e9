"""The sounds as samples: a WAV file that others read, short, without clicks, as loud as asked for."""

from __future__ import annotations

import io
import wave
from array import array
from itertools import pairwise

import pytest

from ui.tones import TONES, Sound, wav_file


def samples(sound: Sound, volume: int = 60) -> tuple[array[int], int]:
    """Return the samples and their rate, as the standard library reads them."""
    with wave.open(io.BytesIO(wav_file(TONES[sound], volume))) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return array("h", file.readframes(file.getnframes())), file.getframerate()


@pytest.mark.parametrize("sound", Sound)
def test_a_sound_is_short_and_begins_and_ends_in_silence(sound: Sound) -> None:
    found, rate = samples(sound)
    assert 0.05 <= len(found) / rate <= 0.7
    assert (found[0], found[-1]) == (0, 0)
    # Without a step that would be heard as a click: more than a sine of this loudness has between two samples.
    steepest = max(abs(b - a) for a, b in pairwise(found))
    assert steepest < 0.9 * max(map(abs, found))


@pytest.mark.parametrize("sound", Sound)
def test_a_sound_is_as_loud_as_the_profile_says(sound: Sound) -> None:
    peaks = [max(map(abs, samples(sound, volume)[0])) for volume in (0, 20, 60, 100)]
    assert peaks[0] == 0
    assert peaks == sorted(set(peaks))
    assert peaks[-1] <= 32767


def test_sounds_differ_in_pitch() -> None:
    """Count the crossings of zero: a touch is higher than the rest, the last tone of attention lower."""
    crossings = {}
    for sound in Sound:
        found, rate = samples(sound)
        half = found[len(found) // 2 :]
        signs = [each > 0 for each in half if each]
        crossings[sound] = sum(a != b for a, b in pairwise(signs)) / 2 / len(half) * rate
    assert crossings[Sound.TOUCH] == pytest.approx(1046, rel=0.1)
    assert crossings[Sound.DONE] == pytest.approx(784, rel=0.1)
    assert crossings[Sound.ATTENTION] == pytest.approx(494, rel=0.1)
