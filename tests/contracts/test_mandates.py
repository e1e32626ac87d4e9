"""For whom somebody may act, of every gateway, against a real sandbox; and the check of a case against its mandate."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from kiosk.platform.gateway import FailureKind, Question
from kiosk.platform.mandates import Mandate, Mandates, MandateState
from kiosk.platform.registers import RegisterEntries
from tests.contracts.gateway_harness import GatewayHarness, wait
from tests.kiosk.platform.refusals import refusal_of
from tests.sandbox_process import DRAFT, ITEM_ID, PEOPLE, sealed_case

LI = tomllib.loads(PEOPLE)["li_adult"]
WHO = {"number": LI["number"], "name": LI["name"], "kind": "resident", "proof": ""}
PATH = "/v1/questions/mandates"


def asked(*kinds: str, **more: Any) -> Question:
    return Question("mandates", ITEM_ID, "visit-1", "", WHO, {"kinds": list(kinds), **more})


def found(harness: GatewayHarness, question: Question) -> dict[str, Mandate]:
    answer = harness.gateway.ask(question, wait())
    assert isinstance(answer, Mandates)
    return {each.token: each for each in answer.mandates}


def case_by(token: str, kind: str = "company") -> Mapping[str, Any]:
    return {
        **DRAFT,
        "applicant": {"number": "", "name": "", "kind": kind, "proof": "none", "checked": "mandate"},
        "helper": {**WHO, "checked": "chip"},
        "mandate": {"kind": kind, "token": token, "until": ""},
        "evidence": {"acting_for": kind},
    }


def test_mandates_are_named_by_kind_with_their_state_and_never_a_whole_name_of_a_person(
    harness: GatewayHarness,
) -> None:
    company = found(harness, asked("company"))
    assert [(each.name, each.code, each.state, each.until) for each in company.values()] == [
        ("青禾样例商贸有限公司", "91990101MA0000001Y", MandateState.VALID, "2027-06-30"),
    ]  # fmt: skip
    others = found(harness, asked("authorised"))
    assert {each.state for each in others.values()} == {MandateState.OUT_OF_SCOPE, MandateState.EXPIRED}
    assert all("＊" in each.name and not each.code for each in others.values())
    assert found(harness, replace(asked("company"), identity={**WHO, "number": "990101197001010000"})) == {}


def test_nothing_is_learnt_of_who_is_no_relative(harness: GatewayHarness) -> None:
    assert found(harness, asked("deceased")) == {}
    assert found(harness, asked("deceased", number="990101194108080030")) == {}


@pytest.mark.parametrize(
    "parameters", [{}, {"kinds": []}, {"kinds": ["ward"] * 11}, {"kinds": ["ward"], "more": 1}], ids=str
)
def test_other_parameters_are_malformed(harness: GatewayHarness, parameters: dict[str, Any]) -> None:
    question = replace(asked("ward"), parameters=parameters)
    assert refusal_of(partial(harness.gateway.ask, question, wait())) == (FailureKind.REFUSED, "malformed")


def test_an_answer_about_somebody_else_is_refused(harness: GatewayHarness) -> None:
    harness.sandbox.begin("wrong_mandates", {"kind": "other_person"}, path=PATH, times=1)
    failure = refusal_of(partial(harness.gateway.ask, asked("company"), wait()))
    assert failure == (FailureKind.NOT_THE_PLATFORM, "other-person")
    harness.sandbox.begin("wrong_mandates", {"kind": "revoked"}, path=PATH, times=1)
    assert {each.state for each in found(harness, asked("company")).values()} == {MandateState.REVOKED}


def test_a_case_by_a_mandate_is_the_principals_and_a_wrong_one_is_refused(harness: GatewayHarness) -> None:
    harness.gateway.put_case(sealed_case(harness.sandbox.keys(), case_by("agent-3b7d21f0")), wait())
    for token, kind in (("agent-e60c5b18", "company"), ("nobody-0001", "company"), ("", "ward")):
        case = sealed_case(harness.sandbox.keys(), case_by(token, kind))
        assert refusal_of(partial(harness.gateway.put_case, case, wait())) == (FailureKind.REFUSED, "mandate-invalid")
    unasked = sealed_case(harness.sandbox.keys(), {**DRAFT, "mandate": {"token": "agent-3b7d21f0"}})
    assert refusal_of(partial(harness.gateway.put_case, unasked, wait())) == (FailureKind.REFUSED, "mandate-invalid")
    harness.sandbox.begin("wrong_mandates", {"kind": "revoked"}, path="/", times=1)
    case = sealed_case(harness.sandbox.keys(), case_by("agent-3b7d21f0"))
    assert refusal_of(partial(harness.gateway.put_case, case, wait())) == (FailureKind.REFUSED, "mandate-revoked")
    assert len(harness.sandbox.get("/sandbox/cases")) == 1


def test_registers_say_of_a_principal_only_what_a_valid_mandate_is_for(harness: GatewayHarness) -> None:
    consent = {"digest": "a" * 64, "language": "en"}
    row = {"register": "population", "fields": ["household"], "purpose": "consent-registers"}

    def of(token: str) -> Question:
        parameters = {"wanted": [row], "consent": consent, "principal": token}
        return Question("registers", ITEM_ID, "visit-1", "", WHO, parameters)

    answer = harness.gateway.ask(of("agent-3b7d21f0"), wait())
    assert answer == RegisterEntries(()), "a company is in no register of people"
    for token in ("agent-e60c5b18", "proxy-c05d8a41"):
        refused = refusal_of(partial(harness.gateway.ask, of(token), wait()))
        assert refused == (FailureKind.REFUSED, "mandate-invalid")
