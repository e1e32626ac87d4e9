"""The terminal's sounds, computed: a few sine tones each, as a WAV file in memory. No Qt, no state."""

from __future__ import annotations

import cmath
import math
import struct
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

RATE = 8000
"""Samples per second, of 16 bits, one channel: enough for these pitches, and computed in a few milliseconds."""
RISE_S = 0.005
"""Rise and end of a tone; a shorter one would click."""
FADE = 4.0
"""A tone has decayed to exp(-FADE) of its loudness at its end."""
LOUDEST = 0.8
"""Share of full scale at volume 100."""


class Sound(StrEnum):
    """The sounds there are; a later one is more important than an earlier one."""

    TOUCH = "touch"
    DONE = "done"
    ATTENTION = "attention"


@dataclass(frozen=True)
class Tone:
    """One sine tone: pitch in hertz, begin and length in seconds, share of the sound's loudness."""

    hertz: float
    begin: float
    length: float
    share: float = 1.0


TONES: Mapping[Sound, tuple[Tone, ...]] = MappingProxyType(
    {
        Sound.TOUCH: (Tone(1046.5, 0, 0.06, 0.5),),
        Sound.DONE: (Tone(523.3, 0, 0.16), Tone(659.3, 0.12, 0.16), Tone(784.0, 0.24, 0.36)),
        Sound.ATTENTION: (Tone(659.3, 0, 0.2), Tone(493.9, 0.2, 0.4)),
    }
)
"""Touch: one short click. Done: a rising chord. Attention: a falling third, lower than any ring of a telephone."""


def wav_file(tones: Sequence[Tone], volume: int) -> bytes:
    """Return the tones as a WAV file; `volume` is 0 to 100."""
    loud = LOUDEST * (volume / 100) ** 2
    samples = array("d", bytes(8 * max(round((tone.begin + tone.length) * RATE) for tone in tones)))
    for tone in tones:
        first = round(tone.begin * RATE)
        for n, sample in enumerate(_decaying(tone, loud * tone.share), first):
            samples[n] += sample
    data = struct.pack(f"<{len(samples)}h", *[round(32767 * each) for each in samples])
    return _header(len(data)) + data


def _decaying(tone: Tone, loud: float) -> list[float]:
    """The samples of one tone. A turning and shrinking complex number has the sine as its imaginary part."""
    count, edge = round(tone.length * RATE), round(RISE_S * RATE)
    turn = cmath.exp(complex(-FADE / count, math.tau * tone.hertz / RATE))
    at, samples = complex(loud), []
    for _ in range(count):
        samples.append(at.imag)
        at *= turn
    for n in range(edge):
        samples[n] *= n / edge
        samples[-1 - n] *= n / edge
    return samples


def _header(size: int) -> bytes:
    """The RIFF header of PCM data of this many bytes (Multimedia Programming Interface 1.0, "WAVE")."""
    form = struct.pack("<HHIIHH", 1, 1, RATE, 2 * RATE, 2, 16)
    return struct.pack("<4sI8sI16s4sI", b"RIFF", 36 + size, b"WAVEfmt ", len(form), form, b"data", size)
