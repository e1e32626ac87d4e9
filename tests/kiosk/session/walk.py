"""A visit to which anything happens, with what must hold after every event."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any

from devices.receipt_printer.contract import PRINT
from kiosk.case_events import Kept
from kiosk.catalogue.item import Proof
from kiosk.catalogue.load import Catalogue
from kiosk.effects import Effect, Job, Keep
from kiosk.events import (
    Event,
    StatusChanged,
    TerminalStatus,
    Timer,
    TimerRang,
    Touched,
    VoiceSeen,
)
from kiosk.messages import Languages
from kiosk.scenario.stage import touchable_keys
from kiosk.session import advance, begin, timers_of, view_of
from kiosk.spoken import spoken
from kiosk.steps.slip_printing import PrintedSlips
from kiosk.steps.table import here
from kiosk.view import View
from kiosk.visit import Session
from tests.frozen import catalogue, charged, payees, whom
from tests.kiosk.session.anything import VISIT, outcomes
from tests.kiosk.session.citizen import ALL_WELL, FACTS
from tests.languages import FOLDER
from tests.view_texts import texts_in

WORDS = Languages.load(FOLDER).with_items([*catalogue(), *charged(), *payees(), *whom()])
AFTER_KEEPING = ("submit", "ending", "pay", "certificate", "rate", "farewell", "home")


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
        papers = after.own(PrintedSlips).by_effect
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
