"""Contract of the question `pick_up` and of the outcome of its door, on every gateway against a real sandbox."""

from __future__ import annotations

import pytest

from kiosk.platform.documents import PaperOutcome
from kiosk.platform.gateway import FailureKind, PlatformFailure, Question
from kiosk.platform.pick_up_records import PickUpAnswer
from kiosk.platform.pick_ups import PickUp, PickUpState
from kiosk.platform.sandbox.pick_ups import WRONG_MOST
from tests.contracts.gateway_harness import GatewayHarness, wait

CODE = "20260001"


def asked(permit: str, code: str = CODE) -> Question:
    return Question("pick_up", "pick-up", "visit-1", "pick_up", {}, {"code": code, "permit": permit})


def told(harness: GatewayHarness, permit: str, code: str = CODE) -> PickUp:
    answer = harness.gateway.ask(asked(permit, code), wait())
    assert isinstance(answer, PickUp)
    return answer


def test_a_code_is_used_up_only_by_a_door_that_opened(harness: GatewayHarness) -> None:
    found = told(harness, "permit-0001")
    assert (found.state, found.permit, found.door) == (PickUpState.HERE, "permit-0001", 3)
    assert found.titles["en"] == "Pension certificate"
    assert told(harness, "permit-0001") == found, "an answer that was lost is the same answer"
    harness.gateway.put_outcome("permit-0001", PaperOutcome.DID_NOT, wait())
    with pytest.raises(PlatformFailure) as caught:
        told(harness, "permit-0001")
    assert caught.value.kind is FailureKind.REFUSED, "a permit with an outcome opens nothing"
    assert told(harness, "permit-0002").state is PickUpState.HERE
    harness.gateway.put_outcome("permit-0002", PaperOutcome.UNCONFIRMED, wait())
    assert told(harness, "permit-0003").state is PickUpState.HERE
    harness.gateway.put_outcome("permit-0002", PaperOutcome.CAME_OUT, wait())
    used = told(harness, "permit-0004")
    assert (used.state, used.permit, used.door) == (PickUpState.USED, "", 0)


def test_a_code_of_elsewhere_and_one_that_is_too_old_say_where_the_thing_is(harness: GatewayHarness) -> None:
    elsewhere = told(harness, "permit-0001", "20260003")
    assert (elsewhere.state, bool(elsewhere.place["zh-CN"])) == (PickUpState.ELSEWHERE, True)
    expired = told(harness, "permit-0001", "20260004")
    assert (expired.state, bool(expired.place["en"])) == (PickUpState.EXPIRED, True)


def test_no_code_is_found_by_trying(harness: GatewayHarness) -> None:
    for number in range(WRONG_MOST):
        assert told(harness, "permit-0001", f"1234{number:04}").state is PickUpState.UNKNOWN
    assert told(harness, "permit-0001").state is PickUpState.TOO_MANY


@pytest.mark.parametrize(
    "body",
    [
        '{"state": "here", "permit": "permit-0001"}',
        '{"state": "here", "door": 3}',
        '{"state": "used", "permit": "permit-0001", "door": 3}',
        '{"state": "here", "permit": "permit-0001", "door": 4000}',
        '{"state": "open"}',
    ],
)
def test_half_a_permit_is_no_answer(body: str) -> None:
    with pytest.raises(ValueError, match="PickUpAnswer"):
        PickUpAnswer.model_validate_json(body)


def test_a_permit_that_was_not_asked_for_opens_nothing() -> None:
    answer = PickUpAnswer.model_validate_json('{"state": "here", "permit": "permit-0002", "door": 3}')
    with pytest.raises(PlatformFailure):
        answer.answer_to(asked("permit-0001"))
