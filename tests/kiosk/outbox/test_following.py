"""A case that follows one which is still here is sent after it, whatever either is answered, and across restarts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from devices import FakeClock
from kiosk.case.kept_here import KeptState
from kiosk.outbox.holdings import find, requeue
from kiosk.outbox.kept_cases import kept_cases
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.states import DEPARTMENT_CLOSED
from kiosk.platform.gateway import UNLIMITED_ADMISSION, FailureKind, PlatformFailure
from kiosk.platform.wire_types import HeldCase, SealedCase
from tests.kiosk.outbox.cases import NOW, case, held
from tests.kiosk.outbox.test_courier import Scripted, courier

FIRST = replace(case("first", json.dumps({"application": "one", "sealed": ""}).encode()), slip_number="S-1")
BEHIND = replace(case("behind", b"{}"), slip_number="S-2", follows="first")


SAMPLE = (
    (FailureKind.OFFLINE, ""),
    (FailureKind.IDENTITY, ""),
    (FailureKind.BROKEN, ""),
    (FailureKind.REFUSED, ""),
    (FailureKind.REFUSED, DEPARTMENT_CLOSED),
)
"""A failure for each state that an entry can be left in."""


def keep(folder: Path, *cases: SealedCase) -> Outbox:
    outbox = Outbox.open(folder, FakeClock(NOW))
    for each in cases:
        outbox.keep([each])
    return outbox


@pytest.mark.parametrize("failure", SAMPLE, ids=lambda key: "-".join(filter(None, map(str, key))))
def test_it_is_sent_after_the_case_that_it_follows(failure: tuple[FailureKind, str], tmp_path: Path) -> None:
    clock = FakeClock(NOW)
    keep(tmp_path, FIRST, BEHIND).close()
    seen: list[str] = []

    def reply(sealed: SealedCase, number: int) -> HeldCase:
        seen.append(sealed.case_id)
        if sealed.case_id == "first" and number < 3:
            raise PlatformFailure(*failure)
        return held(sealed)

    with courier(tmp_path, clock, Scripted(clock, reply)) as (outbox, made, _):
        for _ in range(40):
            made.record_admission(UNLIMITED_ADMISSION)
            clock.advance(60)
            entry = find(outbox, "first")
            if entry is not None and entry.state == "quarantined":
                assert "behind" not in seen, "it waits for a technician with its case"
                requeue(outbox, entry)
                made.nudge()
        clock.settle()
    assert seen == ["first"] * 3 + ["behind"]


def test_nothing_else_waits_for_it_and_a_case_of_another_time_is_followed_at_once(tmp_path: Path) -> None:
    outbox = keep(tmp_path, FIRST, BEHIND, case("other"), replace(case("late"), follows="long-gone"))
    assert [entry.id for entry in outbox.due()] == ["first", "other", "late"]
    outbox.close()


def test_what_is_here_of_a_slip_number_is_found_with_its_state(tmp_path: Path) -> None:
    outbox = keep(tmp_path, FIRST, replace(case("second"), slip_number="S-1"))
    ((one, two), numbers) = kept_cases(outbox.store, "S-1")
    assert (one.case_id, one.application, one.digest, one.tried, one.followed) == (
        "first",
        "one",
        FIRST.digest,
        False,
        False,
    )
    assert (two.state, two.application, numbers) == (KeptState.KEPT, "", frozenset())
    outbox.mark_sending(1)
    outbox.keep([BEHIND])
    ((one, two), _) = kept_cases(outbox.store, "S-1")
    assert (one.state, one.tried, one.followed, two.followed) == (KeptState.SENDING, True, True, False)
    assert kept_cases(outbox.store, "S-2")[0] == (one,), "the slip of a withdrawal shows what is withdrawn"
    outbox.record_receipts(1, held(FIRST))
    outbox.mark_sending(2)
    outbox.mark_quarantined(2, "service-withdrawn")
    ((two,), numbers) = kept_cases(outbox.store, "S-1")
    assert (two.case_id, two.state, numbers) == ("second", KeptState.REFUSED, frozenset({"3301-first"}))
    assert kept_cases(outbox.store, "S-9") == ((), frozenset())
    outbox.close()
