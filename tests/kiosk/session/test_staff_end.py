"""Staff have a way out of every page, and nobody else has."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.effects import Audit, AuditKind
from kiosk.events import Touched
from kiosk.scenario.stage import touchable_keys
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.ways import at_code, at_declare, at_ending, at_form, at_identify


@pytest.mark.parametrize("way", [Citizen, at_identify, at_code, at_form, at_declare, at_ending])
def test_staff_end_a_visit_from_any_page_and_nothing_is_shown(way: Callable[[], Citizen]) -> None:
    citizen = way()
    citizen.touch("help", "staff-end", "back")
    assert "staff-end" in touchable_keys(citizen.view)
    citizen.touch("staff-end", "staff-end-now")
    assert citizen.session.finished
    kinds = [effect.kind for effect in citizen.effects if isinstance(effect, Audit)]
    assert kinds[-2:] == [AuditKind.ENDED_BY_STAFF, AuditKind.VISIT_ENDED]


def test_nobody_ends_a_visit_by_a_touch_that_is_not_on_the_page() -> None:
    citizen = at_identify()
    for key in ("staff-end", "staff-end-now"):
        citizen.happens(Touched("visit-1", key))
    assert not citizen.session.finished
    assert not citizen.session.help_over
