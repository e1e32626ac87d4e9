"""`advance`: apply one event to one visit.

Rules, in this order.
1. An event of another visit, an outcome no longer awaited, a reading no longer wanted and a timer no longer armed are
   dropped; an outcome of an act that cannot be undone is the conductor's to report.
2. Touches that every page knows (language, larger text, help, back, leave, more time) are answered here.
3. The rest is the step's, and its turn leads on, back, to a page or to the end.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from unicodedata import category

from kiosk.case_events import KeepUnconfirmed
from kiosk.catalogue.load import Catalogue
from kiosk.effects import Audit, AuditKind, Effect
from kiosk.events import (
    Event,
    HeadphonesMoved,
    ReadingBegan,
    ReadingCame,
    StatusChanged,
    TerminalStatus,
    TimerRang,
    Touched,
    Typed,
    ViewJudged,
    VoiceSeen,
    WatchFailed,
)
from kiosk.language_table import BASE, next_language
from kiosk.outcome import Outcome
from kiosk.relay_events import RelayNews, of_phone
from kiosk.session.derive import timers_of, view_of, watches_of
from kiosk.session.journey import after_change, next_page, page_before
from kiosk.session.modes import MODE_TOUCHES, switched, with_voice
from kiosk.session.surroundings import sensed_by, with_sensed
from kiosk.signing import Drawn
from kiosk.steps.table import FAREWELL, START, STEPS, AnyStep, here, step_of
from kiosk.terminal_facts import TerminalFacts
from kiosk.terminal_state import STAFF_ENTER_NOW, STAFF_ENTRY
from kiosk.view import View
from kiosk.visit import Go, Session, Turn, awaiting_only, late, unawaited, waits_here

EVERYWHERE = ("help", "language", "curtain-off", "still-here", STAFF_ENTRY)
"""Touches of the status bar and the curtain, accepted on every page, and the screen's sign that somebody writes or
turns the page; they are in no view."""

IDLE_TIMERS = ("idle", "idle_slow", "idle_speaking", "gone")

INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
"""Unicode's controls, direction marks and halves of characters; not "unassigned", which a new rare name may be."""

Result = tuple[Session, tuple[Effect, ...]]


def begin(
    visit: str,
    terminal: TerminalFacts,
    catalogue: Catalogue,
    status: TerminalStatus,
    language: str = BASE,
    practice: bool = False,
) -> Result:
    """A citizen touched the screen: a new visit on the start page."""
    begun = Session(visit, terminal, catalogue, status, language=language, practice=practice, page=START)
    session, number = unawaited(begun)
    return session, (Audit(number, AuditKind.VISIT_BEGAN),)


def advance(session: Session, event: Event) -> Result:
    """The next session and the acts it asks for. `finished` is set when the visit is over."""
    if isinstance(event, StatusChanged):
        return replace(session, status=event.status), ()
    if event.visit != session.visit or session.finished or not _wanted(session, event):
        return session, ()
    step = _receiver(session, event)
    session = _settled(session, event)
    if isinstance(event, Typed):
        event = _fitting(session, event)
    by_phone = isinstance(event, RelayNews) and of_phone(event)
    if isinstance(event, Touched | Typed | Drawn | HeadphonesMoved) or by_phone:
        # The citizen, or the phone in their hand.
        # Whom a sensor does not see, it is not asked about.
        session = replace(session, activity=session.activity + 1, counting_down=False, person_gone=False)
    turn = _common(session, event)
    if turn is None:
        turn = step.at(session).on(event)
    after, effects = _go(turn)
    if isinstance(event, Outcome) and after.counting_down and not after.finished and here(after).holds():
        # What must not be hidden came while the citizen was asked whether they are still there.
        after = replace(after, counting_down=False)
    return after, effects


def _wanted(session: Session, event: Event) -> bool:
    if isinstance(event, Outcome):
        return event.effect in session.awaiting
    if isinstance(event, RelayNews):
        return event.number in session.awaiting
    match event:
        case ReadingCame() | ReadingBegan() | WatchFailed() | ViewJudged():
            return event.watch in watches_of(session)
        case TimerRang():
            return event.timer in timers_of(session)
        case Touched():
            return event.key in EVERYWHERE or event.key in MODE_TOUCHES or touchable(view_of(session), event.key)
        case Typed():
            return event.key in _lengths(session)
        case Drawn():
            return drawable(view_of(session), event.key)
    return True


def _lengths(session: Session) -> dict[str, int]:
    """The page's fields and how much each holds; text committed as help opened over them still counts."""
    return {field.key: field.max_length for field in here(session).view().fields}


def _fitting(session: Session, event: Typed) -> Typed:
    """Cut typed or pasted text to its field's length and drop invisible characters."""
    written = "".join(character for character in event.text if category(character) not in INVISIBLE)
    return replace(event, text=written[: _lengths(session)[event.key]])


def drawable(view: View, key: str) -> bool:
    """Return whether the view shows a pad with this key, not covered."""
    return view.pad is not None and view.pad.key == key and not view.curtain and view.countdown is None


def touchable(view: View, key: str) -> bool:
    """Return whether the view shows something enabled with this key."""
    if view.curtain:
        return False
    if view.countdown is not None:
        return key in (view.countdown.more.key, view.countdown.leave.key)
    places = (view.actions.left, view.actions.middle, view.actions.right)
    choices = [*view.tabs, *view.choices, *(c for c in places if c is not None)]
    choices += [c for block in view.blocks for c in (block.change, block.reveal) if c is not None]
    choices += [option for field in view.fields for option in field.options]
    return any(choice.key == key and choice.enabled for choice in choices)


