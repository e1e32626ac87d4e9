"""The answer about held papers: its bounds, which papers are usable, and whose answer it is."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from kiosk.platform.gateway import FailureKind, PlatformFailure, Question
from kiosk.platform.held_papers import HeldPaper, HeldPapers, holder_of
from kiosk.platform.paper_records import HeldPapersAnswer
from kiosk.platform.sandbox.held_papers import FAULTS, load_papers
from kiosk.platform.sandbox.misfortunes import PAPERS_KINDS
from kiosk.platform.sandbox.registers import load
from tests.frozen import SHIPPED

DAY = date(2026, 11, 24)
ROW: dict[str, Any] = {
    "paper": "lease",
    "way": "earlier",
    "reference": "case-lease-1",
    "titles": {"en": "Lease"},
    "offices": {"en": "Police"},
    "dated": "2026-03-01",
    "valid_until": None,
    "pages": 6,
}


def answered(*rows: dict[str, Any], visit: str = "v1", number: str = "99X") -> HeldPapersAnswer:
    body = json.dumps({"holder": holder_of(visit, number), "papers": rows})
    return HeldPapersAnswer.model_validate_json(body)


def question(number: str = "99x", *kinds: str) -> Question:
    return Question("papers", "", "v1", "papers", {"number": number}, {"kinds": kinds or ("lease",)})


@pytest.mark.parametrize(
    "change",
    [
        {"way": "scan"}, {"reference": "short"}, {"reference": "r" * 65}, {"reference": "with a blank"},
        {"pages": 0}, {"pages": 1001}, {"dated": "2026-02-30"}, {"valid_until": "soon"},
        {"titles": {f"l{n}": "t" for n in range(21)}}, {"paper": "k" * 101}, {"paper": "line\nline"},
    ],
    ids=str,
)  # fmt: skip
def test_a_paper_beyond_its_bounds_is_no_answer(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        answered(ROW | change)


def test_at_most_fifty_are_taken() -> None:
    rows = [ROW | {"reference": f"case-{n:04d}"} for n in range(51)]
    assert len(answered(*rows[:50]).answer().papers) == 50
    with pytest.raises(ValidationError):
        answered(*rows)


def test_an_answer_is_taken_for_its_visit_person_and_kinds_alone() -> None:
    assert answered(ROW).answer_to(question()).papers[0].reference == "case-lease-1"
    for wrong, kind, reason in (
        (answered(ROW, visit="v2"), FailureKind.NOT_THE_PLATFORM, "other-person"),
        (answered(ROW, number="98X"), FailureKind.NOT_THE_PLATFORM, "other-person"),
        (answered(ROW | {"paper": "id-card"}), FailureKind.BROKEN, "other-papers"),
        (answered(ROW, ROW), FailureKind.BROKEN, "paper-twice"),
    ):
        with pytest.raises(PlatformFailure) as caught:
            wrong.answer_to(question())
        assert (caught.value.kind, caught.value.reason) == (kind, reason)


def test_a_number_or_reference_is_in_no_text_of_an_answer() -> None:
    assert "case-lease-1" not in repr(answered(ROW))


def held(paper: str = "lease", way: Any = "earlier", valid_until: str = "") -> HeldPaper:
    return HeldPaper(paper, way, f"{paper}-{way}", {}, {}, "2020-01-01", valid_until, 1)


@pytest.mark.parametrize(
    ("valid_until", "day", "usable"),
    [
        ("", DAY, True), ("", None, True), ("2026-11-24", DAY, True), ("2026-11-23", DAY, False),
        ("2099-01-01", None, False),
    ],
)  # fmt: skip
def test_a_paper_is_usable_to_its_last_day(valid_until: str, day: date | None, usable: bool) -> None:
    answer = HeldPapers((held(valid_until=valid_until),))
    assert (answer.usable("lease", ("earlier",), day) == answer.papers) is usable


def test_a_paper_is_usable_by_the_ways_of_its_material() -> None:
    answer = HeldPapers((held(), held(way="licence"), held("id-card")))
    assert answer.usable("lease", ("scan", "licence"), DAY) == (answer.papers[1],)
    assert answer.usable("lease", ("scan", "phone"), DAY) == ()


def test_every_kind_of_wrong_papers_is_made() -> None:
    assert set(FAULTS) - {""} == PAPERS_KINDS


def test_every_paper_on_record_is_of_a_kind_that_a_department_has() -> None:
    kinds = load_papers(SHIPPED / "departments")
    on_record = [each for person in load(SHIPPED / "people.toml").people.values() for each in person.entry.papers]
    assert {each.paper for each in on_record} <= kinds.keys()
    assert len({each.reference for each in on_record}) == len(on_record)
    assert all({"zh-CN", "en"} <= kind.titles.keys() & kind.offices.keys() for kind in kinds.values())


def test_a_wrong_file_of_papers_is_named(tmp_path: Path) -> None:
    (tmp_path / "police").mkdir()
    (tmp_path / "police" / "papers.toml").write_text("[lease]\ntitles = {}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"papers\.toml: "):
        load_papers(tmp_path)
