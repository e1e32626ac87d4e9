"""A sealed case opens for the platform alone, under its own header alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from kiosk.case.draft import Draft, Evidence, Person
from kiosk.case.ids import new_id
from kiosk.case.sealing import CannotSeal, seal_case
from kiosk.platform.carried import SealedCase
from kiosk.platform.identity import BadSeal, unb64url, unseal
from kiosk.platform.records import CaseBody
from kiosk.platform.sandbox.keys import SEAL_PRIVATE, pins
from kiosk.scenario.leaks import traces_of

NOW = datetime(2026, 11, 24, 13, 40, tzinfo=UTC)
NAME, NUMBER = "哨兵甲乙", "990101198001010011"


def draft(**answers: str) -> Draft:
    evidence = Evidence("item", "1", "1", "v", {"notice": "ab"}, "zh-CN", (), "self", "", (), "WT02", "visit")
    return Draft("item", "code", Person(NUMBER, NAME, "resident", "card", "chip", True), None, answers, evidence)


def sealed(at: datetime = NOW) -> SealedCase:
    return seal_case(
        draft(phone="19900000001"),
        keys=pins(),
        case_id=new_id(at, lambda n: bytes(n)),
        slip_number="WT02-0001-AAAA-B",
        sealed_at=at,
        clock_quality="synchronised",
    )


def test_the_platform_reads_what_was_sealed() -> None:
    body = CaseBody.model_validate_json(sealed().body)
    content = json.loads(unseal(unb64url(body.sealed), SEAL_PRIVATE, body.info()))
    assert content["answers"] == {"phone": "19900000001"}
    assert content["applicant"]["name"] == NAME
    assert content["evidence"]["clock_quality"] == "synchronised"
    assert content["evidence"]["slip_number"] == "WT02-0001-AAAA-B"


def test_nothing_personal_stands_in_the_clear() -> None:
    body = sealed().body
    for text in (NAME, NUMBER, "19900000001"):
        assert not any(trace in body for trace in traces_of(text) if len(trace) > 5)


@pytest.mark.parametrize("field", ["case_id", "terminal", "slip_number", "item_id", "item_version", "sealed_at"])
def test_a_changed_header_does_not_open(field: str) -> None:
    body = CaseBody.model_validate_json(sealed().body)
    changed = body.model_copy(update={field: getattr(body, field)[:-1] + "9"})
    with pytest.raises(BadSeal):
        unseal(unb64url(changed.sealed), SEAL_PRIVATE, changed.info())


def test_the_same_case_sealed_twice_is_two_ciphertexts() -> None:
    assert sealed().body != sealed().body


def test_a_clock_that_lost_its_battery_seals_nothing() -> None:
    with pytest.raises(CannotSeal, match="clock_before_build"):
        sealed(datetime(2000, 1, 1, tzinfo=UTC))


def test_ids_sort_by_time_and_are_uuid_7() -> None:
    early, late = (new_id(datetime(2026, 11, 24, hour, tzinfo=UTC), lambda n: b"\xff" * n) for hour in (1, 2))
    assert early < late
    assert early[14] == "7"
    assert early[19] in "89ab"
