"""Everything that can happen to a visit: fitting, late, doubled, foreign, rubbish."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from devices import Fault, Next, Presence
from devices.camera.contract import VIEW
from devices.code_scanner.contract import Code, CodeProblem
from devices.id_reader.people import load_people
from devices.receipt_printer.contract import Paper, PrintOutcome, Retraction, RetractOutcome
from kiosk.case.slip_number import new_slip_number
from kiosk.case_events import KeepUnconfirmed, Kept, KeptCase, NotKept, ReceiptCame
from kiosk.events import (
    Answered,
    Event,
    JobEnded,
    NotAnswered,
    ReadingBegan,
    ReadingCame,
    StatusChanged,
    Timer,
    TimerRang,
    Touched,
    Typed,
    VoiceSeen,
    Watch,
    WatchFailed,
)
from kiosk.payment_events import OrderCame
from kiosk.platform.gateway import CodeHolder, CodeSent, CodeVerified, FailureKind, LookupResult
from kiosk.platform.listing import CaseProgress, Cases, CaseState
from kiosk.platform.mandates import Mandate, Mandates, MandateState
from kiosk.platform.orders import FINAL, Order, OrderKey, OrderState, Refund
from kiosk.platform.registers import RegisterEntries, RegisterEntry
from kiosk.scenario.stage import touchable_keys
from kiosk.session import timers_of, view_of, watches_of
from kiosk.signing import Drawn
from kiosk.steps.pay_state import ORDER_CHARGE, ORDER_CLOSE, ORDER_OPEN
from kiosk.visit import LATE, RETRACT, WATCHED, Session
from tests.house.doors import ROOT
from tests.kiosk.session.citizen import ALL_WELL, NOW, WITH_SCANNER, devices
from tests.kiosk.session.paper_events import ASKED, camera_events, paper_events
from tests.kiosk.session.papers import FEEDER, equipped

VISIT = "visit-1"
PEOPLE = load_people(ROOT / "config" / "people.toml")
FAULTS = tuple(tomllib.loads((ROOT / "config" / "faults.toml").read_text(encoding="utf-8")))
SCANNER_FAULTS = tuple(code for code in FAULTS if code.startswith("document_scanner."))
ORDER = OrderKey("01890a5d-ac96-774b-bcce-b302099a8057", 1)
ORDERS = (ORDER_OPEN, ORDER_CHARGE, ORDER_CLOSE, WATCHED)
"""Purposes of what is asked about an order."""
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
    if purpose == RETRACT:
        return [JobEnded(visit, number, RetractOutcome(each)) for each in Retraction]
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
