"""The bounds of the answer about mandates, and the files that the sandbox reads them from."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from kiosk.platform.gateway import FailureKind, PlatformFailure, Question
from kiosk.platform.held_papers import holder_of
from kiosk.platform.mandate_records import MandatesAnswer
from kiosk.platform.mandates import MandateState
from kiosk.platform.sandbox.mandate_rows import load_mandates
from kiosk.platform.sandbox.registers import load
from kiosk.platform.sandbox.shared_registers import load_shared
from kiosk.vocabulary.facts import WITH_MANDATE
from tests.frozen import SHIPPED

ROW: dict[str, Any] = {"kind": "ward", "token": "token-0001", "name": "孙＊＊", "scopes": {}, "state": "valid"}
COMPANY = ROW | {"kind": "company", "name": "样例公司", "code": "91990101MA0000001Y"}
QUESTION = Question("mandates", "", "v1", "", {"number": "99x"}, {"kinds": ("ward",)})


def answered(*rows: dict[str, Any], visit: str = "v1") -> MandatesAnswer:
    return MandatesAnswer.model_validate_json(json.dumps({"holder": holder_of(visit, "99X"), "mandates": rows}))


def test_an_answer_is_taken_for_its_person_and_kinds_alone() -> None:
    assert answered(ROW).answer_to(QUESTION).mandates[0].token == "token-0001"
    for wrong, kind, reason in (
        (answered(ROW, visit="v2"), FailureKind.NOT_THE_PLATFORM, "other-person"),
        (answered(COMPANY), FailureKind.BROKEN, "other-mandates"),
        (answered(ROW, ROW), FailureKind.BROKEN, "mandate-twice"),
    ):
        with pytest.raises(PlatformFailure) as caught:
            wrong.answer_to(QUESTION)
        assert (caught.value.kind, caught.value.reason) == (kind, reason)


@pytest.mark.parametrize(
    "row",
    [
        COMPANY | {"code": "91990101MA0000001X"}, COMPANY | {"code": ""}, ROW | {"code": COMPANY["code"]},
        ROW | {"state": "perhaps"}, ROW | {"token": "short"}, ROW | {"name": ""}, ROW | {"until": "soon"},
        ROW | {"scopes": {f"l{n}": "x" for n in range(21)}},
    ],
    ids=lambda row: json.dumps({k: v for k, v in row.items() if ROW.get(k) != v})[:60],
)  # fmt: skip
def test_a_mandate_beyond_its_bounds_is_no_answer(row: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        answered(row)


def test_at_most_fifty_are_taken() -> None:
    with pytest.raises(ValidationError):
        answered(*[ROW | {"token": f"token-{n:04d}"} for n in range(51)])


@pytest.mark.parametrize(
    ("until", "state", "day", "held"),
    [
        (None, "valid", date(2026, 11, 24), MandateState.VALID),
        ("2026-11-24", "valid", date(2026, 11, 24), MandateState.VALID),
        ("2026-11-23", "valid", date(2026, 11, 24), MandateState.EXPIRED),
        ("2026-11-23", "revoked", date(2026, 11, 24), MandateState.REVOKED),
        ("2026-11-23", "valid", None, MandateState.VALID),
    ],
)
def test_a_mandate_holds_to_its_last_day(until: str | None, state: str, day: date | None, held: MandateState) -> None:
    (one,) = answered(ROW | {"until": until, "state": state}).answer().mandates
    assert one.on(day) is held


def test_the_shipped_mandates_are_of_known_people_and_companies() -> None:
    rows = load_mandates(SHIPPED / "departments")
    ids = {person.key for person in load(SHIPPED / "people.toml").people.values()}
    companies = load_shared(SHIPPED / "departments")["company"].entries
    assert {each.agent for each in rows} <= ids
    assert {each.principal for each in rows} <= ids | companies.keys()
    assert {each.kind for each in rows} == set(WITH_MANDATE)
    assert len({each.token for each in rows}) == len(rows)


def test_a_wrong_file_of_mandates_is_named(tmp_path: Path) -> None:
    (tmp_path / "police").mkdir()
    (tmp_path / "police" / "mandates.toml").write_text('[[mandate]]\nkind = "king"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"mandates\.toml: "):
        load_mandates(tmp_path)
