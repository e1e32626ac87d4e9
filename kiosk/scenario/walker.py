"""Walk an item through the pure session, on every path that its choices offer, given only its worked examples.

Devices succeed, and the platform answers as in practice (config/practice.toml). What a page offers decides the next
event. A walk takes one value of each choice; `every_path` walks until each value that was offered has been taken.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import field
from typing import Any

from devices.id_reader.contract import READ
from devices.lazy_dataclass import dataclass
from devices.locker.contract import OpenDoors
from kiosk.case_events import ReceiptCame
from kiosk.catalogue.answers import WrongAnswer, validate_answers
from kiosk.catalogue.item import Example, Item
from kiosk.catalogue.load import Catalogue
from kiosk.effects import Effect, Keep, OpenRelay
from kiosk.events import (
    Event,
    ReadingCame,
    TimerRang,
    Touched,
    Typed,
    ViewJudged,
)
from kiosk.papers.photo_verdict import PhotoCheck, PhotoVerdict
from kiosk.scenario.example_answers import ExampleAnswers
from kiosk.scenario.good_outcomes import VISIT, good_outcome, phone_news
from kiosk.scenario.surroundings import NOW, Surroundings
from kiosk.session import advance, begin, timers_of, view_of, watches_of
from kiosk.signing import Drawn
from kiosk.steps.home import touches_to
from kiosk.steps.table import FAREWELL
from kiosk.view import Choice, Field, FieldKind, View
from kiosk.visit import RELAY, Session

CODE = "123456"
PICK_UP_CODE = "20260001"
RELATIVE = "990101193802010011"
"""The number of somebody who died."""
MOST_EVENTS = 150
ALL_CHOSEN = ("agree",)
"""Groups of which every choice is taken; of all others with a value, one."""
NOT_ONWARD = ("change", "reveal", "dispute", "item", "material", "held", "edge", "page")
"""Groups of choices that lead to an earlier page or to none; they are not taken."""
CHOSEN_AGAIN = ("way",)
"""Groups of which the same choice is taken as often as it is offered: a way for each paper."""
PART, ALL_PARTS = "part", "part:"
"""The parts of a bundle: a walk has all, or all but one."""
Selection = tuple[tuple[str, str], ...]


@dataclass
class Walk:
    """One path through an item: its views, the choices offered and taken, and the invalid answers of each case.

    It keeps no session, event or case, because other tests search the memory of the process for remains of a visit.
    """

    selection: Selection
    views: list[View] = field(default_factory=list)
    offered: dict[str, list[str]] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    handed_in: list[list[WrongAnswer]] = field(default_factory=list)

    @property
    def pages(self) -> set[str]:
        return {view.id for view in self.views}


class WalkStuck(Exception):
    """The item cannot be walked to its end; the text has the page and the reason. `walk`: how far it came."""

    def __init__(self, text: str, walk: Walk) -> None:
        super().__init__(text)
        self.walk = walk


def every_path(item: Item, catalogue: Catalogue, surroundings: Surroundings) -> Iterator[Walk]:
    """Yield walks until every value of every choice was taken. Raises WalkStuck."""
    waiting = deque[Selection]([()])
    known: set[tuple[str, str]] = set()
    while waiting:
        walk = _Walker(item, catalogue, surroundings, waiting.popleft()).walk()
        known |= set(walk.taken.items())
        for group, values in walk.offered.items():
            for value in values:
                if (group, value) not in known:
                    known.add((group, value))
                    waiting.append((*((g, v) for g, v in walk.taken.items() if g != group), (group, value)))
        yield walk


def example_path(item: Item, catalogue: Catalogue, surroundings: Surroundings, example: Example | None) -> Walk:
    """Walk with the answers of one worked example; what the form refuses is corrected. Raises WalkStuck."""
    return _Walker(item, catalogue, surroundings, (), example).walk()


class _Walker:
    def __init__(
        self,
        item: Item,
        catalogue: Catalogue,
        surroundings: Surroundings,
        selection: Selection,
        example: Example | None = None,
    ) -> None:
        self._item, self._catalogue, self._selection = item, catalogue, dict(selection)
        self._surroundings = surroundings
        self._session: Session
        self._session, _ = begin(VISIT, surroundings.facts, catalogue, surroundings.status)
        for mode in surroundings.modes:
            self._session, _ = advance(self._session, Touched(VISIT, mode))
        self._record = Walk(selection)
        self._example = ExampleAnswers(example)
        self._outcomes: dict[int, Event] = {}
        self._news: dict[int, list[Event]] = {}
        """Events of a phone, by the number of its relay."""

    def walk(self) -> Walk:
        for key in touches_to(self._session, self._item):
            self._advance(Touched(VISIT, key))
        for _ in range(MOST_EVENTS):
            before = self._session
            event = self._choose(view_of(before)) if before.page == FAREWELL else self._next()
            if event is None:
                return self._record
            self._advance(event)
            self._example.learn(view_of(self._session))
            if self._session == before:
                raise self._stuck("nothing changes")
        raise self._stuck("the path has no end")

    def _stuck(self, why: str) -> WalkStuck:
        told = f"{self._item.id} {dict(self._record.selection)}: on {self._session.page}: {why}"
        return WalkStuck(told, self._record)

    def _advance(self, event: Event) -> None:
        self._session, effects = advance(self._session, event)
        for effect in effects:
            if isinstance(effect, Keep):
                for draft in effect.drafts:
                    item = self._catalogue.find(draft.item_id) or self._item
                    self._record.handed_in.append(validate_answers(item.answers, draft.answers))
            if (outcome := self._outcome_of(effect)) is not None:
                self._outcomes[effect.number] = outcome
        self._record.views.append(view_of(self._session))

    def _next(self) -> Event:
        for number, purpose in self._session.awaiting.items():
            if self._news.get(number):
                return self._news[number].pop(0)
            if purpose == RELAY:
                continue
            if number not in self._outcomes:
                raise self._stuck(f"no outcome is known of {purpose}")
            return self._outcomes[number]
        view = view_of(self._session)
        counts = [each for each in timers_of(self._session) if each.name in ("photo_count", "order_read")]
        if counts:
            return TimerRang(VISIT, counts[0])
        right = view.actions.right
        if right is None or not right.enabled:
            for watch in watches_of(self._session):
                # A page may watch for a social security card too; the invented people here bring identity cards.
                if (watch.verb, watch.capability) == (READ.name, READ.capability):
                    return self._card_for(lambda card, watch=watch: ReadingCame(VISIT, watch, card))
                if watch.verb == "view":
                    return ViewJudged(VISIT, watch, PhotoVerdict.GOOD, frozenset(PhotoCheck))
        for watch in watches_of(self._session):
            if watch.verb == "doors":
                # Everything is taken, and the doors are closed.
                return ReadingCame(VISIT, watch, OpenDoors(frozenset()))
        event = self._fill(view) or self._choose(view) or self._sign(view)
        if event is not None:
            return event
        if right is not None and right.enabled:
            return Touched(VISIT, right.key)
        for case in (each for each in self._session.matter.cases if not each.case_number):
            return ReceiptCame(VISIT, case.case_id, "3301-0001", NOW)
        raise self._stuck(f"offers no next page; {self._session.trouble}")

    def _outcome_of(self, effect: Effect) -> Event | None:
        if isinstance(effect, OpenRelay):
            self._news[effect.number] = phone_news(effect)
        return good_outcome(effect, self._item, self._surroundings)

    def _card_for(self, read: Any) -> Event:
        """The card of the first invented person whom this page accepts."""
        for card in self._surroundings.people:
            event: Event = read(self._example.aged(card, NOW.year))
            after, _ = advance(self._session, event)
            if not after.trouble:
                return event
        raise self._stuck("no invented person's card is accepted")

    def _fill(self, view: View) -> Event | None:
        for each in view.fields:
            if each.options:
                choice = self._select(each.key, each.options)
                if choice is not None:
                    return Touched(VISIT, choice.key)
            elif (not each.value or each.wrong) and not each.optional and not self._example.leaves_out(each):
                return Typed(VISIT, each.key, self._text_for(each))
        return None

    def _text_for(self, each: Field) -> str:
        if each.key == "code":
            return CODE
        if each.key == "principal":
            return RELATIVE
        if each.key == "pickup":
            return PICK_UP_CODE
        if each.kind == FieldKind.SLIP_NUMBER:
            return self._surroundings.slip
        answer = each.key.removeprefix("answer:")
        if own := self._example.text_for(answer):
            return own
        for example in self._item.examples:
            if not example.wrong and example.answers.get(answer):
                return str(example.answers[answer])
        raise self._stuck(f"no right example says what to write into {answer}")

    def _sign(self, view: View) -> Event | None:
        """Two strokes on a pad."""
        if view.pad is None or len(view.pad.strokes) > 1:
            return None
        return Drawn(VISIT, view.pad.key, (3000, 1000, 0, 6000, 1200, 300), 248)

    def _choose(self, view: View) -> Event | None:
        groups: dict[str, list[Choice]] = {}
        for choice in view.choices:
            verb, _, value = choice.key.partition(":")
            if value and choice.enabled and verb not in NOT_ONWARD:
                groups.setdefault(verb, []).append(choice)
        for verb, choices in groups.items():
            if verb == PART:
                chosen = self._other_part(choices)
            elif verb in ALL_CHOSEN:
                chosen = next((choice for choice in choices if not choice.chosen), None)
            else:
                chosen = self._select(verb, tuple(choices))
            if chosen is not None:
                return Touched(VISIT, chosen.key)
        return None

    def _other_part(self, choices: list[Choice]) -> Choice | None:
        """A part that is still to be chosen or removed; None if the right ones are."""
        values = [ALL_PARTS, *(choice.key for choice in choices)] if len(choices) > 1 else [ALL_PARTS]
        self._record.offered.setdefault(PART, values)
        without = self._record.taken.setdefault(PART, self._selection.get(PART, ALL_PARTS))
        return next((choice for choice in choices if choice.chosen == (choice.key == without)), None)

    def _select(self, group: str, choices: tuple[Choice, ...]) -> Choice | None:
        """The choice that this walk is to take in a group; None if it was taken."""
        self._record.offered.setdefault(group, [choice.key for choice in choices])
        own = next((choice.key for choice in choices if choice.key in self._example.choices), choices[0].key)
        wanted = self._selection.get(group, own)
        if any(choice.chosen for choice in choices) and self._record.taken.get(group) == wanted:
            return None
        found = next((choice for choice in choices if choice.key == wanted), choices[0])
        if self._record.taken.get(group) == found.key and group not in CHOSEN_AGAIN:
            return None
        self._record.taken[group] = found.key
        return found
