"""Papers handed in: what the platform has already, scans page by page, hints that never block, what is taken back."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from devices import Fault, Next
from devices.document_scanner.contract import ScanRequest, Source
from kiosk.case.draft import Draft
from kiosk.effects import Ask, Job, Keep, Recut
from kiosk.events import JobEnded
from kiosk.paper_events import PageCutAgain, PageLost
from kiosk.papers.page import PageCut, PagesScanned, PaperPage
from kiosk.platform.gateway import FailureKind
from kiosk.platform.held_papers import HeldPapers
from kiosk.view import BlockKind
from kiosk.words import Text
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.fault_pages import exact_faults, of, says_it_all
from tests.kiosk.session.papers import (
    EARLIER,
    FEEDER,
    JAM,
    LICENCE,
    SCANNER,
    all_handed,
    at_list,
    at_look,
    at_materials,
    blob,
    choices,
    equipped,
    forgotten,
    glances,
    handed,
    optional_photo,
    said,
    scan,
    scans,
    shown,
)


def test_what_the_platform_has_is_asked_once_and_a_licence_is_handed_in_by_itself() -> None:
    citizen = at_materials()
    ask = citizen.last(Ask)
    assert (ask.question.name, ask.question.parameters["kinds"]) == ("papers", ("id-card", "lease"))
    citizen.answers("papers", HeldPapers((LICENCE, EARLIER)))
    assert handed(citizen) == ["licence"]
    assert "handed-licence" in said(citizen)
    assert {"held:0", "way:scan", "way:phone"} <= choices(citizen).keys(), (
        "the lease is open, and its earlier copy offered"
    )
    citizen.touch("back")
    citizen.touch("continue")
    assert not citizen.session.awaiting, "not asked again"


def test_an_ended_licence_is_not_handed_in() -> None:
    citizen = at_list(replace(LICENCE, valid_until="2026-11-23"))
    assert handed(citizen) == []
    assert "handed-licence" not in said(citizen)


def test_without_an_answer_all_is_handed_in_here() -> None:
    citizen = at_materials()
    citizen.no_answer("papers", FailureKind.SLOW)
    assert "materials-not-asked" in said(citizen)
    assert "way:scan" in choices(citizen)
    assert exact_faults(citizen) == ["platform.slow"]


def test_an_earlier_paper_is_used_when_it_is_chosen_and_can_be_taken_back() -> None:
    citizen = at_list(LICENCE, EARLIER)
    citizen.touch("held:0")
    assert handed(citizen) == ["licence", "earlier"]
    citizen.touch("material:lease")
    assert citizen.page == "materials/handed"
    assert "held-paper" in said(citizen)
    citizen.touch("take-back")
    assert citizen.page == "materials"
    assert "held:0" in choices(citizen)


def test_pages_are_scanned_one_after_the_other_and_used_together() -> None:
    citizen = at_look(scan(1))
    assert citizen.page == "materials/look"
    citizen.touch("more")
    scans(citizen, scan(2))
    citizen.touch("continue")
    assert (citizen.page, handed(citizen)) == ("materials", ["licence", "scan"])
    assert forgotten(citizen) == {101, 102}, "the scans that the pages were cut from"
    citizen.touch("material:lease")
    assert citizen.last(Recut).page.file == blob(1)
    citizen.happens(PageCutAgain("visit-1", citizen.awaited("cut"), PaperPage(blob(1)), shown("2")))
    citizen.touch("page:1")
    assert citizen.last(Recut).page.file == blob(2)


def test_a_page_is_scanned_again_in_its_place() -> None:
    citizen = at_look(scan(1))
    citizen.touch("more")
    scans(citizen, scan(2))
    citizen.touch("again")
    scans(citizen, scan(3))
    assert forgotten(citizen) == {2, 102}
    citizen.touch("continue", "material:lease")
    assert citizen.last(Recut).page.file == blob(1)
    assert "page:1" in choices(citizen)
    assert "page:2" not in choices(citizen)


@pytest.mark.parametrize(
    ("seen", "words"),
    [({"sharp": False}, "scan-blurred"), ({"sharp": False, "blank": True}, "scan-blank"), ({}, "scan-sharp")],
)
def test_a_hint_about_a_page_never_keeps_it_from_being_used(seen: dict[str, bool], words: str) -> None:
    citizen = at_look(scan(**seen))
    assert words in said(citizen)
    citizen.touch("continue")
    assert handed(citizen) == ["licence", "scan"]


@pytest.mark.parametrize(
    ("key", "cut"),
    [("turn", PageCut(1)), ("edge:1", PageCut(widened=(0, 1, 0, 0))), ("edge:2", PageCut(widened=(0, 0, 1, 0)))],
)
def test_a_page_is_turned_and_widened(key: str, cut: PageCut) -> None:
    citizen = at_look(scan(1))
    citizen.touch(key)
    effect = citizen.last(Recut)
    assert effect.cut == cut
    citizen.touch("continue")
    assert handed(citizen) == ["licence"], "not before it is cut"
    citizen.happens(
        PageCutAgain("visit-1", citizen.awaited("cut"), replace(scan(1), cut=cut, file=blob(9)), shown("2"))
    )
    citizen.touch("continue")
    citizen.touch("material:lease")
    assert citizen.last(Recut).page.file == blob(9)


def test_a_page_that_cannot_be_cut_stays_as_it_was() -> None:
    citizen = at_look(scan(1))
    citizen.touch("turn")
    citizen.happens(PageLost("visit-1", citizen.awaited("cut"), "no_answer"))
    assert "trouble-page-no-answer" in said(citizen)
    citizen.touch("continue")
    assert handed(citizen) == ["licence", "scan"]


def test_the_widening_follows_the_page_as_it_is_seen() -> None:
    turned = PageCut().turned()
    assert turned.wider(0) == PageCut(1, widened=(0, 0, 0, 1)), "its top as it is seen was its left side"
    assert turned.turned().turned().turned() == PageCut()


@pytest.mark.parametrize("code", [*of("document_scanner"), *of("page")])
def test_a_scan_that_failed_says_why_and_can_be_tried_again(code: str) -> None:
    citizen = at_list(LICENCE)
    citizen.touch("way:scan")
    family, _, word = code.partition(".")
    outcome = {"why": word} if family == "page" else {"fault": Fault(code, Next.TRY_AGAIN)}
    scans(citizen, **outcome)
    assert citizen.page == "materials/scan"
    says_it_all(citizen.view, code)
    assert exact_faults(citizen) == [code]
    scans(citizen, scan())
    assert citizen.page == "materials/look"


def test_pages_before_a_jam_are_kept_and_the_jam_is_said_and_the_rest_is_scanned_then() -> None:
    citizen = at_list(LICENCE, citizen=Citizen(equipped(FEEDER)))
    citizen.touch("way:scan", "feeder")
    request = citizen.last(Job).argument
    assert request == ScanRequest(source=Source.FEEDER, pages_most=20)
    outcome = PagesScanned((scan(1), scan(2)), shown(), JAM)
    citizen.happens(JobEnded("visit-1", citizen.awaited("scan"), outcome))
    assert (citizen.page, "trouble-document-scanner-jam" in said(citizen)) == ("materials/look", True)
    citizen.touch("more", "feeder")
    assert citizen.last(Job).argument.pages_most == 18
    citizen.happens(JobEnded("visit-1", citizen.awaited("scan"), PagesScanned((scan(3),), shown())))
    citizen.touch("continue")
    citizen.touch("material:lease")
    assert "page:2" in choices(citizen)


def test_back_drops_the_pages_that_were_not_used() -> None:
    citizen = at_look(scan(1))
    citizen.touch("back")
    assert citizen.page == "materials"
    assert forgotten(citizen) == {1, 101}
    assert handed(citizen) == ["licence"]


def test_a_paper_that_is_changed_counts_until_the_new_one_is_used() -> None:
    citizen = at_look(scan(1))
    citizen.touch("continue", "material:lease")
    citizen.happens(PageCutAgain("visit-1", citizen.awaited("cut"), PaperPage(blob(1)), shown()))
    citizen.touch("other-way")
    assert 1 not in forgotten(citizen)
    citizen.touch("way:scan")
    scans(citizen, scan(2))
    citizen.touch("continue")
    assert {1, 101, 102} == forgotten(citizen)


def test_all_papers_are_needed_and_the_glass_is_looked_at_before_the_check() -> None:
    citizen = at_list(LICENCE)
    optional_photo(citizen)
    citizen.touch_in_vain("continue")
    all_handed(citizen)
    citizen.touch("continue")
    assert citizen.page == "materials/glass"
    glances(citizen, empty=False)
    assert isinstance(citizen.view.title, Text)
    assert citizen.view.title.key == "glass-left"
    citizen.touch("taken")
    glances(citizen, empty=True)
    assert citizen.page == "review"
    assert {"handed-licence", "handed-scan"} <= said(citizen)
    citizen.touch("continue", "declare", "other", "declared")
    (draft,) = citizen.last(Keep).drafts
    assert isinstance(draft, Draft)
    assert [(each.material, each.way, each.grade) for each in draft.handed] == [
        ("id-card", "licence", "A"), ("lease", "scan", "C"), ("owner-proof", "scan", "C"),
    ]  # fmt: skip


@pytest.mark.parametrize("looks", [(None,), (False, False, False)], ids=["cannot be seen", "the citizen is believed"])
def test_the_glass_never_keeps_anybody_who_says_it_is_empty(looks: tuple[bool | None, ...]) -> None:
    citizen = at_list(LICENCE)
    optional_photo(citizen)
    all_handed(citizen)
    citizen.touch("continue")
    for number, empty in enumerate(looks):
        if number:
            citizen.touch("taken")
        glances(citizen, empty)
    assert citizen.page == "review"
    citizen.touch("leave")
    assert any(block.words == Text("farewell-glass-check") for block in citizen.view.blocks)


def test_a_change_from_the_check_page_leads_back_there() -> None:
    citizen = at_list(LICENCE)
    optional_photo(citizen)
    all_handed(citizen)
    citizen.touch("continue")
    glances(citizen, empty=True)
    citizen.touch("change:materials:lease")
    assert citizen.page == "materials"
    citizen.touch("continue")
    assert citizen.page == "review"


def test_a_way_whose_device_is_broken_says_so() -> None:
    citizen = at_list(LICENCE)
    citizen.world(
        devices=MappingProxyType(
            {**citizen.session.status.devices, "document_scanner": replace(SCANNER, state="fault")}
        )
    )
    way = choices(citizen)["way:scan"]
    assert (way.enabled, way.why_not) == (False, Text("give-scan-not"))
    citizen.touch_in_vain("way:scan")


def test_the_sheet_is_on_the_page_of_a_look() -> None:
    citizen = at_look(scan())
    (block,) = (block for block in citizen.view.blocks if block.kind is BlockKind.SHEET)
    assert block.sheet == shown()
    citizen.touch("large")
    assert citizen.page == "materials/large"
    citizen.touch("small")
    assert citizen.page == "materials/look"


def test_a_page_that_was_left_while_it_was_cut_is_forgotten() -> None:
    citizen = at_look(scan(1))
    citizen.touch("turn", "back")
    citizen.happens(PageCutAgain("visit-1", citizen.awaited("cut"), replace(scan(1), file=blob(9)), shown("2")))
    assert {1, 9, 101} == forgotten(citizen)
