"""One worker per device: it does jobs, serves the newest watch, keeps outputs, and asks for the status in between.

It knows no family: what a device can do are the verbs of its family (devices.family). A watch is replaced, never
queued: the wait that serves the old one is cancelled at once. A job is queued and, once begun, never cancelled, because
it may already have happened; one that cannot begin soon is refused, so that no paper comes out for a visit long over.
An output is a state: the newest counts, and after a fault it is put again. `device_agenda` says what is next.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import suppress

from devices import (
    Cancelled,
    Clock,
    DeadlineReached,
    Device,
    DeviceFault,
    DeviceState,
    DeviceStatus,
    Fault,
    Inventoried,
    Next,
    OpenDevice,
    Wait,
    WatchKind,
)
from kiosk.events import Event, JobEnded, ReadingBegan, ReadingCame, Watch, WatchFailed
from kiosk.health import DeviceRecord
from kiosk.workers.device_agenda import LOOK_EVERY, DeviceAgenda
from kiosk.workers.device_contact import MISS_AGAIN_S, DeviceContact
from kiosk.workers.device_value import AFTER_FAILURE, TIMED_OUT, value_of
from kiosk.workers.device_work import Doing, Look, Note, Putting, Watching, Work, codes_of_new_faults
from kiosk.workers.notices import JobBegun, StatusSeen
from kiosk.workers.supervised import JobDeadline

LOOK_LONGEST = 3.0
GRACE_S = 5.0
"""A driver ends by its own deadline; a call that is still on its way so long after is stuck."""
BEGIN_WITHIN_S = 10.0
"""A job that was not begun so long after it was asked for is refused. Its visit gives up waiting for the outcome
`JOB_GRACE_S` (kiosk.terminal.outcomes) after the job's own longest time, and by then the worker must have reported."""
DRIVER_ERROR = Fault("device.driver_error", Next.CALL_STAFF)
"""The driver raised something unexpected, or did not come back."""

Post = Callable[[Event | StatusSeen | JobBegun], None]


