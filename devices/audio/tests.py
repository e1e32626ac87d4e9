"""The tests of sound devices."""

from __future__ import annotations

from devices.audio.contract import JACK, ROUTE, Audio, Jack, Route
from devices.family import Needs, Test, nothing_given
from devices.verdict import Verdict, all_seen

IN_AND_OUT = ("jack=in", "jack=out")


def _jack(values: tuple[Jack, ...]) -> Verdict:
    return all_seen(IN_AND_OUT, tuple(f"jack={value.value}" for value in values))


def _routed(values: tuple[Route, ...]) -> Verdict:
    return Verdict(None, tuple(f"route={value.value}" for value in values))


TESTS: tuple[Test[Audio], ...] = (
    Test("headphones", JACK.name, nothing_given, Needs.HEADPHONES, _jack, IN_AND_OUT),
    Test(
        "sound_in_headphones",
        ROUTE.name,
        lambda _: Route.HEADPHONES,
        Needs.HEADPHONES,
        _routed,
        ("route=headphones",),
        by_eye=True,
    ),
    Test("sound", ROUTE.name, lambda _: Route.LOUDSPEAKER, Needs.NOTHING, _routed, ("route=loudspeaker",), by_eye=True),
)
"""The screen plays the sound of the last two; a person says whether it was heard."""
