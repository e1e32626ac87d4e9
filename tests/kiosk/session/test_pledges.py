"""A pledge in place of a paper, and a paper that follows later: free choices, the very words, and the case."""

from __future__ import annotations

import pytest

from kiosk.catalogue.pledges import LINES
from kiosk.effects import Keep
from kiosk.platform.gateway import FailureKind
from kiosk.steps.materials_state import MaterialsState
from kiosk.visit import InMatter
from kiosk.words import Text, text
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.papers import choices, forgotten, glances, handed, said, scan, scans
from tests.kiosk.session.pledging import at_choice, at_papers, pledged, put_off


def kept(citizen: Citizen) -> Keep:
    while citizen.page != "submit":
        if citizen.page == "materials/glass":
            glances(citizen, True)
        else:
            citizen.touch("declare" if citizen.page == "declare" else "continue")
    keep: Keep = citizen.last(Keep)
    return keep


def test_both_ways_are_equal_and_nothing_is_chosen_beforehand() -> None:
    citizen = at_choice()
    both = citizen.view.choices
    assert [each.key for each in both] == ["give:pledge", "give:proof"]
    assert {(each.enabled, each.chosen, each.main) for each in both} == {(True, None, False)}
    assert citizen.view.actions.right is None
    assert {f"pledge-work-proof-{line}" for line in LINES} | {"pledge-withdraw-decided"} <= said(citizen)


def test_a_pledge_is_given_by_its_own_button_after_its_full_text() -> None:
    citizen = at_choice()
    citizen.touch("give:pledge")
    assert citizen.page == "materials/pledge/text"
    assert {f"pledge-work-{n}" for n in range(1, 6)} <= said(citizen)
    citizen.touch("back")
    assert citizen.page == "materials/pledge"
    citizen.touch("give:pledge", "pledge")
    assert (citizen.page, handed(citizen)) == ("materials", ["licence", "pledge"])
    assert "handed-pledge" in said(citizen)


def test_the_case_says_which_text_was_pledged_and_has_the_digest_of_its_words() -> None:
    keep = kept(put_off())
    papers = {each.material: each for each in keep.drafts[0].handed}
    assert [(each.way, each.grade, each.reference) for each in papers.values()] == [
        ("licence", "A", "reference-0001"), ("pledge", "D", "2026.1"), ("later", "", ""),
    ]  # fmt: skip
    words = {each.key for each in keep.shown["pledge-work-proof"].words if isinstance(each, Text)}
    assert {"pledge-work-proof-title", "pledge-work-1", "pledge-work-5"} <= words


def test_a_pledge_is_taken_back_before_submitting() -> None:
    citizen = pledged()
    citizen.touch("material:work-proof")
    assert "pledge-work-1" in said(citizen)
    citizen.touch("take-back")
    assert "handed-pledge" not in said(citizen)
    assert "way:pledge" in choices(citizen)
    citizen.touch("way:pledge", "give:proof", "way:scan")
    scans(citizen, scan(1))
    citizen.touch("continue", "way:later")
    keep = kept(citizen)
    assert [each.way for each in keep.drafts[0].handed] == ["licence", "scan", "later"]
    assert "pledge-work-proof" not in keep.shown, "the words of a pledge that was taken back are no evidence"


def test_who_gives_the_proof_is_shown_the_ways_and_may_still_pledge() -> None:
    citizen = at_choice()
    citizen.touch("give:proof")
    assert {"way:scan", "way:phone", "way:pledge"} <= choices(citizen).keys()
    citizen.touch("way:scan")
    scans(citizen, scan(1))
    citizen.touch("continue", "material:work-proof", "other-way", "way:pledge", "give:pledge", "pledge")
    assert handed(citizen) == ["licence", "scan", "pledge"]
    assert 1 in forgotten(citizen)


@pytest.mark.parametrize("bar", ["record", "withdrawn", "other"])
def test_who_is_barred_learns_why_and_gives_the_proof(bar: str) -> None:
    citizen = at_choice(bar)  # type: ignore[arg-type]
    offered = choices(citizen)["give:pledge"]
    assert not offered.enabled
    assert offered.why_not == Text(f"pledge-barred-{bar}")
    citizen.touch_in_vain("give:pledge")
    citizen.touch("give:proof")
    assert citizen.page == "materials"


def test_nobody_pledges_for_somebody_else() -> None:
    citizen = at_choice(whom="family")
    assert choices(citizen)["give:pledge"].why_not == Text("pledge-in-person")
    citizen.touch_in_vain("give:pledge")


def test_papers_and_pledges_of_one_person_are_not_those_of_another() -> None:
    citizen = pledged()
    citizen.touch("way:scan")
    scans(citizen, scan(7))
    citizen.touch("continue")
    while citizen.page != "for_whom":
        citizen.touch("back")
    citizen.touch("for:family")
    assert isinstance(citizen.session, InMatter)
    assert citizen.session.own(MaterialsState) == MaterialsState(glass_used=True)
    assert 7 in forgotten(citizen)


def test_without_an_answer_a_pledge_is_given_and_the_case_says_that_nobody_could_check() -> None:
    citizen = at_papers()
    citizen.no_answer("papers", FailureKind.SLOW)
    citizen.touch("way:scan")
    scans(citizen, scan(1))
    citizen.touch("continue", "way:pledge", "give:pledge", "pledge", "way:later")
    assert "pledges" in kept(citizen).drafts[0].evidence.not_checked


def test_with_an_answer_it_was_checked() -> None:
    assert "pledges" not in kept(put_off()).drafts[0].evidence.not_checked


def test_a_paper_that_follows_later_blocks_until_it_is_put_off() -> None:
    citizen = pledged()
    assert citizen.view.actions.right is not None
    assert not citizen.view.actions.right.enabled
    citizen.touch("way:later")
    assert citizen.view.title == text("materials-title-later", count=2, later=1)
    assert "handed-later" in said(citizen)
    citizen.touch("material:payment-receipt")
    assert citizen.page == "materials", "it is handed in after all"
    citizen.touch("way:scan")
    scans(citizen, scan(7))
    citizen.touch("continue")
    assert [each.way for each in kept(citizen).drafts[0].handed] == ["licence", "pledge", "scan"]


def test_check_and_declaration_name_what_is_missing() -> None:
    citizen = put_off()
    citizen.touch("continue")
    assert (citizen.page, "handed-later" in said(citizen)) == ("review", True)
    citizen.touch("continue")
    later = next(each.words for each in citizen.view.blocks if getattr(each.words, "key", "") == "declare-later")
    assert isinstance(later, Text)
    assert dict(later.args)["days"] == 8
