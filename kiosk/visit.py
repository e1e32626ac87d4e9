"""The state of one visit, in memory only, and what a step may do with it.

A `Session` is a value: steps take one and give one back. Nothing here knows what comes before or after a page.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import field, fields, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Self, TypeVar

from devices import OutputKind, Presence, WatchKind
from devices.id_reader.contract import IdCard
from devices.lazy_dataclass import dataclass
from devices.sensors.contract import NOTHING_SENSED, Sensed
from kiosk.case.draft import Subject
from kiosk.case.kept import Case
from kiosk.catalogue.item import Item
from kiosk.catalogue.load import Catalogue
from kiosk.delays import DELAYS
from kiosk.effects import Effect, Shown
from kiosk.events import Output, TerminalStatus, Timer, Watch
from kiosk.language_table import BASE
from kiosk.terminal_facts import TerminalFacts
from kiosk.view import Modes
from kiosk.words import Words, text


class StepState:
    """Base of a step's state within a matter: a frozen dataclass in the step's module, every field with a default."""


@dataclass(frozen=True)
class Matter:
    """Data that all steps share about the matter at hand, and one state per step; empty at the start of a matter."""

    acting_for: str = "self"
    relation: str = ""
    way: str = ""
    """Lookup of cases by "card" or "slip"."""
    cards: Mapping[str, IdCard] = field(default_factory=lambda: MappingProxyType({}))
    """"applicant", "helper" or "companion" → the card that was read."""
    proof: str = field(default="", repr=False)
    consented: frozenset[str] = frozenset()
    answers: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    shown: Mapping[str, Shown] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    cases: tuple[Case, ...] = ()
    corrections: tuple[Case, ...] = ()
    """The cases that ask for a register to be corrected, kept with the others."""
    subject: Subject | None = None
    """The earlier case that this matter is about: a correction, an amendment."""
    application: str = ""
    """The id that the cases share."""
    only: frozenset[str] = frozenset()
    """The steps that somebody came back for, whatever the item's others; empty: all of the item's."""
    own: Mapping[type[StepState], StepState] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    @property
    def card(self) -> IdCard | None:
        return self.cards.get("applicant")

    @property
    def applicant(self) -> IdCard:
        """The applicant's card, for steps that come after its reading. Raises KeyError where none was read."""
        return self.cards["applicant"]

    @property
    def proven_card(self) -> IdCard | None:
        """The card of the person who is proven: the applicant's, or of who came for somebody without a card here."""
        return self.card or self.helper_card

    @property
    def helper_card(self) -> IdCard | None:
        return self.cards.get("helper")

    @property
    def companion_card(self) -> IdCard | None:
        return self.cards.get("companion")

    @property
    def case(self) -> Case | None:
        """The first case. All of them have its slip number."""
        return self.cases[0] if self.cases else None


OwnT = TypeVar("OwnT", bound=StepState)


@dataclass(frozen=True)
class Session:
    """One visit. `awaiting` maps the numbers of effects whose outcome still counts to what they are for."""

    visit: str
    terminal: TerminalFacts
    catalogue: Catalogue
    status: TerminalStatus
    language: str = BASE
    practice: bool = False
    """True for a practice visit: invented people, nothing leaves the terminal."""
    modes: Modes = field(default_factory=Modes)
    page: str = ""
    item: Item | None = None
    matter: Matter = field(default_factory=Matter)
    typed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    """Text in the page's fields by field key; becomes answers when Continue is pressed."""
    wrong: Mapping[str, Words] = field(default_factory=lambda: MappingProxyType({}))
    """Field key → what to do about it."""
    trouble: str = ""
    """Code of the trouble the page speaks of, "" for none."""
    awaiting: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    asked_on: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    """Number of an awaited effect → the page that asked for it."""
    next_number: int = 1
    activity: int = 0
    """Counts signs of life; each restarts the idle timer."""
    arrival: int = 0
    """Counts page changes; each restarts device watches and page timers."""
    waited: frozenset[str] = frozenset()
    """Names of the page's timers that have rung."""
    counting_down: bool = False
    speaking: bool = False
    """The voice works: nobody is asked meanwhile whether they are still there."""
    curtain: bool = False
    revealed: str = ""
    return_to: str = ""
    """The check page, while one answer is being changed."""
    help_over: bool = False
    staff_asked: bool = False
    staff_enters: bool = False
    """Help asks whether a member of staff really ends the visit, to enter the technician's area or not."""
    card_on_reader: bool | None = None
    card_in_slot: bool | None = None
    slip_at_presenter: bool | None = None
    sensed: Sensed = NOTHING_SENSED
    """The sensors of the cabinet as they were last seen."""
    person_gone: bool = False
    """Somebody was seen before the terminal in this visit, and is seen no longer."""
    kept: bool = False
    """A case of this visit was kept."""
    only_here: bool = False
    """A case of an earlier matter of this visit was not handed over when its pages were left."""
    looked_up: bool = False
    """A look-up of this visit was answered."""
    timed_out: bool = False
    """The citizen was asked whether they are still there, and did not answer."""
    card_used: bool = False
    slot_used: bool = False
    slip_asked: bool = False
    slip_out: bool = False
    """Use of the readers and the presenter in all matters of this visit: a card or slip may still be there."""
    finished: str = ""
    """Reason for the end of the visit; "" during it."""

    def awaits(self, purpose: str) -> bool:
        return purpose in self.awaiting.values()

    @property
    def waits(self) -> bool:
        """Return whether the page waits for an outcome."""
        return any(purpose not in (LATE, RELAY, RETRACT, WATCHED) for purpose in self.awaiting.values())

    def with_matter(self, matter: Matter) -> Self:
        return replace(self, matter=matter)

    def own(self, kind: type[OwnT]) -> OwnT:
        """Return this kind of step state; its default while the matter has none."""
        state = self.matter.own.get(kind)
        return state if isinstance(state, kind) else kind()

    def with_own(self, state: StepState) -> Self:
        own = MappingProxyType({**self.matter.own, type(state): state})
        return replace(self, matter=replace(self.matter, own=own))

    def timer(self, name: str) -> Timer:
        """A timer of this page, by the name of its delay."""
        return Timer(name, DELAYS[name], self.arrival)

    def place_of(self, capability: str) -> Words:
        """Words for the place of the device that can do this, as seen from the screen."""
        place = self.terminal.places.get(self.status.device_for(capability), "unknown")
        return text(f"place-{place}")

    def lies_at(self, capability: str) -> bool | None:
        """Whether something lies in the slot of the device that can do this; None where no sensor knows."""
        return seen(self.sensed.at(self.status.device_for(capability)))

    def watch(self, kind: WatchKind[Any, Any], since: int | None = None) -> frozenset[Watch]:
        """Watch the device that can do this; nothing where the terminal has none."""
        device = self.status.device_for(kind.capability)
        started = self.arrival if since is None else since
        return frozenset({Watch(device, kind.name, kind.capability, started)} if device else ())

    def output(self, kind: OutputKind[Any, Any], state: Hashable) -> frozenset[Output]:
        """Put the device that can do this into a state; nothing where the terminal has none."""
        device = self.status.device_for(kind.capability)
        return frozenset({Output(device, kind.name, state)} if device else ())

    def with_item(self, item: Item) -> InMatter:
        """Choose an item; its matter begins empty, for the only one whom it may be for."""
        only = item.for_whom[0] if len(item.for_whom) == 1 else "self"
        return InMatter(**self._apart_from_matter(), item=item, matter=Matter(acting_for=only))

    def without_item(self) -> Session:
        """Drop the item and everything of its matter."""
        return Session(**self._apart_from_matter())

    def _apart_from_matter(self) -> dict[str, Any]:
        names = {each.name for each in fields(Session)} - {"item", "matter", "typed", "return_to"}
        return {name: getattr(self, name) for name in names}

    def with_typed(self, key: str, value: str) -> Self:
        wrong = {k: v for k, v in self.wrong.items() if k != key}
        return replace(self, typed=MappingProxyType({**self.typed, key: value}), wrong=MappingProxyType(wrong))


