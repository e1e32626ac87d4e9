"""Whom somebody may act for is named by the platform; both are on the case, and a right that ended is said before
anything is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.case.draft import Draft, MandateUsed
from kiosk.effects import Ask, ForgetPapers, Keep
from kiosk.platform.gateway import FailureKind
from kiosk.platform.mandates import Mandate, Mandates, MandateState
from kiosk.platform.registers import RegisterEntries, RegisterEntry
from kiosk.steps.card_values import known_from_card
from kiosk.steps.principal import FAULT
from kiosk.view import BlockKind
from kiosk.visit import InMatter
from kiosk.words import Data, Text
from tests.frozen import whom as items
from tests.kiosk.session.citizen import FACTS, Citizen, invented_card
from tests.kiosk.session.fault_pages import FAULTS, exact_faults, message_of, rows
from tests.kiosk.session.ways import PROVEN, SENT

AGENT = invented_card("990101198506120016", "李样例")
CODE = "91990101MA0000001Y"
RELATIVE = "990101193802010011"


def mandate(kind: str = "ward", state: MandateState = MandateState.VALID, **changes: Any) -> Mandate:
    one = Mandate(kind, f"token-{kind}", "孙＊＊", "", {"zh-CN": "样例事项", "en": "sample"}, "2027-03-31", state)
    return replace(one, **changes)


COMPANY = mandate("company", name="青禾样例商贸有限公司", code=CODE)


def begun(item: str, *touches: str) -> Citizen:
    """Go to the step of mandates, with the card of who came."""
    citizen = Citizen(items=items())
    citizen.touch(f"item:{item}", "continue", *touches, "continue")
    assert citizen.view.title == Text("identify-title-own-card")
    citizen.lays_card(AGENT)
    citizen.touch("continue")
    if citizen.page == "second_proof":
        citizen.answers("code.send", SENT)
        citizen.types("code", "123456")
        citizen.touch("continue")
        citizen.answers("code.verify", PROVEN)
    return citizen


def at_list(kind: str = "ward", *found: Mandate) -> Citizen:
    citizen = begun("pension-account", f"for:{kind}")
    assert citizen.page == "mandate"
    citizen.answers("mandates", Mandates(found or (mandate(kind),)))
    return citizen


def says_it_all(citizen: Citizen, code: str) -> None:
    told = rows(citizen.view)
    assert citizen.view.title == replace(message_of(code), args=())
    assert {"fault-safe", "fault-do", "help-phone"} <= told.keys()
    assert told["fault-say"] == f"{FACTS.code} {FAULTS[code].code}"


def fill(citizen: Citizen) -> None:
    """Go through consent and form to the declaration."""
    typed = {
        "answer:address": "样例市样例大道 9 号", "answer:account": "6200000000000000018", "answer:phone": "19900000001",
        "answer:certificate": "T990000001",
    }  # fmt: skip
    for _ in range(20):
        if citizen.page == "declare":
            return
        for field in citizen.view.fields:
            if field.options:
                citizen.touch(field.options[0].key)
                break
            citizen.types(field.key, typed[field.key])
        else:
            if citizen.page == "consent":
                citizen.touch("agree:consent-record")
            if citizen.page.startswith("form") or citizen.page in ("consent", "review"):
                citizen.touch(*(("continue",) if citizen.page != "prefill" and not field_done(citizen) else ()))
    raise AssertionError(citizen.page)


def field_done(citizen: Citizen) -> bool:
    right = citizen.view.actions.right
    return right is None or right.key != "continue"


def sealed(citizen: Citizen) -> Draft:
    (one,) = citizen.last(Keep).drafts
    assert isinstance(one, Draft)
    return one


def applicant_of(case: Draft) -> tuple[str, str, str]:
    assert case.applicant is not None
    return case.applicant.number, case.applicant.name, case.applicant.kind


def declared(citizen: Citizen, *still: Mandate) -> Draft:
    """Declare, with what the platform says of the mandates then."""
    citizen.touch("declare")
    citizen.answers("mandates", Mandates(still))
    assert citizen.page == "submit"
    return sealed(citizen)


def test_a_guardian_shows_their_own_card_and_chooses_the_ward() -> None:
    citizen = at_list("ward")
    question = citizen.last(Ask).question
    assert (question.name, question.identity["number"], dict(question.parameters)) == (
        "mandates", AGENT.number, {"kinds": ("ward",)},
    )  # fmt: skip
    (row,) = citizen.view.choices
    assert row.label == Data("孙＊＊", masked=True), "it is not said aloud"
    citizen.touch("principal:token-ward")
    fill(citizen)
    case = declared(citizen, mandate())
    assert applicant_of(case) == ("", "孙＊＊", "ward")
    assert case.helper is not None
    assert (case.helper.number, case.helper.proof) == (AGENT.number, "card+person")
    assert case.mandate == MandateUsed("ward", "token-ward", "2027-03-31")
    assert (case.evidence.acting_for, case.evidence.not_checked) == ("ward", ())


def test_a_companys_agent_sees_name_and_code_in_full() -> None:
    citizen = begun("shop-address")
    assert citizen.page == "mandate", "the only value needs no page"
    citizen.answers("mandates", Mandates((COMPANY,)))
    (row,) = citizen.view.choices
    assert row.label == Data(COMPANY.name)
    assert isinstance(row.note, Text)
    assert dict(row.note.args)["code"] == Data(CODE)
    citizen.touch("principal:token-company")
    fill(citizen)
    case = declared(citizen, COMPANY)
    assert applicant_of(case) == (CODE, COMPANY.name, "company")
    assert case.helper is not None


def test_registers_are_asked_about_the_principal() -> None:
    citizen = begun("shop-address")
    citizen.answers("mandates", Mandates((COMPANY,)))
    citizen.touch("principal:token-company", "agree:consent-record", "agree:consent-company", "continue")
    assert citizen.page == "prefill"
    assert citizen.last(Ask).question.parameters["principal"] == "token-company"
    entry = RegisterEntry("company", {"en": "companies"}, "2026-11-20", {"address": "样例市样例大道八号"})
    citizen.answers("prefill", RegisterEntries((entry,)))
    assert citizen.view.fields[0].value == "样例市样例大道八号"
    citizen.touch("back", "back")
    assert citizen.page == "mandate"
    citizen.answers("mandates", Mandates((COMPANY, replace(COMPANY, token="token-other"))))
    citizen.touch("principal:token-other", "continue")
    assert citizen.page == "prefill", "of another principal nothing is known"
    assert citizen.last(Ask).question.parameters["principal"] == "token-other"


def test_a_relative_types_the_number_of_who_died() -> None:
    citizen = begun("funeral-grant")
    assert citizen.page == "mandate/number"
    citizen.types("principal", "990101193802010012")
    citizen.touch("continue")
    assert "principal" in citizen.session.wrong
    citizen.types("principal", RELATIVE)
    citizen.touch("continue")
    assert dict(citizen.last(Ask).question.parameters) == {"kinds": ("deceased",), "number": RELATIVE}
    citizen.answers("mandates", Mandates((mandate("deceased", until=""),)))
    citizen.touch("principal:token-deceased")
    fill(citizen)
    case = declared(citizen, mandate("deceased", until=""))
    assert applicant_of(case) == (RELATIVE, "孙＊＊", "deceased")


def test_a_newborn_has_no_number_and_needs_no_mandate() -> None:
    citizen = Citizen(items=items())
    citizen.touch("item:birth-report", "continue")
    assert citizen.view.title == Text("relation-title-child")
    assert [choice.key for choice in citizen.view.choices] == [
        "relation:mother", "relation:father", "relation:guardian",
    ]  # fmt: skip
    citizen.touch("relation:father", "continue", "continue")
    citizen.lays_card(AGENT)
    citizen.touch("continue", "agree:consent-record")
    assert isinstance(citizen.session, InMatter)
    assert known_from_card(citizen.session) == {"helper.name": "李样例", "helper.address": AGENT.address}
    fill(citizen)
    citizen.touch("declare")
    assert citizen.page == "submit"
    case = sealed(citizen)
    assert applicant_of(case) == ("", "", "newborn")
    assert (case.mandate, case.evidence.relation, case.evidence.not_checked) == (None, "father", ("relation",))
    assert case.answers["certificate"] == "T990000001"


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


def test_both_people_are_on_the_page_of_all_answers_and_on_the_slip() -> None:
    citizen = at_list()
    citizen.touch("principal:token-ward", "agree:consent-record", "continue")
    for _ in range(10):
        if citizen.page == "review":
            break
        for field in citizen.view.fields:
            if field.options:
                citizen.touch(field.options[0].key)
            else:
                citizen.types(field.key, "19900000001" if "phone" in field.key else "6200000000000000018")
        if citizen.view.actions.right is not None and citizen.page != "review":
            citizen.touch("continue")
    rows = {b.words.key: b.value for b in citizen.view.blocks if b.kind is BlockKind.ROW and isinstance(b.words, Text)}
    assert rows["person-applicant"] == Data("孙＊＊", masked=True)
    assert rows["review-helper"] == Data("李＊＊", masked=True)
    assert rows["review-relation"] == Text("relation-ward")


def test_for_somebody_else_the_papers_are_overwritten() -> None:
    from kiosk.case.handed import Handed
    from kiosk.steps.materials_state import with_handed
    from tests.kiosk.session.papers import blob

    citizen = at_list("ward", mandate(), mandate(token="token-other"))
    citizen.touch("principal:token-ward")
    assert isinstance(citizen.session, InMatter)
    citizen.session = with_handed(citizen.session, Handed("lease", "scan", (blob(7),)))
    citizen.touch("back")
    citizen.answers("mandates", Mandates((mandate(), mandate(token="token-other"))))
    citizen.touch("principal:token-other")
    assert [each.key for each in citizen.last(ForgetPapers).blobs] == [7]
