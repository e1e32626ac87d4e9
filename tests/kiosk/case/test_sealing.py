"""A sealed case can be opened by the platform only, and only with its own header."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from kiosk.case.draft import Act, Draft, Evidence, Material, Person, Subject
from kiosk.case.ids import new_id
from kiosk.case.sealing import STANDALONE, CannotSeal, CaseRelation, relation_of, seal_case
from kiosk.platform.identity import BadSeal, unb64url, unseal
from kiosk.platform.records import MATERIAL_LARGEST, MATERIALS_MOST, CaseBody, material_info
from kiosk.platform.sandbox.keys import SEAL_PRIVATE, pins
from kiosk.platform.wire_types import SealedCase
from kiosk.scenario.leaks import encodings_of
from kiosk.signature import ALL_POINTS_MOST, POINTS_MOST, Signature
from tests.house.doors import ROOT

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


def test_integrators_are_told_every_member_of_a_sealed_case() -> None:
    body = CaseBody.model_validate_json(sealed().body)
    guide = (ROOT / "docs" / "platform.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| `.*?\|", guide, re.MULTILINE))))
    assert told == {*json.loads(unseal(unb64url(body.sealed), SEAL_PRIVATE, body.info())), "reason"}


def test_the_platform_reads_what_was_sealed() -> None:
    body = CaseBody.model_validate_json(sealed().body)
    content = json.loads(unseal(unb64url(body.sealed), SEAL_PRIVATE, body.info()))
    assert content["answers"] == {"phone": "19900000001"}
    assert content["applicant"]["name"] == NAME
    assert content["evidence"]["clock_quality"] == "synchronised"
    assert content["evidence"]["slip_number"] == "WT02-0001-AAAA-B"


def test_nothing_personal_is_in_clear_text() -> None:
    body = sealed().body
    for text in (NAME, NUMBER, "19900000001"):
        assert not any(trace in body for trace in encodings_of(text) if len(trace) > 5)


@pytest.mark.parametrize("field", ["case_id", "terminal", "slip_number", "item_id", "item_version", "sealed_at"])
def test_a_changed_header_does_not_open(field: str) -> None:
    body = CaseBody.model_validate_json(sealed().body)
    changed = body.model_copy(update={field: getattr(body, field)[:-1] + "9"})
    with pytest.raises(BadSeal):
        unseal(unb64url(changed.sealed), SEAL_PRIVATE, changed.info())


def test_the_same_case_sealed_twice_is_two_ciphertexts() -> None:
    assert sealed().body != sealed().body


@pytest.mark.parametrize("year", [2000, 2090])
def test_with_a_clock_that_cannot_be_right_nothing_is_sealed(year: int) -> None:
    with pytest.raises(CannotSeal, match="clock_impossible"):
        sealed(datetime(year, 1, 1, tzinfo=UTC))


def test_ids_sort_by_time_and_are_uuid_7() -> None:
    early, late = (new_id(datetime(2026, 11, 24, hour, tzinfo=UTC), lambda n: b"\xff" * n) for hour in (1, 2))
    assert early < late
    assert early[14] == "7"
    assert early[19] in "89ab"


PAPER = Material("household", "户口簿", "image/jpeg", b"what stands on it")


def sealed_with(*materials: Material, relation: CaseRelation = STANDALONE) -> SealedCase:
    return seal_case(
        replace(draft(), materials=materials),
        keys=pins(),
        case_id="0199f000-0000-7000-8000-000000000001",
        slip_number="WT02-0001-AAAA-B",
        sealed_at=NOW,
        clock_quality="synchronised",
        relation=relation,
    )


def test_materials_are_sealed_each_by_itself_and_named_by_the_case() -> None:
    case = sealed_with(PAPER, replace(PAPER, id="photo", content=b"another"))
    body = CaseBody.model_validate_json(case.body)
    assert [(each.sha256, each.size) for each in body.materials] == [(m.sha256, m.size) for m in case.materials]
    first = case.materials[0]
    assert unseal(first.body, SEAL_PRIVATE, material_info(case.case_id, 0, "image/jpeg")) == PAPER.content
    for info in (material_info(case.case_id, 1, "image/jpeg"), material_info("another", 0, "image/jpeg")):
        with pytest.raises(BadSeal):
            unseal(first.body, SEAL_PRIVATE, info)
    content = json.loads(unseal(unb64url(body.sealed), SEAL_PRIVATE, body.info()))
    assert [each["label"] for each in content["materials"]] == ["户口簿", "户口簿"]
    assert "户口簿".encode() not in case.body


@pytest.mark.parametrize(
    "change", [{"materials": ()}, {"application": "other"}, {"supersedes": None}, {"act": "apply"}]
)
def test_relations_in_the_header_cannot_be_changed(change: dict[str, object]) -> None:
    followed = ("0199f000-0000-7000-8000-000000000002", "0" * 64)
    case = sealed_with(PAPER, relation=CaseRelation("application-1", "amend", followed))
    body = CaseBody.model_validate_json(case.body)
    assert unseal(unb64url(body.sealed), SEAL_PRIVATE, body.info())
    changed = body.model_copy(update=change)
    with pytest.raises(BadSeal):
        unseal(unb64url(changed.sealed), SEAL_PRIVATE, changed.info())


def test_a_case_sealed_before_there_were_materials_still_opens() -> None:
    old = {
        "v": 1, "case_id": "0199f000-0000-7000-8000-000000000001", "terminal": "WT02", "slip_number": "WT02-1",
        "item_id": "item", "item_version": "1", "sealed_at": "2026-11-24T13:40:00.000+00:00", "key_id": "TEST-seal-1",
    }  # fmt: skip
    info = "\n".join(["yike case 1", *(str(value) for name, value in old.items() if name != "v")]).encode()
    assert CaseBody.model_validate({**old, "sealed": ""}).info() == info


def test_too_many_or_too_large_materials_are_not_sealed() -> None:
    with pytest.raises(CannotSeal, match="too_many_materials"):
        sealed_with(*[PAPER] * (MATERIALS_MOST + 1))
    with pytest.raises(CannotSeal, match="material_too_large"):
        sealed_with(replace(PAPER, content=bytes(MATERIAL_LARGEST)))


def test_the_largest_signature_is_sealed_and_leaves_room_for_the_answers() -> None:
    stroke = tuple((9_700 + n, 5_700 + n, 59_000 + n) for n in range(POINTS_MOST))
    written = Signature("signed", (stroke,) * (ALL_POINTS_MOST // POINTS_MOST + 1), 248, 149)
    case = seal_case(
        replace(draft(phone="19900000001"), signature=written),
        keys=pins(),
        case_id=new_id(NOW, lambda n: bytes(n)),
        slip_number="WT02-0001-AAAA-B",
        sealed_at=NOW,
        clock_quality="synchronised",
    )
    assert len(case.body) < 140_000
    body = CaseBody.model_validate_json(case.body)
    content = json.loads(unseal(unb64url(body.sealed), SEAL_PRIVATE, body.info()))["signature"]
    assert content["strokes"][0][0] == [9_700, 5_700, 59_000]
    assert (content["way"], content["width_mm"], content["height_mm"]) == ("signed", 248, 149)


@pytest.mark.parametrize("act", [each for each in get_args(Act) if each != "apply"])
def test_a_draft_with_a_subject_follows_it_within_its_application(act: Act) -> None:
    about = Subject(act, "00000000-0000-7000-8000-000000000001", "0" * 64, "application-1")
    relation = relation_of(replace(draft(), subject=about), "application-2")
    assert relation == CaseRelation("application-1", act, (about.case_id, about.digest))
    case = seal_case(
        replace(draft(), subject=about), keys=pins(), case_id=new_id(NOW, lambda n: bytes(n)),
        slip_number="WT02-0001-AAAA-B", sealed_at=NOW, clock_quality="synchronised", relation=relation,
    )  # fmt: skip
    body = CaseBody.model_validate_json(case.body)
    assert body.supersedes is not None
    assert (body.act, body.supersedes.case_id) == (act, about.case_id)
    assert "subject" not in json.loads(unseal(unb64url(body.sealed), SEAL_PRIVATE, body.info()))


def test_without_a_subject_a_draft_is_an_application_and_an_unknown_act_is_refused() -> None:
    assert relation_of(draft(), "application-2") == CaseRelation("application-2")
    assert relation_of(replace(draft(), subject=Subject("dispute")), "a") == CaseRelation("a", "dispute")
