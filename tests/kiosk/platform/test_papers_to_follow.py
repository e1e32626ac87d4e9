"""Papers that follow later and pledges at the platform: what a case owes, until when, and what fills it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from kiosk.platform.sandbox import cases, papers_to_follow
from kiosk.platform.sandbox.authentication import AuthenticatedRequest
from kiosk.platform.sandbox.problems import Refusal
from tests.kiosk.platform.case_world import LI, Caller, World, rule

PLEDGE = {"version": "2026.1", "text": ["pledge-1"], "proxy": False}
MATERIALS = [
    {"id": "lease", "forms": ["original", "copy"], "ways": ["scan", "later"], "later": {"number": 8}},
    {"id": "photo", "forms": ["original"], "ways": ["photo", "pledge"], "pledge": PLEDGE},
]
ITEM = {"materials": MATERIALS}
LATER = {"id": "lease", "way": "later", "grade": "", "reference": "", "pages": []}
PLEDGED = {"id": "photo", "way": "pledge", "grade": "D", "reference": "2026.1", "pages": []}
SCANNED = {"id": "lease", "way": "scan", "grade": "C", "reference": "", "pages": ["0" * 64]}
BARRED = "990102194209150030"


def world(tmp_path: Path, *rules: dict[str, Any]) -> World:
    made = World(tmp_path, list(rules))
    published = made.sandbox.published
    items = {"allowance": {**published.items["allowance"], "materials": MATERIALS}}
    made.sandbox.published = replace(published, items=items)
    return made


def test_a_case_with_a_paper_to_follow_is_taken_in_and_says_what_is_missing_until_when(tmp_path: Path) -> None:
    here = world(tmp_path, rule({"after": "1d", "state": "granted"}))
    here.case(handed=[LATER, PLEDGED])
    (shown,) = here.by_slip("S-1")
    assert [each["state"] for each in here.listed()[0]["moments"]] == ["received", "accepted", "correction"]
    assert (shown["state"], shown["deadline"], shown["actions"]) == ("correction", "2026-12-04", ["correct"])
    assert [each["id"] for each in shown["missing"]] == ["lease"]
    assert shown["missing"][0]["forms"] == ["original", "copy"]
    assert all(shown[each] for each in ("case_id", "digest", "item_id"))
    assert "person" not in shown
    elsewhere = cast(AuthenticatedRequest, Caller(here.sandbox, "ANOTHER"))
    assert cases.by_slip(elsewhere, "S-1") == [shown], "any terminal is told the same"


def test_a_supplement_without_the_person_fills_what_is_missing(tmp_path: Path) -> None:
    here = world(tmp_path, rule({"after": "1d", "state": "granted"}))
    case = here.case(handed=[LATER])
    here.case("supplement", case, person="", handed=[])
    assert here.listed()[0]["state"] == "correction", "it had no paper"
    here.case("supplement", case, person="", handed=[SCANNED])
    assert here.listed()[0]["state"] == "under_review"
    here.wait(days=1)
    assert here.listed()[0]["state"] == "granted"
    (shown,) = here.by_slip("S-3")
    assert shown["slip_number"] == "S-1", "the slip of the supplement leads to the case that it fills"


def test_papers_that_do_not_come_in_time_end_the_application(tmp_path: Path) -> None:
    here = world(tmp_path)
    case = here.case(handed=[LATER])
    here.wait(days=10)
    assert here.by_slip("S-1")[0]["state"] == "correction", "the last day is not over"
    here.wait(days=1)
    (shown,) = here.by_slip("S-1")
    assert (shown["state"], shown["deadline"], shown["actions"]) == ("withdrawn", "2026-12-04", [])
    assert "missing" not in shown
    assert here.listed()[0]["since"] == "2026-12-04T16:00:00.000Z", "since the day was over, whoever looks when"
    with pytest.raises(Refusal, match="superseded"):
        here.case("supplement", case, person="", handed=[SCANNED])


def test_a_pledge_of_a_barred_person_is_taken_in_and_the_proof_asked_for(tmp_path: Path) -> None:
    here = world(tmp_path)
    here.case(person=BARRED, handed=[PLEDGED])
    (shown,) = here.listed(BARRED)
    assert [each["id"] for each in shown["missing"]] == ["photo"]
    assert shown["missing"][0]["words"] == dict(papers_to_follow.NOT_TAKEN)
    here.case(person=LI, handed=[PLEDGED])
    assert here.listed(LI)[0]["state"] == "received"


UNFIT: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "another grade": ({**PLEDGED, "grade": "C"}, {}),
    "no such way": ({**LATER, "id": "photo"}, {}),
    "no such material": ({**LATER, "id": "other"}, {}),
    "another text": ({**PLEDGED, "reference": "2025.1"}, {}),
    "by proxy": (PLEDGED, {"helper": {"number": BARRED}}),
    "a scan of grade A": ({**SCANNED, "grade": "A"}, {}),
}


@pytest.mark.parametrize("name", UNFIT)
def test_what_the_item_does_not_allow_is_not_taken_in(name: str) -> None:
    paper, more = UNFIT[name]
    assert papers_to_follow.unfit({"handed": [SCANNED, paper], **more}, ITEM) == ["/handed/1"]


def test_what_the_item_allows_is_taken_in() -> None:
    assert papers_to_follow.unfit({"handed": [LATER, PLEDGED], "helper": None}, ITEM) == []
    by_proxy = {"materials": [{**MATERIALS[1], "pledge": {**PLEDGE, "proxy": True}}]}
    assert papers_to_follow.unfit({"handed": [PLEDGED], "helper": {"number": BARRED}}, by_proxy) == []