class DeviceWorker:
    """Owns one device; a body of the supervised loop. `watch`, `do` and `put` come from the conductor's thread."""

    replaceable = False

    def __init__(self, opened: OpenDevice, clock: Clock, post: Post, note: Note = lambda part, code: None) -> None:
        self.device_name = opened.spec.name
        self.name = f"device.{opened.spec.name}"
        self.family = opened.family
        self._device: Device = opened.device
        self._clock = clock
        self._post = post
        self._agenda = DeviceAgenda(clock, self._interrupt)
        self._note = note
        self._wait: Wait | None = None
        self._deadline: JobDeadline | None = None
        """The deadline of a wait that can be cancelled: once it is, the driver has to come back soon."""
        self._seen: DeviceStatus | None = None
        self._contact = DeviceContact()

    def record(self) -> DeviceRecord:
        """The device's names and counters."""
        return self._contact.record()

    def stop(self) -> None:
        """Ask the worker to end: within 200 ms, or after its current job."""
        self._agenda.stop()

    def watch(self, visit: str, watch: Watch | None) -> None:
        """From now on report this, or nothing."""
        self._agenda.watch(None if watch is None else Watching(visit, watch))

    def do(self, visit: str, effect: int, verb: str, argument: object) -> None:
        """Do a job of a visit; it is refused at once while a call to the device does not come back."""
        job = Doing(visit, effect, verb, argument, self._clock.monotonic() + BEGIN_WITHIN_S)
        if not self._agenda.add(job):
            self.refused(job)

    def put(self, verb: str, state: Hashable | None) -> None:
        """From now on keep the device in this state; None: at rest."""
        self._agenda.put(verb, state)

    def next(self) -> Work | None:
        return self._agenda.next()

    def visit_of(self, job: Work) -> str:
        return job.visit if isinstance(job, Doing | Watching) else ""

    def longest_s(self, job: Work) -> float | None:
        match job:
            case Doing():
                return self.family.job(job.verb).longest_s + GRACE_S
            case Putting():
                return self.family.output(job.verb).longest_s + GRACE_S
            case Look():
                return LOOK_LONGEST + GRACE_S
        return None

    def run(self, job: Work, deadline: JobDeadline) -> None:
        if isinstance(job, Doing) and job.begin_by <= self._clock.monotonic():
            self.refused(job)
            return
        self._deadline = None if isinstance(job, Doing) else deadline
        try:
            match job:
                case Doing():
                    self._do(job, deadline)
                case Putting():
                    self._put(job)
                case Watching():
                    self._serve(job, deadline)
                case Look():
                    self._look()
        except Cancelled:
            # Expected only of a wait that was cancelled, and a job's never is.
            if isinstance(job, Doing) or not (self._agenda.interrupted or deadline.given_up):
                raise
        finally:
            self._deadline = None

    def failed(self, job: Work) -> None:
        match job:
            case Doing():
                # It may have happened: the family says which outcome is true then.
                outcome = self.family.job(job.verb).surprised(DRIVER_ERROR)
                self._post(JobEnded(job.visit, job.effect, outcome))
            case Watching():
                self._agenda.pause(Watching)
                self._post(WatchFailed(job.visit, job.watch, DRIVER_ERROR))
            case Putting():
                self._agenda.pause(Putting)
            case Look():
                self._report(self._broken())

    def refused(self, job: Work) -> None:
        if isinstance(job, Doing):
            self._post(JobEnded(job.visit, job.effect, self.family.job(job.verb).not_begun(DRIVER_ERROR)))
        else:
            self.failed(job)

    def reset(self) -> None:
        """A driver in an unknown state opens its port again, and what it had been put into is put again."""
        try:
            self._device.close()
        finally:
            self._agenda.put_again()

    def abandon(self) -> None:
        """The port has one user: cancelling its wait is all that can be done for a stuck one. Nothing waits for it."""
        wait = self._wait
        if wait is not None:
            wait.cancel()
        for job in self._agenda.give_up():
            self.refused(job)
        self._report(self._broken())

    def close(self) -> None:
        self._device.close()

    def _broken(self, fault: Fault = DRIVER_ERROR) -> DeviceStatus:
        capabilities = self._seen.capabilities if self._seen else frozenset()
        return DeviceStatus(DeviceState.FAULT, (fault,), capabilities=capabilities)

    def _interrupt(self) -> None:
        """Something newer came: end the wait in hand, which then has to come back soon."""
        if self._wait is not None:
            self._wait.cancel()
        if self._deadline is not None:
            self._deadline.hurry(GRACE_S)

    def _waiting(self, seconds: float | None) -> Wait:
        """A wait for the work in hand; cancelled already if something newer came before it was made."""
        with self._agenda.changed:
            self._wait = Wait(self._clock, seconds)
            if self._agenda.interrupted:
                self._wait.cancel()
            return self._wait

    def _do(self, job: Doing, deadline: JobDeadline) -> None:
        self._wait = None
        kind = self.family.job(job.verb)
        limit = kind.limit_s(self._device, job.argument)
        deadline.allow(limit + GRACE_S)
        self._post(JobBegun(job.visit, job.effect, limit))
        self._contact.count("jobs")
        outcome = kind.run(self._device, job.argument, Wait(self._clock, limit))
        self._post(JobEnded(job.visit, job.effect, outcome))
        self._agenda.look_in(0.0)

    def _put(self, job: Putting) -> None:
        kind = self.family.output(job.verb)
        state = kind.at_rest if job.state is None else job.state
        try:
            kind.run(self._device, state, self._waiting(kind.longest_s))
        except (DeviceFault, DeadlineReached):
            self._agenda.pause(Putting)
            self._look()
            return
        self._agenda.done(job, None if state == kind.at_rest else kind.again_s)

    def _look(self, within: Wait | None = None) -> float:
        """Ask for the status, `within` the wait of the work in hand if any. Return the seconds until the next time."""
        self._agenda.look_in(LOOK_EVERY)
        wait = self._waiting(LOOK_LONGEST) if within is None else within.within(LOOK_LONGEST)
        try:
            status = self._device.status(wait)
        except DeadlineReached:
            if within is not None:
                within.check()
            status = self._broken(TIMED_OUT)
        if status.state is DeviceState.ABSENT and self._contact.missed(status.faults[0]):
            self._agenda.look_in(MISS_AGAIN_S)
            return MISS_AGAIN_S
        if status.state is not DeviceState.ABSENT:
            self._contact.met()
            self._ask_names(wait)
        self._report(status)
        return LOOK_EVERY

    def _ask_names(self, wait: Wait) -> None:
        if isinstance(self._device, Inventoried) and self._contact.asks_inventory:
            # The next look tells of a device that does not answer.
            with suppress(DeviceFault, DeadlineReached):
                self._contact.named(self._device.inventory(wait))

    def _report(self, status: DeviceStatus) -> None:
        if status != self._seen:
            for code in codes_of_new_faults(self._seen, status):
                self._note(self.name, code)
            self._seen = status
            self._post(StatusSeen(self.device_name, status))

    def _serve(self, job: Watching, deadline: JobDeadline) -> None:
        kind = self.family.watch(job.watch.verb)
        try:
            if kind.every_s is None:
                self._take_once(job, kind)
            else:
                self._poll(job, kind, kind.every_s, deadline)
        finally:
            if kind.end is not None:
                kind.end(self._device)

    def _take_once(self, job: Watching, kind: WatchKind[Device, object]) -> None:
        """Wait for one value: every fault is reported, and waiting goes on while the watch stays."""
        wait = self._waiting(None)

        def begun() -> None:
            self._post(ReadingBegan(job.visit, job.watch))

        try:
            value = kind.take(self._device, wait if kind.longest_s is None else wait.within(kind.longest_s), begun)
        except DeviceFault as failure:
            fault = failure.fault
        except DeadlineReached:
            if kind.longest_s is None:
                raise  # a deadline that nobody gave
            wait.check()
            fault = TIMED_OUT
        else:
            self._agenda.done(job)
            self._contact.count("readings")
            self._post(ReadingCame(job.visit, job.watch, value))
            return
        if self._contact.missed(fault):
            wait.pause(MISS_AGAIN_S)
            return
        self._post(WatchFailed(job.visit, job.watch, fault))
        self._look()
        self._waiting(None).pause(AFTER_FAILURE)  # the look had a wait of its own, which a newer watch would end

    def _poll(self, job: Watching, kind: WatchKind[Device, object], every_s: float, deadline: JobDeadline) -> None:
        """Ask again and again, and report each value that differs from the one before."""
        wait = self._waiting(None)
        last: object = None
        look_at = 0.0
        longest = LOOK_LONGEST if kind.longest_s is None else kind.longest_s
        while True:
            deadline.allow(longest + LOOK_LONGEST + GRACE_S)
            value, pause_s = value_of(kind, self._device, wait, longest, every_s)
            is_news = value != last
            if is_news:
                last = value
                if isinstance(value, Fault):
                    self._post(WatchFailed(job.visit, job.watch, value))
                else:
                    self._post(ReadingCame(job.visit, job.watch, value))
            if kind.lasting and (is_news or look_at <= self._clock.monotonic()):
                # Nothing else asks meanwhile, and what was seen may be in the status too.
                look_at = self._clock.monotonic() + self._look(wait)
            wait.pause(pause_s)
