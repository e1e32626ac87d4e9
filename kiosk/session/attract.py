"""The attract state, between visits: items available now and ways to start, or the reason why there are none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from devices.power.contract import PowerState
from devices.receipt_printer.contract import RetractOutcome
from devices.sensors.contract import Sensed
from kiosk.catalogue.load import Catalogue
from kiosk.delays import DELAYS
from kiosk.effects import ShutDown
from kiosk.events import (
    DeviceInfo,
    Event,
    JobEnded,
    Output,
    ReadingCame,
    StatusChanged,
    TerminalStatus,
    Timer,
    TimerRang,
    Touched,
    Watch,
    WatchFailed,
)
from kiosk.language_table import next_language
from kiosk.session.advance import advance, begin
from kiosk.session.fallback import with_fallback_note
from kiosk.session.forgotten_slip import ForgottenSlip
from kiosk.session.in_visit import InVisit
from kiosk.session.outage import out_of_service, outage_view, store_to_check
from kiosk.session.surroundings import BEFORE, sensed_by, sensor_watch
from kiosk.steps.home import network_words, slip_words, tag_words, touches_to
from kiosk.steps.reasons import why_not
from kiosk.steps.slip_printing import PRINT_SLIP
from kiosk.terminal_facts import TerminalFacts, name_of
from kiosk.terminal_state import STAFF_ENTRY, Advanced, TerminalState
from kiosk.view import Block, BlockKind, Choice, Tone, Traits, View
from kiosk.visit import Session, seen
from kiosk.words import Data, text

PRACTICE = "practice"
"""Value of the `start:` choice that starts a practice visit."""

STARTS_IN: Mapping[str, str] = MappingProxyType({"elder": "larger", "voice": "voice", "low": "low"})
"""Value of a `start:` choice → the button of the mode in which that visit starts."""

SHOWN_AT_MOST = 3
"""Items that the page shows; the start page has all."""


@dataclass(frozen=True)
class Attract:
    """`visit` is the id the next visit will have."""

    visit: str
    terminal: TerminalFacts
    catalogue: Catalogue | None
    status: TerminalStatus
    language: str = ""
    """"" for the terminal's default language."""
    off_asked: bool = False
    """The power is nearly gone, and to shut down was asked."""
    near: bool | None = None
    """Somebody stands before the terminal; None where that is not known."""
    greets: bool = False
    """Whoever stands there came here while nobody was there, and is greeted aloud."""
    greeted: bool = False
    """Somebody was greeted a short while ago."""
    forgotten: ForgottenSlip = ForgottenSlip()

    def __post_init__(self) -> None:
        object.__setattr__(self, "language", self.language or self.terminal.languages[0].code)

    in_visit = False
    closed_for = ""
    practising = False

    @property
    def awaiting(self) -> frozenset[int]:
        return self.forgotten.awaiting

    def advance(self, event: Event) -> Advanced:
        following, effects = _advance(self, event)
        if not isinstance(following, InVisit):
            return following, effects
        session, effects = self.forgotten.before(following.session, effects)
        return InVisit(session), effects

    def view(self) -> View:
        return _view(self)

    def timers(self) -> frozenset[Timer]:
        waits = self.greeted and self.near is False
        approach = frozenset({Timer("approach", DELAYS["approach"], 0)} if waits else ())
        return approach | self.forgotten.timers(self.status)

    def watches(self) -> frozenset[Watch]:
        return sensor_watch(self.status, BEFORE)

    def outputs(self) -> frozenset[Output]:
        return frozenset()

    def awaits_receipt(self, case_id: str) -> bool:
        return False

    def refreshed(self, status: TerminalStatus, catalogue: Catalogue | None) -> TerminalState:
        return replace(self, status=status, catalogue=catalogue)

    def after_error(self, status: TerminalStatus) -> TerminalState | None:
        return None

    def personal_parts(self) -> tuple[object, ...]:
        return ()


def _advance(state: Attract, event: Event) -> Advanced:
    match event:
        case StatusChanged():
            low = event.status.power is PowerState.LOW
            asks = (ShutDown(0),) if low and not state.off_asked else ()
            forgotten = state.forgotten.seen(event.status)
            return replace(state, status=event.status, off_asked=low, forgotten=forgotten), asks
        case ReadingCame() | WatchFailed() if (sensed := sensed_by(event)) is not None and event.visit == state.visit:
            return _with_sensed(state, sensed), ()
        case TimerRang() if event.timer in state.forgotten.timers(state.status):
            forgotten, effects = state.forgotten.take_back(state.status)
            return replace(state, forgotten=forgotten), effects
        case TimerRang():
            return replace(state, greeted=False), ()
        case JobEnded(outcome=RetractOutcome() as outcome) if event.effect in state.awaiting:
            forgotten, effects = state.forgotten.came(outcome)
            return replace(state, forgotten=forgotten), effects
        case Touched(key=key) if key == STAFF_ENTRY and not state.awaiting:
            return None, ()
        case Touched(key="language"):
            return replace(state, language=next_language(state.terminal.languages, state.language).code), ()
        case Touched(verb="begin", value=item) if not out_of_service(state.status, state.catalogue):
            return _begin_with(state, item) if _doable(state, item) else (state, ())
        case Touched(verb="start", value=how) if not out_of_service(state.status, state.catalogue):
            if how in STARTS_IN and (how != "voice" or _can_speak(state)):
                return _begin_in(state, STARTS_IN[how])
            codes = [row.code for row in state.terminal.languages]
            language = how if how in codes else state.language
            assert state.catalogue is not None
            if how in ("", PRACTICE, *codes):
                practice = how == PRACTICE
                session, effects = begin(state.visit, state.terminal, state.catalogue, state.status, language, practice)
                return InVisit(session), effects
    return state, ()


