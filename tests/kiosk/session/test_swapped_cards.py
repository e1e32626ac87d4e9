"""After a card was read another is laid down: the first person stays, and the page says whose card it expects."""

from __future__ import annotations

from kiosk.session import timers_of
from kiosk.steps.identify import OTHER_PERSON
from kiosk.view import BlockKind
from kiosk.words import Data
from tests.kiosk.session.citizen import Citizen, invented_card
from tests.kiosk.session.fault_pages import exact_faults, heard, named, says_it_all, seen
from tests.kiosk.session.ways import WANG, ZHAO, at_identify


def swapped() -> Citizen:
    citizen = at_identify()
    citizen.lays_card(WANG)
    citizen.lays_card(ZHAO)
    return citizen


def test_the_page_says_whose_card_is_expected_and_the_audit_log_has_it_once() -> None:
    citizen = swapped()
    says_it_all(citizen.view, OTHER_PERSON)
    assert "王＊＊" in named(OTHER_PERSON)
    assert "赵" not in seen(citizen.view)
    assert not set("王赵") & set(heard(citizen.view)), "a name is not said through the loudspeaker"
    citizen.lays_card(ZHAO)
    assert exact_faults(citizen) == [OTHER_PERSON]


def test_the_first_person_stays_and_the_visit_does_not_go_on_by_itself() -> None:
    citizen = swapped()
    assert citizen.session.matter.card == WANG
    rows = [block.value for block in citizen.view.blocks if block.kind is BlockKind.ROW]
    assert Data("王＊＊", masked=True) in rows
    assert "card_read_shown" not in {timer.name for timer in timers_of(citizen.session)}
    citizen.touch("continue")
    assert citizen.page == "consent"


def test_the_first_card_laid_again_ends_the_trouble() -> None:
    citizen = swapped()
    citizen.lays_card(WANG)
    assert (citizen.session.trouble, citizen.session.matter.card) == ("", WANG)
    citizen.rings("card_read_shown")
    assert citizen.page == "consent"


def test_somebody_who_comes_back_to_the_page_with_another_card_is_told() -> None:
    citizen = at_identify()
    citizen.lays_card(WANG)
    citizen.touch("continue", "back")
    citizen.lays_card(invented_card("990103197501010027", "赵样例", problems=()))
    assert citizen.session.trouble == OTHER_PERSON


def test_a_reader_in_trouble_after_the_reading_is_no_news() -> None:
    citizen = at_identify()
    citizen.lays_card(WANG)
    citizen.reader_says("id_reader.lift_and_retry")
    assert (citizen.session.trouble, exact_faults(citizen)) == ("", [])


def test_the_helper_is_expected_on_the_helpers_page() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:other", "relation:neighbour", "continue", "continue")
    citizen.lays_card(ZHAO)
    citizen.lays_card(WANG)
    assert citizen.session.trouble == OTHER_PERSON
    assert "赵＊＊" in seen(citizen.view)
    assert "赵" not in heard(citizen.view)
    citizen.touch("continue")
    citizen.lays_card(WANG)
    assert citizen.session.matter.card == WANG
