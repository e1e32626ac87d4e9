"""Contract of `PlatformGateway`, tested on every implementation against a real sandbox."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from devices import Cancelled, SystemClock
from kiosk.platform.gateway import (
    CodeHolder,
    CodeSent,
    CodeVerified,
    DeviceReport,
    FailureKind,
    Heartbeat,
    LookupResult,
    PlatformFailure,
    Question,
)
from kiosk.platform.listing import CaseAction, Cases, CaseState, PartHours, PartsHours
from kiosk.platform.wire_types import Rating, RatingNode, SealedCase
from kiosk.staff.staff_list import read_list
from tests.contracts.gateway_harness import GatewayHarness, wait
from tests.sandbox_process import ITEM_ID, TERMINAL, WANG, sealed_case

NOW = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)


def question(name: str, proof: str = "", **parameters: str) -> Question:
    identity = {} if name == "case.by_slip" else {**WANG, "proof": proof}
    return Question(name, ITEM_ID, "visit-1", "proof_of_person", identity, parameters)


def proof(harness: GatewayHarness) -> str:
    harness.gateway.ask(question("code.send"), wait())
    answer = harness.gateway.ask(question("code.verify", code=harness.sandbox.newest_code("19900000001")), wait())
    assert isinstance(answer, CodeVerified)
    return answer.proof


RATING = Rating("rating-0001", "visit-1", None, ITEM_ID, RatingNode.RECEIVED, 5, ("515",), "set-1", NOW)
REPORT = Heartbeat(
    TERMINAL,
    "1.0",
    "test-1",
    5,
    (DeviceReport("receipt_printer", "warning", ("receipt_printer.paper_near_end",), {"paper": "near_end"}),),
    {"waiting": 2},
    30,
    4000,
    0.5,
    False,
)


def test_the_catalogue_is_sent_only_if_it_changed(harness: GatewayHarness) -> None:
    first = harness.gateway.catalogue("", wait())
    assert first is not None
    assert first.count(b".") == 2
    assert harness.gateway.catalogue("test-1", wait()) is None
    assert harness.gateway.catalogue("test-0", wait()) == first


def test_a_case_handed_over_twice_has_one_receipt(harness: GatewayHarness) -> None:
    case = harness.case()
    first = harness.gateway.put_case(case, wait())
    assert (first.received.case_id, first.received.digest) == (case.case_id, case.digest)
    assert harness.gateway.put_case(case, wait()) == first


def test_the_same_id_with_other_bytes_is_refused(harness: GatewayHarness) -> None:
    case = harness.case()
    harness.gateway.put_case(case, wait())
    other = sealed_case(harness.sandbox.keys(), case_id=case.case_id)
    with pytest.raises(PlatformFailure) as caught:
        harness.gateway.put_case(other, wait())
    assert (caught.value.kind, caught.value.reason) == (FailureKind.REFUSED, "digest-mismatch")


def test_a_rating_handed_over_twice_changes_nothing(harness: GatewayHarness) -> None:
    harness.gateway.put_rating(RATING, wait())
    harness.gateway.put_rating(RATING, wait())
    assert len(harness.sandbox.get("/sandbox/ratings")) == 1


def test_a_second_rating_of_one_visit_is_refused(harness: GatewayHarness) -> None:
    harness.gateway.put_rating(RATING, wait())
    with pytest.raises(PlatformFailure) as caught:
        harness.gateway.put_rating(replace(RATING, rating_id="rating-0002", level=1), wait())
    assert (caught.value.kind, caught.value.reason) == (FailureKind.REFUSED, "already-rated")


def test_a_heartbeat_returns_time_and_catalogue_version(harness: GatewayHarness) -> None:
    reply = harness.gateway.heartbeat(REPORT, wait())
    assert abs(reply.server_time - SystemClock().now()) < timedelta(seconds=30)
    assert reply.catalogue_version == "test-1"


def test_every_question_has_its_type_of_answer(harness: GatewayHarness) -> None:
    sent = harness.gateway.ask(question("code.send"), wait())
    assert sent == CodeSent("199******01", 6, 300)
    token = proof(harness)
    pension = harness.gateway.ask(question("pension.enrolment", token), wait())
    assert isinstance(pension, LookupResult)
    assert pension.rows[0][0] == "status"
    assert harness.gateway.ask(question("cases.of_person", token), wait()) == Cases(())


def test_a_register_is_listed_by_its_name(harness: GatewayHarness) -> None:
    token = proof(harness)
    found = harness.gateway.ask(question("listing", token, register="no-such-register"), wait())
    assert isinstance(found, LookupResult)
    assert found.rows == ()
    with pytest.raises(PlatformFailure):
        harness.gateway.ask(question("listing", token), wait())
    with pytest.raises(PlatformFailure) as unproven:
        harness.gateway.ask(question("listing", register="housing-fund"), wait())
    assert unproven.value.reason == "proof-required"


def test_a_phones_code_names_its_holder_once_and_proves_them(harness: GatewayHarness) -> None:
    code = harness.sandbox.identity_code(WANG["number"])
    asked = Question("identity.code", ITEM_ID, "visit-1", "proof_of_person", {}, {"code": code})
    holder = harness.gateway.ask(asked, wait())
    assert isinstance(holder, CodeHolder)
    assert (holder.number, holder.name, holder.kind) == (WANG["number"], WANG["name"], WANG["kind"])
    assert harness.gateway.ask(question("cases.of_person", holder.proof), wait()) == Cases(())
    elsewhere = replace(question("cases.of_person", holder.proof), visit="visit-2")
    with pytest.raises(PlatformFailure):
        harness.gateway.ask(elsewhere, wait())
    assert harness.gateway.ask(replace(asked, parameters={"code": "nobody's"}), wait()) == CodeHolder()
    assert harness.gateway.ask(replace(asked, visit="visit-2"), wait()) == CodeHolder(), "used twice"


def test_a_search_by_slip_number_returns_the_state_only(harness: GatewayHarness) -> None:
    case = harness.case()
    harness.gateway.put_case(case, wait())
    found = harness.gateway.ask(question("case.by_slip", slip_number=case.slip_number), wait())
    assert isinstance(found, Cases)
    (one,) = found.cases
    assert (one.state, one.next_step, one.item_id, one.note) == (CaseState.RECEIVED, "wait", "", "")
    assert harness.gateway.ask(question("case.by_slip", slip_number="YK-NOBODY"), wait()) == Cases(())


def test_the_cases_of_a_person_include_item_and_note(harness: GatewayHarness) -> None:
    case = harness.case()
    receipt = harness.gateway.put_case(case, wait()).received
    harness.sandbox.put(f"/sandbox/cases/{case.case_id}/state", {"state": "correction", "note": "少一页"})
    found = harness.gateway.ask(question("cases.of_person", proof(harness)), wait())
    assert isinstance(found, Cases)
    (one,) = found.cases
    assert (one.case_number, one.item_id, one.state) == (receipt.case_number, ITEM_ID, CaseState.CORRECTION)
    assert (one.next_step, one.note) == ("correct", "少一页")


def test_a_correction_says_everything_that_is_missing_and_what_may_follow(harness: GatewayHarness) -> None:
    case = harness.case()
    harness.gateway.put_case(case, wait())
    said = {"zh-CN": "请补两样", "en": "Two papers are missing"}
    order = {
        "state": "correction", "words": said, "days": 8, "clock_stops": True,
        "missing": [{"id": "lease", "words": {"en": "page 2 is missing"}}, {"id": "photo"}],
    }  # fmt: skip
    harness.sandbox.put(f"/sandbox/cases/{case.case_id}/state", order)
    found = harness.gateway.ask(question("cases.of_person", proof(harness)), wait())
    assert isinstance(found, Cases)
    (one,) = found.cases
    assert (one.detail.case_id, one.detail.digest, dict(one.detail.words)) == (case.case_id, case.digest, said)
    assert [(each.id, dict(each.words)) for each in one.detail.missing] == [
        ("lease", {"en": "page 2 is missing"}),
        ("photo", {}),
    ]
    assert one.can(CaseAction.CORRECT)
    assert one.can(CaseAction.WITHDRAW)
    assert not one.can(CaseAction.URGE)
    assert one.detail.stopped_since == one.since
    assert [each.state for each in one.detail.moments] == [CaseState.RECEIVED, CaseState.CORRECTION]
    follows: dict[str, Any] = {"supersedes": {"case_id": case.case_id, "digest": case.digest}}
    harness.gateway.put_case(sealed_case(harness.sandbox.keys(), act="supplement", **follows), wait())
    harness.gateway.put_case(sealed_case(harness.sandbox.keys(), act="urge", **follows), wait())
    found = harness.gateway.ask(question("cases.of_person", proof(harness)), wait())
    assert isinstance(found, Cases)
    (one,) = found.cases
    assert one.state is CaseState.UNDER_REVIEW
    assert one.detail.urged_at is not None
    assert one.detail.stopped_since is None


def test_a_closed_department_says_so_before_and_at_the_door(harness: GatewayHarness) -> None:
    asked = Question("parts", ITEM_ID, "visit-1", "parts", {}, {"parts": (ITEM_ID,)})
    assert harness.gateway.ask(asked, wait()) == PartsHours((PartHours(ITEM_ID, True),))
    harness.sandbox.begin("department_trouble", {"kind": "closed"})
    found = harness.gateway.ask(replace(asked, visit="visit-2"), wait())
    assert isinstance(found, PartsHours)
    (part,) = found.parts
    assert (part.open, part.opens_at is not None, part.why_not["zh-CN"]) == (False, True, "现在不收件")
    case = harness.case()
    with pytest.raises(PlatformFailure) as closed:
        harness.gateway.put_case(case, wait())
    assert (closed.value.kind, closed.value.reason, closed.value.retry_after) == (
        FailureKind.REFUSED, "department-closed", 600,
    )  # fmt: skip
    harness.sandbox.end_misfortunes()
    assert harness.gateway.put_case(case, wait()).received


def test_an_unknown_question_is_refused(harness: GatewayHarness) -> None:
    with pytest.raises(PlatformFailure) as caught:
        harness.gateway.ask(question("lottery.numbers"), wait())
    assert (caught.value.kind, caught.value.reason) == (FailureKind.REFUSED, "unknown-question")


def test_an_expired_wait_is_slow(harness: GatewayHarness) -> None:
    with pytest.raises(PlatformFailure) as caught:
        harness.gateway.heartbeat(REPORT, wait(0))
    assert caught.value.kind is FailureKind.SLOW


def test_a_cancelled_wait_ends_the_call_at_once(harness: GatewayHarness) -> None:
    harness.sandbox.begin("silent")
    gateway, patience, clock = harness.gateway, wait(30), SystemClock()
    began = clock.monotonic()
    threading.Timer(0.1, patience.cancel).start()
    with pytest.raises(Cancelled):
        gateway.put_case(harness.case(), patience)
    assert clock.monotonic() - began < 1.0


def test_several_threads_may_share_a_gateway(harness: GatewayHarness) -> None:
    gateway, cases, receipts = harness.gateway, [harness.case() for _ in range(8)], list[str]()

    def hand_over(mine: SealedCase) -> None:
        receipts.append(gateway.put_case(mine, wait()).received.case_number)

    threads = [threading.Thread(target=hand_over, args=(case,)) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(receipts) == [f"{receipts[0][:-4]}{n:04d}" for n in range(1, 9)]


def test_the_list_of_staff_is_sent_until_it_is_known(harness: GatewayHarness) -> None:
    keys = harness.sandbox.keys()
    first = harness.gateway.staff_list(-1, wait())
    assert first is not None
    before = read_list(first.decode("ascii"), keys).document
    assert harness.gateway.staff_list(before.number, wait()) is None
    harness.sandbox.put("/sandbox/staff/4711", {"pin": "975310"})
    second = harness.gateway.staff_list(before.number, wait())
    assert second is not None
    after = read_list(second.decode("ascii"), keys).document
    assert after.number > before.number
    assert {row.staff for row in after.rows} - {row.staff for row in before.rows} == {"4711"}
