"""The registers of the sandbox's departments, and the bounds of their answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from kiosk.platform.gateway import FailureKind, PlatformFailure, Question
from kiosk.platform.register_records import RegistersAnswer
from kiosk.platform.registers import subject_of
from kiosk.platform.sandbox.misfortunes import REGISTERS_KINDS
from kiosk.platform.sandbox.registers import load
from kiosk.platform.sandbox.shared_registers import FAULTS, load_shared
from tests.frozen import SHIPPED

ENTRY: dict[str, Any] = {
    "register": "pension",
    "offices": {"en": "Pensions"},
    "as_of": "2026-06-30",
    "values": {"account": "62"},
}


def answered(*entries: dict[str, Any], visit: str = "v1", subject: str = "99X") -> RegistersAnswer:
    body = json.dumps({"holder": subject_of(visit, subject, ""), "entries": entries})
    return RegistersAnswer.model_validate_json(body)


def question(principal: str = "") -> Question:
    wanted = [{"register": "pension", "fields": ["account", "scheme"], "purpose": "p"}]
    more = {"principal": principal} if principal else {}
    return Question("registers", "", "v1", "p", {"number": "99x"}, {"wanted": wanted, **more})


def test_an_answer_is_taken_for_its_visit_subject_and_fields_alone() -> None:
    assert answered(ENTRY).answer_to(question()).entries[0].values == {"account": "62"}
    assert answered(ENTRY, subject="mandate-0001").answer_to(question("mandate-0001")).entries
    for wrong, kind, reason in (
        (answered(ENTRY, visit="v2"), FailureKind.NOT_THE_PLATFORM, "other-person"),
        (answered(ENTRY, subject="98X"), FailureKind.NOT_THE_PLATFORM, "other-person"),
        (answered(ENTRY, subject="mandate-0001"), FailureKind.NOT_THE_PLATFORM, "other-person"),
        (answered(ENTRY, ENTRY), FailureKind.BROKEN, "register-twice"),
        (answered(ENTRY | {"values": {"balance": "1"}}), FailureKind.BROKEN, "other-fields"),
        (answered(ENTRY | {"register": "tax", "values": {}}), FailureKind.BROKEN, "other-registers"),
    ):
        with pytest.raises(PlatformFailure) as caught:
            wrong.answer_to(question())
        assert (caught.value.kind, caught.value.reason) == (kind, reason)


@pytest.mark.parametrize(
    "change",
    [
        {"as_of": "yesterday"}, {"values": {f"f{n}": "x" for n in range(51)}}, {"values": {"account": "x" * 501}},
        {"values": {"account": "a\nb"}}, {"register": "r" * 101}, {"offices": {f"l{n}": "o" for n in range(21)}},
    ],
    ids=str,
)  # fmt: skip
def test_an_entry_beyond_its_bounds_is_no_answer(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        answered(ENTRY | change)


def test_at_most_ten_registers_answer_and_no_value_is_in_any_text() -> None:
    with pytest.raises(ValidationError):
        answered(*[ENTRY | {"register": f"r{n}"} for n in range(11)])
    assert "62" not in repr(answered(ENTRY).answer())


def test_every_kind_of_wrong_registers_is_made() -> None:
    assert set(FAULTS) - {""} == REGISTERS_KINDS


def test_the_shipped_registers_are_of_known_people_and_codes() -> None:
    people = load(SHIPPED / "people.toml")
    shared = load_shared(SHIPPED / "departments")
    assert {"population", "pension", "company"} <= shared.keys()
    ids = {person.key for person in people.people.values()}
    assert {key for each in shared.values() for key in each.entries if len(key) != 18} <= ids
    li = next(person for person in people.people.values() if person.key == "li_adult")
    assert shared["population"].values(people, li.number)["name"] == li.name
    assert shared["population"].values(people, "990101197001010000") == {}


def test_a_wrong_file_of_a_register_is_named(tmp_path: Path) -> None:
    (tmp_path / "police").mkdir()
    (tmp_path / "police" / "registers.toml").write_text("[population]\noffices = {}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"registers\.toml: "):
        load_shared(tmp_path)
