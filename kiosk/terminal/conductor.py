"""The conductor: one mailbox, one thread, one state.

It takes an event, asks the state's pure advance, publishes the view, compares wished devices and timers with what runs,
and has the effects carried out. It decides nothing about a visit itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from devices import Clock, DeviceStatus, Mailbox
from kiosk.catalogue.load import Catalogue
from kiosk.delays import HEARD
from kiosk.effects import Ask, Audit, AuditKind, Effect, Keep, Print, Rate
from kiosk.events import (
    Event,
    Kept,
    NotKept,
    PrintEnded,
    ReceiptCame,
    StatusChanged,
    TerminalStatus,
    Timer,
    TimerRang,
    Watch,
)
from kiosk.platform.wire_types import Receipt
from kiosk.session.states import Attract, InTrouble, TerminalState, handler_of
from kiosk.terminal.wiping import EndedVisit
from kiosk.view import View
from kiosk.visit import Session, TerminalFacts
from kiosk.workers.notices import (
    BacklogMeasured,
    CannotKeep,
    CatalogueCame,
    Delivered,
    Notice,
    PlatformSeen,
    StatusSeen,
)


class PlatformEffects(Protocol):
    """The acts that reach beyond the terminal, or stand in for them in practice; all calls return at once."""

    def keep(self, visit: str, effect: Keep | Rate) -> None: ...

    def ask(self, visit: str, effect: Ask) -> None: ...


class EffectRunner(PlatformEffects, Protocol):
    """Who carries out what the conductor decides; all calls return at once."""

    def watch(self, visit: str, watches: frozenset[Watch]) -> None: ...

    def print(self, visit: str, effect: Print) -> None: ...

    def keep_only_questions(self, visit: str, numbers: frozenset[int]) -> None: ...

    def audit(self, visit: str, kind: AuditKind, code: str) -> None: ...

    def adopt(self, catalogue: Catalogue) -> None:
        """From now on visits use this catalogue and its words."""

    def look_for_platform(self) -> None:
        """A visit began while the network seems to be out: is it still?"""


class _Stop:
    """Ends the conductor's thread."""


Message = Event | Notice | _Stop


