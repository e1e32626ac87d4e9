"""State of the step `materials`: the papers to hand in, its page names, and the changes that its modules share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from types import MappingProxyType
from typing import Any

from devices.document_scanner.contract import GLANCE, SCAN
from devices.lazy_dataclass import dataclass
from kiosk.case.blobs import BlobRef
from kiosk.case.handed import Handed
from kiosk.catalogue.conditions import all_hold
from kiosk.catalogue.item import Material
from kiosk.effects import Audit, AuditKind, Effect, ForgetPapers
from kiosk.papers.page import PaperPage
from kiosk.papers.photo_verdict import PhotoCheck, PhotoVerdict
from kiosk.papers.sheet import Sheet
from kiosk.platform.held_papers import HeldPaper, HeldPapers
from kiosk.steps.facts import facts
from kiosk.steps.paper_ways import WITHOUT_PAPER
from kiosk.visit import InMatter, StepState, unawaited

PAGE = "materials"
PLACE = "materials/scan"
LOOK = "materials/look"
LARGE = "materials/large"
HANDED = "materials/handed"
GLASS = "materials/glass"
PHONE = "materials/phone"
PHOTO = "materials/photo"
PLEDGE = "materials/pledge"
PLEDGE_TEXT = "materials/pledge/text"

ASKING, SCANNING, CUTTING, GLANCING = "papers", "scan", "cut", "glance"
"""Purposes of the effects awaited."""
SCAN_CAPABILITY = SCAN.capability
FEEDER_CAPABILITY = "scan_feeder"
GLANCE_VERB, SCAN_VERB = GLANCE.name, SCAN.name


@dataclass(frozen=True)
class Relay:
    """A phone that sends pages: `state` is "opening" or a word of relay_events.RelayMoved, `over` why it ended ("": it
    goes on); `files` are the numbers of the files that the pages in hand came from, in their order."""

    number: int
    link: str = field(default="", repr=False)
    digits: str = ""
    state: str = "opening"
    sending: int = 0
    percent: int = 0
    refused: str = ""
    """Why the last file was not taken (platform.relays.RelayReason)."""
    files: tuple[int, ...] = ()
    over: str = ""


@dataclass(frozen=True)
class MaterialsState(StepState):
    asked: bool = False
    """The platform was asked which papers it has already."""
    held: tuple[HeldPaper, ...] = field(default=(), repr=False)
    barred: str | None = None
    """Why the person may not pledge: a word of platform.held_papers.PledgeBar, "" if they may; None: not known."""
    by_proof: frozenset[str] = frozenset()
    """The papers of which the citizen chose to hand in the proof, not to pledge."""
    handed: Mapping[str, Handed] = field(default_factory=lambda: MappingProxyType({}))
    """Material → how it was handed in."""
    listed: frozenset[str] = frozenset()
    """The papers that were asked for when the list was left: one that an answer adds later is still to be shown."""
    open: str = ""
    """The material in hand."""
    pages: tuple[PaperPage, ...] = ()
    """Its pages so far, which are not handed in yet; while a handed paper is looked at, the pages of that."""
    seen: int = 0
    """Index of the page that is shown."""
    shown: Sheet | None = None
    instead: bool = False
    """The next scan takes the place of the page that is shown."""
    why: str = ""
    """Why a page could not be used (see papers.page.PagesScanned)."""
    relay: Relay | None = None
    """The relay of the citizen's phone, while one is served."""
    photo: BlobRef | None = None
    """A photo that was taken and is not used yet."""
    verdict: PhotoVerdict | None = None
    passed: frozenset[PhotoCheck] = frozenset()
    """The newest verdict on the camera's picture, and the checks that it passes."""
    count: int = 0
    """Counts still to come before a photo is taken; 0: nothing is counted."""
    no_photo: str = ""
    """Why the last photo was not taken: a word of PhotoVerdict, or a fault's code."""
    glass_used: bool = False
    """Something may still lie on the scanner's glass."""
    glances: int = 0
    """Looks at the glass in which something lay there, one after the other."""


NOTHING_IN_HAND: Mapping[str, Any] = MappingProxyType(
    {
        "open": "",
        "pages": (),
        "seen": 0,
        "shown": None,
        "instead": False,
        "why": "",
        "relay": None,
        "photo": None,
        "verdict": None,
        "passed": frozenset(),
        "count": 0,
        "no_photo": "",
    }
)


def material(session: InMatter, id_: str) -> Material:
    return next(each for each in session.item.handed_in if each.id == id_)


