"""The conductor: one mailbox, one thread, one state.

It takes an event, asks the state's pure advance, publishes the view, compares wanted watches and timers with what runs,
and has the effects carried out. It decides nothing about a visit itself.

Everything it does with one message is under one guard. An unexpected exception leads to a state that can be shown, and
is reported; if that fails too, or keeps happening, the program ends so that the service manager starts it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from devices import Clock, DeviceState, DeviceStatus, Mailbox
from kiosk.catalogue.load import Catalogue
from kiosk.events import Event, StatusChanged, TerminalStatus, Timer, TimerRang
from kiosk.outcome import Outcome
from kiosk.session.attract import Attract
from kiosk.session.outage import out_of_service
from kiosk.terminal.alarms import Alarms
from kiosk.terminal.conductor_guard import ConductorGuard
from kiosk.terminal.dispatcher import Dispatcher
from kiosk.terminal.effect_runner import EffectRunner, EffectTaker
from kiosk.terminal.outcomes import JOB_GRACE_S
from kiosk.terminal.retry import Retry
from kiosk.terminal.senses import Senses
from kiosk.terminal.status import status_at_start, with_notice
from kiosk.terminal.wiping import WipingProof
from kiosk.terminal_facts import TerminalFacts
from kiosk.terminal_state import Follow, StaffState, TerminalState, follow_of
from kiosk.view import View
from kiosk.workers import notices
from kiosk.workers.supervised import Incident

NAME = "conductor"


class _Stop:
    """Ends the conductor's thread."""


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
        staff_state: StaffState,
        record: Callable[[Event], None] | None = None,
        devices: Iterable[str] = (),
    ) -> None:
        """`devices` are the names of the profile's devices, in its order."""
        self._facts = facts
        self._catalogue = catalogue
        self._newer: Catalogue | None = None
        self._clock = clock
        self._new_visit = new_visit
        self._publish = publish
        self._reading_s = reading_s
        self._record = record
        self._mailbox: Mailbox[Event | notices.Notice | _Stop] = Mailbox(clock)
        self._alarms = Alarms(clock)
        self._guard = ConductorGuard(clock)
        self._retry = Retry(clock)
        self.senses = Senses()
        self._runner: EffectRunner
        self._dispatcher: Dispatcher
        self._statuses = {name: DeviceStatus(DeviceState.UNKNOWN) for name in devices}
        self._status = status_at_start(clock.now(), self._statuses)
        self._view: View | None = None
        self._wiping = WipingProof()
        self._follows: Mapping[Follow, Callable[[], TerminalState]] = {
            Follow.ENDED: self._attract,
            Follow.STAFF: lambda: staff_state(self._new_visit(), self._facts, self._status),
        }
        self._state: TerminalState = self._attract()

    def start(self, runner: EffectRunner, practice: EffectTaker) -> None:
        """`practice` acts in place of `runner` in a visit that is only practised."""
        self._runner = runner
        self._dispatcher = Dispatcher(NAME, runner, practice, self._alarms, self.post)
        self._thread = self._clock.spawn(NAME, self._run)

    def post(self, message: Event | notices.Notice | _Stop) -> None:
        self._mailbox.put(message)

    def stop(self) -> None:
        self._mailbox.put(_Stop())

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    def check(self) -> None:
        """End the program if one message takes too long. Called by the supervisor."""
        if self._guard.hangs():
            self._end_program(None)

    @property
    def in_visit(self) -> bool:
        return self._state.in_visit

    @property
    def status(self) -> TerminalStatus:
        return self._status

    @property
    def out_of_service(self) -> str:
        """The reason why no visit can begin, as the first page says it; "" if one can."""
        return self._state.closed_for or out_of_service(self._status, self._catalogue)

    @property
    def statuses(self) -> Mapping[str, DeviceStatus]:
        return dict(self._statuses)

    @property
    def running_timers(self) -> tuple[str, ...]:
        return self._alarms.running

    @property
    def catalogue_version(self) -> str:
        return self._catalogue.version if self._catalogue else ""

    def _attract(self) -> TerminalState:
        if self._newer is not None:
            self._catalogue, self._newer = self._newer, None
            self._runner.adopt(self._catalogue)
        return Attract(self._new_visit(), self._facts, self._catalogue, self._status)

    def _run(self) -> None:
        """Serve messages until the end, or until not even the safe state can be shown."""
        try:
            self._guarded(self._show_state)
            while self._serve():
                self._guarded(self._prove_wiped)
            self._guarded(self._prove_wiped)
        except BaseException as error:
            self._end_program(error)

    def _end_program(self, error: BaseException | None) -> None:
        try:
            self._runner.incident(Incident(NAME, error))
        finally:
            self._runner.fatal()

    def _serve(self) -> bool:
        """Serve one message and keep no reference to it; return False at the end."""
        message = self._mailbox.get(self._until_next_alarm())
        if isinstance(message, _Stop):
            # A program that ends in the middle of a visit leaves nothing of it either.
            self._guarded(lambda: self._become(self._attract()))
            return False
        self._guard.begin()
        act = self._ring if message is None else lambda: self._take(message)
        self._guarded(act, message if isinstance(message, Outcome) else None)
        self._guard.end()
        return True

    def _guarded(self, act: Callable[[], None], outcome: Event | None = None) -> None:
        try:
            act()
        except Exception as error:
            self._recover(error, outcome)

    def _recover(self, error: Exception, outcome: Event | None) -> None:
        """Show a safe state after an unexpected exception and drop everything else of the visit. Raises what it meets.
        `outcome`, the one that was being handled, will not come again: the safe state gets it."""
        self._runner.incident(Incident(NAME, error, self._state.visit if self._state.in_visit else ""))
        if self._guard.too_many_errors():
            raise error
        try:
            safe = self._state.after_error(self._status) or self._attract()
            if outcome is not None:
                safe = safe.advance(outcome)[0] or safe
            self._become(safe)
            self._show_state()
        except Exception as second:
            # Not even that: a page that needs nothing but the terminal's own words.
            self._runner.incident(Incident(NAME, second))
            self._set_out_of_order(True)
            self._become(self._attract())
            self._show_state()

    def _set_out_of_order(self, out: bool) -> None:
        self._retry.put(out)
        self._status = with_notice(self._status, notices.WorkerOutOfService(NAME, out), self._statuses)

    def _take(self, message: object) -> None:
        sensed = self.senses.take(message, self._state.visit, self._status)
        if sensed is not None:
            self._set_status(sensed)
        elif isinstance(message, notices.Notice):
            self._notice(message)
        elif isinstance(message, Event):
            self._handle(message)
            for event in self.senses.entry(message):
                self._handle(event)
        else:
            self._runner.incident(Incident(NAME, TypeError(type(message).__name__)))

    def _prove_wiped(self) -> None:
        self._wiping.report(self._runner.audit)

    def _until_next_alarm(self) -> float | None:
        alarms = (self._alarms.seconds_to_next(), self._retry.seconds_to_next())
        return min((each for each in alarms if each is not None), default=None)

    def _ring(self) -> None:
        if self._retry.is_due:
            self._set_out_of_order(False)
            self._handle(StatusChanged(self._status))
            return
        due = self._alarms.take_due()
        if isinstance(due, Timer):
            self._handle(TimerRang(self._state.visit, due))
        elif due is not None:
            self._handle(due)

    def _handle(self, event: Event) -> None:
        if self._record is not None:
            self._record(event)
        self._dispatcher.settle(event, self._state.visit, self._state.awaiting)
        before = self._state = self._state.refreshed(replace(self._status, now=self._clock.now()), self._catalogue)
        state, effects = before.advance(event)
        following = self._follows[follow_of(event)]() if state is None else state
        # Its view is made before anything is done: a page that cannot be drawn must not have acted.
        view = self._view_of(following)
        practising = before.practising or following.practising
        if following.in_visit and not before.in_visit and not self._status.online:
            self._runner.look_for_platform()
        self._become(following)
        self._dispatcher.carry_out(before.visit, effects, practising)
        self._show(view)

    def _become(self, following: TerminalState) -> None:
        self._wiping.follow(self._state, following)
        self._state = following

    def _show_state(self) -> None:
        self._view = None
        self._show(self._view_of(self._state))

    def _view_of(self, state: TerminalState) -> View:
        return self.senses.on_view(state.view(), self._status)

    def _show(self, view: View) -> None:
        """Publish the view of the state and make timers, watches and questions what it wants."""
        state = self._state
        self._alarms.arm(state.timers(), lambda: self._reading_s(view))
        self._runner.watch(state.visit, state.watches() | self.senses.watches(self._status))
        self._dispatcher.put(state.outputs() | self.senses.outputs(self._status, in_visit=state.in_visit))
        self._runner.keep_only_questions(state.visit, state.awaiting)
        self._alarms.expect_only(state.visit, state.awaiting)
        if view != self._view:
            self._publish(view)
            self._view = view

    def _notice(self, notice: notices.Notice) -> None:
        match notice:
            case notices.CatalogueCame():
                # A visit keeps the catalogue it began with.
                self._newer = notice.catalogue
                if not self._state.in_visit:
                    self._adopt()
            case notices.CaseNews():
                # Most are of earlier visits, and while the outbox empties there are many.
                if self._state.awaits_receipt(notice.case.case_id):
                    self._handle(notice.event(self._state.visit))
            case notices.JobBegun():
                self._alarms.allow(notice.visit, notice.effect, notice.longest_s + JOB_GRACE_S)
            case notices.ViewNotShown():
                raise notice.error
            case _:
                if isinstance(notice, notices.StatusSeen):
                    self._statuses[notice.name] = notice.status
                status = replace(self._status, now=self._clock.now())
                self._set_status(with_notice(status, notice, self._statuses))

    def _set_status(self, status: TerminalStatus) -> None:
        before, self._status = self._status, status
        if status != before:
            self._handle(StatusChanged(status))
        for event in self.senses.moved(self._state, before, status):
            self._handle(event)

    def _adopt(self) -> None:
        """The newest catalogue from now on; the page stays as it is otherwise."""
        fresh, self._newer = self._newer, None
        assert fresh is not None
        self._catalogue = fresh
        self._runner.adopt(fresh)
        self._state = self._state.refreshed(self._status, fresh)
        self._show(self._view_of(self._state))
