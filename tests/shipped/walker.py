"""Walk a shipped item through the pure session, on every path that its choices offer, given only its worked examples.

Devices succeed, and the platform answers as in practice (config/practice.toml). What a page offers decides the next
event. A walk takes one value of each choice; `every_path` walks until each value that was offered has been taken.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from devices.id_reader.contract import IdCard
from devices.id_reader.people import load_people
from devices.receipt_printer.contract import Paper, PrintOutcome
from kiosk.case.blobs import BlobRef
from kiosk.case.slip_number import new_slip_number
from kiosk.case_events import Kept, KeptCase, ReceiptCame
from kiosk.catalogue.answers import WrongAnswer, validate_answers
from kiosk.catalogue.item import Item
from kiosk.catalogue.load import Catalogue
from kiosk.effects import Ask, AskOrder, AskPermit, Effect, Fetch, Job, Keep, OpenRelay, Recut, TakePhoto
from kiosk.events import (
    Answered,
    DeviceInfo,
    Event,
    Fetched,
    JobEnded,
    Permitted,
    ReadingCame,
    TimerRang,
    Touched,
    Typed,
    ViewJudged,
)
from kiosk.paper_events import PageCutAgain, PhotoTaken
from kiosk.papers.page import PagesScanned, PaperPage
from kiosk.papers.photo_verdict import PhotoCheck, PhotoVerdict
from kiosk.papers.scan_verdict import PageLook
from kiosk.papers.sheet import Sheet
from kiosk.payment_events import OrderCame
from kiosk.platform.documents import Documents
from kiosk.platform.gateway import LookupResult
from kiosk.platform.orders import Order, OrderDeed, OrderState
from kiosk.relay_events import RelayOpened, RelayReceived
from kiosk.session import advance, begin, timers_of, view_of, watches_of
from kiosk.signing import Drawn
from kiosk.steps.home import touches_to
from kiosk.steps.table import FAREWELL
from kiosk.view import Choice, Field, FieldKind, View
from kiosk.visit import RELAY, Session
from kiosk.vocabulary.names import CAPABILITIES
from kiosk.workers.practice import practice_answers
from tests.frozen import SHIPPED
from tests.kiosk.session.citizen import ALL_WELL, FACTS, NOW

VISIT, CODE = "visit-1", "123456"
APPLICATION = "01890a5d-ac96-774b-bcce-b302099a8057"
SLIP = new_slip_number(FACTS.code, 1, lambda below: 7 % below)
MOST_EVENTS = 150
ALL_CHOSEN = ("agree",)
"""Groups of which every choice is taken; of all others with a value, one."""
NOT_ONWARD = ("change", "reveal", "dispute", "item", "material", "held", "edge", "page")
"""Groups of choices that lead to an earlier page or to none; they are not taken."""
CHOSEN_AGAIN = ("way",)
"""Groups of which the same choice is taken as often as it is offered: a way for each paper."""
PART, ALL_PARTS = "part", "part:"
"""The parts of a bundle: a walk has all that are chosen by themselves, or all but one."""
EQUIPPED = replace(
    ALL_WELL,
    devices=MappingProxyType({**ALL_WELL.devices, "all_else": DeviceInfo("ready", (), {}, frozenset(CAPABILITIES))}),
)
"""A terminal with every device."""
PAGE = PaperPage(BlobRef(2, "1" * 64, 20_000, 1, "image/jpeg"))
SHOWN = Sheet("2", 992, 1403)
LOOK = PageLook(992, 1403, True, 0.0, 20_000.0, False, False)
CODED_FIELDS: Mapping[FieldKind, str] = {FieldKind.SLIP_NUMBER: SLIP}
Selection = tuple[tuple[str, str], ...]


@dataclass
class Walk:
    """One path through an item: its views, the choices offered and taken, and the invalid answers of each of its cases.

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
    """The item cannot be walked to its end; the text has the page and the reason."""


def every_path(item: Item, catalogue: Catalogue) -> Iterator[Walk]:
    """Yield walks until every value of every choice was taken. Raises WalkStuck."""
    waiting = deque[Selection]([()])
    known: set[tuple[str, str]] = set()
    while waiting:
        walk = _Walker(item, catalogue, waiting.popleft()).walk()
        known |= set(walk.taken.items())
        for group, values in walk.offered.items():
            for value in values:
                if (group, value) not in known:
                    known.add((group, value))
                    waiting.append((*((g, v) for g, v in walk.taken.items() if g != group), (group, value)))
        yield walk


