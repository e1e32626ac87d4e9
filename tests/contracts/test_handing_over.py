"""Contract of `PlatformGateway` for cases: materials, receipts, reconciliation, and superseding cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from kiosk.platform.gateway import Admission, AdmissionState, FailureKind, PlatformFailure
from kiosk.platform.wire_types import Difference, KnownCase, ReceiptKind, SealedMaterial
from tests.contracts.gateway_harness import GatewayHarness, wait
from tests.contracts.test_platform_gateway import REPORT
from tests.sandbox_process import material, sealed_case

BIG = 1_300_000
BOTH = frozenset({ReceiptKind.RECEIVED, ReceiptKind.COMPLETE})


@dataclass
class Source:
    """A material that records the offsets read, and calls `before_second` before the second piece."""

    material: SealedMaterial
    before_second: Callable[[], None] = lambda: None
    offsets: list[int] = field(default_factory=list)

    @property
    def sha256(self) -> str:
        return self.material.sha256

    @property
    def size(self) -> int:
        return self.material.size

    def read(self, offset: int, length: int) -> bytes:
        self.offsets.append(offset)
        if len(self.offsets) == 2:
            self.before_second()
        return self.material.body[offset : offset + length]


def refusal_of(harness: GatewayHarness, source: Source) -> tuple[FailureKind, str]:
    with pytest.raises(PlatformFailure) as caught:
        harness.gateway.put_material(source, wait())
    return caught.value.kind, caught.value.reason


def test_a_case_without_materials_is_complete_at_once(harness: GatewayHarness) -> None:
    case = harness.case()
    held = harness.gateway.put_case(case, wait())
    assert held.complete is not None
    assert (held.complete.kind, held.complete.digest) == (ReceiptKind.COMPLETE, case.digest)
    assert held.missing == ()
    assert harness.gateway.get_case(case.case_id, case.digest, wait()) == held


def test_the_case_comes_first_and_its_materials_follow(harness: GatewayHarness) -> None:
    first, second = material(BIG, 1), material(5, 2)
    case = sealed_case(harness.sandbox.keys(), materials=(first, second))
    held = harness.gateway.put_case(case, wait())
    assert (held.complete, held.missing) == (None, (first.sha256, second.sha256))
    source = Source(first)
    harness.gateway.put_material(source, wait())
    assert len(source.offsets) > 1
    between = harness.gateway.get_case(case.case_id, case.digest, wait())
    assert between is not None
    assert between.complete is None
    harness.gateway.put_material(Source(second), wait())
    after = harness.gateway.get_case(case.case_id, case.digest, wait())
    assert after is not None
    assert after.complete is not None
    assert (after.missing, after.received) == ((), held.received)
    assert harness.gateway.put_case(case, wait()) == after


def test_an_interrupted_upload_is_resumed(harness: GatewayHarness) -> None:
    big = material(BIG, 3)
    harness.gateway.put_case(sealed_case(harness.sandbox.keys(), materials=(big,)), wait())
    source = Source(big, harness.drop_next_answer)
    with pytest.raises(PlatformFailure):
        harness.gateway.put_material(source, wait())
    again = Source(big)
    harness.gateway.put_material(again, wait())
    assert min(again.offsets) > max(source.offsets)
    whole = Source(big)
    harness.gateway.put_material(whole, wait())
    assert whole.offsets == []


def test_a_material_without_a_case_is_refused(harness: GatewayHarness) -> None:
    assert refusal_of(harness, Source(material(10, 4))) == (FailureKind.REFUSED, "unknown")


def test_a_material_with_a_wrong_digest_is_refused_and_can_be_sent_again(
    harness: GatewayHarness,
) -> None:
    right = material(3000, 5)
    case = sealed_case(harness.sandbox.keys(), materials=(right,))
    harness.gateway.put_case(case, wait())
    wrong = SealedMaterial(right.sha256, right.media_type, material(3000, 6).body)
    assert refusal_of(harness, Source(wrong)) == (FailureKind.REFUSED, "checksum-mismatch")
    harness.gateway.put_material(Source(right), wait())
    held = harness.gateway.get_case(case.case_id, case.digest, wait())
    assert held is not None
    assert held.complete is not None


def test_a_material_already_held_completes_another_case_that_refers_to_it(harness: GatewayHarness) -> None:
    shared = material(100, 7)
    harness.gateway.put_case(sealed_case(harness.sandbox.keys(), materials=(shared,)), wait())
    harness.gateway.put_material(Source(shared), wait())
    held = harness.gateway.put_case(sealed_case(harness.sandbox.keys(), materials=(shared,)), wait())
    assert held.complete is not None


def test_an_unknown_case_is_none(harness: GatewayHarness) -> None:
    case = harness.case()
    assert harness.gateway.get_case(case.case_id, case.digest, wait()) is None


def test_a_decision_has_a_separate_receipt(harness: GatewayHarness) -> None:
    case = harness.case()
    harness.gateway.put_case(case, wait())
    harness.sandbox.put(f"/sandbox/cases/{case.case_id}/state", {"state": "not_granted"})
    held = harness.gateway.get_case(case.case_id, case.digest, wait())
    assert held is not None
    assert held.decided is not None
    assert (held.decided.kind, held.decided.decision) == (ReceiptKind.DECIDED, "refused")


def test_reconciling_returns_only_differences(harness: GatewayHarness) -> None:
    same, lost, decided, half = harness.case(), harness.case(), harness.case(), harness.case()
    for case in (same, decided, half):
        harness.gateway.put_case(case, wait())
    harness.sandbox.put(f"/sandbox/cases/{decided.case_id}/state", {"state": "granted"})
    known = [
        KnownCase(same.case_id, same.digest, BOTH),
        KnownCase(lost.case_id, lost.digest, BOTH),
        KnownCase(decided.case_id, decided.digest, BOTH),
        KnownCase(half.case_id, "0" * 64, BOTH),
    ]
    found = {each.case_id: each for each in harness.gateway.reconcile(known, wait())}
    assert set(found) == {lost.case_id, decided.case_id, half.case_id}
    assert found[lost.case_id] == Difference(lost.case_id, None)
    assert found[half.case_id].other_digest
    held = found[decided.case_id].held
    assert held is not None
    assert held.decided is not None
    assert held.decided.decision == "granted"
    assert harness.gateway.reconcile([], wait()) == ()


@pytest.mark.parametrize("act", ["amend", "withdraw"])
def test_a_case_is_superseded_and_never_overwritten(harness: GatewayHarness, act: str) -> None:
    old = harness.case()
    harness.gateway.put_case(old, wait())
    follows: dict[str, Any] = {"act": act, "supersedes": {"case_id": old.case_id, "digest": old.digest}}
    new = sealed_case(harness.sandbox.keys(), **follows)
    harness.gateway.put_case(new, wait())
    states = {one["case_id"]: (one["state"], one["followed_by"]) for one in harness.sandbox.get("/sandbox/cases")}
    assert states == {old.case_id: ("withdrawn", new.case_id), new.case_id: ("received", "")}
    with pytest.raises(PlatformFailure) as caught:
        harness.gateway.put_case(sealed_case(harness.sandbox.keys(), **follows), wait())
    assert (caught.value.kind, caught.value.reason) == (FailureKind.REFUSED, "superseded")


def test_a_case_with_another_digest_cannot_be_superseded(harness: GatewayHarness) -> None:
    old = harness.case()
    harness.gateway.put_case(old, wait())
    for followed in (
        {"case_id": old.case_id, "digest": "0" * 64},
        {"case_id": harness.case().case_id, "digest": old.digest},
    ):
        with pytest.raises(PlatformFailure) as caught:
            harness.gateway.put_case(sealed_case(harness.sandbox.keys(), act="amend", supersedes=followed), wait())
        assert caught.value.reason == "superseded"


def test_cases_of_one_application_share_its_id(harness: GatewayHarness) -> None:
    for case in [sealed_case(harness.sandbox.keys(), application="application-1") for _ in range(2)]:
        harness.gateway.put_case(case, wait())
    assert [one["application"] for one in harness.sandbox.get("/sandbox/cases")] == ["application-1"] * 2


def test_a_heartbeat_returns_the_admission(harness: GatewayHarness) -> None:
    assert harness.gateway.heartbeat(REPORT, wait()).admission == Admission(AdmissionState.OPEN, None, 0.0)
    harness.sandbox.put("/sandbox/admission", {"state": "limited", "rate": 0.5, "spread_s": 120})
    assert harness.gateway.heartbeat(REPORT, wait()).admission == Admission(AdmissionState.LIMITED, 0.5, 120.0)
