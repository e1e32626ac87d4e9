"""Every page that a visit can come to, found by trying everything from everywhere, with the longest data there is.

A page that a new step brings is found by itself; nobody has to add it to a list. The session is pure, so thousands of
ways cost seconds. All people are invented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from heapq import heappop, heappush
from itertools import cycle
from typing import Any

from devices import Fault, Next, Presence
from devices.id_reader.contract import CardKind, CardProblem
from devices.receipt_printer.contract import Paper, PrintOutcome
from kiosk.case.slip_number import new_slip_number
from kiosk.events import (
    Answered,
    CardRead,
    Event,
    KeepUnconfirmed,
    Kept,
    KeptCase,
    NotAnswered,
    NotKept,
    PresenceSeen,
    PrintEnded,
    ReceiptCame,
    TimerRang,
    Touched,
    Typed,
    WatchFailed,
)
from kiosk.platform.gateway import (
    CaseProgress,
    Cases,
    CaseState,
    CodeSent,
    CodeVerified,
    FailureKind,
    LookupResult,
    NextStep,
)
from kiosk.scenario.stage import touchable_keys
from kiosk.session import advance, begin, timers_of, view_of, watches_of
from kiosk.session.advance import MODE_TOUCHES
from kiosk.session.attract import Attract
from kiosk.session.in_visit import InVisit
from kiosk.session.terminal_state import TerminalState
from kiosk.session.trouble import InTrouble
from kiosk.view import View
from kiosk.visit import Session, TerminalFacts
from kiosk.words import Data, Text
from tests.frozen import catalogue
from tests.kiosk.session.citizen import ALL_WELL, FACTS, NOW, Citizen, invented_card
from tests.kiosk.session.ways import ZHAO, at_code, at_declare, at_ending, at_form, at_identify, at_review
from tests.ui.sample_views import ADDRESS, LONG_NAME

VISIT = "visit-1"
SLIP = new_slip_number("WT02", 1, lambda below: 7 % below)
FOREIGN = "MARIANNE-CHRISTABEL FEATHERSTONEHAUGH WOLLSTONE"[:46]
TERMINAL = replace(FACTS, name="梧桐土家族苗族自治县凤凰山街道青松社区便民服务中心 02")
REHEARSING = replace(TERMINAL, rehearsal=True, speaks=True, nearest="梧桐社区 01，样例路 2 号，向西步行约 600 米")
CARDS = (
    invented_card(name=LONG_NAME, address=ADDRESS),
    invented_card("990103197501010027", "㐂𠮷䶮"),
    invented_card("990103197501010027", FOREIGN, kind=CardKind.FOREIGN_2023, name_latin=FOREIGN),
)
REFUSED_CARDS = {
    "unusable": invented_card("990103197501010035", problems=(CardProblem.NAME_EMPTY,)),
    "expired": invented_card("990103197501010035", valid_to=date(2020, 1, 1)),
    "too_young": invented_card("990103200001010034", birth=date(2000, 1, 1)),
    "same_person": CARDS[0],
}
"""By why the session refuses them; the last one where it lay before."""


def _case(state: CaseState, step: str) -> CaseProgress:
    return CaseProgress("3301-0001", SLIP, state, NOW, step, "old-age-allowance")


OUTCOMES: dict[str, tuple[Any, ...]] = {
    "code.send": (CodeSent("199****0001", 6, 300),),
    "code.verify": (CodeVerified(True, 0, "p"), CodeVerified(False, 2), CodeVerified(False, 0)),
    "lookup": (
        LookupResult((), "2026-11-20"),
        LookupResult((("status", "正常参保"), ("name", LONG_NAME)), "2026-11-20"),
    ),
    "cases": (
        Cases(()),
        Cases(tuple(_case(state, step) for state, step in zip(CaseState, cycle(NextStep), strict=False))),
    ),
    "by_slip": (Cases(()), Cases((replace(_case(CaseState.CORRECTION, "correct"), item_id="", case_number=""),))),
}
TYPED = ("19900000001", "123456", "6200000000000000000", "1")
CODES = ("id_reader.wrong_card", "id_reader.no_answer", "transport.gone")
"""Troubles of the reader tried on every page that waits for a card; all the others only where the applicant's is."""


def _faults(room: str) -> tuple[str, ...]:
    """The fault table's codes of a room, as the room itself names them."""
    return tuple(code.partition(".")[2] for code in FACTS.faults if code.partition(".")[0] == room)


READER = tuple(f"{room}.{code}" for room in ("id_reader", "transport", "device") for code in _faults(room))
PRINTER = tuple(f"{room}.{code}" for room in ("receipt_printer", "transport", "device") for code in _faults(room))
REASONS = tuple(code for code in _faults("platform") if code not in set(FailureKind))
"""Why the platform refuses, where there are words for it."""
NOT_TRIED = frozenset({"language", *MODE_TOUCHES}) - {"companion"}
"""Every page is looked at in every language and mode anyway."""
MOST_A_PAGE = 8
"""Sessions tried on each page of the journey: enough to see what it can say, a few seconds for all."""


