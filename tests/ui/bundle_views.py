"""The pages that only a bundle has, from the fixture with two parts."""

from __future__ import annotations

from collections.abc import Iterator

from devices.receipt_printer.contract import Paper
from kiosk.view import View
from tests.frozen import bundle
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.test_parts import FATES, at_parts, both_kept, happens_to


def bundle_views() -> Iterator[View]:
    """The guide, the choice of parts, and every ending."""
    guide = Citizen(items=bundle())
    guide.touch("item:moving")
    yield guide.view
    parts = at_parts()
    yield parts.view
    parts.touch("part:home-register")
    yield parts.view
    for fates, _, _ in FATES:
        ending = both_kept()
        for case, what in zip(("case-1", "case-2"), fates, strict=True):
            happens_to(ending, case, what)
        if "" in fates:
            ending.rings("receipt_wait")
        yield ending.view
        ending.printed(Paper.DID_NOT, "receipt_printer.paper_out")
        ending.touch("continue")
        yield ending.view
