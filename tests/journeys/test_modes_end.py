"""After every kind of ending the next visit starts without modes, in the default language, and not as practice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.delays import DELAYS
from kiosk.session.in_visit import InVisit
from kiosk.session.modes import MODE_TOUCHES
from kiosk.steps import home
from kiosk.view import Modes
from tests.journeys.hand_driven import HandDrivenWorld


def leave_at_once(driven: HandDrivenWorld) -> None:
    driven.play(("touch", "leave"))


def leave_by_the_farewell(driven: HandDrivenWorld) -> None:
    driven.play(("touch", "item:old-age-allowance"), ("touch", "leave"), ("touch", "finish"))


def walk_away(driven: HandDrivenWorld) -> None:
    driven.play(("touch", "item:old-age-allowance"))
    limit = 10 * DELAYS["idle_slow"]
    for _ in range(int(limit // DELAYS["countdown"])):
        driven.stage.advance(DELAYS["countdown"])
        if driven.stage.view().page == "Attract":
            return
    pytest.fail(f"somebody is still waited for after {limit} s")


def end_by_staff(driven: HandDrivenWorld) -> None:
    driven.play(("touch", "help"), ("touch", "staff-end"), ("touch", "staff-end-now"))


def end_by_an_error(driven: HandDrivenWorld) -> None:
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
        ("start:voice", leave_at_once),
        ("start:practice", leave_by_the_farewell),
        ("start", walk_away),
        ("start:practice", end_by_staff),
        ("start:voice", end_by_an_error),
    ],
)
def test_the_next_visit_starts_without_modes(
    start: str, end: Callable[[HandDrivenWorld], None], driven: HandDrivenWorld
) -> None:
    driven.play(("touch", start))
    for touch, mode in MODE_TOUCHES.items():
        if not getattr(driven.stage.view().modes, mode):
            driven.play(*((("touch", "help"),) if touch == "companion" else ()), ("touch", touch))
    driven.play(("touch", "language"), ("touch", "back"))
    before = driven.stage.view()
    assert (before.modes, before.language) == (Modes(**dict.fromkeys(MODE_TOUCHES.values(), True)), "en")
    assert before.practice is (start == "start:practice")
    end(driven)

    after = driven.stage.view()
    assert (after.page, after.modes, after.language, after.practice) == ("Attract", Modes(), "zh-CN", False)
    driven.play(("touch", "start"))
    fresh = driven.stage.view()
    assert (fresh.id, fresh.modes, fresh.language, fresh.practice) == ("home", Modes(), "zh-CN", False)
    assert fresh.visit != before.visit
    session = driven.world.terminal.conductor._state
    assert isinstance(session, InVisit)
    assert (session.session.modes, session.session.practice) == (Modes(), False)