def _events(session: Session, view: View) -> Iterator[Event]:
    for key in touchable_keys(view):
        yield Touched(VISIT, key)
    yield Touched(VISIT, "help")
    for field in view.fields:
        yield from (Typed(VISIT, field.key, text) for text in TYPED)
    for listen in watches_of(session):
        if listen.act == "read":
            yield from (CardRead(VISIT, listen, card) for card in (*CARDS, *REFUSED_CARDS.values()))
            codes = (*CODES, *READER) if session.page == "identify" else CODES
            yield from (WatchFailed(VISIT, listen, Fault(code, Next.ASK_CITIZEN)) for code in codes)
        else:
            yield from (PresenceSeen(VISIT, listen, presence) for presence in Presence)
    yield from (TimerRang(VISIT, timer) for timer in timers_of(session))
    yield ReceiptCame(VISIT, "case-1", "3301-0001", NOW)
    for number, purpose in session.awaiting.items():
        for answer in OUTCOMES.get(purpose, ()):
            yield Answered(VISIT, number, answer)
        if purpose in OUTCOMES:
            yield from (NotAnswered(VISIT, number, trouble) for trouble in FailureKind)
            yield from (NotAnswered(VISIT, number, FailureKind.REFUSED, reason) for reason in REASONS)
        if purpose == "keep":
            yield Kept(VISIT, number, (KeptCase("case-1", "WT02-0001-AAAA-B", NOW),))
            yield from (NotKept(VISIT, number, reason) for reason in _faults("keep"))
            yield KeepUnconfirmed(VISIT, number)
        if purpose == "print":
            yield from (PrintEnded(VISIT, number, PrintOutcome(paper)) for paper in Paper)
            codes = PRINTER if session.page == "ending" else PRINTER[:1]
            broken = (Fault(code, Next.CALL_STAFF) for code in codes)
            yield from (PrintEnded(VISIT, number, PrintOutcome(Paper.DID_NOT, fault)) for fault in broken)


def texts_in(thing: Any) -> Iterator[Text]:
    """Every message a view says, wherever it stands."""
    if isinstance(thing, Text):
        yield thing
    if isinstance(thing, tuple):
        for each in thing:
            yield from texts_in(each)
    elif is_dataclass(thing) and not isinstance(thing, Data | type):
        for each in fields(thing):
            yield from texts_in(getattr(thing, each.name))


def data_in(thing: Any) -> Iterator[str]:
    """Every value that stays as it is in all languages."""
    if isinstance(thing, Data):
        yield thing.text
    elif isinstance(thing, tuple):
        # A message's arguments are pairs of name and value.
        if len(thing) == 2 and isinstance(thing[0], str) and isinstance(thing[1], str):
            yield thing[1]
        for each in thing:
            yield from data_in(each)
    elif is_dataclass(thing) and not isinstance(thing, type):
        yield from (getattr(thing, name) for name in ("value",) if isinstance(getattr(thing, name, None), str))
        for each in fields(thing):
            yield from data_in(getattr(thing, each.name))


def sights(view: View) -> set[tuple[Any, ...]]:
    """What there is to see of a page: each of its messages, drawings, states of its fields, long values."""
    seen: set[tuple[Any, ...]] = {("says", each.key) for each in texts_in(view)}
    seen |= {(f.key, bool(f.value), f.wrong is not None) for f in view.fields}
    seen |= {("covered", view.curtain), ("counting", view.countdown is not None)}
    seen.add(("gesture", view.guidance.gesture if view.guidance else ""))
    seen.add(("practised", view.practice))
    seen.add(("long", max((len(data) for data in data_in(view)), default=0) > 60))
    # Help looks the same over every page.
    where = view.id.rpartition("?")[2] if "?" in view.id else view.id
    return {(view.page, where, *each) for each in seen}


def _state(session: Session) -> tuple[Any, ...]:
    """What makes it worth trying everything again: also what is typed and awaited, which need not be seen."""
    view = view_of(session)
    values = tuple(field.value for field in view.fields)
    return frozenset(sights(view)), values, tuple(sorted(session.awaiting.values())), session.trouble


class _Walk:
    """Tries everything from everywhere, the page that was tried least first."""

    def __init__(self, beginnings: Sequence[Session]) -> None:
        self.views: list[View] = []
        self._seen: set[tuple[Any, ...]] = set()
        self._known: set[tuple[Any, ...]] = set()
        self._tried: Counter[str] = Counter()
        self._waiting: list[tuple[int, int, Session]] = []
        for session in beginnings:
            self.note(session)
        while self._waiting:
            tried, order, session = heappop(self._waiting)
            if tried < self._tried[session.page]:
                heappush(self._waiting, (self._tried[session.page], order, session))
                continue
            if tried == MOST_A_PAGE:
                break
            self._tried[session.page] += 1
            self._try_everything(session)

    def see(self, view: View) -> None:
        """Keep a view that shows something which none before it showed."""
        if not sights(view) <= self._seen:
            self._seen |= sights(view)
            self.views.append(view)

    def note(self, session: Session) -> None:
        self.see(view_of(session))
        if (state := _state(session)) not in self._known and not session.counting_down and not session.curtain:
            self._known.add(state)
            heappush(self._waiting, (self._tried[session.page], len(self._known), session))

    def _try_everything(self, session: Session) -> None:
        for event in _events(session, view_of(session)):
            if not (isinstance(event, Touched) and event.key in NOT_TRIED):
                after, _ = advance(session, event)
                if not after.finished:
                    self.note(after)


