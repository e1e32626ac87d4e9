"""Rights to act for somebody that do not hold, end meanwhile, or cannot be looked at: said before anything is kept."""

from __future__ import annotations

import pytest

from kiosk.effects import Keep
from kiosk.platform.gateway import FailureKind
from kiosk.platform.mandates import Mandate, Mandates, MandateState
from kiosk.steps.principal import FAULT
from tests.frozen import whom as items
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.fault_pages import exact_faults
from tests.kiosk.session.mandate_citizen import (
    at_list,
    begun,
    fill,
    mandate,
    says_it_all,
    sealed,
)


@pytest.mark.parametrize("state", list(FAULT))
def test_each_right_that_does_not_hold_has_its_page(state: MandateState) -> None:
    citizen = at_list("ward", mandate(state=state), mandate(token="token-good"))
    citizen.touch("principal:token-ward")
    assert citizen.page == "mandate/refused"
    says_it_all(citizen, FAULT[state])
    assert exact_faults(citizen) == [FAULT[state]]
    assert citizen.view.actions.right is None, "nothing goes on from here"
    citizen.touch("back")
    assert citizen.page == "mandate"
    citizen.answers("mandates", Mandates((mandate(token="token-good"),)))
    citizen.touch("principal:token-good")
    assert citizen.page == "consent"


def test_a_right_that_has_ended_by_today_counts_no_more_whatever_the_platform_says() -> None:
    citizen = at_list("ward", mandate(until="2026-11-23"))
    citizen.touch("principal:token-ward")
    assert exact_faults(citizen) == ["mandate.expired"]


def test_who_may_act_for_nobody_is_told_so_and_what_to_do() -> None:
    citizen = begun("pension-account", "for:ward")
    citizen.answers("mandates", Mandates((mandate("authorised"),)))
    says_it_all(citizen, "mandate.none")
    assert citizen.session.page == "mandate"


@pytest.mark.parametrize(
    ("trouble", "reason", "code"),
    [
        (FailureKind.SLOW, "", "platform.slow"),
        (FailureKind.NOT_THE_PLATFORM, "other-person", "platform.other_person"),
    ],
)
def test_an_answer_that_is_none_can_be_asked_for_again(trouble: FailureKind, reason: str, code: str) -> None:
    citizen = begun("pension-account", "for:ward")
    citizen.no_answer("mandates", trouble, reason)
    says_it_all(citizen, code)
    citizen.touch("again")
    citizen.answers("mandates", Mandates((mandate(),)))
    assert [choice.key for choice in citizen.view.choices] == ["principal:token-ward"]


@pytest.mark.parametrize(
    ("still", "fault"),
    [
        ((mandate(state=MandateState.REVOKED),), "mandate.revoked"),
        ((mandate(state=MandateState.OF_AGE),), "mandate.of_age"),
        ((), "mandate.revoked"),
    ],
)
def test_a_right_withdrawn_during_the_visit_is_said_before_anything_is_kept(
    still: tuple[Mandate, ...], fault: str
) -> None:
    citizen = at_list()
    citizen.touch("principal:token-ward")
    fill(citizen)
    citizen.touch("declare")
    assert citizen.view.actions.right is not None
    assert not citizen.view.actions.right.enabled
    citizen.answers("mandates", Mandates(still))
    assert (citizen.page, citizen.count(Keep)) == ("mandate/refused", 0)
    says_it_all(citizen, fault)
    citizen.touch("back")
    assert citizen.page == "mandate"


def test_after_a_refusal_nothing_of_one_principal_goes_to_another() -> None:
    citizen = at_list()
    citizen.touch("principal:token-ward")
    fill(citizen)
    citizen.touch("declare")
    citizen.answers("mandates", Mandates((mandate(state=MandateState.REVOKED), mandate(token="token-other"))))
    citizen.touch("back")
    citizen.answers("mandates", Mandates((mandate(token="token-other"),)))
    assert citizen.session.matter.answers
    citizen.touch("principal:token-other")
    assert dict(citizen.session.matter.answers) == {}


def test_without_an_answer_at_the_end_the_case_says_that_nobody_looked_again() -> None:
    citizen = at_list()
    citizen.touch("principal:token-ward")
    fill(citizen)
    citizen.touch("declare")
    citizen.no_answer("mandates", FailureKind.SLOW)
    assert citizen.page == "submit"
    assert sealed(citizen).evidence.not_checked == ("mandate",)


def test_the_same_of_who_is_offline_by_then() -> None:
    citizen = at_list()
    citizen.touch("principal:token-ward")
    fill(citizen)
    citizen.world(online=False)
    citizen.touch("declare")
    assert citizen.page == "submit"
    assert "mandate" in sealed(citizen).evidence.not_checked


def test_without_a_network_nobody_begins_what_needs_a_mandate() -> None:
    citizen = Citizen(items=items())
    citizen.world(online=False)
    closed = {choice.key for choice in citizen.view.choices if not choice.enabled}
    assert closed == {"item:shop-address", "item:funeral-grant"}
    citizen.touch("item:pension-account", "continue")
    enabled = {choice.key: choice.enabled for choice in citizen.view.choices}
    assert enabled == {"for:self": True, "for:family": True, "for:ward": False, "for:authorised": False}