def wanted(session: InMatter) -> tuple[Material, ...]:
    """The papers that are handed in here, by what was answered so far."""
    known, subject = facts(session), session.matter.subject
    if subject is not None and subject.papers:
        return tuple(each for each in session.item.handed_in if each.id in subject.papers)
    return tuple(each for each in session.item.handed_in if all_hold(each.when, known))


def offered_ways(session: InMatter, paper: Material) -> frozenset[str]:
    """The ways of a paper for this matter: what an authority asks for is given, not pledged or put off once more."""
    ways = frozenset(paper.ways)
    return ways if session.matter.subject is None else ways - WITHOUT_PAPER


def may_pledge(session: InMatter, paper: Material) -> bool:
    return paper.pledge is not None and "pledge" in offered_ways(session, paper)


def missing(session: InMatter) -> tuple[Material, ...]:
    """The papers that have to be handed in and are not yet. One that may come later is put off by the citizen, not
    left out."""
    handed, asked_for = session.own(MaterialsState).handed, session.matter.subject is not None
    needed = (each for each in wanted(session) if asked_for or each.necessity == "necessary" or each.later is not None)
    return tuple(each for each in needed if each.id not in handed)


def put_off(session: InMatter) -> tuple[Material, ...]:
    """The papers that are to follow later."""
    handed = session.own(MaterialsState).handed
    return tuple(each for each in wanted(session) if each.id in handed and handed[each.id].way == "later")


def of_nobody(session: InMatter) -> tuple[InMatter, tuple[Effect, ...]]:
    """Forget every paper: the application is for somebody else now."""
    state = session.own(MaterialsState)
    pages = (blob for each in state.handed.values() for blob in each.pages)
    left, effects = forgetting(session, (*pages, *blobs_of(state.pages)))
    return left.with_own(MaterialsState(glass_used=state.glass_used)), effects


def in_hand(session: InMatter) -> Material | None:
    """The paper that the list has open: the one chosen, else the first that is missing."""
    state = session.own(MaterialsState)
    if state.open:
        return material(session, state.open)
    return next(iter(missing(session)), None)


def held_for(session: InMatter, paper: Material) -> tuple[HeldPaper, ...]:
    """The papers that the platform has and that may stand for this one."""
    held = HeldPapers(session.own(MaterialsState).held)
    return held.usable(paper.paper, paper.ways, session.status.today) if paper.paper else ()


def handed_paper(session: InMatter, handed: Handed) -> HeldPaper | None:
    """The platform's paper that was handed in by its reference."""
    held = session.own(MaterialsState).held
    return next((each for each in held if handed.reference and each.reference == handed.reference), None)


def with_state(session: InMatter, **changes: Any) -> InMatter:
    return session.with_own(replace(session.own(MaterialsState), **changes))


def with_handed(session: InMatter, paper: Handed) -> InMatter:
    """Note a paper as handed in; nothing is in hand any more."""
    handed = MappingProxyType({**session.own(MaterialsState).handed, paper.material: paper})
    return with_state(session, handed=handed, **NOTHING_IN_HAND)


def without(session: InMatter, id_: str) -> InMatter:
    """Take a paper back."""
    handed = {each: paper for each, paper in session.own(MaterialsState).handed.items() if each != id_}
    return with_state(session, handed=MappingProxyType(handed))


def blobs_of(pages: tuple[PaperPage, ...]) -> tuple[BlobRef, ...]:
    """Everything that is held of pages."""
    return tuple(blob for page in pages for blob in (page.file, page.scan) if blob is not None)


def forgetting(
    session: InMatter, blobs: tuple[BlobRef, ...], pictures: tuple[str, ...] = ()
) -> tuple[InMatter, tuple[Effect, ...]]:
    """The effect that overwrites what is not wanted any more."""
    if not blobs and not pictures:
        return session, ()
    after, number = unawaited(session)
    return after, (ForgetPapers(number, blobs, pictures),)


def hand_in(
    session: InMatter, way: str, pages: tuple[BlobRef, ...] = (), *, reference: str = ""
) -> tuple[InMatter, tuple[Effect, ...]]:
    """Hand in the paper in hand; what it consisted of before is forgotten."""
    state = session.own(MaterialsState)
    old = state.handed.get(state.open)
    forgotten, effects = forgetting(
        with_handed(session, Handed(state.open, way, pages, reference)),
        (*(page.scan for page in state.pages if page.scan is not None), *(old.pages if old is not None else ())),
    )
    after, number = unawaited(forgotten)
    return after, (*effects, Audit(number, AuditKind.PAPER_HANDED, way))
