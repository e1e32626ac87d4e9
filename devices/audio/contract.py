"""The contract of sound devices: whether headphones are plugged in, and where sound is heard.

Sound itself is played by the screen. A device here may only sense headphones (a jack's switch), only switch (a mixer),
or both. Where the loudspeaker is said to be off, it was seen to be off.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from devices.clock import Wait
from devices.family import Begun, Family, OutputKind, WatchKind
from devices.readings import Device

LISTEN_S = 2.0
"""A call listens for so long for a change; then it gives the same again."""
LONGEST_S = 6.0
LOUDSPEAKER, OFF, ON = "loudspeaker", "off", "on"
"""A level of the status: whether the loudspeaker can be heard."""


class Jack(StrEnum):
    """Whether headphones are plugged in."""

    IN = "in"
    OUT = "out"


class Route(StrEnum):
    """The place at which sound is heard."""

    LOUDSPEAKER = "loudspeaker"
    HEADPHONES = "headphones"
    """In the headphones alone: the loudspeaker is off."""


class AudioCapability(StrEnum):
    """A capability of a sound device."""

    SENSE_HEADPHONES = "sense_headphones"
    ROUTE_SOUND = "route_sound"


class Audio(Device, Protocol):
    """A sound device. `status().levels["loudspeaker"]` is on | off, of one that switches.

    Fault codes: audio.no_control, .not_set, .refused, .no_answer, .garbled (call staff), and the transport's.
    """

    def jack(self, wait: Wait) -> Jack:
        """Whether headphones are plugged in: at once what is not yet told, else the next change, or the same after
        LISTEN_S. That they are pulled out is told at once; that they are in, once the contact has come to rest.

        Raises DeadlineReached, Cancelled (within 200 ms) or DeviceFault.
        """

    def end_jack(self) -> None:
        """The next call tells how it is, whatever was told before."""

    def route(self, route: Route, wait: Wait) -> None:
        """Let sound be heard there, with the volumes of the profile. Idempotent; returns once it was seen to be so.

        Raises DeadlineReached, Cancelled or DeviceFault.
        """


def _jack(device: Audio, wait: Wait, _: Begun) -> Jack:
    return device.jack(wait)


def _end_jack(device: Audio) -> None:
    device.end_jack()


def _route(device: Audio, route: Route, wait: Wait) -> None:
    device.route(route, wait)


JACK: WatchKind[Audio, Jack] = WatchKind(
    "jack",
    AudioCapability.SENSE_HEADPHONES,
    Jack,
    _jack,
    every_s=0.0,
    longest_s=LONGEST_S,
    end=_end_jack,
    lasting=True,
)
ROUTE: OutputKind[Audio, Route] = OutputKind(
    "route", AudioCapability.ROUTE_SOUND, Route, _route, at_rest=Route.LOUDSPEAKER, longest_s=LONGEST_S
)
FAMILY: Family[Audio] = Family("audio", Audio, AudioCapability, watches=(JACK,), outputs=(ROUTE,))
