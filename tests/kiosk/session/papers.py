"""A citizen at the step of papers, with a scanner, a camera and a phone: events go straight into the session."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from devices import Fault, Next
from devices.document_scanner.contract import DocumentScannerCapability, Glance
from devices.strict_struct import replace as with_changes
from kiosk.case.blobs import BlobRef
from kiosk.effects import Audit, AuditKind, ForgetPapers, Job
from kiosk.events import DeviceInfo, JobEnded
from kiosk.papers.page import PagesScanned, PaperPage
from kiosk.papers.sheet import Sheet
from kiosk.platform.held_papers import HeldPaper, HeldPapers
from kiosk.view import Choice
from kiosk.words import Text
from tests.kiosk.session.citizen import ALL_WELL, Citizen
from tests.kiosk.session.ways import PROVEN, SENT, WANG

SCANNER = DeviceInfo("ready", capabilities=frozenset({DocumentScannerCapability.SCAN_DOCUMENT}))
FEEDER = replace(SCANNER, capabilities=frozenset(DocumentScannerCapability))
CAMERA = DeviceInfo("ready", capabilities=frozenset({"take_photo"}))


def equipped(scanner: DeviceInfo = SCANNER) -> Any:
    more = {**ALL_WELL.devices, "document_scanner": scanner, "camera": CAMERA}
    return replace(ALL_WELL, devices=MappingProxyType(more))


def held(paper: str, way: Any, reference: str = "reference-0001", valid_until: str = "") -> HeldPaper:
    return HeldPaper(paper, way, reference, {"en": "ID card"}, {"en": "Police"}, "2020-01-01", valid_until, 2)


LICENCE = held("id-card", "licence")
EARLIER = held("lease", "earlier", "reference-0002")
JAM = Fault("document_scanner.jam", Next.ASK_CITIZEN)


def blob(key: int) -> BlobRef:
    return BlobRef(key, f"{key:064d}", 1000 + key, 1, "image/jpeg")


def scan(key: int = 1, **seen: Any) -> PaperPage:
    return PaperPage(blob(key), blob(key + 100), found=True, **seen)


def shown(key: str = "1") -> Sheet:
    return Sheet(key, 990, 1400)


def at_materials(citizen: Citizen | None = None) -> Citizen:
    citizen = citizen or Citizen(equipped())
    citizen.touch("item:residence-permit", "continue", "continue")
    citizen.lays_card(WANG)
    citizen.touch("continue")
    citizen.answers("code.send", SENT)
    citizen.types("code", "123456")
    citizen.touch("continue")
    citizen.answers("code.verify", PROVEN)
    while citizen.page == "consent":
        citizen.touch(next(c.key for c in citizen.view.choices if c.key.startswith("agree:") and not c.chosen))
        if citizen.page == "consent" and citizen.view.actions.right and citizen.view.actions.right.enabled:
            citizen.touch("continue")
    citizen.touch("continue")
    citizen.types("answer:since", "2026-01-01")
    citizen.touch("continue")
    citizen.types("answer:phone", "19900000001")
    citizen.touch("continue", "option:reason:work")
    assert citizen.page == "materials"
    return citizen


def at_list(*papers: HeldPaper, citizen: Citizen | None = None) -> Citizen:
    citizen = at_materials(citizen)
    citizen.answers("papers", HeldPapers(papers))
    return citizen


def scans(citizen: Citizen, *pages: PaperPage, **outcome: Any) -> None:
    """Touch "scan", and give its outcome."""
    citizen.touch("scan")
    result = PagesScanned(pages, shown() if pages else None, **outcome)
    citizen.happens(JobEnded("visit-1", citizen.awaited("scan"), result))


def at_look(*pages: PaperPage, citizen: Citizen | None = None) -> Citizen:
    citizen = citizen or at_list(LICENCE)
    citizen.touch("way:scan")
    scans(citizen, *(pages or (scan(),)))
    return citizen


def choices(citizen: Citizen) -> dict[str, Choice]:
    return {each.key: each for each in citizen.view.choices}


def said(citizen: Citizen) -> set[str]:
    """The keys of the words of the page's blocks."""
    words = (each for block in citizen.view.blocks for each in (block.words, block.value))
    return {each.key for each in words if isinstance(each, Text)}


def handed(citizen: Citizen) -> list[str]:
    audits = (each for each in citizen.effects if isinstance(each, Audit))
    return [each.code for each in audits if each.kind is AuditKind.PAPER_HANDED]


def forgotten(citizen: Citizen) -> set[int]:
    return {blob.key for each in citizen.effects if isinstance(each, ForgetPapers) for blob in each.blobs}


def all_handed(citizen: Citizen) -> None:
    for key in (1, 2):
        citizen.touch("way:scan")
        scans(citizen, scan(key))
        citizen.touch("continue")


def optional_photo(citizen: Citizen) -> None:
    """Let the photo be a paper that may be left out: its ways are tests of their own."""
    item = citizen.session.item
    assert item is not None
    materials = tuple(
        each if each.id != "photo" else with_changes(each, necessity="unnecessary") for each in item.materials
    )
    citizen.session = replace(citizen.session, item=with_changes(item, materials=materials))


def glances(citizen: Citizen, empty: bool | None) -> None:
    job = citizen.last(Job)
    assert job.argument == Glance()
    citizen.happens(JobEnded("visit-1", citizen.awaited("glance"), PagesScanned(glass_empty=empty)))
