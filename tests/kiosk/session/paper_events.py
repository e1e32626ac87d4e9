"""Outcomes and news of everything that the step of papers waits for, for tests that try all events."""

from __future__ import annotations

from collections.abc import Iterator

from devices import Fault, Next
from kiosk.case.blobs import BlobRef
from kiosk.events import Answered, Event, JobEnded, ViewJudged, Watch, WatchFailed
from kiosk.paper_events import NoPhoto, PageCutAgain, PageLost, PhotoTaken
from kiosk.papers.page import PagesScanned, PaperPage
from kiosk.papers.photo_verdict import PHOTO_HEIGHT, PHOTO_WIDTH, PhotoCheck, PhotoVerdict
from kiosk.papers.scan_verdict import PageLook, WhyNot
from kiosk.papers.sheet import Sheet
from kiosk.platform.held_papers import HeldPaper, HeldPapers
from kiosk.platform.relays import RelayReason
from kiosk.relay_events import RelayEnded, RelayMoved, RelayOpened, RelayReceived, RelayRefused

JPEG = "image/jpeg"
FILE, SCAN = BlobRef(21, "2" * 64, 300_000, 1, JPEG), BlobRef(22, "3" * 64, 400_000, 1, JPEG)
PAGES = tuple(
    PaperPage(FILE, SCAN, found=found, sharp=sharp, blank=blank)
    for found, sharp, blank in ((True, True, False), (True, False, False), (False, False, True))
)
SHOWN = Sheet("1", 990, 1400)
WIDE = Sheet("1", 1400, 990)
LICENCE = HeldPaper("id-card", "licence", "reference-0001", {"en": "ID card"}, {"en": "Police"}, "2020-01-01", "", 2)
EARLIER = HeldPaper("lease", "earlier", "reference-0002", {"en": "Lease"}, {"en": "Police"}, "2026-03-01", "", 6)
LOOK = PageLook(990, 1400, True, 0.0, 20_000.0, False, False)
LINK = "https://platform.invalid/relays/" + 22 * "r" + "#" + 43 * "k"
ASKED = ("papers", "relay")
"""Purposes of what the platform is asked for."""


def paper_events(visit: str, number: int, purpose: str, codes: tuple[str, ...] = ()) -> Iterator[Event]:
    """Yield the outcomes and news of one awaited effect; `codes` are faults of the scanner."""
    match purpose:
        case "papers":
            for held in ((), (LICENCE,), (LICENCE, EARLIER)):
                yield Answered(visit, number, HeldPapers(held))
        case "scan":
            for page in PAGES:
                yield JobEnded(visit, number, PagesScanned((page,), SHOWN))
            jam = Fault("document_scanner.jam", Next.ASK_CITIZEN)
            yield JobEnded(visit, number, PagesScanned(PAGES[:2], SHOWN, jam))
            yield from (JobEnded(visit, number, PagesScanned(why=why)) for why in (*WhyNot, "full"))
            faults = (Fault(code, Next.CALL_STAFF) for code in codes)
            yield from (JobEnded(visit, number, PagesScanned(fault=fault)) for fault in faults)
        case "cut":
            yield PageCutAgain(visit, number, PAGES[0], WIDE)
            yield PageLost(visit, number, WhyNot.NO_ANSWER)
        case "glance":
            yield from (JobEnded(visit, number, PagesScanned(glass_empty=empty)) for empty in (True, False))
        case "photo":
            yield PhotoTaken(visit, number, FILE, Sheet("1", PHOTO_WIDTH, PHOTO_HEIGHT))
            yield NoPhoto(visit, number, PhotoVerdict.BLURRED)
        case "relay":
            yield RelayOpened(visit, number, LINK, "5821", 600)
            yield RelayMoved(visit, number, "claimed", 0, 1, 45, 500)
            yield RelayMoved(visit, number, "cut", 0, 0, 0, 400)
            yield RelayReceived(visit, number, 1, FILE, SHOWN, LOOK)
            yield RelayReceived(visit, number, 2, FILE, SHOWN, PageLook(990, 1400, True, 0.0, 5.0, True, False))
            refused = (each for each in RelayReason if each not in (RelayReason.NONE, *TAKEN))
            yield from (RelayRefused(visit, number, 3, why) for why in refused)
            yield from (RelayEnded(visit, number, why) for why in ("done", "expired", "cut", "program"))


TAKEN = (RelayReason.BLURRED, RelayReason.BLANK)
"""Reasons with which a file is taken all the same."""


def camera_events(visit: str, watch: Watch, codes: tuple[str, ...]) -> Iterator[Event]:
    """Yield what is seen of a watched camera's picture; `codes` are its faults."""
    yield from (ViewJudged(visit, watch, verdict, frozenset({PhotoCheck.LIGHT})) for verdict in PhotoVerdict)
    yield ViewJudged(visit, watch, PhotoVerdict.GOOD, frozenset(PhotoCheck))
    yield from (WatchFailed(visit, watch, Fault(code, Next.CALL_STAFF)) for code in codes)
