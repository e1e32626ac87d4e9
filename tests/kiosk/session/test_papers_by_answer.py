"""Papers on conditions: without any there is no page, and one that a changed answer adds is shown before the check."""

from __future__ import annotations

from dataclasses import replace

from devices.strict_struct import replace as with_changes
from kiosk.catalogue.item import Condition
from kiosk.session.journey import journey
from kiosk.steps.materials_state import MaterialsState
from kiosk.words import Text
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.papers import at_materials, equipped, said

WORK, STUDY = (Condition("answers.reason", {"const": value}) for value in ("work", "study"))


def only_for(citizen: Citizen, necessity: str, *conditions: Condition) -> None:
    """Ask for the lease alone, on these conditions."""
    item = citizen.session.item
    assert item is not None
    lease = next(each for each in item.materials if each.id == "lease")
    paper = with_changes(lease, necessity=necessity, when=conditions, ways=("scan", "phone"))
    citizen.session = replace(citizen.session, item=with_changes(item, materials=(paper,)))


def at_reason() -> Citizen:
    citizen = at_materials(Citizen(equipped()))
    citizen.session = citizen.session.with_own(MaterialsState(asked=True))
    citizen.touch("back")
    assert citizen.page == "form/reason"
    return citizen


def test_where_no_answer_asks_for_a_paper_there_is_no_page_of_papers() -> None:
    citizen = at_reason()
    only_for(citizen, "necessary", STUDY)
    assert "materials" not in journey(citizen.session)
    citizen.touch("option:reason:work")
    assert citizen.page == "review"


def test_a_paper_that_a_changed_answer_adds_is_shown_before_the_check_though_it_may_follow() -> None:
    citizen = at_reason()
    only_for(citizen, "may_follow", STUDY)
    citizen.touch("option:reason:work", "change:reason:reason")
    citizen.touch("option:reason:study")
    assert citizen.page == "materials"
    citizen.touch("continue")
    assert citizen.page == "review"
    citizen.touch("change:reason:reason", "option:reason:study")
    assert citizen.page == "review", "it was on the list before"


def test_a_paper_that_is_asked_for_no_longer_is_not_on_the_list() -> None:
    citizen = at_reason()
    only_for(citizen, "necessary", WORK)
    citizen.touch("option:reason:work")
    assert citizen.page == "materials"
    assert said(citizen)
    citizen.touch("back", "option:reason:study")
    assert citizen.page == "review"


def test_the_list_does_not_say_of_a_paper_that_may_follow_that_it_is_here() -> None:
    citizen = at_reason()
    only_for(citizen, "may_follow", WORK)
    citizen.touch("option:reason:work")
    assert citizen.view.title == Text("materials-title-enough")