class Conductor:
    """Holds the one state. `post` may be called from any thread."""

    def __init__(
        self,
        facts: TerminalFacts,
        catalogue: Catalogue | None,
        clock: Clock,
        new_visit: Callable[[], str],
        publish: Callable[[View], None],
        reading_s: Callable[[View], float],
        record: Callable[[Event], None] | None = None,
    ) -> None:
        self._facts = facts
        self._catalogue = catalogue
        self._newer: Catalogue | None = None
        self._clock = clock
        self._new_visit = new_visit
        self._publish = publish
        self._reading_s = reading_s
        self._record = record
        self._mailbox: Mailbox[Message] = Mailbox(clock)
        self._timers: dict[Timer, float] = {}
        self._cases: dict[str, str] = {}
        self._runner: EffectRunner
        self._status = TerminalStatus(now=clock.now())
        self._statuses: dict[str, DeviceStatus] = {}
        self._view: View | None = None
        self._gone: EndedVisit | None = None
        self._state: TerminalState = self._attract()

    def start(self, hands: EffectRunner, practice: PlatformEffects) -> None:
        """`practice` acts in place of `hands` in a visit that is only practised."""
        self._runner = hands
        self._practice = practice
        self._thread = self._clock.spawn("conductor", self._run)

    def post(self, message: Message) -> None:
        self._mailbox.put(message)

    def stop(self) -> None:
        self._mailbox.put(_Stop())

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    @property
    def in_visit(self) -> bool:
        return isinstance(self._state, Session)

    @property
    def status(self) -> TerminalStatus:
        return self._status

    @property
    def statuses(self) -> Mapping[str, DeviceStatus]:
        return dict(self._statuses)

    @property
    def running_timers(self) -> tuple[str, ...]:
        """The names of the timers that run."""
        return tuple(timer.name for timer in tuple(self._timers))

    @property
    def catalogue_version(self) -> str:
        return self._catalogue.version if self._catalogue else ""

    def _attract(self) -> Attract:
        if self._newer is not None:
            self._catalogue, self._newer = self._newer, None
            self._runner.adopt(self._catalogue)
        return Attract(self._new_visit(), self._facts, self._catalogue, self._status)

    def _run(self) -> None:
        self._show(handler_of(self._state).view(self._state))
        while self._serve():
            self._prove_wiped()

    def _serve(self) -> bool:
        """One message, of which no variable holds anything afterwards; False at the end."""
        message = self._mailbox.get(self._until_next_timer())
        if isinstance(message, _Stop):
            return False
        if message is None:
            self._ring()
        elif isinstance(message, Notice):
            self._notice(message)
        else:
            self._handle(message)
        return True

    def _prove_wiped(self) -> None:
        """After a visit: does anything still hold its session, its matter or a card? The audit log is told."""
        if self._gone is None:
            return
        gone, self._gone = self._gone, None
        left = gone.still_held()
        self._runner.audit(gone.visit, AuditKind.NOT_WIPED if left else AuditKind.WIPED, ":".join(left))

    def _until_next_timer(self) -> float | None:
        now = self._clock.monotonic()
        return min((max(0.0, due - now) for due in self._timers.values()), default=None)

    def _ring(self) -> None:
        now = self._clock.monotonic()
        due = sorted((at, timer.name, timer) for timer, at in self._timers.items() if at <= now)
        for _, _, timer in due[:1]:
            del self._timers[timer]
            self._handle(TimerRang(self._visit(), timer))

    def _visit(self) -> str:
        state = self._state
        return state.next_visit if isinstance(state, Attract) else state.visit

    def _handle(self, event: Event) -> None:
        if self._record is not None:
            self._record(event)
        self._report_late(event)
        visit = self._visit()
        if isinstance(self._state, Attract):
            # The day may have changed since the last visit.
            self._status = replace(self._status, now=self._clock.now())
            self._state = replace(self._state, status=self._status)
        try:
            state, effects = handler_of(self._state).advance(self._state, event)
            following = self._attract() if state is None else state
            view = handler_of(following).view(following)
        except Exception as error:
            # A programmer's error must not strand a citizen: say what is safe, wipe the rest.
            following, effects = self._trouble(error), ()
            view = handler_of(following).view(following)
        practising = any(isinstance(s, Session) and s.practice for s in (self._state, following))
        if isinstance(self._state, Session) and not isinstance(following, Session):
            self._gone = EndedVisit(self._state)
        if isinstance(self._state, Attract) and isinstance(following, Session) and not self._status.online:
            self._runner.look_for_platform()
        self._state = following
        self._carry_out(visit, effects, practising)
        self._show(view)

    def _trouble(self, error: Exception) -> TerminalState:
        state = self._state
        self._runner.audit(self._visit(), AuditKind.TROUBLE, type(error).__name__)
        if isinstance(state, Session):
            case = None if state.practice else state.matter.case
            return InTrouble(state.visit, self._facts, self._status, state.language, case, state.modes)
        return self._attract()

    def _report_late(self, event: Event) -> None:
        """The outcome of an act that cannot be undone, come too late for any screen."""
        if not isinstance(event, Kept | NotKept | PrintEnded):
            return
        state = self._state
        if isinstance(state, Session) and state.visit == event.visit and event.effect in state.awaiting:
            return
        self._runner.audit(event.visit, AuditKind.LATE_OUTCOME, type(event).__name__)

    def _carry_out(self, visit: str, effects: tuple[Effect, ...], practising: bool) -> None:
        acts: PlatformEffects = self._practice if practising else self._runner
        for effect in effects:
            match effect:
                case Keep() | Rate():
                    acts.keep(visit, effect)
                case Print():
                    self._runner.print(visit, effect)
                case Ask():
                    acts.ask(visit, effect)
                case Audit():
                    code = f"practice:{effect.code}" if practising else effect.code
                    self._runner.audit(visit, effect.kind, code)

    def _show(self, view: View) -> None:
        """Publish the view of the state and make timers, devices and questions what it wants."""
        state = self._state
        room = handler_of(state)
        self._arm(room.timers(state), view)
        self._runner.watch(self._visit(), room.watches(state))
        awaiting = frozenset(state.awaiting) if isinstance(state, Session) else frozenset()
        self._runner.keep_only_questions(self._visit(), awaiting)
        if view != self._view:
            self._view = view
            self._publish(view)

    def _arm(self, wanted: frozenset[Timer], view: View) -> None:
        """Go on with the timers that run and begin the new ones; the others end."""
        now = self._clock.monotonic()
        running = self._timers
        self._timers = {
            timer: running[timer] if timer in running else now + self._lasts(timer, view) for timer in wanted
        }

    def _lasts(self, timer: Timer, view: View) -> float:
        return max(timer.seconds, HEARD * self._reading_s(view)) if timer.reads else timer.seconds

    def _notice(self, notice: Notice) -> None:
        match notice:
            case StatusSeen():
                self._statuses[notice.family] = notice.status
                self._surround(**_device_facts(self._statuses))
            case PlatformSeen():
                self._surround(online=notice.online)
            case BacklogMeasured():
                self._surround(backlogs=notice.backlogs, disk_free_mb=notice.disk_free_mb)
            case CannotKeep():
                self._surround(out_of_service="outbox" if notice.reason else "")
            case CatalogueCame():
                # A visit keeps the catalogue it began with.
                self._newer = notice.catalogue
                if isinstance(self._state, Attract):
                    self._state = replace(self._attract(), language=self._state.language)
                    self._show(handler_of(self._state).view(self._state))
            case Delivered():
                self._delivered(notice.receipt)

    def _surround(self, **changes: object) -> None:
        self._status = replace(self._status, now=self._clock.now(), **changes)  # type: ignore[arg-type]
        self._handle(StatusChanged(self._status))

    def _delivered(self, receipt: Receipt) -> None:
        """Most are of visits long over, and while the outbox empties there are many."""
        cases = self._state.matter.cases if isinstance(self._state, Session) else ()
        if any(case.case_id == receipt.case_id for case in cases):
            self._handle(ReceiptCame(self._visit(), receipt.case_id, receipt.case_number, receipt.at))


def _device_facts(statuses: Mapping[str, DeviceStatus]) -> Mapping[str, object]:
    printer = statuses.get("receipt_printer")
    return {
        "states": {family: status.state.value for family, status in statuses.items()},
        "faults": {family: tuple(f.code for f in status.faults) for family, status in statuses.items()},
        "paper": printer.levels.get("paper", "unknown") if printer else "unknown",
    }
