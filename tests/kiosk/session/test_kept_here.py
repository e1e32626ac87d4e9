"""A slip number finds what is still kept at this terminal: its true state, and a withdrawal without a network."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices import strict_struct
from kiosk.case.draft import Subject
from kiosk.case.kept_here import KeptHere, KeptState
from kiosk.case.slip_number import new_slip_number
from kiosk.catalogue.load import Catalogue
from kiosk.effects import Ask, Keep
from kiosk.platform.listing import Cases, CaseState
from kiosk.words import Text
from tests.frozen import with_pledges
from tests.kiosk.session.case_samples import case_in
from tests.kiosk.session.citizen import ALL_WELL, NOW, Citizen, invented_card
from tests.view_texts import texts_in

SLIP, OTHERS = new_slip_number("WT02", 7, lambda below: 0), new_slip_number("WT07", 7, lambda below: 0)
ITEM, PROGRESS = "old-age-allowance", "case-progress"
HERE = KeptHere("case-9", SLIP, ITEM, "d" * 64, "application-9", NOW, KeptState.KEPT)
NO_NETWORK = replace(ALL_WELL, online=False)


def items() -> Catalogue:
    """The frozen items, of which progress can be looked up without a network."""
    frozen = with_pledges()
    every = (strict_struct.replace(each, offline="allowed") if each.id == PROGRESS else each for each in frozen.items)
    return Catalogue(strict_struct.replace(frozen.document, items=tuple(every)))


def looks(*here: KeptHere, online: bool = False, slip: str = SLIP, item: str = PROGRESS) -> Citizen:
    citizen = Citizen(ALL_WELL if online or item != PROGRESS else NO_NETWORK, items=items())
    citizen.here = here
    citizen.touch(f"item:{item}", "continue")
    citizen.touch("continue" if item != PROGRESS else "way:slip")
    citizen.types("slip", slip)
    citizen.touch("continue")
    return citizen


def keys(citizen: Citizen) -> set[str]:
    return {each.key for each in texts_in(citizen.view) if isinstance(each, Text)}


def title(citizen: Citizen) -> str:
    assert isinstance(citizen.view.title, Text)
    return citizen.view.title.key


def choices(citizen: Citizen) -> set[str]:
    return {each.key for each in citizen.view.choices}


def test_without_a_network_the_platform_is_not_asked_and_the_case_is_withdrawn_by_its_card() -> None:
    citizen = looks(HERE)
    assert (citizen.page, title(citizen), citizen.count(Ask)) == ("progress", "progress-kept-kept", 0)
    citizen.touch("withdraw-kept")
    assert title(citizen) == "progress-kept-withdraw-title"
    citizen.touch("withdraw-kept-now")
    assert citizen.page == "identify", "a slip number is no person"
    citizen.lays_card(invented_card())
    citizen.touch("continue")
    (draft,) = citizen.last(Keep).drafts
    assert draft.subject == Subject("withdraw", "case-9", "d" * 64, "application-9", unsent=True)
    assert (draft.applicant.name, draft.item_id, draft.answers) == ("王测试", ITEM, {})
    assert list(citizen.last(Keep).shown) == ["notice"]
    citizen.kept()
    citizen.rings("receipt_wait")
    assert title(citizen) == "ending-follow-kept-title"


@pytest.mark.parametrize(
    ("here", "shown", "withdraws"),
    [
        (replace(HERE, state=KeptState.SENDING, tried=True), "progress-kept-sending", True),
        (replace(HERE, followed=True), "progress-kept-followed", False),
        (replace(HERE, state=KeptState.REFUSED, tried=True), "progress-kept-refused", False),
        (replace(HERE, item_id="of-another-catalogue"), "progress-kept-kept", False),
    ],
)
def test_each_state_is_said_and_withdrawn_only_where_it_can_be(here: KeptHere, shown: str, withdraws: bool) -> None:
    citizen = looks(here)
    assert (title(citizen), "withdraw-kept" in choices(citizen)) == (shown, withdraws)
    citizen.touch("continue")
    assert citizen.page == "farewell"


def test_what_arrived_after_all_is_shown_as_the_platform_says_it() -> None:
    known = replace(case_in(CaseState.UNDER_REVIEW, item_id=""), case_number="3301-9")
    tried, never = replace(HERE, tried=True, state=KeptState.SENDING), replace(HERE, case_id="case-10")
    citizen = looks(tried, online=True)
    citizen.answers("by_slip", Cases((known,)))
    assert title(citizen) == "progress-state-of"
    assert "progress-kept-others" not in keys(citizen), "no case has two states"
    citizen = looks(tried, never, online=True)
    citizen.answers("by_slip", Cases((known,)))
    assert {"progress-state-of", "progress-kept-others"} <= keys(citizen), "one is there, one is here"
    citizen.touch("kept:0", "withdraw-kept", "withdraw-kept-now")
    assert citizen.session.matter.subject is not None
    assert citizen.session.matter.subject.case_id == "case-10"


@pytest.mark.parametrize(
    ("slip", "online", "said"),
    [
        (SLIP, True, "slip-unknown"),
        (OTHERS, True, "slip-of-another"),
        (OTHERS, False, "slip-of-another-offline"),
    ],
)
def test_of_a_slip_that_nobody_knows_it_is_said_which_terminal_may(slip: str, online: bool, said: str) -> None:
    citizen = looks(slip=slip, online=online)
    if online:
        citizen.answers("by_slip", Cases(()))
    else:
        citizen.no_answer("by_slip")
    assert citizen.page == "way/slip"
    assert said in keys(citizen)


def test_papers_are_handed_in_where_the_case_is_not_where_it_waits() -> None:
    citizen = looks(HERE, item="hand-in")
    citizen.no_answer("by_slip")
    assert (title(citizen), choices(citizen)) == ("progress-kept-kept", set()), "it is here, and nobody withdraws it so"


def test_a_persons_cases_need_the_network() -> None:
    citizen = Citizen(NO_NETWORK, items=items())
    citizen.touch("item:case-progress", "continue")
    (card,) = (each for each in citizen.view.choices if each.key == "way:card")
    assert (card.enabled, card.why_not) == (False, Text("not-now-offline"))
    citizen.touch_in_vain("way:card")
