"""Items that the start page offers, and the answers that are handed in."""

from __future__ import annotations

import dataclasses
from datetime import date

from devices.strict_struct import replace
from kiosk.catalogue.load import Catalogue
from kiosk.effects import Audit, Keep
from kiosk.events import TerminalStatus, Touched
from kiosk.session import begin, view_of
from kiosk.session.attract import Attract
from kiosk.session.in_visit import InVisit
from kiosk.visit import Session
from kiosk.words import Text
from tests.frozen import catalogue
from tests.kiosk.session.citizen import ALL_WELL, FACTS, NOW, Citizen, invented_card


def with_allowance_cancelled(on: date) -> Catalogue:
    items = [replace(item, cancelled=on) if item.id == "old-age-allowance" else item for item in catalogue()]
    return Catalogue(replace(catalogue().document, items=tuple(items)))


def start_page(offered: Catalogue) -> set[str]:
    session, _ = begin("visit-1", FACTS, offered, ALL_WELL)
    assert isinstance(session, Session)
    view = view_of(session)
    return {choice.key for choice in (*view.choices, view.actions.right) if choice is not None}


def test_an_item_cancelled_today_is_no_longer_on_the_start_page() -> None:
    today = NOW.date()
    others = {"item:pension-enrolment", "item:pension-certificate", "item:residence-permit"}
    others |= {"item:case-progress"}
    assert start_page(with_allowance_cancelled(today)) == others
    assert "item:old-age-allowance" in start_page(with_allowance_cancelled(date(today.year + 1, 1, 1)))


def test_an_item_cancelled_today_cannot_be_begun_by_a_late_touch() -> None:
    citizen = Citizen()
    citizen.session, _ = begin("visit-1", FACTS, with_allowance_cancelled(NOW.date()), ALL_WELL)
    citizen.touch_in_vain("item:old-age-allowance")
    assert citizen.page == "home"


def test_the_helpers_name_is_not_handed_in_when_the_money_goes_to_the_applicant() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:family", "relation:child", "continue", "continue")
    citizen.lays_card(invented_card("990103197501010027", "赵样例"))
    citizen.touch("continue")
    citizen.lays_card(invented_card())
    citizen.touch("continue", "agree:consent-record", "continue", "continue")
    citizen.types("answer:phone", "19900000003")
    citizen.touch("continue", "option:account_owner:helper")
    assert citizen.page == "form/holder"
    citizen.touch("continue", "back", "back")
    assert citizen.page == "form/account"
    citizen.touch("option:account_owner:own", "option:bank:rural")
    citizen.types("answer:bank_card", "6200000000000000000")
    citizen.touch("continue", "continue", "declare")
    (draft,) = citizen.last(Keep).drafts
    assert draft.answers["account_owner"] == "own"
    assert "holder_name" not in draft.answers


def test_the_page_before_a_visit_names_what_can_be_done_here_now_and_nothing_else() -> None:
    def named(status: TerminalStatus) -> set[str]:
        blocks = Attract("visit-1", FACTS, catalogue(), status).view().blocks
        return {block.words.item for block in blocks if isinstance(block.words, Text) and block.words.item}

    assert named(ALL_WELL) == {"old-age-allowance", "pension-enrolment", "pension-certificate"}
    assert named(dataclasses.replace(ALL_WELL, online=False)) == {"old-age-allowance"}
    absent = {**ALL_WELL.devices, "id_reader": dataclasses.replace(ALL_WELL.devices["id_reader"], state="absent")}
    assert named(dataclasses.replace(ALL_WELL, devices=absent)) == {"case-progress"}


def test_an_item_of_the_start_page_is_begun_by_one_touch() -> None:
    attract = Attract("visit-1", FACTS, catalogue(), ALL_WELL)
    offered = [block.change.key for block in attract.view().blocks if block.change is not None]
    assert offered == [f"begin:{item.id}" for item in catalogue().offered(ALL_WELL.today)][:3]
    begun, effects = attract.advance(Touched("visit-1", "begin:old-age-allowance"))
    assert isinstance(begun, InVisit)
    assert (begun.session.page, begun.session.visit) == ("guide", "visit-1")
    assert [type(effect) for effect in effects] == [Audit]


def test_an_item_that_cannot_be_done_now_is_neither_offered_nor_begun() -> None:
    offline = dataclasses.replace(ALL_WELL, online=False)
    attract = Attract("visit-1", FACTS, catalogue(), offline)
    assert "begin:pension-enrolment" not in {b.change.key for b in attract.view().blocks if b.change is not None}
    for key in ("begin:pension-enrolment", "begin:nothing", "begin:"):
        assert attract.advance(Touched("visit-1", key)) == (attract, ())
    no_catalogue = Attract("visit-1", FACTS, None, ALL_WELL)
    assert no_catalogue.advance(Touched("visit-1", "begin:old-age-allowance")) == (no_catalogue, ())
