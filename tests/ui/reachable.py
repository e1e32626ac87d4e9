"""Every page that a visit can reach, found by trying all events in all states, with the longest data there is.

A page of a new step is found without being listed. Sessions are pure, so thousands of paths take seconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from heapq import heappop, heappush
from itertools import cycle
from typing import Any

from devices import Fault, Next, Presence
from devices.card_reader.contract import READ as READ_SOCIAL_CARD
from devices.card_reader.contract import SocialCard
from devices.code_scanner.contract import Code, CodeProblem
from devices.receipt_printer.contract import Paper, PrintOutcome, Retraction, RetractOutcome
from kiosk.case.kept import Case
from kiosk.case_events import CaseNotReceived, KeepUnconfirmed, Kept, KeptCase, NotKept, ReceiptCame
from kiosk.documents.masking import mask_number
from kiosk.events import (
    Answered,
    DeviceInfo,
    Event,
    JobEnded,
    NotAnswered,
    ReadingBegan,
    ReadingCame,
    TimerRang,
    Touched,
    Typed,
    WatchFailed,
)
from kiosk.platform.gateway import CodeHolder, CodeSent, CodeVerified, FailureKind, LookupResult
from kiosk.platform.listing import CaseProgress, Cases, CaseState, NextStep
from kiosk.scenario.stage import touchable_keys
from kiosk.session import advance, begin, timers_of, view_of, watches_of
from kiosk.session.attract import Attract
from kiosk.session.modes import MODE_TOUCHES
from kiosk.session.trouble import InTrouble
from kiosk.signing import Drawn
from kiosk.terminal_state import TerminalState
from kiosk.view import Field, FieldKind, View
from kiosk.visit import RETRACT, Session
from kiosk.words import Data
from tests.frozen import catalogue
from tests.kiosk.session.case_samples import BUNDLE, EACH_STATE, printed
from tests.kiosk.session.citizen import ALL_WELL, FACTS, NOW, devices
from tests.kiosk.session.paper_events import ASKED as PAPERS_ASKED
from tests.kiosk.session.paper_events import camera_events, paper_events
from tests.ui.bundle_views import bundle_views
from tests.ui.document_events import ASKED, document_events
from tests.ui.kept_views import kept_views
from tests.ui.pickup_views import pickup_views
from tests.ui.pledge_views import pledge_views
from tests.ui.sample_parts import LONG_NAME
from tests.ui.sample_payments import payments
from tests.ui.staff_views import staff_views
from tests.ui.starting_points import (
    BEGINNINGS,
    CARDS,
    REFUSED_CARDS,
    REHEARSING,
    SLIP,
    TERMINAL,
    VISIT,
    review_with_long_data,
)
from tests.ui.whom_views import whom_views
from tests.view_texts import fields_of, texts_in


def _case(state: CaseState, step: str) -> CaseProgress:
    return CaseProgress("3301-0001", SLIP, state, NOW, step, "old-age-allowance")


OUTCOMES: dict[str, tuple[Any, ...]] = {
    "code.send": (CodeSent("199****0001", 6, 300),),
    "code.verify": (CodeVerified(True, 0, "p"), CodeVerified(False, 2), CodeVerified(False, 0)),
    "identity.code": (CodeHolder("99010119440307002X", LONG_NAME, "resident", "p"), CodeHolder()),
    "lookup": (
        LookupResult((), "2026-11-20"),
        LookupResult((("status", "正常参保"), ("name", LONG_NAME)), "2026-11-20"),
    ),
    "cases": (
        Cases(()),
        Cases((*(_case(state, step) for state, step in zip(CaseState, cycle(NextStep), strict=False)), *BUNDLE)),
        Cases(BUNDLE),
        *(Cases((each,)) for each in EACH_STATE),
    ),
    "by_slip": (
        Cases(()),
        Cases((replace(_case(CaseState.CORRECTION, "correct"), item_id="", case_number=""),)),
        Cases(tuple(printed(each) for each in BUNDLE)),
    ),
}
TYPED = ("19900000001", "123456", "6200000000000000000", "1")
CODES = ("id_reader.wrong_card", "id_reader.no_answer", "transport.gone")
"""Reader faults tried on every page that waits for a card; all others only where the applicant's card is awaited."""


def _faults(family: str) -> tuple[str, ...]:
    """Return the fault table's codes of a family, without the family."""
    return tuple(code.partition(".")[2] for code in FACTS.faults if code.partition(".")[0] == family)


