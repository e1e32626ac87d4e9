"""Every delay of a visit by name, in seconds, each with its reason. Tests and scenarios move time by these names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

HEARD = 3
"""Nobody is asked whether they are still there before the page could have been read aloud so many times."""

DELAYS: Mapping[str, float] = MappingProxyType(
    {
        # No touch for so long, and the page asks whether anybody is still there.
        "idle": 60.0,
        # The same for elder and voice modes, where reading and listening take longer.
        "idle_slow": 120.0,
        # Time to answer the question before the visit ends; never under 20 s (WCAG 2.2.1).
        "countdown": 25.0,
        # "I am looking for a paper": the curtain rests the idle timer for so long.
        "curtain": 300.0,
        # After the case is kept: how long to wait for the platform's receipt before saying "kept here".
        "receipt_wait": 4.0,
        # After a second of silence say what is being done, after five how long it usually takes.
        "say_what": 1.0,
        "say_how_long": 5.0,
        # A named question to the platform.
        "question": 15.0,
        # After so long without an outcome a page says what is known: the worker that had it hangs, or is gone. Each is
        # longer than the worker's own deadline.
        "keep_longest": 30.0,
        "question_longest": 25.0,
        # After a card was read its result is shown so long before the journey goes on by itself.
        "card_read_shown": 3.0,
        # A one-time code may be sent again after so long.
        "code_again": 60.0,
        # A masked value that was asked for is shown so long.
        "reveal": 10.0,
        # The farewell page stays so long once everything was taken, and so long at most.
        "farewell": 8.0,
        "farewell_longest": 60.0,
        # The trouble page goes back to the start by itself.
        "trouble": 60.0,
    }
)
