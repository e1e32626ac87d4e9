"""Everything that can happen to a visit, and what must hold of it whatever happened."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from random import Random
from typing import Any

from devices import Fault, Next, Presence
from devices.camera.contract import VIEW
from devices.code_scanner.contract import Code, CodeProblem
from devices.id_reader.people import load_people
from devices.receipt_printer.contract import PRINT, Paper, PrintOutcome
from kiosk.case.slip_number import new_slip_number
from kiosk.case_events import KeepUnconfirmed, Kept, KeptCase, NotKept, ReceiptCame
from kiosk.catalogue.item import Proof
from kiosk.catalogue.load import Catalogue
from kiosk.effects import Effect, Job, Keep
from kiosk.events import (
    Answered,
    Event,
    JobEnded,
    NotAnswered,
    ReadingBegan,
    ReadingCame,
    StatusChanged,
    TerminalStatus,
    Timer,
    TimerRang,
    Touched,
    Typed,
    VoiceSeen,
    Watch,
    WatchFailed,
)
from kiosk.messages import Languages
from kiosk.payment_events import OrderCame
from kiosk.platform.gateway import (
    CaseProgress,
    Cases,
    CaseState,
    CodeHolder,
    CodeSent,
    CodeVerified,
    FailureKind,
    LookupResult,
)
from kiosk.platform.mandates import Mandate, Mandates, MandateState
from kiosk.platform.orders import FINAL, Order, OrderKey, OrderState, Refund
from kiosk.platform.registers import RegisterEntries, RegisterEntry
from kiosk.scenario.stage import touchable_keys
from kiosk.session import advance, begin, timers_of, view_of, watches_of
from kiosk.signing import Drawn
from kiosk.spoken import spoken
from kiosk.steps.paper import Papers
from kiosk.steps.pay_state import CHARGING, ENDING, OPENING
from kiosk.steps.table import here
from kiosk.view import View
from kiosk.visit import LATE, WATCHED, Session
from tests.frozen import catalogue, charged, whom
from tests.house.doors import ROOT
from tests.kiosk.session.citizen import ALL_WELL, FACTS, NOW, WITH_SCANNER, devices
from tests.kiosk.session.paper_events import ASKED, camera_events, paper_events
from tests.kiosk.session.papers import FEEDER, equipped
from tests.languages import FOLDER
from tests.view_texts import texts_in

VISIT = "visit-1"
PEOPLE = load_people(ROOT / "config" / "people.toml")
WORDS = Languages.load(FOLDER).with_items([*catalogue(), *charged(), *whom()])
FAULTS = tuple(tomllib.loads((ROOT / "config" / "faults.toml").read_text(encoding="utf-8")))
SCANNER_FAULTS = tuple(code for code in FAULTS if code.startswith("document_scanner."))
ORDER = OrderKey("01890a5d-ac96-774b-bcce-b302099a8057", 1)
ORDERS = (OPENING, CHARGING, ENDING, WATCHED)
"""Purposes of what is asked about an order."""
AFTER_KEEPING = ("submit", "ending", "pay", "rate", "farewell", "home")
GOOD = {
    "since": "2026-01-01",
    "phone": "19900000001",
    "bank_card": "6200000000000000000",
    "code": "123456",
    "slip": "WT02-0001-AAAA-B",
    "principal": "990101193802010011",
    "certificate": "T990000001",
    "address": "样例市样例大道 9 号",
    "account": "6200000000000000018",
}
RUBBISH = ("", " ", "9" * 3000, "𡒄䶮𠮷", "\u202e反\u200f", "a\x00b\x07\n", "²²²²²²", "١٢٣٤٥٦", "{$x}", "e\u0301" * 40)
STROKES = (
    (3000, 1000, 0, 6000, 1200, 300),
    (5000, 3000, 0),
    (),
    (1, 2),
    (-1, 0, 0),
    (0, 6001, 0),
    (0, 0, 1),
    (1,) * 9000,
)
"""Strokes on a pad: two that are, and some that cannot be."""
CASE = CaseProgress("3301-1", "WT02-0001-AAAA-B", CaseState.UNDER_REVIEW, NOW, "wait", "old-age-allowance", "")


def mandates(state: MandateState) -> Mandates:
    """One of each kind, all in this state."""
    return Mandates(tuple(Mandate(k, f"token-{k}", "孙＊＊", code, {}, "2027-03-31", state) for k, code in KINDS))


KINDS = (("ward", ""), ("authorised", ""), ("company", "91990101MA0000001Y"), ("deceased", ""))
ANSWERS: Mapping[str, tuple[Any, ...]] = {
    "code.send": (CodeSent("199****0001", 6, 300),),
    "code.verify": (CodeVerified(True, 0, "p"), CodeVerified(False, 2), CodeVerified(False, 0)),
    "identity.code": (CodeHolder("99010119440307002X", "王测试", "resident", "p"), CodeHolder()),
    "lookup": (LookupResult((), "2026-11-20"), LookupResult((("status", "正常"),), "2026-11-20")),
    "cases": (Cases(()), Cases((CASE,))),
    "by_slip": (Cases(()), Cases((CASE,))),
    "prefill": (
        RegisterEntries(()),
        RegisterEntries(
            (RegisterEntry("pension", {"en": "pensions"}, "2026-06-30", {"account": "6200000000000000018"}),)
        ),
        RegisterEntries((RegisterEntry("population", {}, "2026-06-30", {"household": "x", "more": "\u202e"}),)),
    ),
    "mandates": (*map(mandates, (MandateState.VALID, *MandateState)), Mandates(())),
}
HELD = (Code(new_slip_number("WT02", 1, lambda below: 7 % below)), Code("https://example.invalid"),
        *(Code(problem=problem) for problem in CodeProblem))  # fmt: skip
"""Codes held before the scanner."""
EVERYWHERE: tuple[str, ...] = (
    "help",
    "language",
    "larger",
    "contrast",
    "low",
    "voice",
    "companion",
    "more-time",
    "still-here",
    "leave-now",
    "leave",
)
EVERYWHERE += ("curtain-off", "pause", "back", "continue", "staff-end", "staff-end-now", "practice-card", "no-such-key")
EQUIPPED = equipped(FEEDER)
AROUND = (
    ALL_WELL,
    WITH_SCANNER,
    EQUIPPED,
    replace(ALL_WELL, online=False),
    replace(ALL_WELL, devices=devices(paper="out")),
    replace(ALL_WELL, devices=devices("absent", "absent")),
    replace(ALL_WELL, now=None),
    replace(ALL_WELL, now=NOW.replace(hour=18)),
    replace(ALL_WELL, out_of_service="disk_full"),
)


def likely(session: Session, random: Random, good_answers: Mapping[str, str] = GOOD) -> Event | None:
    """Return the next event of a cooperative user and a healthy machine."""
    events: list[Event] = []
    view = view_of(session)
    if session.page == "home" and not session.modes.companion and random.random() < 0.2:
        return Touched(VISIT, "companion")
    for number, purpose in session.awaiting.items():
        events += [e for e in outcomes(number, purpose) if not isinstance(e, NotAnswered | NotKept)]
    for watch in watches_of(session):
        if watch.verb == "read":
            events += [ReadingCame(VISIT, watch, card) for card in PEOPLE.values()]
        if watch.verb == VIEW.name:
            events += camera_events(VISIT, watch, ())
        if watch.verb == "code":
            events += [ReadingCame(VISIT, watch, code) for code in HELD]
    for field in view.fields:
        good = good_answers.get(field.key.removeprefix("answer:"))
        if good and field.value != good:
            return Typed(VISIT, field.key, good)
    if view.pad is not None and len(view.pad.strokes) < 2:
        return Drawn(VISIT, view.pad.key, random.choice(STROKES[:2]), 248)
    keys = [
        k for k in touchable_keys(view) if k not in ("leave", "back", "help", "skip") and not k.startswith("dispute:")
    ]
    events += [Touched(VISIT, key) for key in keys]
    if "continue" in keys:
        events += [Touched(VISIT, "continue")] * (2 * len(events))
    events += [
        TimerRang(VISIT, t) for t in timers_of(session) if t.name in ("receipt_wait", "card_read_shown", "order_read")
    ]
    return random.choice(events) if events else None


def outcomes(number: int, purpose: str, visit: str = VISIT) -> list[Event]:
    """Every way in which an act can come home."""
    if purpose == "keep":
        return [
            Kept(visit, number, (KeptCase("case-1", "WT02-0001-AAAA-B", NOW),), ORDER.application),
            NotKept(visit, number, "disk_full"),
            KeepUnconfirmed(visit, number),
        ]
    if purpose == LATE:
        return [
            Kept(visit, number, (KeptCase("case-1", "WT02-0001-AAAA-B", NOW),), ORDER.application),
            NotKept(visit, number, "disk_full"),
        ]
    if purpose == "print":
        faults = [None, *(Fault(f, Next.CALL_STAFF) for f in FAULTS if f.startswith("receipt_printer"))]
        return [JobEnded(visit, number, PrintOutcome(paper, fault)) for paper in Paper for fault in faults]
    if purpose in ORDERS:
        refusals = ("nothing-due", "order-open", "order-elsewhere", "unknown", "not-noted")
        refused = (NotAnswered(visit, number, FailureKind.REFUSED, reason) for reason in refusals)
        failed = (NotAnswered(visit, number, trouble) for trouble in FailureKind)
        return [*of_orders(number, purpose, visit), *refused, *failed]
    if of_papers := list(paper_events(visit, number, purpose, SCANNER_FAULTS)):
        return [*of_papers, *(NotAnswered(visit, number, each) for each in FailureKind if purpose in ASKED)]
    events: list[Event] = [Answered(visit, number, answer) for answer in ANSWERS.get(purpose, (RegisterEntries(()),))]
    reasons = ("", "digest-mismatch", "closed", "never-heard")
    return events + [NotAnswered(visit, number, trouble, reason) for trouble in FailureKind for reason in reasons]


def of_orders(number: int, purpose: str, visit: str) -> list[Event]:
    """Every answer about an order."""
    shown = Order(
        ORDER, OrderState.OPEN, "10.00", {"zh-CN": "样例收费处"}, "2511241000000371", ("wechat",), "https://p"
    )
    orders = (
        *(replace(shown, state=state) for state in OrderState),
        *(replace(shown, seconds_left=left) for left in (285, 30)),
        *(replace(shown, state=state, refund=refund) for state in FINAL for refund in Refund),
        replace(shown, sum="9.00"),
        replace(shown, state=OrderState.PAID, sum="9.00"),
    )
    return [OrderCame(visit, number, each) for each in orders]


def anything(session: Session, random: Random) -> Event:
    """Any event at all: fitting, late, doubled, foreign, rubbish."""
    view, visit = view_of(session), random.choice((VISIT,) * 9 + ("visit-0",))
    kind = random.randrange(10)
    if kind == 0:
        return Touched(visit, random.choice([*touchable_keys(view), *EVERYWHERE]))
    if kind == 1 and view.pad is not None and random.random() < 0.7:
        return Drawn(visit, random.choice((view.pad.key, "no-pad")), random.choice(STROKES), random.choice((248, -1)))
    if kind == 1:
        keys = [*(field.key for field in view.fields), "code", "slip", "answer:name", "answer:nothing"]
        return Typed(visit, random.choice(keys), random.choice([*RUBBISH, *GOOD.values()]))
    if kind in (2, 3):
        stale = Watch("id_reader", "read", "read_id_card", random.randrange(3))
        watch = random.choice([*sorted(watches_of(session), key=str), stale])
        if kind == 2:
            return ReadingCame(visit, watch, random.choice([*PEOPLE.values(), *HELD]))
        if random.random() < 0.5:
            return ReadingCame(visit, watch, random.choice(list(Presence)))
        if random.random() < 0.3:
            return ReadingBegan(visit, watch)
        return WatchFailed(visit, watch, Fault(random.choice([*FAULTS, "id_reader.new"]), Next.ASK_CITIZEN))
    if kind == 4:
        stale_timer = Timer("idle", 60.0, random.randrange(5))
        return TimerRang(visit, random.choice([*sorted(timers_of(session), key=str), stale_timer]))
    if kind in (5, 6):
        number, purpose = random.choice([*session.awaiting.items(), (10_000, "keep"), (1, "print"), (2, "cases")])
        return random.choice(outcomes(number, purpose, visit))
    if kind == 7:
        return ReceiptCame(visit, random.choice(("case-1", "case-0")), "3301-0001", NOW)
    if kind == 8:
        return VoiceSeen(visit, random.random() < 0.5, number=random.random() < 0.2)
    return StatusChanged(random.choice(AROUND))


SAID: set[tuple[int, View]] = set()
"""Views that were said in the words with this identity: most come again and again."""


def in_every_language(view: View, languages: Languages) -> None:
    """Every sentence of a view exists, formats and can be spoken, in every language."""
    if (id(languages), view) in SAID:
        return
    SAID.add((id(languages), view))
    for words in languages.by_language.values():
        assert all(words.text(each) for each in texts_in(view)), view.id
        spoken(view, words)


def numbers_of(effects: tuple[Effect, ...]) -> tuple[int, ...]:
    """The numbers of the prints among these effects."""
    return tuple(effect.number for effect in effects if isinstance(effect, Job) and effect.verb == PRINT.name)


class Walk:
    """One visit, with what must hold after every event."""

    def __init__(
        self,
        practice: bool = False,
        around: TerminalStatus = ALL_WELL,
        items: Catalogue | None = None,
        words: Languages = WORDS,
    ) -> None:
        self._words = words
        self.begun, _ = begin(VISIT, FACTS, items or catalogue(), around, practice=practice)
        self.session = self.begun
        self.events: list[Event] = []
        self.pages: set[str] = {"home"}
        self.keeps = self.prints = self.reprints = 0
        self.kept = False
        self.printed: tuple[int, ...] = ()

    def happens(self, event: Event) -> tuple[Effect, ...]:
        before = self.session
        self.session, effects = advance(before, event)
        self.events.append(event)
        self.pages.add(self.session.page)
        self._acts(before, event, effects)
        if not self.session.finished:
            self._legal(view_of(self.session))
        return effects

    def _acts(self, before: Session, event: Event, effects: tuple[Effect, ...]) -> None:
        after = self.session
        if before.finished:
            assert (after, effects) == (before, ()) or isinstance(event, StatusChanged)
        if getattr(event, "effect", None) is not None and getattr(event, "effect", 0) not in before.awaiting:
            assert (after, effects) == (before, ()), f"an outcome nobody awaits changed {before.page}"
        if isinstance(event, Kept) and event.effect in before.awaiting and event.visit == before.visit:
            self.kept = True
            assert after.matter.case is not None, f"kept while on {before.page}, and nobody is told"
        if before.page != "home" and after.page == "home":
            self.keeps = self.prints = 0
            self.kept = False
        self.keeps += sum(isinstance(effect, Keep) for effect in effects)
        asked = isinstance(event, Touched) and event.key == "print"
        self.prints += 0 if asked else len(numbers_of(effects))
        assert self.keeps <= 1, "one case is kept twice"
        assert self.prints <= 1, "one slip is printed twice"
        if not after.finished and after.matter.case is None:
            assert not self.kept
        if after.matter.case is not None:
            assert self.kept, "said to be kept, and it was not"
            assert after.page.partition("/")[0] in AFTER_KEEPING or after.finished
        papers = after.own(Papers).by_effect
        self.printed = () if after.page == "home" else (*self.printed, *numbers_of(effects))
        assert papers.keys() <= set(self.printed), "a slip of an earlier matter is said to be this one's"
        if isinstance(event, TimerRang) and here(before).holds():
            assert after.page == before.page, "a time-out hid the number"

    def _legal(self, view: View) -> None:
        session = self.session
        in_every_language(view, self._words)
        keys = touchable_keys(view)
        assert len(keys) == len(set(keys)), f"two things have one key on {view.id}: {sorted(keys)}"
        assert keys or view.curtain or view.countdown or session.awaiting or timers_of(session), f"stuck on {view.id}"
        for field in view.fields:
            assert len(field.value) <= field.max_length, f"{field.key} holds {len(field.value)} characters"
        if view.countdown:
            assert view.countdown.seconds >= 20
        if view.progress:
            assert 0 <= view.progress.current < len(view.progress.steps)
        if not view.fields and not session.revealed:
            number = session.matter.card.number if session.matter.card else ""
            assert not number or number not in repr_of(view), f"the number stands in plain on {view.id}"

    def walks_away(self) -> None:
        """Let the user stop acting: questions stay unanswered, timers ring, the voice comes to
        its end (ui/speech.py gives up what is stuck), and the visit ends."""
        self.happens(VoiceSeen(VISIT, speaking=False))
        gone_s, due_s = 0.0, dict[Timer, float]()
        for _ in range(400):
            if self.session.finished or (here(self.session).holds()):
                return
            waiting = list(self.session.awaiting.items())
            if waiting:
                self.happens(outcomes(*waiting[0])[-1])
                continue
            running = timers_of(self.session)
            assert running, f"nobody is here, and {view_of(self.session).id} stays for ever"
            # Each rings when its time has come: a page that asks again and again is not there for ever.
            due_s = {each: due_s.get(each, gone_s + each.seconds) for each in running}
            first = min(running, key=lambda timer: (due_s[timer], timer.name))
            gone_s = due_s[first]
            self.happens(TimerRang(VISIT, first))
        raise AssertionError(f"nobody is here, and the visit goes on at {view_of(self.session).id}")


def repr_of(view: View) -> str:
    """All data a view shows; what a frozen dataclass keeps out of its repr is in here."""

    def plain(value: Any) -> Any:
        if is_dataclass(value) and not isinstance(value, type):
            return [plain(getattr(value, each.name)) for each in fields(value)]
        return [plain(each) for each in value] if isinstance(value, tuple) else str(value)

    return json.dumps(plain(view), ensure_ascii=False)


def all_pages() -> set[str]:
    """Every page of the shipped items' journeys, from the catalogue and the steps."""
    pages = {"home", "farewell"}
    for item in catalogue():
        pages |= {f"form/{page.id}" for page in item.pages}
        pages |= {f"form/{page.id}/{control.answer}" for page in item.pages for control in page.controls[1:]}
        # The levels of "rate" are on the farewell.
        pages |= {step for step in item.steps if step not in ("form", "rate")}
        pages |= {"ending"} if item.kind == "application" else set()
        pages |= {"identify/helper", "identify/companion"} if len(item.for_whom) > 1 else set()
        pages |= {"identify/other_documents"} if item.proof is not Proof.NONE else set()
        pages |= {"way/slip"} if "way" in item.steps else set()
    return pages | {"rate/reason"}