@dataclass(frozen=True)
class InMatter(Session):
    """A session after a service item was chosen: every step between the start page and the farewell is given one."""

    item: Item = field(kw_only=True)


def seen(presence: Presence) -> bool | None:
    """Return presence as the session keeps it: True, False, or None while unknown."""
    return {Presence.PRESENT: True, Presence.GONE: False, Presence.TAKEN_BACK: False}.get(presence)


def waits_here(session: Session) -> bool:
    """Return whether a case of this matter was kept and is not handed over yet."""
    return any(not case.case_number for case in session.matter.cases)


class Go(StrEnum):
    """Target page of a turn."""

    STAY = "stay"
    ON = "on"
    """The next page of the journey, or back to the check page while changing an answer."""
    BACK = "back"
    START = "start"
    """The start page, for another matter; nothing of this one is left."""
    END = "end"
    """The farewell."""
    OVER = "over"
    """The visit is over, and nothing is left of it."""


@dataclass(frozen=True)
class Turn:
    """Result of a step: the new session, the effects it asks for, and where to go (a page id, or a `Go`)."""

    session: Session
    effects: tuple[Effect, ...] = ()
    go: Go | str = Go.STAY

    def then(self, go: Go | str) -> Turn:
        return replace(self, go=go)


SessionT = TypeVar("SessionT", bound=Session)

KEEP = "keep"
"""Purpose of the effect that keeps the case."""
RELAY = "relay"
"""Purpose of an OpenRelay: it goes on while the citizen does other things, and no page waits for its end."""
RETRACT = "retract"
"""Purpose of taking back a slip: it goes on by itself, and no page waits for it."""
WATCHED = "watched"
"""Purpose of a request that a page repeats by itself to see whether something has changed: nobody waits for it."""
LATE = "late"
"""Purpose of an effect whose outcome did not come in time: no page waits for it, and it still counts if it comes."""


def numbered(session: SessionT, purpose: str) -> tuple[SessionT, int]:
    """Take the next effect number and await its outcome under `purpose`."""
    number = session.next_number
    awaiting = MappingProxyType({**session.awaiting, number: purpose})
    asked_on = MappingProxyType({**session.asked_on, number: session.page})
    return replace(session, next_number=number + 1, awaiting=awaiting, asked_on=asked_on), number


def late(session: SessionT, number: int) -> SessionT:
    """Wait for this outcome no longer; it still counts if it comes."""
    return replace(session, awaiting=MappingProxyType({**session.awaiting, number: LATE}))


def awaiting_only(session: SessionT, numbers: Iterable[int]) -> SessionT:
    """Of the awaited outcomes only these count from now on."""
    left = frozenset(numbers)
    awaiting = {number: purpose for number, purpose in session.awaiting.items() if number in left}
    asked_on = {number: page for number, page in session.asked_on.items() if number in left}
    return replace(session, awaiting=MappingProxyType(awaiting), asked_on=MappingProxyType(asked_on))


def unawaited(session: SessionT) -> tuple[SessionT, int]:
    """Take the next effect number for an act whose outcome no page awaits."""
    return replace(session, next_number=session.next_number + 1), session.next_number