def _receiver(session: Session, event: Event) -> AnyStep:
    """Return the step that receives an event: the one that asked, one that handles it on any page, or the one shown."""
    if isinstance(event, Outcome):
        return step_of(session.asked_on[event.effect])
    if isinstance(event, RelayNews):
        return step_of(session.asked_on[event.number])
    kinds = session.item.steps if session.item else ()
    handling = (STEPS[kind] for kind in kinds if isinstance(event, STEPS[kind].handles))
    return next(handling, step_of(session.page))


def _settled(session: Session, event: Event) -> Session:
    """Stop awaiting an outcome that came, and note whether the voice speaks."""
    if isinstance(event, KeepUnconfirmed):
        return late(session, event.effect)
    if isinstance(event, Outcome):
        return awaiting_only(session, session.awaiting.keys() - {event.effect})
    return replace(session, speaking=event.speaking) if isinstance(event, VoiceSeen) else session


def _common(session: Session, event: Event) -> Turn | None:
    """Handle the events that are the same on every page; None leaves the event to the step."""
    if (sensed := sensed_by(event)) is not None:
        return Turn(with_sensed(session, sensed))
    match event:
        case Touched():
            return _common_touch(session, event.key)
        case HeadphonesMoved():
            return Turn(with_voice(session) if event.plugged else session)
        case TimerRang() if event.timer.name in IDLE_TIMERS:
            return Turn(replace(session, counting_down=True, activity=session.activity + 1))
        case TimerRang() if event.timer.name == "countdown":
            return _left(replace(session, timed_out=True))
        case TimerRang() if event.timer.name == "curtain":
            asked = not (session.waits or here(session).holds())
            return Turn(replace(session, curtain=False, counting_down=asked, activity=session.activity + 1))
    return None


def _common_touch(session: Session, key: str) -> Turn | None:
    if key in MODE_TOUCHES:
        return Turn(replace(session, modes=switched(session, MODE_TOUCHES[key])))
    match key:
        case "language":
            following = next_language(session.terminal.languages, session.language)
            return Turn(replace(session, language=following.code))
        case "more-time" | "still-here":
            return Turn(session)
        case "leave" | "leave-now":
            return _left(replace(session, timed_out=False))
        case "help":
            return Turn(replace(session, help_over=True, staff_asked=False, staff_enters=False))
        case "pause":
            return Turn(replace(session, help_over=False, curtain=True))
        case "curtain-off":
            return Turn(replace(session, curtain=False))
        case "staff-end" if session.help_over:
            return Turn(replace(session, staff_asked=True))
        case key if key == STAFF_ENTRY:
            # Not on the farewell: that ends by itself, and says what became of the matter.
            asked = session.page != FAREWELL
            return Turn(replace(session, help_over=asked, staff_asked=asked, staff_enters=asked, curtain=False))
        case "staff-end-now" if session.staff_asked:
            return _ended_by_staff(session)
        case key if key == STAFF_ENTER_NOW and session.staff_enters:
            return _ended_by_staff(session)
        case "back" if session.staff_enters:
            return Turn(replace(session, help_over=False, staff_asked=False, staff_enters=False))
        case "back" if session.staff_asked:
            return Turn(replace(session, staff_asked=False))
        case "back" if session.help_over:
            return Turn(replace(session, help_over=False))
        case "back":
            return Turn(session, go=Go.BACK)
    return None


def _ended_by_staff(session: Session) -> Turn:
    """End at once, without a farewell page: staff need not see what the citizen left."""
    over, number = unawaited(session)
    over = replace(awaiting_only(over, ()), finished="ended by staff")
    return Turn(over, (Audit(number, AuditKind.ENDED_BY_STAFF), *_last_lines(session, number)))


def _last_lines(session: Session, number: int) -> tuple[Effect, ...]:
    left = (Audit(number, AuditKind.CARD_LEFT),) if session.card_on_reader or session.card_in_slot else ()
    return (*left, Audit(number, AuditKind.VISIT_ENDED))


def _left(session: Session) -> Turn:
    """Leave the page, by touch or time-out, as its step says."""
    uncovered = replace(session, counting_down=False, help_over=False, staff_asked=False, staff_enters=False)
    return Turn(uncovered, go=here(session).leave())


def _go(turn: Turn) -> Result:
    session, effects = turn.session, turn.effects
    match turn.go:
        case Go.STAY:
            return session, effects
        case Go.ON:
            target = after_change(session) if session.return_to else next_page(session)
        case Go.BACK:
            target = session.return_to or page_before(session)
        case Go.START:
            target = START
        case Go.END:
            session, target = replace(session, return_to=""), FAREWELL
        case Go.OVER:
            return _over(session, effects)
        case _:
            target = str(turn.go)
    return _arrive(session, target, effects)


def _arrive(session: Session, target: str, effects: tuple[Effect, ...]) -> Result:
    if target == session.page:
        return session, effects
    lasting = (n for n, p in session.awaiting.items() if p in step_of(session.asked_on[n]).lasting)
    arrived = replace(
        awaiting_only(session, lasting),
        page=target,
        arrival=session.arrival + 1,
        activity=session.activity + 1,
        waited=frozenset(),
        wrong=MappingProxyType({}),
        trouble="",
        revealed="",
        return_to="" if target == session.return_to else session.return_to,
    )
    if target == START:
        # A slip still in the printer belongs to the matter before; its outcome is the conductor's to report.
        only_here = arrived.only_here or waits_here(arrived)
        arrived = awaiting_only(replace(arrived, only_here=only_here), ()).without_item()
    turn = here(arrived).enter()
    entered, more = _go(turn)
    return entered, (*effects, *more)


def _over(session: Session, effects: tuple[Effect, ...]) -> Result:
    """Finish the visit."""
    last, number = unawaited(session)
    over = replace(awaiting_only(last, ()), finished="ended")
    return over, (*effects, *_last_lines(session, number))
