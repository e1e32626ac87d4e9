"""The pages of a case that is still kept here, and the endings of one that its authority answered at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiosk.case.kept_here import KeptState
from kiosk.case_events import ReceiptCame
from kiosk.platform.listing import CaseState
from kiosk.view import View
from tests.kiosk.session.citizen import NOW
from tests.kiosk.session.test_kept_here import HERE, looks
from tests.kiosk.session.ways import at_declare


def kept_views() -> Iterator[View]:
    yield looks(replace(HERE, followed=True)).view
    yield looks(replace(HERE, state=KeptState.REFUSED)).view
    citizen = looks(replace(HERE, state=KeptState.SENDING), HERE)
    yield citizen.view
    citizen.touch("withdraw-kept")
    yield citizen.view
    for state in (CaseState.GRANTED, CaseState.CORRECTION, CaseState.NOT_ACCEPTED):
        citizen = at_declare()
        citizen.touch("declare")
        citizen.kept()
        citizen.happens(ReceiptCame("visit-1", "case-1", "3301-0001", NOW, state))
        yield citizen.view