READER = tuple(f"{family}.{code}" for family in ("id_reader", "transport", "device") for code in _faults(family))
SCANNER = tuple(f"{family}.{code}" for family in ("code_scanner", "transport") for code in _faults(family))
SLOT = tuple(f"{family}.{code}" for family in ("card_reader", "transport") for code in _faults(family))
SOCIAL_CARDS = (
    SocialCard(LONG_NAME, "99010119440307002X"),
    SocialCard("王", "99010119440307002X", name_read="王\ufffd"),
    SocialCard("王测试", "99010119440307002X", valid_to=date(2025, 1, 1)),
    SocialCard("王测试", "990101"),
)
HELD = (
    Code(SLIP),
    Code("A" * 32),
    Code("?"),
    Code("https://example.invalid"),
    *(Code(problem=problem) for problem in CodeProblem),
)
"""Codes held before the scanner."""
A4 = tuple(f"document_printer.{code}" for code in _faults("document_printer"))
GLASS = tuple(f"document_scanner.{code}" for code in _faults("document_scanner"))
CAMERA = tuple(f"camera.{code}" for code in _faults("camera"))
PRINTER = tuple(f"{family}.{code}" for family in ("receipt_printer", "transport", "device") for code in _faults(family))
REASONS = tuple(code for code in _faults("platform") if code not in set(FailureKind))
"""Reasons for which the platform refuses and for which there are messages."""
DAYS = ("2026-01-01", "2026-13-4", "2099-12-31")
"""The same into a field of a date, which takes nothing else."""
SKIPPED_TOUCHES = frozenset({"language", *MODE_TOUCHES}) - {"companion"}
"""Every page is audited in every language and mode anyway."""
SESSIONS_A_PAGE = 8
"""Sessions tried for each page: enough for all its contents, within a few seconds in total."""


def _events(session: Session, view: View) -> Iterator[Event]:
    for key in touchable_keys(view):
        yield Touched(VISIT, key)
    yield Touched(VISIT, "help")
    if view.pad is not None:
        yield Drawn(VISIT, view.pad.key, (3000, 2000, 0, 7000, 1900, 300), 248)
    for field in view.fields:
        typed = DAYS if field.kind is FieldKind.DATE else TYPED
        yield from (Typed(VISIT, field.key, text) for text in typed)
    for watch in watches_of(session):
        if watch.capability == READ_SOCIAL_CARD.capability:
            yield ReadingBegan(VISIT, watch)
            yield from (ReadingCame(VISIT, watch, card) for card in SOCIAL_CARDS)
            yield from (WatchFailed(VISIT, watch, Fault(code, Next.ASK_CITIZEN)) for code in SLOT)
        elif watch.verb == "read":
            yield ReadingBegan(VISIT, watch)
            yield from (ReadingCame(VISIT, watch, card) for card in (*CARDS, *REFUSED_CARDS.values()))
            codes = (*CODES, *READER) if session.page == "identify" else CODES
            yield from (WatchFailed(VISIT, watch, Fault(code, Next.ASK_CITIZEN)) for code in codes)
        elif watch.verb == "view":
            yield from camera_events(VISIT, watch, CAMERA)
        elif watch.verb == "code":
            yield from (ReadingCame(VISIT, watch, code) for code in HELD)
            yield from (WatchFailed(VISIT, watch, Fault(code, Next.CALL_STAFF)) for code in SCANNER)
        else:
            yield from (ReadingCame(VISIT, watch, presence) for presence in Presence)
    yield from (TimerRang(VISIT, timer) for timer in timers_of(session))
    yield ReceiptCame(VISIT, "case-1", "3301-0001", NOW)
    yield CaseNotReceived(VISIT, "case-1", "answers-invalid")
    yield CaseNotReceived(VISIT, "case-1", "department-closed", NOW)
    for number, purpose in session.awaiting.items():
        for answer in OUTCOMES.get(purpose, ()):
            yield Answered(VISIT, number, answer)
        yield from document_events(VISIT, number, purpose, A4)
        yield from paper_events(VISIT, number, purpose, GLASS)
        if purpose in (*OUTCOMES, *ASKED, *PAPERS_ASKED):
            yield from (NotAnswered(VISIT, number, trouble) for trouble in FailureKind)
            yield from (NotAnswered(VISIT, number, FailureKind.REFUSED, reason) for reason in REASONS)
        if purpose == "keep":
            yield Kept(VISIT, number, (KeptCase("case-1", "WT02-0001-AAAA-B", NOW),))
            yield from (NotKept(VISIT, number, reason) for reason in _faults("keep"))
            yield KeepUnconfirmed(VISIT, number)
        if purpose == "print":
            yield from (JobEnded(VISIT, number, PrintOutcome(paper)) for paper in Paper)
            codes = PRINTER if session.page == "ending" else PRINTER[:1]
            broken = (Fault(code, Next.CALL_STAFF) for code in codes)
            yield from (JobEnded(VISIT, number, PrintOutcome(Paper.DID_NOT, fault)) for fault in broken)
        if purpose == RETRACT:
            yield from (JobEnded(VISIT, number, RetractOutcome(each)) for each in Retraction)


def data_in(thing: Any) -> Iterator[str]:
    """Yield every value that is the same in all languages."""
    if isinstance(thing, Data):
        yield thing.text
    elif isinstance(thing, tuple):
        # A message's arguments are pairs of name and value.
        if len(thing) == 2 and isinstance(thing[0], str) and isinstance(thing[1], str):
            yield thing[1]
        for each in thing:
            yield from data_in(each)
    elif (names := fields_of(type(thing))) is not None:
        if isinstance(thing, Field) and thing.masked:
            yield mask_number(thing.value)
        if isinstance(value := getattr(thing, "value", None), str):
            yield value
        for name in names:
            yield from data_in(getattr(thing, name))


