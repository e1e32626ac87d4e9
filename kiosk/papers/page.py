"""A page of a paper that is handed in, as the session knows it: where its bytes are held, and how it looks."""

from __future__ import annotations

from devices import Fault
from devices.lazy_dataclass import dataclass
from kiosk.case.blobs import BlobRef
from kiosk.papers.sheet import Sheet

WIDENED_MOST = 10
"""Steps by which one side of a page can be widened."""


@dataclass(frozen=True)
class PageCut:
    """A cut of a page out of its scan: where its edges were found or the whole glass, turned by quarters of a circle
    to the right, and its top, right, bottom and left side moved outward by so many steps (of the scan, before it is
    turned)."""

    quarters: int = 0
    whole: bool = False
    widened: tuple[int, int, int, int] = (0, 0, 0, 0)

    def turned(self) -> PageCut:
        """A quarter further to the right."""
        return PageCut((self.quarters + 1) % 4, self.whole, self.widened)

    def wider(self, side: int) -> PageCut:
        """One side of the page as it is seen (0 top, 1 right, 2 bottom, 3 left) moved outward by a step."""
        of_scan = (side - self.quarters) % 4
        widened = tuple(min(each + (n == of_scan), WIDENED_MOST) for n, each in enumerate(self.widened))
        return PageCut(self.quarters, self.whole, (widened[0], widened[1], widened[2], widened[3]))


@dataclass(frozen=True)
class PaperPage:
    """`file` is the page as it is handed in; `scan` the whole glass, from which it can be cut again (None: it cannot).

    `sharp` and `blank` are hints, never a refusal; `found`: its edges were found on the glass.
    """

    file: BlobRef
    scan: BlobRef | None = None
    cut: PageCut = PageCut()
    sharp: bool = True
    blank: bool = False
    found: bool = False


@dataclass(frozen=True)
class PagesScanned:
    """Outcome of a scan, or of a glance at the glass, without its bytes.

    `pages` were scanned whole; `shown` is a picture of the last. `fault` is the device's. `why` (a word of
    scan_verdict.WhyNot, or "full") says why a page that the device gave could not be used. `glass_empty`: nothing lay
    on the glass; None where nobody looked.
    """

    pages: tuple[PaperPage, ...] = ()
    shown: Sheet | None = None
    fault: Fault | None = None
    why: str = ""
    glass_empty: bool | None = None
