"""Registers that fill a form, and mandates, of every gateway, against a real sandbox."""

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
CONSENT = {"digest": "a" * 64, "language": "zh-CN"}
POPULATION = {"register": "population", "fields": ["household", "household_type"], "purpose": "consent-registers"}
PENSION = {"register": "pension", "fields": ["account"], "purpose": "consent-pension"}
PATH, MANDATES_PATH = "/v1/questions/registers", "/v1/questions/mandates"


def asked(*wanted: dict[str, Any], **more: Any) -> Question:
    parameters = {"wanted": list(wanted), "consent": CONSENT, **more}
    return Question("registers", ITEM_ID, "visit-1", "consent-registers consent-pension", WHO, parameters)


def found(harness: GatewayHarness, question: Question) -> dict[str, dict[str, str]]:
    answer = harness.gateway.ask(question, wait())
    assert isinstance(answer, RegisterEntries)
    return {each.register: dict(each.values) for each in answer.entries}


def test_each_register_gives_the_fields_asked_for_with_its_office_and_day(harness: GatewayHarness) -> None:
    answer = harness.gateway.ask(asked(POPULATION, PENSION), wait())
    assert isinstance(answer, RegisterEntries)
    population, pension = answer.entries
    assert (population.register, population.as_of, population.values["household_type"]) == (
        "population",
        "2026-06-30",
        "urban",
    )
    assert set(population.offices) == {"zh-CN", "en"}
    assert dict(pension.values) == {"account": "6200000000000000018"}
    assert found(harness, asked({**POPULATION, "fields": ["household"]})).keys() == {"population"}


def test_only_what_the_item_fills_its_form_with_is_given(harness: GatewayHarness) -> None:
    for row in (
        {**POPULATION, "fields": ["spouse"]},
        {**POPULATION, "purpose": "consent-pension"},
        {**POPULATION, "register": "secret-service"},
    ):
        assert found(harness, asked(row)) == {}
    assert found(harness, replace(asked(POPULATION), identity={**WHO, "number": "990101197001010000"})) == {}
    assert len(harness.sandbox.get("/sandbox/consents")) == 1, "only the question that the item may ask"


def test_each_purpose_is_recorded_once_with_the_words_that_were_shown(harness: GatewayHarness) -> None:
    for _ in range(2):
        found(harness, asked(POPULATION, PENSION))
    rows = harness.sandbox.get("/sandbox/consents")
    assert [(row["register"], row["purpose"], row["digest"], row["language"]) for row in rows] == [
        ("population", "consent-registers", "a" * 64, "zh-CN"),
        ("pension", "consent-pension", "a" * 64, "zh-CN"),
    ]
    assert {(row["person"], row["visit"], row["item_id"]) for row in rows} == {(LI["number"], "visit-1", ITEM_ID)}


@pytest.mark.parametrize(
    "parameters",
    [
        {"wanted": []}, {"wanted": [POPULATION] * 11}, {"wanted": [{**POPULATION, "fields": []}]}, {"consent": {}},
        {"consent": {**CONSENT, "digest": "short"}}, {"wanted": "population"}, {"more": 1},
        {"wanted": [{**POPULATION, "more": 1}]},
    ],
    ids=str,
)  # fmt: skip
def test_without_a_consent_or_with_other_parameters_it_is_malformed(
    harness: GatewayHarness, parameters: dict[str, Any]
) -> None:
    question = asked(POPULATION)
    wrong = replace(question, parameters={**question.parameters, **parameters})
    if isinstance(parameters.get("wanted"), str):
        wrong = replace(question, parameters={**question.parameters, "wanted": [{"register": "", "fields": ["x"]}]})
    assert refusal_of(partial(harness.gateway.ask, wrong, wait())) == (FailureKind.REFUSED, "malformed")


def test_the_proof_of_the_item_is_needed(harness: GatewayHarness) -> None:
    for item in ("test-strict", "no-such-item"):
        question = replace(asked(PENSION), item_id=item)
        assert refusal_of(partial(harness.gateway.ask, question, wait())) == (FailureKind.REFUSED, "proof-required")


def test_an_answer_about_somebody_else_or_of_more_than_was_asked_is_refused(harness: GatewayHarness) -> None:
    question = asked(POPULATION, PENSION)
    for kind, failure in (
        ("other_person", (FailureKind.NOT_THE_PLATFORM, "other-person")),
        ("more_fields", (FailureKind.BROKEN, "other-fields")),
    ):
        harness.sandbox.begin("wrong_registers", {"kind": kind}, path=PATH, times=1)
        assert refusal_of(partial(harness.gateway.ask, question, wait())) == failure
    harness.sandbox.begin("wrong_registers", {"kind": "half"}, path=PATH, times=1)
    assert {name: len(values) for name, values in found(harness, question).items()} == {"population": 1, "pension": 0}


def test_an_answer_that_comes_too_late_is_none(harness: GatewayHarness) -> None:
    harness.sandbox.begin("slow", {"seconds": 0.5}, path=PATH, times=1)
    assert refusal_of(lambda: harness.gateway.ask(asked(PENSION), wait(0.2)))[0] is FailureKind.SLOW


def asked_whom(*kinds: str, **more: Any) -> Question:
    return Question("mandates", ITEM_ID, "visit-1", "", WHO, {"kinds": list(kinds), **more})


def named(harness: GatewayHarness, question: Question) -> dict[str, Mandate]:
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
    company = named(harness, asked_whom("company"))
    assert [(each.name, each.code, each.state, each.until) for each in company.values()] == [
        ("青禾样例商贸有限公司", "91990101MA0000001Y", MandateState.VALID, "2027-06-30"),
    ]  # fmt: skip
    others = named(harness, asked_whom("authorised"))
    assert {each.state for each in others.values()} == {MandateState.OUT_OF_SCOPE, MandateState.EXPIRED}
    assert all("＊" in each.name and not each.code for each in others.values())
    assert named(harness, replace(asked_whom("company"), identity={**WHO, "number": "990101197001010000"})) == {}


def test_nothing_is_learnt_of_who_is_no_relative(harness: GatewayHarness) -> None:
    assert named(harness, asked_whom("deceased")) == {}
    assert named(harness, asked_whom("deceased", number="990101194108080030")) == {}


@pytest.mark.parametrize(
    "parameters", [{}, {"kinds": []}, {"kinds": ["ward"] * 11}, {"kinds": ["ward"], "more": 1}], ids=str
)
def test_other_parameters_are_malformed(harness: GatewayHarness, parameters: dict[str, Any]) -> None:
    question = replace(asked_whom("ward"), parameters=parameters)
    assert refusal_of(partial(harness.gateway.ask, question, wait())) == (FailureKind.REFUSED, "malformed")


def test_an_answer_about_somebody_else_is_refused(harness: GatewayHarness) -> None:
    harness.sandbox.begin("wrong_mandates", {"kind": "other_person"}, path=MANDATES_PATH, times=1)
    failure = refusal_of(partial(harness.gateway.ask, asked_whom("company"), wait()))
    assert failure == (FailureKind.NOT_THE_PLATFORM, "other-person")
    harness.sandbox.begin("wrong_mandates", {"kind": "revoked"}, path=MANDATES_PATH, times=1)
    assert {each.state for each in named(harness, asked_whom("company")).values()} == {MandateState.REVOKED}


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
