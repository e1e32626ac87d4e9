"""A Keep without an outcome at its deadline: the page says so, and a late outcome replaces it."""

from __future__ import annotations

from devices.receipt_printer.contract import Paper
from kiosk.effects import Job
from kiosk.session import timers_of
from kiosk.view import BlockKind
from kiosk.words import Data, Text
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.ways import at_review


def unconfirmed() -> Citizen:
    citizen = at_review()
    citizen.touch("continue", "declare")
    citizen.keep_unconfirmed()
    return citizen


def title(citizen: Citizen) -> str:
    assert isinstance(citizen.view.title, Text)
    return citizen.view.title.key


def test_the_page_says_neither_that_it_was_kept_nor_that_nothing_was() -> None:
    citizen = unconfirmed()
    assert (citizen.page, title(citizen)) == ("ending", "ending-unconfirmed-title")
    said = {block.value.key for block in citizen.view.blocks if isinstance(block.value, Text)}
    assert "fault-safe-unconfirmed" in said
    assert "fault-do-ask" in said
    assert citizen.count(Job) == 0
    assert not [block for block in citizen.view.blocks if block.kind is BlockKind.BIG_NUMBER]


def test_it_waits_for_nobody_who_went_away() -> None:
    citizen = unconfirmed()
    citizen.rings("idle")
    citizen.rings("countdown")
    assert citizen.page == "farewell"


def test_a_late_outcome_shows_the_number_and_prints() -> None:
    citizen = unconfirmed()
    citizen.kept_late()
    assert title(citizen) == "ending-kept-title"
    assert citizen.count(Job) == 1
    citizen.printed(Paper.CAME_OUT)
    citizen.receipt()
    assert title(citizen) == "ending-handed-over-title"


def test_a_late_outcome_is_shown_on_the_farewell() -> None:
    citizen = unconfirmed()
    citizen.touch("leave")
    assert citizen.page == "farewell"
    citizen.kept_late()
    assert isinstance(citizen.view.lead, Text)
    assert citizen.view.lead.key == "farewell-kept-no-slip"
    number = citizen.session.matter.cases[0].slip_number
    assert Data(number) in [block.value for block in citizen.view.blocks], "no slip came out: the number is here"


def test_a_number_that_comes_while_somebody_is_asked_for_is_not_hidden_by_that() -> None:
    citizen = unconfirmed()
    citizen.rings("idle")
    assert citizen.session.counting_down
    citizen.kept_late()
    citizen.printed(Paper.UNCONFIRMED)
    assert citizen.view.countdown is None
    assert not [timer for timer in timers_of(citizen.session) if timer.name in ("countdown", "idle")]
    assert citizen.page == "ending"
