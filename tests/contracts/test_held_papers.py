"""Papers that the platform has already, of every gateway, against a real sandbox."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from kiosk.platform.gateway import CodeVerified, FailureKind, Question
from kiosk.platform.held_papers import HeldPaper, HeldPapers
from tests.contracts.gateway_harness import GatewayHarness, wait
from tests.kiosk.platform.refusals import refusal_of
from tests.sandbox_process import ITEM_ID, PEOPLE

ITEM = "test-strict"
KNOWN = tomllib.loads(PEOPLE)
PATH = "/v1/questions/papers"


def asked(harness: GatewayHarness, person: str, *kinds: str, visit: str = "visit-1") -> Question:
    """The question of a person who proved themselves in this visit."""
    who = {"number": KNOWN[person]["number"], "name": KNOWN[person]["name"], "kind": "resident"}
    harness.gateway.ask(Question("code.send", "", visit, "papers", {**who, "proof": ""}), wait())
    code = {"code": harness.sandbox.newest_code(KNOWN[person]["phone"])}
    verified = harness.gateway.ask(Question("code.verify", "", visit, "papers", {**who, "proof": ""}, code), wait())
    assert isinstance(verified, CodeVerified)
    return Question("papers", ITEM, visit, "papers", {**who, "proof": verified.proof}, {"kinds": list(kinds)})


def papers(harness: GatewayHarness, question: Question) -> tuple[HeldPaper, ...]:
    answer = harness.gateway.ask(question, wait())
    assert isinstance(answer, HeldPapers)
    return answer.papers


def test_licences_and_earlier_papers_are_named_by_kind(harness: GatewayHarness) -> None:
    question = asked(harness, "li_adult", "id-card", "household-register", "lease")
    found = papers(harness, question)
    assert [(each.paper, each.way, each.dated, each.valid_until, each.pages) for each in found] == [
        ("id-card", "licence", "2016-05-20", "2036-05-20", 2),
        ("household-register", "licence", "2018-09-03", "", 3),
        ("lease", "earlier", "2026-03-01", "2028-02-29", 6),
    ]
    assert all(set(each.titles) == set(each.offices) == {"zh-CN", "en"} for each in found)
    number = KNOWN["li_adult"]["number"]
    assert not any(number in each.reference or number[6:14] in each.reference for each in found)
    assert papers(harness, question) == found


def test_only_the_kinds_asked_for_are_named(harness: GatewayHarness) -> None:
    assert [each.paper for each in papers(harness, asked(harness, "li_adult", "lease"))] == ["lease"]
    assert papers(harness, asked(harness, "li_adult", "driving-licence")) == ()


def test_only_what_the_item_takes_from_the_platform_is_named(harness: GatewayHarness) -> None:
    question = asked(harness, "li_adult", "id-card", "lease")
    assert papers(harness, question)
    for other in (ITEM_ID, "", "unknown"):
        assert papers(harness, replace(question, item_id=other)) == ()


def test_what_has_ended_or_was_revoked_is_never_given(harness: GatewayHarness) -> None:
    """Li's last card has ended, and Wang's household register was revoked; both are on record."""
    references = {each.reference for each in papers(harness, asked(harness, "li_adult", "id-card"))}
    assert references == {"elic-id-2f7a90c4"}
    wang = papers(harness, asked(harness, "wang_old", "household-register", "id-card"))
    assert [(each.paper, each.valid_until) for each in wang] == [("id-card", "")]


def test_who_is_in_no_register_has_none(harness: GatewayHarness) -> None:
    assert papers(harness, asked(harness, "zhao_helper", "id-card", "household-register", "lease")) == ()


def test_papers_are_named_to_their_proven_person_only(harness: GatewayHarness) -> None:
    right = asked(harness, "li_adult", "id-card")
    others = {**right.identity, "number": KNOWN["wang_old"]["number"], "name": KNOWN["wang_old"]["name"]}
    for question in (
        Question("papers", ITEM, "visit-1", "papers", {**right.identity, "proof": "forged"}, right.parameters),
        Question("papers", ITEM, "visit-2", "papers", right.identity, right.parameters),
        Question("papers", ITEM, "visit-1", "papers", others, right.parameters),
        Question("papers", ITEM, "visit-1", "papers", {}, right.parameters),
    ):
        assert refusal_of(partial(harness.gateway.ask, question, wait())) == (FailureKind.REFUSED, "proof-required")


NO_KINDS: tuple[dict[str, object], ...] = (
    {}, {"kinds": []}, {"kinds": "id-card"}, {"kinds": ["id-card", 7]}, {"kinds": ["k"] * 21}, {"kinds": [""]},
    {"kinds": ["id-card"], "more": 1},
)  # fmt: skip


def test_a_question_of_no_kinds_is_malformed(harness: GatewayHarness) -> None:
    right = asked(harness, "li_adult", "id-card")
    for parameters in NO_KINDS:
        wrong = Question("papers", ITEM, "visit-1", "papers", right.identity, parameters)
        assert refusal_of(partial(harness.gateway.ask, wrong, wait())) == (FailureKind.REFUSED, "malformed")


MISTAKEN = {
    "other_person": (FailureKind.NOT_THE_PLATFORM, "other-person"),
    "other_kind": (FailureKind.BROKEN, "other-papers"),
}


def test_wrong_papers_are_refused_and_ended_or_revoked_ones_not_used(harness: GatewayHarness) -> None:
    question = asked(harness, "li_adult", "id-card")
    for kind, failure in MISTAKEN.items():
        harness.sandbox.begin("wrong_papers", {"kind": kind}, path=PATH, times=1)
        assert refusal_of(partial(harness.gateway.ask, question, wait())) == failure
        assert len(papers(harness, question)) == 1
    harness.sandbox.begin("wrong_papers", {"kind": "revoked"}, path=PATH, times=1)
    assert papers(harness, question) == ()
    harness.sandbox.begin("wrong_papers", {"kind": "expired"}, path=PATH, times=1)
    answer = HeldPapers(papers(harness, question))
    ended = date.fromisoformat(answer.papers[0].valid_until)
    assert answer.usable("id-card", ("licence",), ended + timedelta(days=1)) == ()
    assert answer.usable("id-card", ("licence",), ended) == answer.papers


def test_an_answer_that_comes_too_late_is_none(harness: GatewayHarness) -> None:
    question = asked(harness, "li_adult", "id-card")
    harness.sandbox.begin("slow", {"seconds": 0.5}, path=PATH, times=1)
    assert refusal_of(lambda: harness.gateway.ask(question, wait(0.2)))[0] is FailureKind.SLOW