def _with_sensed(state: Attract, sensed: Sensed) -> Attract:
    """Greet whoever comes; not who stood there before, such as the person whose visit has just ended."""
    near = seen(sensed.person)
    comes = near is True and state.near is False
    if near is True and not comes:
        return replace(state, near=near)
    greets = comes and not state.greeted and _can_speak(state)
    return replace(state, near=near, greets=greets, greeted=state.greeted or greets)


def _begin_with(state: Attract, item: str) -> Advanced:
    """A visit for this item: the start page that follows would only ask for it."""
    assert state.catalogue is not None
    session, effects = begin(state.visit, state.terminal, state.catalogue, state.status, state.language)
    chosen = state.catalogue.find(item)
    for key in touches_to(session, chosen) if chosen is not None else ():
        session, more = advance(session, Touched(state.visit, key))
        effects = (*effects, *more)
    return InVisit(session), effects


def _begin_in(state: Attract, button: str) -> Advanced:
    """A visit in which the button of a mode is pressed first."""
    assert state.catalogue is not None
    session, effects = begin(state.visit, state.terminal, state.catalogue, state.status, state.language)
    switched, more = advance(session, Touched(state.visit, button))
    return InVisit(switched), (*effects, *more)


def _view(state: Attract) -> View:
    terminal = state.terminal
    base = View(
        page="Attract",
        id="attract",
        language=state.language,
        title=text("attract-title"),
        where=text("terminal-title", name=terminal.name),
        rehearsal=terminal.rehearsal,
        traits=Traits("Attract", status_bar=False, action_bar=False, starts_visit=True, explains_keys=True),
        next_language=terminal.next_name(state.language),
    )
    reason = out_of_service(state.status, state.catalogue)
    if reason:
        return outage_view(base, terminal, state.status, reason)
    assert state.catalogue is not None
    view = replace(
        base,
        lead=text("attract-near" if state.near else "attract-lead"),
        says=text("attract-offer") if state.greets else None,
        blocks=(
            *_first_items(state),
            Block(
                BlockKind.STATUS,
                network_words(state.status),
                tone=_tone(state.status.online or not state.status.asked),
            ),
            Block(BlockKind.STATUS, slip_words(state.status), tone=_tone(_slips_come(state.status))),
            *store_to_check(terminal, state.status),
            Block(BlockKind.ROW, text("attract-phone"), Data(terminal.duty_phone)),
            *_nearest(state),
        ),
        choices=(
            Choice("start", text("attract-start"), text("attract-start-note"), "touch"),
            Choice("start:elder", text("attract-start-larger"), icon="text-size"),
            *((_ALOUD,) if _can_speak(state) else ()),
            Choice("start:low", text("attract-start-low"), icon="wheelchair"),
            *_other_languages(state),
            Choice(f"start:{PRACTICE}", text("attract-practice"), text("attract-practice-note"), "graduation"),
        ),
    )
    return with_fallback_note(view, state.catalogue)


def _first_items(state: Attract) -> tuple[Block, ...]:
    """Return the first items that can be done now, each as a way to begin it."""
    assert state.catalogue is not None
    doable = [item for item in state.catalogue.offered(state.status.today) if _doable(state, item.id)]
    rows = tuple(
        Block(
            BlockKind.BULLET,
            text("short", item.id),
            tag_words(item),
            change=Choice(f"begin:{item.id}", text("action-begin"), icon=item.icon),
        )
        for item in doable[:SHOWN_AT_MOST]
    )
    return (Block(BlockKind.HEADING, text("attract-now")), *rows) if rows else ()


def _other_languages(state: Attract) -> tuple[Choice, ...]:
    """A way to start in each language but that of the page, each in its own words."""
    rows = [row for row in state.terminal.languages if row.code != state.language]
    return tuple(Choice(f"start:{row.code}", name_of(row), icon="language") for row in rows)


def _can_speak(state: Attract) -> bool:
    """There is a voice for this language, and no fault of the voice is known."""
    return state.terminal.speaks_in(state.language) and not state.status.devices.get("voice", DeviceInfo()).faults


_ALOUD = Choice("start:voice", text("attract-start-voice"), icon="voice")
"""Choice that starts a visit by voice and keys; offered where the language has a voice."""


def _slips_come(status: TerminalStatus) -> bool:
    return status.power is None and (status.can(PRINT_SLIP) or status.checking)


def _nearest(state: Attract) -> tuple[Block, ...]:
    """Return a row with the nearest other terminal, or no block if the profile names none."""
    place = state.terminal.nearest
    return (Block(BlockKind.ROW, text("nearest"), Data(place)),) if place else ()


def _doable(state: Attract, item_id: str) -> bool:
    assert state.catalogue is not None
    item = state.catalogue.find(item_id)
    return item is not None and why_not(_as_if_begun(state), item) is None


def _as_if_begun(state: Attract) -> Session:
    assert state.catalogue is not None
    return Session(state.visit, state.terminal, state.catalogue, state.status)


def _tone(good: bool) -> Tone:
    return Tone.DONE if good else Tone.ATTENTION
