"""One-time codes and the proofs they give: how many, how long, for whom, for what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from devices import Wait
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import CodeVerified, FailureKind, LookupResult, Prefill, Question
from tests.kiosk.platform.conftest import Gateways
from tests.kiosk.platform.refusals import refused
from tests.sandbox_process import ITEM_ID, WANG, SandboxProcess

Soon = Callable[[float], Wait]
DATABASES = ("sqlite", "postgresql")


def question(name: str, proof: str = "", visit: str = "v1", item: str = ITEM_ID, **parameters: str) -> Question:
    return Question(name, item, visit, "proof_of_person", {**WANG, "proof": proof}, parameters)


def verify(gateway: HttpGateway, soon: Soon, code: str, visit: str = "v1") -> CodeVerified:
    answer = gateway.ask(question("code.verify", visit=visit, code=code), soon(5))
    assert isinstance(answer, CodeVerified)
    return answer


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_five_tries_and_no_more(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    gateway.ask(question("code.send"), soon(5))
    code = sandbox.newest_code("19900000001")
    assert [verify(gateway, soon, wrong(code)).tries_left for _ in range(5)] == [4, 3, 2, 1, 0]
    assert verify(gateway, soon, code) == CodeVerified(False, 0, "")


def test_a_code_is_good_once(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    gateway.ask(question("code.send"), soon(5))
    code = sandbox.newest_code("19900000001")
    assert verify(gateway, soon, code).right
    assert not verify(gateway, soon, code).right


def test_a_code_lives_five_minutes(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    gateway.ask(question("code.send"), soon(5))
    sandbox.put("/sandbox/clock", {"offset_s": 301})
    assert verify(gateway, soon, sandbox.newest_code("19900000001")) == CodeVerified(False, 0, "")


def test_a_newer_code_makes_the_older_void(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    gateway.ask(question("code.send"), soon(5))
    old = sandbox.newest_code("19900000001")
    gateway.ask(question("code.send"), soon(5))
    new = sandbox.newest_code("19900000001")
    assert old == new or not verify(gateway, soon, old).right
    assert verify(gateway, soon, new).right


def test_too_many_codes_are_busy(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    for _ in range(5):
        gateway.ask(question("code.send"), soon(5))
    assert refused(lambda: gateway.ask(question("code.send"), soon(5))) == (FailureKind.BUSY, "too-many-codes")


@pytest.mark.parametrize(
    "identity",
    [
        {"number": "990101198001010021", "name": "别人"},
        {"number": "990101199001010000", "name": "没有登记"},
    ],
)
def test_who_is_not_on_record_and_whose_name_is_wrong_look_alike(
    identity: dict[str, str], sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    asked = Question("code.send", ITEM_ID, "v1", "p", identity)
    assert refused(lambda: gateway.ask(asked, soon(5))) == (FailureKind.REFUSED, "no-registered-phone")


def test_a_person_without_a_phone_on_record_gets_no_code(
    sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    asked = Question("code.send", ITEM_ID, "v1", "p", {"number": "990101198001010021", "name": "无话机"})
    assert refused(lambda: gateway.ask(asked, soon(5))) == (FailureKind.REFUSED, "no-registered-phone")
    assert sandbox.get("/sandbox/phones") == {}


# Proofs.


@pytest.mark.parametrize("name", ["pension.enrolment", "cases.of_person"])
def test_a_look_up_without_proof_is_refused(
    name: str, sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    for proof in ("", "garbage", "a.b.c"):
        asked = question(name, proof)
        assert refused(lambda asked=asked: gateway.ask(asked, soon(5))) == (FailureKind.REFUSED, "proof-required")  # type: ignore[misc]


def test_a_proof_serves_one_person_in_one_visit_at_one_terminal_for_a_while(
    sandbox: SandboxProcess, gateways: Gateways, soon: Soon
) -> None:
    gateway = gateways()
    gateway.ask(question("code.send"), soon(5))
    proof = verify(gateway, soon, sandbox.newest_code("19900000001")).proof
    asked = question("pension.enrolment", proof)
    assert isinstance(gateway.ask(asked, soon(5)), LookupResult)
    borrowed = replace(asked, identity={"number": "990101198001010021", "name": "无话机", "proof": proof})
    denied = (FailureKind.REFUSED, "proof-required")
    assert refused(lambda: gateway.ask(borrowed, soon(5))) == denied
    assert refused(lambda: gateway.ask(replace(asked, visit="v2"), soon(5))) == denied
    assert refused(lambda: gateways(terminal="YK-OTHER").ask(asked, soon(5))) == denied
    sandbox.put("/sandbox/clock", {"offset_s": 1801})
    assert refused(lambda: gateway.ask(asked, soon(5))) == denied


def test_prefill_asks_for_the_proof_its_item_asks_for(
    sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    answer = gateway.ask(question("prefill"), soon(5))
    assert isinstance(answer, Prefill)
    assert answer.values["household_address"][1] == "registry.household"
    for item in ("test-strict", "no-such-item"):
        asked = question("prefill", item=item)
        assert refused(lambda asked=asked: gateway.ask(asked, soon(5))) == (FailureKind.REFUSED, "proof-required")  # type: ignore[misc]