class _Walker:
    def __init__(self, item: Item, catalogue: Catalogue, selection: Selection) -> None:
        self._item, self._catalogue, self._selection = item, catalogue, dict(selection)
        self._session: Session
        self._session, _ = begin(VISIT, FACTS, catalogue, EQUIPPED)
        self._record = Walk(selection)
        self._people = load_people(SHIPPED / "people.toml")
        self._answers = practice_answers(SHIPPED / "practice.toml")
        self._outcomes: dict[int, Event] = {}
        self._news: dict[int, list[Event]] = {}
        """What a phone sends, by the number of its relay."""

    def walk(self) -> Walk:
        for key in touches_to(self._session, self._item):
            self._advance(Touched(VISIT, key))
        for _ in range(MOST_EVENTS):
            before = self._session
            event = self._choose(view_of(before)) if before.page == FAREWELL else self._next()
            if event is None:
                return self._record
            self._advance(event)
            if self._session == before:
                raise self._stuck("nothing changes")
        raise self._stuck("the path has no end")

    def _stuck(self, why: str) -> WalkStuck:
        return WalkStuck(f"{self._item.id} {dict(self._record.selection)}: on {self._session.page}: {why}")

    def _advance(self, event: Event) -> None:
        self._session, effects = advance(self._session, event)
        for effect in effects:
            if isinstance(effect, Keep):
                for draft in effect.drafts:
                    part = self._catalogue.find(draft.item_id) or self._item
                    self._record.handed_in.append(validate_answers(part.answers, draft.answers))
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
                if watch.verb == "read":
                    return self._card_for(lambda card, watch=watch: ReadingCame(VISIT, watch, card))
                if watch.verb == "view":
                    return ViewJudged(VISIT, watch, PhotoVerdict.GOOD, frozenset(PhotoCheck))
        event = self._fill(view) or self._choose(view) or self._sign(view)
        if event is not None:
            return event
        if right is not None and right.enabled:
            return Touched(VISIT, right.key)
        for case in (each for each in self._session.matter.cases if not each.case_number):
            return ReceiptCame(VISIT, case.case_id, "3301-0001", NOW)
        raise self._stuck(f"offers no next page; {self._session.trouble}")

    def _outcome_of(self, effect: Effect) -> Event | None:
        """The successful outcome of an effect; None for effects without one."""
        match effect:
            case Keep():
                drafts = enumerate(effect.drafts)
                cases = tuple(KeptCase(f"case-{n}", SLIP, NOW, each.item_id) for n, each in drafts)
                return Kept(VISIT, effect.number, cases, APPLICATION)
            case Job(verb="scan"):
                return JobEnded(VISIT, effect.number, PagesScanned((PAGE,), SHOWN))
            case Job(verb="glance"):
                return JobEnded(VISIT, effect.number, PagesScanned(glass_empty=True))
            case Recut():
                return PageCutAgain(VISIT, effect.number, effect.page, SHOWN)
            case TakePhoto():
                return PhotoTaken(VISIT, effect.number, PAGE.file, SHOWN)
            case OpenRelay():
                opened = RelayOpened(VISIT, effect.number, "https://platform.invalid/r#k", "1234", 600)
                self._news[effect.number] = [opened, RelayReceived(VISIT, effect.number, 1, PAGE.file, SHOWN, LOOK)]
            case Job():
                return JobEnded(VISIT, effect.number, PrintOutcome(Paper.CAME_OUT, None))
            case Fetch():
                held = BlobRef(1, "0" * 64, 20_000, 1, "application/pdf")
                return Fetched(VISIT, effect.number, held, (Sheet("1", 992, 1403, ((0.1, 0.2, 0.3, 0.02),)),))
            case AskOrder():
                shown = Order(
                    effect.request.key,
                    OrderState.OPEN if effect.request.deed is OrderDeed.OPEN else OrderState.PAID,
                    self._item.fee_here,
                    {"zh-CN": "样例收费处"},
                    "2511241000000371",
                    ("wechat", "alipay"),
                    "https://platform.invalid/pay/1",
                    285,
                )
                return OrderCame(VISIT, effect.number, shown)
            case AskPermit():
                return Permitted(VISIT, effect.number)
            case Ask() if effect.question.name in self._answers:
                answer = self._answers[effect.question.name]
                if isinstance(answer, Documents) and self._item.certificate is not None:
                    kind = self._item.certificate.kind
                    answer = Documents(tuple(replace(each, kind=kind) for each in answer.documents))
                if isinstance(answer, LookupResult):
                    answer = replace(answer, rows=tuple((row, "样例") for row in self._item.rows))
                return Answered(VISIT, effect.number, answer)
        return None

    def _card_for(self, read: Any) -> Event:
        """The card of the first invented person whom this page accepts."""
        for card in self._people.values():
            if isinstance(card, IdCard):
                event: Event = read(card)
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
            elif not each.value and not each.optional:
                return Typed(VISIT, each.key, self._text_for(each))
        return None

    def _text_for(self, each: Field) -> str:
        if each.key == "code":
            return CODE
        if each.kind in CODED_FIELDS:
            return CODED_FIELDS[each.kind]
        answer = each.key.removeprefix("answer:")
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
                chosen = self._removed(choices)
            elif verb in ALL_CHOSEN:
                chosen = next((choice for choice in choices if not choice.chosen), None)
            else:
                chosen = self._select(verb, tuple(choices))
            if chosen is not None:
                return Touched(VISIT, chosen.key)
        return None

    def _removed(self, choices: list[Choice]) -> Choice | None:
        """The part that this walk is without; None if it was removed, or if it is to have all of them."""
        values = [ALL_PARTS, *(choice.key for choice in choices if choice.chosen)] if len(choices) > 1 else [ALL_PARTS]
        self._record.offered.setdefault(PART, values)
        wanted = self._record.taken.setdefault(PART, self._selection.get(PART, ALL_PARTS))
        return next((choice for choice in choices if choice.key == wanted and choice.chosen), None)

    def _select(self, group: str, choices: tuple[Choice, ...]) -> Choice | None:
        """The choice that this walk is to take in a group; None if it was taken."""
        self._record.offered.setdefault(group, [choice.key for choice in choices])
        wanted = self._selection.get(group, choices[0].key)
        if any(choice.chosen for choice in choices) and self._record.taken.get(group) == wanted:
            return None
        found = next((choice for choice in choices if choice.key == wanted), choices[0])
        if self._record.taken.get(group) == found.key and group not in CHOSEN_AGAIN:
            return None
        self._record.taken[group] = found.key
        return found
