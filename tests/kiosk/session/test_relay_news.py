"""News of a relay reach the session only while it awaits its end, and are signs of life of the citizen."""

from __future__ import annotations

from kiosk.relay_events import RelayMoved, RelayOpened
from kiosk.session import timers_of
from kiosk.visit import RELAY, numbered
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.ways import at_declare

IDLE = {"idle", "countdown"}


def with_a_relay() -> tuple[Citizen, int]:
    citizen = at_declare()
    citizen.session, number = numbered(citizen.session, RELAY)
    return citizen, number


def moved(number: int) -> RelayMoved:
    return RelayMoved("visit-1", number, "claimed", pages=1, sending=0, percent=0, seconds_left=500)


def test_news_keep_the_visit_awake_and_no_page_waits_for_the_end() -> None:
    citizen, number = with_a_relay()
    assert {timer.name for timer in timers_of(citizen.session)} & IDLE == {"idle"}
    citizen.rings("idle")
    asked = citizen.session
    citizen.happens(moved(number))
    assert (asked.counting_down, citizen.session.counting_down) == (True, False)
    assert citizen.session.activity == asked.activity + 1


def test_a_relay_without_a_phone_keeps_nobody_awake() -> None:
    """A platform that goes on giving it more time, or does not answer, is no citizen."""
    citizen, number = with_a_relay()
    citizen.rings("idle")
    for news in (
        RelayOpened("visit-1", number, "https://relay.example/#key", "1234", 600),
        RelayMoved("visit-1", number, "waiting", 0, 0, 0, 600),
        RelayMoved("visit-1", number, "cut", 0, 0, 0, 600),
    ):
        citizen.happens(news)
        assert citizen.session.counting_down


def test_news_of_a_relay_that_is_not_awaited_are_not_heard() -> None:
    citizen, number = with_a_relay()
    before = citizen.session
    for unwanted in (moved(number + 1), RelayMoved("visit-0", number, "claimed", 1, 0, 0, 500)):
        citizen.happens(unwanted)
        assert citizen.session == before
