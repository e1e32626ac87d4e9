"""Time limits: time to read, more time on request, and no time-out while the citizen has no slip."""

from __future__ import annotations

from kiosk.delays import DELAYS, READINGS_BEFORE_IDLE
from kiosk.events import Touched
from kiosk.spoken import speaking_seconds, spoken
from tests.journeys.hand_driven import TO_REVIEW, HandDrivenWorld

TO_GUIDE = (("touch", "start"), ("touch", "item:old-age-allowance"))


def reading_s(driven: HandDrivenWorld) -> float:
    view = driven.stage.view()
    return speaking_seconds(spoken(view, driven.world.terminal.languages.words(view.language)))


def test_a_long_page_is_idle_only_after_three_readings(driven: HandDrivenWorld) -> None:
    driven.play(*TO_GUIDE)
    limit = READINGS_BEFORE_IDLE * reading_s(driven)
    assert limit > DELAYS["idle"], "the guide is too short for this test"
    driven.stage.advance(limit - 1)
    assert driven.stage.view().countdown is None
    driven.stage.advance(2)
    assert driven.stage.view().countdown is not None


def test_a_short_page_is_idle_after_the_named_delay(driven: HandDrivenWorld) -> None:
    driven.play(*TO_GUIDE, ("touch", "continue"), ("touch", "for:family"))
    assert READINGS_BEFORE_IDLE * reading_s(driven) < DELAYS["idle_slow"]
    driven.stage.touch("larger")
    driven.stage.settle()
    driven.stage.advance(DELAYS["idle_slow"] - 1)
    assert driven.stage.view().countdown is None
    driven.stage.advance(2)
    assert driven.stage.view().countdown is not None


def test_more_time_is_given_as_often_as_it_is_asked_for(driven: HandDrivenWorld) -> None:
    driven.play(*TO_GUIDE)
    for _ in range(12):
        driven.stage.advance(max(DELAYS["idle"], READINGS_BEFORE_IDLE * reading_s(driven)) + 1)
        assert driven.stage.view().countdown is not None
        driven.play(("touch", "more-time"))
        assert driven.stage.view().id == "guide"
    driven.stage.advance(max(DELAYS["idle"], READINGS_BEFORE_IDLE * reading_s(driven)) + DELAYS["countdown"] + 2)
    driven.stage.advance(DELAYS["farewell_longest"] + 1)
    assert driven.stage.view().page == "Attract"


def test_activity_prevents_the_idle_question(driven: HandDrivenWorld) -> None:
    driven.play(*TO_GUIDE)
    for _ in range(20):
        driven.stage.advance(DELAYS["idle"] / 2)
        driven.world.terminal.post(Touched(driven.stage.view().visit, "still-here"))
        driven.stage.settle()
        assert driven.stage.view().countdown is None


def test_the_curtain_suspends_the_idle_timer_and_returns_to_the_page(driven: HandDrivenWorld) -> None:
    driven.play(*TO_GUIDE, ("touch", "continue"), ("touch", "for:self"), ("touch", "continue"))
    assert driven.stage.view().id == "identify"
    driven.play(("touch", "help"), ("touch", "pause"))
    driven.stage.advance(DELAYS["curtain"] - 5)
    assert driven.stage.view().curtain
    driven.play(("touch", "curtain-off"))
    assert (driven.stage.view().id, driven.stage.view().curtain) == ("identify", False)


def test_without_a_slip_no_time_out_hides_the_number(driven: HandDrivenWorld) -> None:
    printer = driven.world.terminal.devices["receipt_printer"].simulator
    assert printer is not None
    printer.begin("paper_out")
    driven.stage.advance(6)
    driven.play(*TO_REVIEW, ("touch", "continue"), ("touch", "continue"), ("touch", "declare"))
    driven.stage.advance(DELAYS["receipt_wait"] + 5)
    assert driven.stage.view().id == "ending"
    driven.stage.advance(1200)
    assert (driven.stage.view().id, driven.stage.view().countdown) == ("ending", None)