def _rooms() -> Iterator[View]:
    dark = replace(ALL_WELL, online=False, paper="out")
    rooms: tuple[TerminalState, ...] = (
        Attract(VISIT, TERMINAL, catalogue(), ALL_WELL),
        Attract(VISIT, TERMINAL, catalogue(), dark),
        Attract(VISIT, REHEARSING, catalogue(), ALL_WELL),
        Attract(VISIT, TERMINAL, None, ALL_WELL),
        *(Attract(VISIT, TERMINAL, catalogue(), replace(ALL_WELL, out_of_service=why)) for why in _faults("terminal")),
        InTrouble(VISIT, TERMINAL, ALL_WELL, "en", None),
    )
    yield from (room.view() for room in rooms)


def _begun(terminal: TerminalFacts = REHEARSING, *, practice: bool = False) -> Citizen:
    citizen = Citizen()
    citizen.session, _ = begin(VISIT, terminal, catalogue(), ALL_WELL, practice=practice)
    return citizen


def _practice() -> Citizen:
    citizen = at_identify(_begun(practice=True))
    citizen.touch("practice-card", "continue", "agree:consent-record", "continue")
    return citizen


def _aloud() -> Citizen:
    citizen = _begun()
    nobody = Attract(VISIT, REHEARSING, catalogue(), ALL_WELL)
    begun, _ = nobody.advance(Touched("", "start:voice"))
    assert isinstance(begun, InVisit)
    citizen.session = begun.session
    return citizen


def _proven(citizen: Citizen) -> Citizen:
    """The code from the phone was right."""
    citizen.answers("code.send", CodeSent("199****0001", 6, 300))
    citizen.types("code", "123456")
    citizen.touch("continue")
    citizen.answers("code.verify", CodeVerified(True, 0, "proof"))
    return citizen


def _found() -> Citizen:
    citizen = _proven(at_code(_begun()))
    citizen.touch("agree:consent-query", "continue")
    assert citizen.page == "lookup"
    return citizen


def _helping(whom: str, relation: str) -> Citizen:
    citizen = _begun()
    citizen.touch("item:old-age-allowance", "continue", f"for:{whom}", f"relation:{relation}", "continue", "continue")
    assert citizen.page == "identify/helper"
    return citizen


def _helped() -> Citizen:
    """The helper's card is read, the applicant's awaited."""
    citizen = _helping("other", "community_worker")
    citizen.lays_card(ZHAO)
    citizen.touch("continue")
    assert citizen.page == "identify"
    return citizen


def _accompanied() -> Citizen:
    citizen = _begun()
    citizen.touch("companion")
    citizen = at_identify(citizen)
    citizen.lays_card(CARDS[0])
    citizen.touch("continue")
    assert citizen.page == "identify/companion"
    return citizen


def _by_number() -> Citizen:
    citizen = _begun()
    citizen.touch("item:case-progress", "continue", "way:slip")
    citizen.types("slip", SLIP)
    citizen.touch("continue")
    assert citizen.session.awaiting
    return citizen


def _by_card() -> Citizen:
    citizen = _begun()
    citizen.touch("item:case-progress", "continue", "way:card", "continue")
    citizen.lays_card(CARDS[0])
    citizen.touch("continue")
    citizen = _proven(citizen)
    assert citizen.page == "progress"
    return citizen


BEGINNINGS = (
    *(at_form, at_code, at_review, at_declare, at_ending),
    *(_practice, _aloud, _found, lambda: _helping("family", "child"), _helped, _accompanied, _by_number, _by_card),
)
"""Ways that trying everything from the start page would come to late or never."""


def _with_long_data() -> Citizen:
    """At the check page, with the longest name and address a card can hold."""
    citizen = at_identify()
    citizen.lays_card(CARDS[0])
    citizen.touch("continue", "agree:consent-record", "continue", "continue", "continue")
    citizen.types("answer:phone", "19900000001")
    citizen.touch("continue", "option:bank:rural", "continue")
    citizen.types("answer:bank_card", "6200000000000000000")
    citizen.touch("continue")
    return citizen


@cache
def reachable() -> Mapping[str, View]:
    """By name (page id and a number), in the order in which they are found."""
    dark = replace(ALL_WELL, online=False, paper="out")
    first = [begin(VISIT, TERMINAL, catalogue(), status)[0] for status in (ALL_WELL, dark)]
    walk = _Walk([*first, *(way().session for way in (_with_long_data, *BEGINNINGS))])
    for view in _rooms():
        walk.see(view)
    count: Counter[str] = Counter()
    named: dict[str, View] = {}
    for view in walk.views:
        base = view.id.replace("/", "-").replace("?", "-")
        count[base] += 1
        named[base if count[base] == 1 else f"{base}~{count[base]}"] = view
    return named
