"""Walks of a terminal in trouble: on as far as it goes, away from any page, and the words that must be true."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

from kiosk.scenario.matrix.citizen import Act, Citizen
from kiosk.scenario.stage import BareStage, CannotTouch, message_keys, touchable_keys
from kiosk.view import View

MOST_ACTS = 60
SPEAKS_OF_TROUBLE = ("trouble-", "fault-", "not-now-")
ENDED_BADLY = frozenset({"paper-did-not", "paper-unconfirmed", "ending-nothing-title", "ending-unconfirmed-title"})
TRUE_IF: Mapping[str, tuple[int, float, int]] = MappingProxyType(
    {
        "ending-handed-over-title": (1, math.inf, 1),
        "ending-kept-title": (1, math.inf, 0),
        "ending-waiting-title": (1, math.inf, 0),
        "ending-refused-title": (1, math.inf, 0),
        "farewell-refused": (1, math.inf, 0),
        "farewell-refused-no-slip": (1, math.inf, 0),
        "ending-nothing-title": (0, 0, 0),
        "farewell-handed-over": (1, math.inf, 1),
        "farewell-handed-over-no-slip": (1, math.inf, 1),
        "farewell-kept": (1, math.inf, 0),
        "farewell-kept-no-slip": (1, math.inf, 0),
        "farewell-nothing-kept": (0, 0, 0),
        "farewell-left": (0, 0, 0),
        "farewell-timed-out": (0, 0, 0),
        "farewell-looked-up": (0, 0, 0),
        "trouble-kept": (1, math.inf, 0),
        "trouble-nothing-kept": (0, 0, 0),
    }
)
"""Words about a case → how many cases must have been kept at least and at most, and handed over at least."""
LEAVING_KEYS = ("finish", "leave-now", "leave", "skip", "continue", "again")


def walk(
    stage: BareStage,
    citizen: Citizen,
    *,
    until: Callable[[], bool] = lambda: False,
    aside: Callable[[], str] = lambda: "",
) -> None:
    """Go on as far as the citizen gets, to the end of the visit or `until`; `aside` may name another key to touch."""
    for _ in range(MOST_ACTS):
        act = citizen.next_act()
        if not until() and (key := aside()):
            act = Act("touch", key)
        if act is None:
            stage.advance(5.0)
            act = citizen.next_act()
        if act is None or until():
            return
        try:
            citizen.do(act)
        except CannotTouch:
            continue
        if stage.view().page == "Attract":
            return


def leave(stage: BareStage) -> None:
    """Away from whatever is shown, by the ways that are offered or by waiting."""
    for _ in range(20):
        view = stage.view()
        if view.page in ("Attract", "OutOfService"):
            return
        keys = touchable_keys(view) if view.countdown is None else [view.countdown.leave.key]
        wanted = next((key for key in LEAVING_KEYS if key in keys), None)
        if wanted is None:
            stage.advance(30.0)
            continue
        stage.touch(wanted)
        stage.settle()
        stage.advance(1.0)


def said_so(view: View) -> bool:
    """Whether a page speaks of something that failed."""
    return view.page == "Trouble" or any(
        key.startswith(SPEAKS_OF_TROUBLE) or key in ENDED_BADLY for key in message_keys(view)
    )


def untrue(view: View, kept: int, handed_over: int) -> str:
    """The words on a page that do not fit what was kept and handed over in this visit; "" when all do."""
    told = {key: true for key, true in TRUE_IF.items() if key in message_keys(view)}
    wrong = [key for key, (least, most, sent) in told.items() if not least <= kept <= most or handed_over < sent]
    return ", ".join(wrong)
