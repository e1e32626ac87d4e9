"""A citizen who does anything at all: there is always a page, always a way out, and never two slips or two cases."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices import Fault, Next, Presence
from devices.id_reader.contract import CardKind
from devices.receipt_printer.contract import Paper, PrintOutcome
from kiosk.effects import Ask, Keep, Print
from kiosk.events import (
    Answered,
    CardRead,
    DeviceTrouble,
    Event,
    Kept,
    NotAnswered,
    NotKept,
    PresenceSeen,
    PrintEnded,
    ReceiptCame,
    TimerRang,
    Touched,
    Typed,
)
from kiosk.messages import Languages
from kiosk.platform.gateway import Cases, CodeSent, CodeVerified, LookupResult, Trouble
from kiosk.scenario.stage import keys_of
from kiosk.session import listens_of, timers_of
from kiosk.spoken import spoken
from tests.house.doors import ROOT
from tests.kiosk.session.citizen import NOW, Citizen, catalogue, invented_card

CARDS = (invented_card(), invented_card("990103197501010027", "赵样例"), invented_card(kind=CardKind.FOREIGN_2023))
WORDS = Languages.load(ROOT / "config" / "languages").with_items(catalogue())
OUTCOMES: dict[str, tuple[Any, ...]] = {
    "code.send": (CodeSent("199****0001", 6, 300),),
    "code.verify": (CodeVerified(True, 0, "p"), CodeVerified(False, 2), CodeVerified(False, 0)),
    "lookup": (LookupResult((), "2026-11-20"), LookupResult((("status", "正常"),), "2026-11-20")),
    "cases": (Cases(()),),
    "by_slip": (Cases(()),),
}


def possible(citizen: Citizen) -> list[Event]:
    """Everything that may happen to this session now, late and foreign events among it."""
    session, view = citizen.session, citizen.view
    events: list[Event] = [Touched("visit-1", key) for key in keys_of(view)]
    events += [Touched("visit-1", key) for key in ("language", "larger", "more-time", "leave-now", "curtain-off")]
    events += [
        Touched("visit-0", "leave"),
        Touched("visit-1", "no-such-key"),
        ReceiptCame("visit-1", "case-1", "n", NOW),
    ]
    for field in view.fields:
        events += [Typed("visit-1", field.key, text) for text in ("", "19900000001", "123456", "6200000000000000000")]
    for listen in listens_of(session):
        if listen.act == "read":
            events += [CardRead("visit-1", listen, card) for card in CARDS]
            events.append(DeviceTrouble("visit-1", listen, Fault("id_reader.wrong_card", Next.ASK_CITIZEN)))
        else:
            events += [PresenceSeen("visit-1", listen, presence) for presence in Presence]
    events += [TimerRang("visit-1", timer) for timer in timers_of(session)]
    for number, purpose in session.awaiting.items():
        events += [Answered("visit-1", number, answer) for answer in OUTCOMES.get(purpose, ())]
        if purpose in OUTCOMES:
            events += [NotAnswered("visit-1", number, trouble) for trouble in Trouble]
        if purpose == "keep":
            events += [
                Kept("visit-1", number, "case-1", "WT02-0001-AAAA-B", NOW),
                NotKept("visit-1", number, "disk_full"),
            ]
        if purpose == "print":
            events += [PrintEnded("visit-1", number, PrintOutcome(paper)) for paper in Paper]
    return events


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 10_000), min_size=5, max_size=90))
def test_whatever_happens_there_is_a_page_and_a_way_out(choices: list[int]) -> None:
    citizen = Citizen()
    kept = printed = 0
    for choice in choices:
        events = possible(citizen)
        effects = citizen.happens(events[choice % len(events)])
        if any(getattr(effect, "kind", None) == "visit_ended" for effect in effects):
            assert citizen.session.finished
            return
        kept += sum(isinstance(effect, Keep) for effect in effects)
        printed += sum(isinstance(effect, Print) for effect in effects)
        view = citizen.view
        spoken(view, WORDS.words(citizen.session.language))
        waiting = citizen.session.awaiting or timers_of(citizen.session)
        assert view.curtain or keys_of(view) or view.countdown or waiting, f"stuck on {view.id}"
        assert all(isinstance(effect, Ask | Keep | Print) is False or effect.number for effect in effects)
        if citizen.session.page == "home":
            kept = printed = 0
            assert citizen.session.matter.card is None
        assert kept <= 1
        assert printed <= 1
