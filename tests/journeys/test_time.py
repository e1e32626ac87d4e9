"""Nobody is hurried: time to read, time asked for, and no end while the number is not in the citizen's hand."""

from __future__ import annotations

from kiosk.delays import DELAYS, HEARD
from kiosk.events import Touched
from kiosk.spoken import speaking_seconds, spoken
from tests.journeys.theatre import TO_REVIEW, Theatre

TO_GUIDE = (("touch", "start"), ("touch", "item:old-age-allowance"))


def reading_s(theatre: Theatre) -> float:
    view = theatre.stage.view()
    return speaking_seconds(spoken(view, theatre.world.terminal.languages.words(view.language)))


def test_a_long_page_gives_time_to_hear_it_three_times(theatre: Theatre) -> None:
    theatre.play(*TO_GUIDE)
    limit = HEARD * reading_s(theatre)
    assert limit > DELAYS["idle"], "the guide is too short for this test"
    theatre.stage.advance(limit - 1)
    assert theatre.stage.view().countdown is None
    theatre.stage.advance(2)
    assert theatre.stage.view().countdown is not None


def test_a_short_page_asks_after_the_named_delay(theatre: Theatre) -> None:
    theatre.play(*TO_GUIDE, ("touch", "continue"), ("touch", "for:family"))
    assert HEARD * reading_s(theatre) < DELAYS["idle_slow"]
    theatre.stage.touch("larger")
    theatre.stage.settle()
    theatre.stage.advance(DELAYS["idle_slow"] - 1)
    assert theatre.stage.view().countdown is None
    theatre.stage.advance(2)
    assert theatre.stage.view().countdown is not None


def test_more_time_is_given_as_often_as_it_is_asked_for(theatre: Theatre) -> None:
    theatre.play(*TO_GUIDE)
    for _ in range(12):
        theatre.stage.advance(max(DELAYS["idle"], HEARD * reading_s(theatre)) + 1)
        assert theatre.stage.view().countdown is not None
        theatre.play(("touch", "more-time"))
        assert theatre.stage.view().id == "guide"
    theatre.stage.advance(max(DELAYS["idle"], HEARD * reading_s(theatre)) + DELAYS["countdown"] + 2)
    theatre.stage.advance(DELAYS["farewell_longest"] + 1)
    assert theatre.stage.view().page == "Attract"


def test_who_goes_on_writing_or_turning_the_page_is_not_asked(theatre: Theatre) -> None:
    theatre.play(*TO_GUIDE)
    for _ in range(20):
        theatre.stage.advance(DELAYS["idle"] / 2)
        theatre.world.terminal.post(Touched(theatre.stage.view().visit, "still-here"))
        theatre.stage.settle()
        assert theatre.stage.view().countdown is None


def test_behind_the_curtain_time_rests_and_the_page_comes_back(theatre: Theatre) -> None:
    theatre.play(*TO_GUIDE, ("touch", "continue"), ("touch", "for:self"), ("touch", "continue"))
    assert theatre.stage.view().id == "identify"
    theatre.play(("touch", "help"), ("touch", "pause"))
    theatre.stage.advance(DELAYS["curtain"] - 5)
    assert theatre.stage.view().curtain
    theatre.play(("touch", "curtain-off"))
    assert (theatre.stage.view().id, theatre.stage.view().curtain) == ("identify", False)


def test_no_time_out_hides_a_number_that_is_on_no_paper(theatre: Theatre) -> None:
    printer = theatre.world.terminal.devices["receipt_printer"].simulator
    assert printer is not None
    printer.begin("paper_out")
    theatre.stage.advance(6)
    theatre.play(*TO_REVIEW, ("touch", "continue"), ("touch", "continue"), ("touch", "declare"))
    theatre.stage.advance(DELAYS["receipt_wait"] + 5)
    assert theatre.stage.view().id == "ending"
    theatre.stage.advance(3600)
    assert (theatre.stage.view().id, theatre.stage.view().countdown) == ("ending", None)
