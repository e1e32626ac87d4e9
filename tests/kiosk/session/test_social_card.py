"""Identified by the social security card: by whom it is, for which items, and never without the second proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from devices import Fault, Next, Presence
from devices.card_reader.contract import READ, CardReaderCapability, SocialCard
from devices.id_reader.contract import READ as READ_ID_CARD
from devices.strict_struct import replace as replaced
from kiosk.effects import Audit, AuditKind
from kiosk.events import ReadingBegan, ReadingCame, StatusChanged, TerminalStatus, Watch, WatchFailed
from kiosk.session.derive import timers_of, watches_of
from kiosk.steps.reasons import why_not
from kiosk.steps.social_card import accepts
from tests.frozen import catalogue
from tests.kiosk.session.citizen import ALL_WELL, SLOT, WITH_SLOT, Citizen, devices, invented_card
from tests.kiosk.session.fault_pages import FAULTS, exact_faults, of, rows, says_it_all, seen

BOTH = ("card", "social_card")
CARD = SocialCard(
    "王测试", "99010119440307002X", "", "2", date(1944, 3, 7), "19440307", date(2020, 5, 20), date(2030, 5, 20)
)


def at_identify(status: TerminalStatus = WITH_SLOT, by: tuple[Any, ...] = BOTH) -> Citizen:
    """At the page that waits for a card, of a look-up that takes these ways."""
    citizen = Citizen(status)
    citizen.touch("item:pension-enrolment")
    item = citizen.session.item
    assert item is not None
    citizen.session = replace(citizen.session, item=replaced(item, identify_by=by))
    citizen.touch("continue", "continue")
    assert citizen.page == "identify"
    return citizen


def at_slot() -> Citizen:
    citizen = at_identify()
    citizen.touch("social-card")
    assert citizen.page == "identify/social_card"
    return citizen


def watched(citizen: Citizen, capability: str = READ.capability) -> Watch:
    (watch,) = (each for each in watches_of(citizen.session) if each.capability == capability)
    return watch


def inserts(citizen: Citizen, card: SocialCard = CARD) -> None:
    watch = watched(citizen)
    citizen.happens(ReadingBegan("visit-1", watch))
    citizen.happens(ReadingCame("visit-1", watch, card))


def slot_says(citizen: Citizen, code: str, next_: Next = Next.ASK_CITIZEN) -> None:
    citizen.happens(WatchFailed("visit-1", watched(citizen), Fault(code, next_)))


def keys(citizen: Citizen) -> set[str]:
    return {choice.key for choice in citizen.view.choices}


def test_whoever_puts_it_in_has_chosen_it_and_the_second_proof_follows() -> None:
    citizen = at_identify()
    inserts(citizen)
    assert citizen.page == "identify/social_card"
    assert (rows(citizen.view)["card-name"], rows(citizen.view)["card-kind"]) == ("王＊＊", "Social security card")
    assert CARD.number not in seen(citizen.view)
    last = citizen.last(Audit)
    assert (last.kind, last.code) == (AuditKind.CARD_READ, "social_card")
    assert not watches_of(citizen.session)
    citizen.rings("card_read_shown")
    assert citizen.page == "second_proof"


def test_it_is_offered_where_item_terminal_and_reader_allow_it() -> None:
    assert "social-card" in keys(at_identify())
    assert "social-card" not in keys(at_identify(by=("card",)))
    assert "social-card" not in keys(at_identify(ALL_WELL))
    citizen = at_identify()
    broken = replace(SLOT, state="fault")
    citizen.happens(StatusChanged(replace(WITH_SLOT, devices=MappingProxyType({**devices(), "card_reader": broken}))))
    assert "social-card" not in keys(citizen)
    assert {each.capability for each in watches_of(citizen.session)} == {READ_ID_CARD.capability}


def test_the_notice_lists_what_is_read_of_it() -> None:
    for status, listed in ((WITH_SLOT, True), (ALL_WELL, False)):
        citizen = at_identify(status)
        citizen.touch("back")
        assert ("sex and date of birth" in seen(citizen.view)) is listed


def test_it_identifies_for_no_application_no_other_person_and_never_alone() -> None:
    lookup = catalogue().find("pension-enrolment")
    assert lookup is not None
    good = replaced(lookup, identify_by=BOTH)
    assert accepts(good)
    for change in ({"kind": "application"}, {"for_whom": ("self", "family")}, {"proof": "card"}, {"proof": "none"}):
        assert not accepts(replaced(good, **change)), change


def test_no_identity_card_reader_is_needed_where_it_is_offered() -> None:
    lookup = catalogue().find("pension-enrolment")
    assert lookup is not None
    both = replaced(lookup, identify_by=BOTH)
    out = MappingProxyType({**devices(reader="fault"), "card_reader": SLOT})
    citizen = Citizen(replace(WITH_SLOT, devices=out))
    assert why_not(citizen.session, both) is None
    assert why_not(citizen.session, lookup) is not None


def test_an_identity_card_on_this_page_counts_and_its_reader_is_no_trouble_here() -> None:
    citizen = at_slot()
    watch = watched(citizen, READ_ID_CARD.capability)
    citizen.happens(WatchFailed("visit-1", watch, Fault("id_reader.no_answer", Next.CALL_STAFF)))
    assert (citizen.page, citizen.session.trouble) == ("identify/social_card", "")
    citizen.happens(ReadingBegan("visit-1", watch))
    assert citizen.page == "identify"
    citizen.lays_card(invented_card())
    assert citizen.session.matter.card == invented_card()
    citizen.touch("continue")
    assert citizen.page == "second_proof"


def test_a_slot_in_trouble_is_none_on_the_page_of_the_identity_card() -> None:
    citizen = at_identify()
    slot_says(citizen, "transport.lost", Next.CALL_STAFF)
    assert (citizen.page, citizen.session.trouble) == ("identify", "")


@pytest.mark.parametrize("code", [code for code in of("card_reader", "transport") if code in FAULTS])
def test_every_trouble_is_named_once_with_a_way_on(code: str) -> None:
    citizen = at_slot()
    for _ in range(3):
        slot_says(citizen, code)
    assert exact_faults(citizen) == [code]
    says_it_all(citizen.view, code)
    assert keys(citizen) == {"by-card"}
    inserts(citizen)
    assert citizen.session.trouble == ""
    assert citizen.session.matter.card is not None


@pytest.mark.parametrize(
    ("card", "code"),
    [
        (replace(CARD, number="990101194403070020"), "social_card.unusable"),
        (replace(CARD, birth=date(1950, 1, 1)), "social_card.unusable"),
        (replace(CARD, valid_to=date(2025, 1, 1)), "social_card.expired"),
    ],
    ids=["check digit", "another birth", "expired"],
)
def test_a_card_that_cannot_be_used_is_refused_and_that_is_no_sign_of_life_twice(card: SocialCard, code: str) -> None:
    citizen = at_slot()
    inserts(citizen, card)
    says_it_all(citizen.view, code)
    assert citizen.session.matter.card is None
    before = citizen.session.activity
    inserts(citizen, card)
    assert (citizen.session.activity, exact_faults(citizen)) == (before, [code])


def test_what_a_card_does_not_say_is_no_problem() -> None:
    citizen = at_slot()
    inserts(citizen, SocialCard("王测试", CARD.number))
    person = citizen.session.matter.applicant
    assert (person.birth, person.problems) == (date(1944, 3, 7), ())


def test_the_page_says_that_it_reads_and_gives_up_saying_so() -> None:
    citizen = at_slot()
    citizen.happens(ReadingBegan("visit-1", watched(citizen)))
    assert "card_reading" in {timer.name for timer in timers_of(citizen.session)}
    citizen.rings("card_reading")
    assert "card_reading" not in {timer.name for timer in timers_of(citizen.session)}


def at_farewell(*, used: bool) -> Citizen:
    citizen = at_slot()
    if used:
        inserts(citizen)
    citizen.touch("leave")
    assert citizen.page == "farewell"
    return citizen


def slot_is(citizen: Citizen, presence: Presence) -> None:
    capability = CardReaderCapability.DETECT_INSERTED_CARD
    citizen.happens(ReadingCame("visit-1", watched(citizen, capability), presence))


def test_the_farewell_waits_for_a_card_that_was_left_in_the_slot() -> None:
    citizen = at_farewell(used=True)
    assert "farewell-slot-check" in str(citizen.view.blocks)
    slot_is(citizen, Presence.PRESENT)
    assert citizen.view.guidance is not None
    assert citizen.view.guidance.device == "card_reader"
    assert {timer.name for timer in timers_of(citizen.session)} == {"farewell_longest"}
    slot_is(citizen, Presence.GONE)
    assert "farewell-slot-taken" in str(citizen.view.blocks)


def test_a_card_that_nobody_asked_for_is_reminded_of_and_an_empty_slot_is_not() -> None:
    citizen = at_farewell(used=False)
    slot_is(citizen, Presence.GONE)
    assert "slot" not in str(citizen.view.blocks)
    slot_is(citizen, Presence.PRESENT)
    assert "farewell-slot-left" in str(citizen.view.blocks)
    citizen.rings("farewell_longest")
    assert AuditKind.CARD_LEFT in {each.kind for each in citizen.effects if isinstance(each, Audit)}
