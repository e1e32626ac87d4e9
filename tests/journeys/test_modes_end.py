"""However a visit ends, the next begins with nothing switched on, in the terminal's own language, and in earnest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.delays import DELAYS
from kiosk.session.advance import MODE_TOUCHES
from kiosk.steps import home
from kiosk.view import Modes
from kiosk.visit import Session
from tests.journeys.theatre import Theatre


def left(theatre: Theatre) -> None:
    theatre.play(("touch", "leave"))


def left_by_the_farewell(theatre: Theatre) -> None:
    theatre.play(("touch", "item:old-age-allowance"), ("touch", "leave"), ("touch", "finish"))


def walked_away_from(theatre: Theatre) -> None:
    theatre.play(("touch", "item:old-age-allowance"))
    limit = 10 * DELAYS["idle_slow"]
    for _ in range(int(limit // DELAYS["countdown"])):
        theatre.stage.advance(DELAYS["countdown"])
        if theatre.stage.view().page == "Attract":
            return
    pytest.fail(f"somebody is still waited for after {limit} s")


def ended_by_staff(theatre: Theatre) -> None:
    theatre.play(("touch", "help"), ("touch", "staff-end"), ("touch", "staff-end-now"))


def ended_by_a_mistake(theatre: Theatre) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a programmer's error")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(home, "why_not", broken)
        theatre.play(("touch", "low"))
    assert theatre.stage.view().page == "Trouble"
    theatre.play(("touch", "finish"))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("start:voice", left),
        ("start:practice", left_by_the_farewell),
        ("start", walked_away_from),
        ("start:practice", ended_by_staff),
        ("start:voice", ended_by_a_mistake),
    ],
)
def test_nothing_is_left_switched_on(start: str, end: Callable[[Theatre], None], theatre: Theatre) -> None:
    theatre.play(("touch", start))
    for touch, mode in MODE_TOUCHES.items():
        if not getattr(theatre.stage.view().modes, mode):
            theatre.play(*((("touch", "help"),) if touch == "companion" else ()), ("touch", touch))
    theatre.play(("touch", "language"), ("touch", "back"))
    before = theatre.stage.view()
    assert (before.modes, before.language) == (Modes(*[True] * len(MODE_TOUCHES)), "en")
    assert before.practice is (start == "start:practice")
    end(theatre)

    nobody = theatre.stage.view()
    assert (nobody.page, nobody.modes, nobody.language, nobody.practice) == ("Attract", Modes(), "zh-CN", False)
    theatre.play(("touch", "start"))
    fresh = theatre.stage.view()
    assert (fresh.id, fresh.modes, fresh.language, fresh.practice) == ("home", Modes(), "zh-CN", False)
    assert fresh.visit != before.visit
    session = theatre.world.terminal.conductor._state
    assert isinstance(session, Session)
    assert (session.modes, session.practice) == (Modes(), False)
