"""Papers handed in later by slip number at any terminal: what is missing and until when, and a case that follows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.case.slip_number import new_slip_number
from kiosk.case_events import CaseNotReceived, Kept, KeptCase, ReceiptCame
from kiosk.effects import Ask, Job, Keep
from kiosk.platform.listing import CaseAction, CaseProgress, Cases, CaseState, MissingPaper
from kiosk.words import Text, text
from tests.frozen import with_pledges
from tests.kiosk.session.case_samples import IDS, case_in
from tests.kiosk.session.citizen import NOW, Citizen
from tests.kiosk.session.papers import choices, equipped, glances, said, scan, scans
from tests.kiosk.session.pledging import ITEM

SLIP = new_slip_number("WT02", 1, lambda below: 0)
RECEIPT = MissingPaper("payment-receipt", {"en": "Receipt", "zh-CN": "社保缴费凭证"}, ("original", "copy"))
PROOF = MissingPaper("work-proof", {}, (), {"en": "please give the proof", "zh-CN": "请交证明"})


def waits(*missing: MissingPaper, **detail: Any) -> CaseProgress:
    """A case that waits for papers, as a slip number alone shows it."""
    told: dict[str, Any] = {
        "missing": missing,
        "deadline": "2026-12-04",
        "stopped_since": None,
        "offices": {},
        "moments": (),
    }
    told |= {"actions": frozenset({CaseAction.CORRECT})}
    return replace(case_in(CaseState.CORRECTION, item_id=ITEM, **{**told, **detail}), case_number="")


def by_slip(*found: CaseProgress) -> Citizen:
    citizen = Citizen(equipped(), items=with_pledges())
    citizen.touch("item:hand-in", "continue")
    assert citizen.page == "notice"
    citizen.touch("continue")
    assert citizen.page == "way/slip", "nothing is chosen and no card read"
    citizen.types("slip", SLIP)
    citizen.touch("continue")
    citizen.answers("by_slip", Cases(found))
    return citizen


def handed_in(citizen: Citizen) -> Keep:
    citizen.touch("correct", "way:scan")
    scans(citizen, scan(1))
    citizen.touch("continue", "continue")
    glances(citizen, True)
    assert citizen.page == "submit"
    keep: Keep = citizen.last(Keep)
    citizen.happens(Kept("visit-1", keep.number, (KeptCase("case-2", "WT02-0002-AAAA-B", NOW, ITEM),), "one"))
    return keep


def test_a_slip_number_shows_what_is_missing_until_when_and_nothing_else() -> None:
    citizen = by_slip(waits(RECEIPT))
    assert (citizen.page, citizen.view.title) == (
        "progress", text("progress-missing-of", name=text("progress-this"), count=1)
    )  # fmt: skip
    assert {"progress-missing-all", "progress-deadline"} <= said(citizen)
    assert not {"progress-office", "progress-by-slip", "case-number-label"} & said(citizen)
    assert citizen.view.actions.right is not None
    assert citizen.view.actions.right.key == "correct"


def test_the_papers_become_a_case_that_follows_without_a_person() -> None:
    citizen = by_slip(waits(RECEIPT))
    keep = handed_in(citizen)
    (draft,) = keep.drafts
    assert keep.shown.keys() == {"guide", "notice"}, "which words were shown before"
    assert draft.subject is not None
    assert (draft.subject.act, draft.subject.case_id, draft.subject.digest) == ("supplement", IDS[0], f"{1:064x}")
    assert (draft.applicant, draft.helper, dict(draft.answers)) == (None, None, {})
    assert [(each.material, each.way) for each in draft.handed] == [("payment-receipt", "scan")]
    citizen.happens(ReceiptCame("visit-1", "case-2", "3301-0002", NOW))
    bureau = text("authority-short", ITEM)
    assert citizen.view.title == text("ending-follow-handed-over-title", what=text("act-supplement"), authority=bureau)
    assert "missing-until" not in said(citizen)
    labels = {line.label.key for line in citizen.last(Job).argument.lines if isinstance(line.label, Text)}
    assert "person-applicant" not in labels


def test_only_what_is_missing_is_handed_in_and_nothing_is_asked_of_a_register() -> None:
    citizen = by_slip(waits(RECEIPT, PROOF))
    citizen.touch("correct")
    assert citizen.view.title == text("materials-title", count=2, missing=2)
    assert citizen.last(Ask).question.name == "case.by_slip"
    assert {"way:scan", "way:phone"} == choices(citizen).keys(), "neither pledged nor put off once more"
    citizen.touch_in_vain("way:later")
    citizen.touch("material:payment-receipt")
    citizen.touch_in_vain("way:pledge")


def test_what_is_refused_says_so_and_whom_to_call() -> None:
    citizen = by_slip(waits(RECEIPT))
    handed_in(citizen)
    citizen.happens(CaseNotReceived("visit-1", "case-2", "superseded"))
    assert citizen.page == "ending"
    assert isinstance(citizen.view.title, Text)
    assert citizen.view.title.key == "ending-follow-refused-title"
    assert isinstance(citizen.view.lead, Text)
    assert citizen.view.lead.key == "ending-follow-refused-lead"


BARE: dict[str, Any] = {"missing": (), "offices": {}, "moments": (), "actions": frozenset()}


@pytest.mark.parametrize(
    ("case", "title", "lead"),
    [
        (case_in(CaseState.UNDER_REVIEW, item_id="", **BARE), "progress-state-of", "progress-nothing-missing"),
        (case_in(CaseState.GRANTED, item_id="", **BARE), "progress-state-of", "progress-nothing-missing"),
        (case_in(CaseState.WITHDRAWN, item_id="", **BARE), "progress-state-of", "progress-nothing-missing"),
        (
            case_in(CaseState.WITHDRAWN, item_id="", deadline="2026-12-04", **BARE),
            "progress-expired-of", "progress-expired-lead",
        ),
    ],
    ids=["handed in already", "decided", "withdrawn", "too late"],
)  # fmt: skip
def test_where_nothing_can_be_handed_in_the_page_says_why(case: CaseProgress, title: str, lead: str) -> None:
    citizen = by_slip(case)
    assert isinstance(citizen.view.title, Text)
    assert isinstance(citizen.view.lead, Text)
    assert (citizen.view.title.key, citizen.view.lead.key) == (title, lead)
    assert citizen.view.actions.right is not None
    assert citizen.view.actions.right.key == "continue"


def test_a_wrong_slip_number_is_found_nowhere() -> None:
    citizen = by_slip()
    assert citizen.page == "way/slip"
    assert citizen.session.wrong["slip"] == text("slip-unknown")


@pytest.mark.parametrize(
    "case",
    [waits(RECEIPT, MissingPaper("unheard-of", {"en": "Another"}, ())), waits(RECEIPT, case_id="", digest="")],
    ids=["a paper that this terminal does not know", "no case to follow"],
)
def test_what_cannot_be_handed_in_here_says_whom_to_ask(case: CaseProgress) -> None:
    citizen = by_slip(case)
    assert "progress-correct-elsewhere" in said(citizen)
    citizen.touch_in_vain("correct")
