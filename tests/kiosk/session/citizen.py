"""A citizen without a machine: events go straight into the pure session, effects are kept for the test to look at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from devices import Fault, Next, Presence
from devices.card_reader.contract import CardReaderCapability
from devices.code_scanner.contract import CodeScannerCapability
from devices.document_printer.contract import DocumentPrinterCapability
from devices.id_reader.contract import CardKind, IdCard, IdReaderCapability, LongTerm
from devices.receipt_printer.contract import Paper, PrintOutcome, ReceiptPrinterCapability
from kiosk.case.kept_here import KeptHere
from kiosk.case_events import KeepUnconfirmed, Kept, KeptCase, KeptFound, NotKept, ReceiptCame
from kiosk.catalogue.load import Catalogue
from kiosk.effects import Effect, FindKept
from kiosk.events import (
    Answered,
    DeviceInfo,
    Event,
    JobEnded,
    NotAnswered,
    ReadingBegan,
    ReadingCame,
    StatusChanged,
    TerminalStatus,
    TimerRang,
    Touched,
    Typed,
    WatchFailed,
)
from kiosk.platform.answer import Answer
from kiosk.platform.gateway import FailureKind
from kiosk.session import advance, begin, timers_of, view_of, watches_of
from kiosk.signing import Drawn
from kiosk.terminal.tables import fault_notes, practice_cards
from kiosk.terminal_facts import TerminalFacts
from kiosk.view import View
from kiosk.visit import LATE, Session
from tests.frozen import catalogue
from tests.house.doors import ROOT
from tests.languages import TABLE

NOW = datetime(2026, 11, 24, 13, 40, tzinfo=UTC)
FACTS = TerminalFacts(
    "WT02", "梧桐社区 02", "0571-0000 0002",
    languages=TABLE,
    label_set="test", labels={"1": ("108", "109"), "2": ("207", "208", "209", "210")},
    faults=fault_notes(ROOT / "config" / "faults.toml"),
    practice_cards=practice_cards(ROOT / "config"),
)  # fmt: skip


def devices(reader: str = "ready", printer: str = "ready", paper: str = "ok") -> Mapping[str, DeviceInfo]:
    """A reader and a slip printer in these states, and a printer of A4, as a terminal has them."""
    return MappingProxyType(
        {
            "id_reader": DeviceInfo(reader, capabilities=frozenset(IdReaderCapability)),
            "receipt_printer": DeviceInfo(printer, (), {"paper": paper}, frozenset(ReceiptPrinterCapability)),
            "a4_printer": DeviceInfo(capabilities=frozenset(DocumentPrinterCapability), state="ready"),
        }
    )


ALL_WELL = TerminalStatus(online=True, devices=devices(), now=NOW)
SCANNER = DeviceInfo("ready", capabilities=frozenset(CodeScannerCapability))
WITH_SCANNER = TerminalStatus(online=True, devices=MappingProxyType({**devices(), "code_scanner": SCANNER}), now=NOW)
"""The same of a terminal that also has a code scanner."""
SLOT = DeviceInfo("ready", capabilities=frozenset(CardReaderCapability))
WITH_SLOT = TerminalStatus(online=True, devices=MappingProxyType({**devices(), "card_reader": SLOT}), now=NOW)
"""The same of one with a slot for social security cards."""


def invented_card(number: str = "99010119440307002X", name: str = "王测试", **changes: Any) -> IdCard:
    """A resident card of nobody: an unassigned region, born 1944."""
    said: dict[str, Any] = {
        "kind": CardKind.RESIDENT,
        "name": name,
        "number": number,
        "sex_code": "2",
        "ethnic_code": "01",
        "birth": date(1944, 3, 7),
        "address": "测试省样例市梧桐街道 8 号",
        "issuer": "样例市公安局",
        "valid_from": date(2010, 1, 1),
        "valid_to": LongTerm.LONG_TERM,
    }
    return IdCard(**{**said, **changes})


class Citizen:
    """Plays one visit. Every method gives the events the real machine would give."""

    def __init__(
        self, status: TerminalStatus = ALL_WELL, facts: TerminalFacts = FACTS, items: Catalogue | None = None
    ) -> None:
        self.session: Session
        self.session, effects = begin("visit-1", facts, items or catalogue(), status)
        self.effects: list[Effect] = list(effects)
        self.here: tuple[KeptHere, ...] = ()
        """The cases of any slip number that the terminal still has: its store says so at once."""

    @property
    def page(self) -> str:
        return self.session.page

    @property
    def view(self) -> View:
        return view_of(self.session)

    def happens(self, event: Event) -> tuple[Effect, ...]:
        self.session, effects = advance(self.session, event)
        self.effects.extend(effects)
        for each in effects:
            if isinstance(each, FindKept):
                self.happens(KeptFound("visit-1", each.number, self.here))
        return effects

    def touch(self, *keys: str) -> None:
        for key in keys:
            before = self.session
            self.happens(Touched("visit-1", key))
            assert self.session is not before, f"{key!r} cannot be touched on {before.page}"

    def touch_in_vain(self, key: str) -> None:
        before = self.session
        self.happens(Touched("visit-1", key))
        assert self.session is before, f"{key!r} did something on {before.page}"

    def types(self, field: str, text: str) -> None:
        self.happens(Typed("visit-1", field, text))

    def writes(self, *points: tuple[int, int], width_mm: int = 248) -> None:
        """A stroke on the pad of the page."""
        numbers = tuple(number for n, (x, y) in enumerate(points) for number in (x, y, 16 * n))
        self.happens(Drawn("visit-1", "signature", numbers, width_mm))

    def lays_card(self, card: IdCard) -> None:
        (watch,) = (each for each in watches_of(self.session) if each.capability == IdReaderCapability.READ_ID_CARD)
        self.happens(ReadingCame("visit-1", watch, card))

    def reader_begins(self) -> None:
        (watch,) = (watch for watch in watches_of(self.session) if watch.verb == "read")
        self.happens(ReadingBegan("visit-1", watch))

    def reader_says(self, code: str) -> None:
        (watch,) = (watch for watch in watches_of(self.session) if watch.verb == "read")
        self.happens(WatchFailed("visit-1", watch, Fault(code, Next.ASK_CITIZEN)))

    def sees(self, family: str, presence: Presence) -> None:
        (watch,) = (watch for watch in watches_of(self.session) if watch.device == family)
        self.happens(ReadingCame("visit-1", watch, presence))

    def rings(self, name: str) -> None:
        armed = {timer.name: timer for timer in timers_of(self.session)}
        assert name in armed, f"{name} does not run on {self.page}; running: {sorted(armed)}"
        self.happens(TimerRang("visit-1", armed[name]))

    def last(self, kind: type) -> Any:
        return [effect for effect in self.effects if isinstance(effect, kind)][-1]

    def count(self, kind: type) -> int:
        return sum(isinstance(effect, kind) for effect in self.effects)

    def awaited(self, purpose: str) -> int:
        (number,) = (n for n, p in self.session.awaiting.items() if p == purpose)
        return number

    def answers(self, purpose: str, answer: Answer) -> None:
        self.happens(Answered("visit-1", self.awaited(purpose), answer))

    def no_answer(self, purpose: str, trouble: FailureKind = FailureKind.OFFLINE, reason: str = "") -> None:
        self.happens(NotAnswered("visit-1", self.awaited(purpose), trouble, reason))

    def kept(self) -> None:
        self.happens(Kept("visit-1", self.awaited("keep"), (KeptCase("case-1", "WT02-0001-ABCD-E", NOW),)))

    def not_kept(self, reason: str = "disk_full") -> None:
        self.happens(NotKept("visit-1", self.awaited("keep"), reason))

    def keep_unconfirmed(self) -> None:
        self.happens(KeepUnconfirmed("visit-1", self.awaited("keep")))

    def kept_late(self) -> None:
        self.happens(Kept("visit-1", self.awaited(LATE), (KeptCase("case-1", "WT02-0001-ABCD-E", NOW),)))

    def receipt(self, case_id: str = "case-1") -> None:
        self.happens(ReceiptCame("visit-1", case_id, "3301-0001", NOW))

    def printed(self, paper: Paper, code: str = "") -> None:
        fault = Fault(code, Next.CALL_STAFF) if code else None
        self.happens(JobEnded("visit-1", self.awaited("print"), PrintOutcome(paper, fault)))

    def world(self, **changes: Any) -> None:
        from dataclasses import replace

        self.happens(StatusChanged(replace(self.session.status, **changes)))
