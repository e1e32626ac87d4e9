"""The ending of a case with a paper that follows later: what is missing, until when, where; never before a receipt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.case.kept import Fate
from kiosk.case_events import CaseNotReceived
from kiosk.effects import Job
from kiosk.steps import ending_parts
from kiosk.visit import InMatter
from kiosk.words import Text, text
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.papers import said
from tests.kiosk.session.pledging import ITEM, put_off
from tests.kiosk.session.test_pledges import kept

NOTICE = {"missing-until", "missing-late", "missing-at-a-terminal", "missing-at-a-window"}
BUREAU = text("authority-short", ITEM)


def submitted() -> Citizen:
    citizen = put_off()
    kept(citizen)
    citizen.kept()
    return citizen


def test_after_the_receipt_the_notice_comes_first() -> None:
    citizen = submitted()
    citizen.receipt()
    assert citizen.page == "ending"
    assert citizen.view.title == text("ending-missing-title", authority=BUREAU, count=1)
    assert {*NOTICE, "missing-now"} <= said(citizen)
    assert citizen.view.blocks[1].words == text("missing-now")
    assert [each.fate for each in citizen.session.matter.cases] == [Fate.MISSING]


def test_without_a_receipt_nobody_has_taken_anything_in() -> None:
    citizen = submitted()
    citizen.rings("receipt_wait")
    assert isinstance(citizen.view.title, Text)
    assert citizen.view.title.key == "ending-kept-title"
    assert {*NOTICE, "missing-then"} <= said(citizen)
    assert "missing-now" not in said(citizen)
    citizen.receipt()
    assert citizen.view.title == text("ending-missing-title", authority=BUREAU, count=1)


def test_nothing_follows_a_case_that_is_refused() -> None:
    citizen = submitted()
    case = citizen.session.matter.cases[0]
    citizen.happens(CaseNotReceived("visit-1", case.case_id, "service-withdrawn"))
    assert citizen.page == "ending"
    assert not NOTICE & said(citizen)


def test_the_slip_says_the_same() -> None:
    citizen = submitted()
    citizen.receipt()
    lines = citizen.last(Job).argument.lines
    labels = {line.label.key: line.value for line in lines if isinstance(line.label, Text)}
    assert labels["missing-last-day"] == text("missing-until", authority=BUREAU, days=8)
    assert labels["missing-late-label"] == text("material-payment-receipt-late", ITEM)
    assert "missing-where-label" in labels
    assert "missing-label" in labels


@pytest.mark.parametrize("missing", [True, False])
def test_a_part_of_a_bundle_says_what_it_lacks(missing: bool) -> None:
    citizen = submitted()
    citizen.receipt()
    assert isinstance(citizen.session, InMatter)
    matter = citizen.session.matter
    cases = tuple(replace(each, missing=each.missing if missing else ()) for each in matter.cases)

    session = citizen.session.with_matter(replace(matter, cases=cases))
    (part,) = ending_parts.blocks(session)
    assert isinstance(part.value, Text)
    assert isinstance(part.source, Text)
    assert part.value.key == ("part-missing" if missing else "part-handed-over")
    assert part.source.key == ("part-missing-note" if missing else "part-handed-over-note")