def visible_facts(view: View) -> set[tuple[Any, ...]]:
    """Return what can be seen of a page: its messages, drawings, field states, and whether there are long values."""
    seen: set[tuple[Any, ...]] = {("says", each.key) for each in texts_in(view)}
    seen |= {(f.key, bool(f.value), f.wrong is not None) for f in view.fields}
    seen |= {("covered", view.curtain), ("counting", view.countdown is not None)}
    seen.add(("gesture", view.guidance.gesture if view.guidance else ""))
    seen.add(("practised", view.practice))
    seen.add(("long", max((len(data) for data in data_in(view)), default=0) > 60))
    # Help is the same over every page.
    where = view.id.rpartition("?")[2] if "?" in view.id else view.id
    return {(view.page, where, *each) for each in seen}


def _state(session: Session, view: View, facts: set[tuple[Any, ...]]) -> tuple[Any, ...]:
    """Return what distinguishes sessions worth trying: visible facts, field values and awaited answers."""
    values = tuple(field.value for field in view.fields)
    return frozenset(facts), values, tuple(sorted(session.awaiting.values())), session.trouble


class _Search:
    """Try all events from all sessions, those of the least tried page first."""

    def __init__(self, beginnings: Sequence[Session]) -> None:
        self.views: list[View] = []
        self._seen: set[tuple[Any, ...]] = set()
        self._known: set[tuple[Any, ...]] = set()
        self._tried: Counter[str] = Counter()
        self._waiting: list[tuple[int, int, Session]] = []
        for session in beginnings:
            self.add_session(session)
        while self._waiting:
            tried, order, session = heappop(self._waiting)
            if tried < self._tried[session.page]:
                heappush(self._waiting, (self._tried[session.page], order, session))
                continue
            if tried == SESSIONS_A_PAGE:
                break
            self._tried[session.page] += 1
            self._try_everything(session)

    def add_view(self, view: View) -> set[tuple[Any, ...]]:
        """Keep a view that shows something no earlier view showed; return what can be seen of it."""
        facts = visible_facts(view)
        if not facts <= self._seen:
            self._seen |= facts
            self.views.append(view)
        return facts

    def add_session(self, session: Session) -> None:
        view = view_of(session)
        facts = self.add_view(view)
        if (
            (state := _state(session, view, facts)) not in self._known
            and not session.counting_down
            and not session.curtain
        ):
            self._known.add(state)
            heappush(self._waiting, (self._tried[session.page], len(self._known), session))

    def _try_everything(self, session: Session) -> None:
        for event in _events(session, view_of(session)):
            if not (isinstance(event, Touched) and event.key in SKIPPED_TOUCHES):
                after, _ = advance(session, event)
                if not after.finished:
                    self.add_session(after)


def _views_outside_visits() -> Iterator[View]:
    dark = replace(ALL_WELL, online=False, devices=devices(paper="out"))
    states: tuple[TerminalState, ...] = (
        Attract(VISIT, TERMINAL, catalogue(), ALL_WELL),
        Attract(VISIT, TERMINAL, catalogue(), dark),
        Attract(VISIT, REHEARSING, catalogue(), ALL_WELL),
        Attract(VISIT, TERMINAL, None, ALL_WELL),
        *(
            Attract(VISIT, TERMINAL, catalogue(), replace(ALL_WELL, devices={"outbox": DeviceInfo(faults=(code,))}))
            for code in FACTS.faults
            if code.startswith("outbox.")
        ),
        *(Attract(VISIT, TERMINAL, catalogue(), replace(ALL_WELL, out_of_service=why)) for why in _faults("terminal")),
        Attract(VISIT, TERMINAL, catalogue(), replace(ALL_WELL, closed="power_works")),
        InTrouble(VISIT, TERMINAL, ALL_WELL, "en", None),
        InTrouble(VISIT, TERMINAL, ALL_WELL, "en", None, awaiting=frozenset({1})),
        InTrouble(VISIT, TERMINAL, ALL_WELL, "en", Case("case-1", SLIP, NOW)),
    )
    yield from (state.view() for state in states)


@cache
def reachable() -> Mapping[str, View]:
    """Return the views by name (page id and number), in the order in which they are found."""
    dark = replace(ALL_WELL, online=False, devices=devices(paper="out"))
    first = [begin(VISIT, TERMINAL, catalogue(), status)[0] for status in (ALL_WELL, dark)]
    search = _Search([*first, *(way().session for way in (review_with_long_data, *BEGINNINGS))])
    parts = (bundle_views, payments, kept_views, pledge_views, pickup_views, whom_views, staff_views)
    for view in (*_views_outside_visits(), *(view for part in parts for view in part())):
        search.add_view(view)
    count: Counter[str] = Counter()
    named: dict[str, View] = {}
    for view in search.views:
        base = view.id.replace("/", "-").replace("?", "-")
        count[base] += 1
        named[base if count[base] == 1 else f"{base}~{count[base]}"] = view
    return named
