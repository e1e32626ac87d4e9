"""The start page, its search, and the cards of applicant, helper and companion."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from devices.id_reader.contract import CardProblem
from kiosk.effects import Keep
from kiosk.events import ReadingCame
from kiosk.session import watches_of
from kiosk.words import Data, Text, text
from tests.kiosk.session.citizen import ALL_WELL, FACTS, Citizen, devices, invented_card
from tests.kiosk.session.ways import WANG, ZHAO


def test_what_cannot_be_finished_here_says_why_before_the_card() -> None:
    offline = Citizen(status=ALL_WELL.__class__(online=False, devices=ALL_WELL.devices, now=ALL_WELL.now))
    tiles = {choice.key: choice for choice in offline.view.choices}
    assert tiles["item:old-age-allowance"].enabled
    assert not tiles["item:pension-enrolment"].enabled
    assert isinstance(why := tiles["item:pension-enrolment"].why_not, Text)
    assert why.key == "not-now-offline"
    offline.touch_in_vain("item:pension-enrolment")


def test_without_a_reader_no_item_that_needs_it() -> None:
    citizen = Citizen()
    citizen.world(devices=devices("absent"))
    assert [c.key for c in citizen.view.choices if c.enabled] == []
    assert citizen.view.actions.right is not None
    assert (citizen.view.actions.right.key, citizen.view.actions.right.enabled) == ("item:case-progress", True)


def nearest(citizen: Citizen) -> list[str]:
    rows = [block for block in citizen.view.blocks if block.words == text("nearest")]
    return [row.value.text for row in rows if isinstance(row.value, Data)]


def test_a_reader_lost_on_the_way_is_known_at_once_and_where_else_to_go() -> None:
    """On the start page and on the guide, before the card; and it comes back by itself."""
    citizen = Citizen(facts=replace(FACTS, nearest="样例社区 01"))
    assert nearest(citizen) == []
    citizen.world(devices=devices("absent"))
    assert nearest(citizen) == ["样例社区 01"]
    citizen.world(devices=ALL_WELL.devices)
    citizen.touch("item:old-age-allowance")
    assert (citizen.page, nearest(citizen)) == ("guide", [])
    citizen.world(devices=devices("absent"))
    begin = citizen.view.actions.right
    assert begin is not None
    assert isinstance(why := begin.why_not, Text)
    assert (begin.enabled, why.key, nearest(citizen)) == (False, "not-now-device", ["样例社区 01"])
    citizen.touch_in_vain("continue")
    citizen.world(devices=ALL_WELL.devices)
    citizen.touch("continue")
    assert citizen.page == "for_whom"


@pytest.mark.parametrize("query", ["养老", "yanglao", "ylbx", "pension"])
def test_search_finds_by_words_pinyin_and_initials(query: str) -> None:
    citizen = Citizen()
    citizen.types("search", query)
    assert "item:pension-enrolment" in {choice.key for choice in citizen.view.choices}


def test_a_search_without_result_says_so() -> None:
    citizen = Citizen()
    citizen.types("search", "火星")
    assert citizen.view.choices == ()
    assert citizen.view.fields[0].wrong is not None


def test_a_card_that_was_read_goes_on_by_itself() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:self", "continue")
    citizen.lays_card(WANG)
    citizen.rings("card_read_shown")
    assert citizen.page == "consent"
    assert not watches_of(citizen.session), "nothing more is read"


@pytest.mark.parametrize(
    ("card", "trouble"),
    [
        (invented_card(valid_to=date(2020, 1, 1)), "card.expired"),
        (invented_card(problems=(CardProblem.NUMBER_CHECK_DIGIT,)), "card.unusable"),
        (invented_card(birth=date(1985, 6, 12)), "card.too_young"),
    ],
)
def test_a_card_that_cannot_be_used_is_refused_at_once(card: object, trouble: str) -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:self", "continue")
    citizen.lays_card(card)  # type: ignore[arg-type]
    assert (citizen.page, citizen.session.trouble, citizen.session.matter.card) == ("identify", trouble, None)
    citizen.lays_card(WANG)
    assert citizen.session.matter.card == WANG, "another card is read at once"


def test_eighty_on_the_day_itself() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:self", "continue")
    citizen.lays_card(invented_card(birth=date(1946, 11, 25)))
    assert citizen.session.trouble == "card.too_young"
    citizen.lays_card(invented_card(birth=date(1946, 11, 24)))
    assert citizen.session.trouble == ""


def test_at_two_in_the_morning_it_is_the_day_it_is_in_china() -> None:
    night = replace(ALL_WELL, now=datetime(2026, 11, 24, 18, 0, tzinfo=UTC))
    citizen = Citizen(night)
    citizen.touch("item:old-age-allowance", "continue", "for:self", "continue")
    citizen.lays_card(invented_card(valid_to=date(2026, 11, 24)))
    assert citizen.session.trouble == "card.expired"
    citizen.lays_card(invented_card(birth=date(1946, 11, 25)))
    assert citizen.session.trouble == ""


def test_a_companion_may_stay_unnamed_and_the_case_says_so() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "help", "companion", "back", "continue", "for:self", "continue")
    citizen.lays_card(WANG)
    citizen.touch("continue", "without-companion", "agree:consent-record", "continue", "continue")
    citizen.types("answer:phone", "19900000001")
    citizen.touch("continue", "option:bank:rural")
    citizen.types("answer:bank_card", "6200000000000000000")
    citizen.touch("continue", "continue", "declare")
    (draft,) = citizen.last(Keep).drafts
    assert (draft.companion, draft.evidence.modes, draft.evidence.not_checked) == (None, ("companion",), ("companion",))


def test_who_acts_for_another_is_asked_for_no_companion() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "help", "companion", "back", "continue", "for:other")
    citizen.touch("relation:neighbour", "continue", "continue")
    citizen.lays_card(ZHAO)
    citizen.touch("continue")
    citizen.lays_card(WANG)
    citizen.touch("continue")
    assert citizen.page == "consent"


def test_a_helper_shows_two_different_cards() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:other", "relation:neighbour", "continue", "continue")
    assert citizen.page == "identify/helper"
    citizen.lays_card(ZHAO)
    citizen.touch("continue")
    citizen.lays_card(ZHAO)
    assert citizen.session.trouble == "card.same_person"
    citizen.lays_card(WANG)
    assert citizen.session.matter.helper_card == ZHAO
    assert citizen.session.matter.card == WANG


def test_a_reading_for_the_page_before_never_reaches_this_one() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:self", "continue")
    (watch,) = watches_of(citizen.session)
    citizen.touch("back")
    citizen.happens(ReadingCame("visit-1", watch, WANG))
    assert citizen.session.matter.card is None


def test_a_reading_for_the_citizen_before_never_reaches_this_one() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:self", "continue")
    (watch,) = watches_of(citizen.session)
    citizen.happens(ReadingCame("visit-0", watch, WANG))
    assert citizen.session.matter.card is None
