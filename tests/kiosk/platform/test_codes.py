"""One-time codes and proofs: limits, validity and scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from devices import Wait
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import CodeVerified, FailureKind, LookupResult, Question
from kiosk.platform.sandbox.codes import Codes
from kiosk.platform.sandbox.keys import published_keys
from kiosk.platform.sandbox.problems import Refusal
from tests.contracts.test_platform_gateway import NOW
from tests.kiosk.platform.conftest import Gateways
from tests.kiosk.platform.refusals import refusal_of
from tests.sandbox_process import ITEM_ID, WANG, SandboxProcess

MakeWait = Callable[[float], Wait]
DATABASES = ("sqlite", "postgresql")


def question(name: str, proof: str = "", visit: str = "v1", item: str = ITEM_ID, **parameters: str) -> Question:
    return Question(name, item, visit, "proof_of_person", {**WANG, "proof": proof}, parameters)


def verify(gateway: HttpGateway, make_wait: MakeWait, code: str, visit: str = "v1") -> CodeVerified:
    answer = gateway.ask(question("code.verify", visit=visit, code=code), make_wait(5))
    assert isinstance(answer, CodeVerified)
    return answer


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_code_has_five_tries(sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait) -> None:
    gateway.ask(question("code.send"), make_wait(5))
    code = sandbox.newest_code("19900000001")
    assert [verify(gateway, make_wait, wrong(code)).tries_left for _ in range(5)] == [4, 3, 2, 1, 0]
    assert verify(gateway, make_wait, code) == CodeVerified(False, 0, "")


def test_a_code_can_be_used_once(sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait) -> None:
    gateway.ask(question("code.send"), make_wait(5))
    code = sandbox.newest_code("19900000001")
    assert verify(gateway, make_wait, code).right
    assert not verify(gateway, make_wait, code).right


def test_a_code_is_valid_for_five_minutes(sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait) -> None:
    gateway.ask(question("code.send"), make_wait(5))
    sandbox.put("/sandbox/clock", {"offset_s": 301})
    assert verify(gateway, make_wait, sandbox.newest_code("19900000001")) == CodeVerified(False, 0, "")


def test_a_new_code_invalidates_the_previous_one(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    gateway.ask(question("code.send"), make_wait(5))
    old = sandbox.newest_code("19900000001")
    gateway.ask(question("code.send"), make_wait(5))
    new = sandbox.newest_code("19900000001")
    assert old == new or not verify(gateway, make_wait, old).right
    assert verify(gateway, make_wait, new).right


def test_too_many_codes_are_busy(sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait) -> None:
    for _ in range(5):
        gateway.ask(question("code.send"), make_wait(5))
    assert refusal_of(lambda: gateway.ask(question("code.send"), make_wait(5))) == (FailureKind.BUSY, "too-many-codes")


@pytest.mark.parametrize(
    "identity",
    [
        {"number": "990101198001010021", "name": "别人"},
        {"number": "990101199001010000", "name": "没有登记"},
    ],
)
def test_an_unknown_person_and_a_wrong_name_get_the_same_answer(
    identity: dict[str, str], sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    asked = Question("code.send", ITEM_ID, "v1", "p", identity)
    assert refusal_of(lambda: gateway.ask(asked, make_wait(5))) == (FailureKind.REFUSED, "no-registered-phone")


def test_a_person_without_a_phone_on_record_gets_no_code(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    asked = Question("code.send", ITEM_ID, "v1", "p", {"number": "990101198001010021", "name": "无话机"})
    assert refusal_of(lambda: gateway.ask(asked, make_wait(5))) == (FailureKind.REFUSED, "no-registered-phone")
    assert sandbox.get("/sandbox/phones") == {}


# Proofs.


@pytest.mark.parametrize("name", ["pension.enrolment", "cases.of_person"])
def test_a_look_up_without_proof_is_refused(
    name: str, sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    for proof in ("", "garbage", "a.b.c"):
        asked = question(name, proof)
        assert refusal_of(partial(gateway.ask, asked, make_wait(5))) == (
            FailureKind.REFUSED,
            "proof-required",
        )


def test_a_proof_is_bound_to_person_visit_terminal_and_time(
    sandbox: SandboxProcess, gateways: Gateways, make_wait: MakeWait
) -> None:
    gateway = gateways()
    gateway.ask(question("code.send"), make_wait(5))
    proof = verify(gateway, make_wait, sandbox.newest_code("19900000001")).proof
    asked = question("pension.enrolment", proof)
    assert isinstance(gateway.ask(asked, make_wait(5)), LookupResult)
    borrowed = replace(asked, identity={"number": "990101198001010021", "name": "无话机", "proof": proof})
    denied = (FailureKind.REFUSED, "proof-required")
    assert refusal_of(lambda: gateway.ask(borrowed, make_wait(5))) == denied
    assert refusal_of(lambda: gateway.ask(replace(asked, visit="v2"), make_wait(5))) == denied
    assert refusal_of(lambda: gateways(terminal="YK-OTHER").ask(asked, make_wait(5))) == denied
    sandbox.put("/sandbox/clock", {"offset_s": 1801})
    assert refusal_of(lambda: gateway.ask(asked, make_wait(5))) == denied


def test_a_clock_that_jumps_neither_lengthens_a_code_nor_locks_a_phone() -> None:
    clock = [0.0]
    codes, person, phone = Codes(published_keys(), lambda: clock[0]), ("YK-1", "v1", "99"), "19900000001"
    later = NOW + timedelta(days=365)
    for _ in range(5):
        codes.send(person, phone, later)
    with pytest.raises(Refusal):
        codes.send(person, phone, later)
    codes.send(person, phone, NOW)  # set right again: those of next year do not count
    code = codes.phones()[phone][-1]["code"]
    clock[0] = 301.0
    assert codes.verify(person, code, NOW - timedelta(days=1)) == (False, 0, "")
