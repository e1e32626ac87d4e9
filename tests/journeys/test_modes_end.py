"""However a visit ends, the next begins with nothing switched on, in the terminal's own language, and in earnest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.delays import DELAYS
from kiosk.session.advance import MODE_TOUCHES
from kiosk.session.in_visit import InVisit
from kiosk.steps import home
from kiosk.view import Modes
from tests.journeys.hand_driven import HandDrivenWorld


def left(driven: HandDrivenWorld) -> None:
    driven.play(("touch", "leave"))


def left_by_the_farewell(driven: HandDrivenWorld) -> None:
    driven.play(("touch", "item:old-age-allowance"), ("touch", "leave"), ("touch", "finish"))


def walked_away_from(driven: HandDrivenWorld) -> None:
    driven.play(("touch", "item:old-age-allowance"))
    limit = 10 * DELAYS["idle_slow"]
    for _ in range(int(limit // DELAYS["countdown"])):
        driven.stage.advance(DELAYS["countdown"])
        if driven.stage.view().page == "Attract":
            return
    pytest.fail(f"somebody is still waited for after {limit} s")


def ended_by_staff(driven: HandDrivenWorld) -> None:
    driven.play(("touch", "help"), ("touch", "staff-end"), ("touch", "staff-end-now"))


def ended_by_a_mistake(driven: HandDrivenWorld) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a programmer's error")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(home, "why_not", broken)
        driven.play(("touch", "low"))
    assert driven.stage.view().page == "Trouble"
    driven.play(("touch", "finish"))


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
def test_nothing_is_left_switched_on(
    start: str, end: Callable[[HandDrivenWorld], None], driven: HandDrivenWorld
) -> None:
    driven.play(("touch", start))
    for touch, mode in MODE_TOUCHES.items():
        if not getattr(driven.stage.view().modes, mode):
            driven.play(*((("touch", "help"),) if touch == "companion" else ()), ("touch", touch))
    driven.play(("touch", "language"), ("touch", "back"))
    before = driven.stage.view()
    assert (before.modes, before.language) == (Modes(*[True] * len(MODE_TOUCHES)), "en")
    assert before.practice is (start == "start:practice")
    end(driven)

    nobody = driven.stage.view()
    assert (nobody.page, nobody.modes, nobody.language, nobody.practice) == ("Attract", Modes(), "zh-CN", False)
    driven.play(("touch", "start"))
    fresh = driven.stage.view()
    assert (fresh.id, fresh.modes, fresh.language, fresh.practice) == ("home", Modes(), "zh-CN", False)
    assert fresh.visit != before.visit
    session = driven.world.terminal.conductor._state
    assert isinstance(session, InVisit)
    assert (session.session.modes, session.session.practice) == (Modes(), False)
