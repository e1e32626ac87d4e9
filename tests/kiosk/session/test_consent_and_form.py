"""Consent, the form with values from the card, and the check page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.strict_struct import replace as with_changes
from kiosk.effects import Audit, AuditKind
from kiosk.events import Touched
from kiosk.visit import InMatter
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.ways import WANG, at_form, at_identify, at_review


def at_consent() -> Citizen:
    citizen = at_identify()
    citizen.lays_card(WANG)
    citizen.touch("continue")
    assert citizen.page == "consent"
    return citizen


def test_one_purpose_is_agreed_to_or_not_by_one_touch() -> None:
    citizen = at_consent()
    assert [(choice.key, choice.chosen) for choice in citizen.view.choices] == [
        ("agree:consent-record", None),
        ("disagree", None),
    ]
    citizen.touch_in_vain("continue")
    citizen.touch("agree:consent-record")
    assert citizen.page == "form/person"
    citizen = at_consent()
    citizen.touch("disagree")
    assert citizen.page == "farewell"
    assert not citizen.session.matter.consented


def test_of_several_purposes_none_is_ticked_beforehand_and_nothing_goes_on_without_each() -> None:
    citizen = at_consent()
    assert isinstance(citizen.session, InMatter)
    several = with_changes(citizen.session.item, consent=("consent-record", "consent-sms"))
    citizen.session = replace(citizen.session, item=several)
    assert [choice.chosen for choice in citizen.view.choices] == [False, False]
    citizen.touch("agree:consent-record", "continue")
    assert citizen.page == "consent"
    assert len(citizen.view.wrong) == 1
    citizen.touch("agree:consent-sms", "continue")
    assert citizen.page == "form/person"


def test_a_choice_that_is_all_of_its_page_goes_on_but_not_in_large_letters() -> None:
    citizen = at_form()
    citizen.touch("continue", "continue")
    citizen.types("answer:phone", "19900000001")
    citizen.touch("continue")
    citizen.touch_in_vain("continue")
    citizen.touch("option:bank:rural")
    assert citizen.page == "form/bank-card"
    citizen.touch("back", "larger")
    assert citizen.page == "form/bank"
    citizen.touch("option:bank:first")
    assert citizen.page == "form/bank"
    citizen.touch("continue")
    assert citizen.page == "form/bank-card"


def test_what_the_card_says_is_filled_in_with_its_source() -> None:
    citizen = at_form()
    assert [(f.value, f.source is not None) for f in citizen.view.fields] == [("王测试", True), (WANG.number, True)]


def test_a_value_to_be_changed_keeps_its_text_and_opens_its_keyboard() -> None:
    citizen = at_form()
    citizen.touch("dispute:name")
    field = citizen.view.fields[0]
    assert (field.value, field.source, field.opens) == ("王测试", None, True)
    assert not citizen.view.fields[1].opens
    citizen.types("answer:name", "王测")
    assert not citizen.view.fields[0].opens
    citizen.touch("continue")
    assert citizen.session.matter.answers["name"] == "王测"


@pytest.mark.parametrize("typed", ["", "12", "电话", "1990000000x"])
def test_the_wrong_input_stays_and_the_message_says_what_to_do(typed: str) -> None:
    citizen = at_form()
    citizen.touch("continue", "continue")
    citizen.types("answer:phone", typed)
    citizen.touch("continue")
    assert citizen.page == "form/phone"
    assert citizen.view.fields[0].value == typed
    assert citizen.view.fields[0].wrong is not None
    citizen.types("answer:phone", "19900000001")
    citizen.touch("continue")
    assert citizen.page == "form/bank"


def test_everything_missing_is_listed_at_once() -> None:
    citizen = at_form()
    citizen.types("answer:name", "")
    citizen.types("answer:number", "")
    citizen.touch("continue")
    assert len(citizen.view.wrong) == 2


def test_a_change_returns_to_the_check_page() -> None:
    citizen = at_review()
    citizen.touch("change:phone:phone")
    assert citizen.page == "form/phone"
    assert citizen.view.fields[0].opens
    citizen.types("answer:phone", "19900000009")
    citizen.touch("continue")
    assert citizen.page == "review"
    assert citizen.session.matter.answers["phone"] == "19900000009"


def test_back_from_a_change_leads_to_the_check_page_too() -> None:
    citizen = at_review()
    citizen.touch("change:phone:phone", "back")
    assert citizen.page == "review"


def test_a_masked_value_is_shown_for_ten_seconds_and_noted() -> None:
    citizen = at_review()
    shown = [block.reveal.key for block in citizen.view.blocks if block.reveal]
    citizen.touch(shown[0])
    assert citizen.session.revealed
    assert citizen.last(Audit).kind is AuditKind.VALUE_SHOWN
    citizen.rings("reveal")
    assert citizen.session.revealed == ""


def test_the_language_changes_on_any_page_without_losing_a_field() -> None:
    citizen = at_form()
    citizen.touch("continue", "continue")
    citizen.types("answer:phone", "1990")
    citizen.happens(Touched("visit-1", "language"))
    assert citizen.session.language == "en"
    assert citizen.view.fields[0].value == "1990"
