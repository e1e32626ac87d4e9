"""Every misfortune of the sandbox, and the failure that the client reports for it within the deadline."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from devices import SystemClock, Wait
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import FailureKind, PlatformFailure
from kiosk.platform.sandbox.delivery_faults import AROUND
from kiosk.platform.sandbox.fault_middleware import INSTEAD, REWRITE
from kiosk.platform.sandbox.misfortunes import TABLE, Phase
from tests.kiosk.platform.conftest import Gateways
from tests.sandbox_process import TERMINAL, SandboxProcess, sealed_case

MakeWait = Callable[[float], Wait]
DEADLINE_S = 0.4

FAILURES = {
    "slow": (FailureKind.SLOW, "", None),
    "silent": (FailureKind.SLOW, "", None),
    "error_500": (FailureKind.BROKEN, "internal", None),
    "busy_503": (FailureKind.BUSY, "busy", 30.0),
    "maintenance_window": (FailureKind.BUSY, "busy", 120.0),
    "department_trouble": (FailureKind.REFUSED, "department-closed", 600.0),
    "login_page": (FailureKind.NOT_THE_PLATFORM, "content-type", None),
    "redirect": (FailureKind.NOT_THE_PLATFORM, "redirect", None),
    "huge_body": (FailureKind.BROKEN, "too-large", None),
    "trickle": (FailureKind.SLOW, "", None),
    "wrong_receipt_key": (FailureKind.NOT_THE_PLATFORM, "receipt", None),
    "receipt_for_other_case": (FailureKind.NOT_THE_PLATFORM, "receipt", None),
    "half_body": (FailureKind.OFFLINE, "", None),
    "wrong_content_type": (FailureKind.NOT_THE_PLATFORM, "content-type", None),
    "drop_reply_after_commit": (FailureKind.OFFLINE, "", None),
}
HARMLESS = {
    *("unknown_fields", "duplicate_delivery", "out_of_order", "clock_shift", "wrong_document"),
    *("wrong_papers", "wrong_registers", "wrong_mandates", "wrong_order"),
    "restored_from_yesterday",
}


def test_every_misfortune_has_an_expected_outcome() -> None:
    assert set(FAILURES) | HARMLESS == set(TABLE)


def test_every_misfortune_is_implemented() -> None:
    instead = {name for name, one in TABLE.items() if one.phase is Phase.INSTEAD}
    answers = {name for name, one in TABLE.items() if one.phase is Phase.ANSWER}
    around = {name for name, one in TABLE.items() if one.phase is Phase.AROUND}
    assert set(INSTEAD) == instead
    assert set(AROUND) == around
    assert {name for name, one in TABLE.items() if one.phase is Phase.AT_ONCE} == {"restored_from_yesterday"}
    assert set(REWRITE) | {"half_body", "drop_reply_after_commit"} == answers


@pytest.mark.parametrize("name", sorted(FAILURES))
def test_a_misfortune_is_reported_in_time_and_the_next_try_succeeds(
    name: str, sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    case, clock = sealed_case(sandbox.keys()), SystemClock()
    sandbox.begin(name, times=1)
    began = clock.monotonic()
    with pytest.raises(PlatformFailure) as caught:
        gateway.put_case(case, make_wait(DEADLINE_S))
    assert clock.monotonic() - began < DEADLINE_S + 0.3
    assert (caught.value.kind, caught.value.reason, caught.value.retry_after) == FAILURES[name]
    assert gateway.put_case(case, make_wait(5)).received.digest == case.digest
    assert len(sandbox.get("/sandbox/cases")) == 1


def test_fields_of_a_later_version_are_ignored(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    sandbox.begin("unknown_fields")
    case = sealed_case(sandbox.keys())
    assert gateway.put_case(case, make_wait(5)).received.case_id == case.case_id


def test_a_lost_reply_creates_no_second_case(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    case = sealed_case(sandbox.keys())
    sandbox.begin("drop_reply_after_commit", times=2)
    for _ in range(2):
        with pytest.raises(PlatformFailure):
            gateway.put_case(case, make_wait(5))
    receipt = gateway.put_case(case, make_wait(5)).received
    (kept,) = sandbox.get("/sandbox/cases")
    assert kept["case_number"] == receipt.case_number


def test_a_huge_reply_is_cut_off(sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait) -> None:
    sandbox.begin("huge_body")
    tracemalloc.start()
    try:
        with pytest.raises(PlatformFailure):
            gateway.put_case(sealed_case(sandbox.keys()), make_wait(10))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * 1024 * 1024


def test_a_misfortune_affects_only_its_path(sandbox: SandboxProcess, gateways: Gateways, make_wait: MakeWait) -> None:
    sandbox.begin("login_page", path="/v1/cases/")
    gateway = gateways()
    assert gateway.catalogue("test-1", make_wait(5)) is None
    with pytest.raises(PlatformFailure):
        gateway.put_case(sealed_case(sandbox.keys()), make_wait(5))


def test_a_misfortune_affects_only_its_terminal(
    sandbox: SandboxProcess, gateways: Gateways, make_wait: MakeWait
) -> None:
    sandbox.begin("error_500", terminal=TERMINAL)
    assert gateways(terminal="YK-OTHER").catalogue("test-1", make_wait(5)) is None
    with pytest.raises(PlatformFailure):
        gateways().catalogue("test-1", make_wait(5))


def test_a_slow_platform_executes_an_abandoned_request(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    case = sealed_case(sandbox.keys())
    sandbox.begin("slow", {"seconds": 0.3}, times=1)
    with pytest.raises(PlatformFailure):
        gateway.put_case(case, make_wait(0.1))
    looks = (sandbox.get("/sandbox/cases") for _ in range(500))
    assert next(filter(None, looks))[0]["case_id"] == case.case_id


def test_ended_misfortunes_have_no_effect(sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait) -> None:
    sandbox.begin("error_500")
    assert [one["name"] for one in sandbox.get("/sandbox/misfortunes")["active"]] == ["error_500"]
    sandbox.end_misfortunes()
    assert gateway.catalogue("test-1", make_wait(5)) is None


def test_a_slow_platform_within_the_deadline_is_served(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    sandbox.begin("slow", {"seconds": 0.2})
    assert gateway.catalogue("test-1", make_wait(5)) is None


def test_failures_leave_no_socket_open(sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait) -> None:
    case, opened = sealed_case(sandbox.keys()), Path("/proc/self/fd")
    gateway.put_case(case, make_wait(5))
    before = len(list(opened.iterdir()))
    # A case that is held is answered by a closed department too.
    for name in sorted(FAILURES.keys() - {"department_trouble"}):
        for _ in range(3):
            sandbox.begin(name, times=1)
            with pytest.raises(PlatformFailure):
                gateway.put_case(case, make_wait(0.05))
    assert len(list(opened.iterdir())) <= before
