"""Whom somebody may act for is named by the platform; both people are on the case."""

from __future__ import annotations

from dataclasses import replace

from kiosk.case.draft import MandateUsed
from kiosk.effects import Ask, ForgetPapers
from kiosk.platform.mandates import Mandates
from kiosk.platform.registers import RegisterEntries, RegisterEntry
from kiosk.steps.card_values import known_from_card
from kiosk.view import BlockKind
from kiosk.visit import InMatter
from kiosk.words import Data, Text
from tests.frozen import whom as items
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.mandate_citizen import (
    AGENT,
    CODE,
    COMPANY,
    RELATIVE,
    applicant_of,
    at_list,
    begun,
    declared,
    fill,
    mandate,
    sealed,
)


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
