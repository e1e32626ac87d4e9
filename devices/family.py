"""The verbs of a device family as data, so that one worker serves every family.

A family's `contract.py` exports `FAMILY`: watches (values that come from a device), jobs (acts done once, with an
outcome) and outputs (states that a device is put into). The worker finds a verb by its name and runs it; it knows no
family. The type parameters are D, the family's contract, and V (a watch's value), A and O (a job's argument and
outcome) and S (an output's state). Nothing here opens a device, and no policy lives here: how often a failing device is
tried again is the worker's business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Generic, Never, TypeVar

from devices.clock import Wait
from devices.faults import Fault
from devices.lazy_dataclass import dataclass
from devices.verdict import Verdict

D = TypeVar("D", contravariant=True)
V = TypeVar("V", covariant=True)
A = TypeVar("A", contravariant=True)
O = TypeVar("O", covariant=True)  # noqa: E741 (the usual letter of an outcome; it is a type, not a number)
S = TypeVar("S", contravariant=True)
Contract = TypeVar("Contract")
T = TypeVar("T")
Begun = Callable[[], None]
"""Called when a device has begun to make a value that takes a while."""


def silently() -> None:
    """Tell nobody that a value is being made."""


class UnknownVerb(LookupError):
    """A family has no verb of this name; the message lists the names it has."""


@dataclass(frozen=True)
class WatchKind(Generic[D, V]):
    """A value that a device is watched for.

    With `every_s=None`, `take` blocks until a value comes (a card was read) and every value is news; the watch is
    served by the first one. Otherwise `take` is called every `every_s` seconds and returns at once, and a value is news
    only when it differs from the one before (a presence).

    `take` may say on the way that a value is being made: a card was found and is being read.

    `longest_s` limits one call in seconds. None leaves it to the watch's end: a deadline in the middle of a reading
    would lose a card that the reader does not give out a second time.

    `on_fault` makes the value for a call that raised DeviceFault or reached its deadline; None: the fault is the news.
    `end` closes what the calls left open; it is called when the watch is over, whatever ended it.

    A watch that is `lasting` is served for hours: the device is asked for its status in between.
    """

    name: str
    capability: StrEnum
    value: type[V]
    take: Callable[[D, Wait, Begun], V]
    every_s: float | None
    longest_s: float | None
    on_fault: Callable[[Fault], V] | None = None
    end: Callable[[D], None] | None = None
    lasting: bool = False


def _checked(verb: str, expected: type[T], given: object) -> T:
    if not isinstance(given, expected):
        raise TypeError(f"{verb} takes {expected.__name__}, not {type(given).__name__}")
    return given


def _nothing_to_send(device: object, argument: object) -> float:
    return 0.0


@dataclass(frozen=True)
class JobKind(Generic[D, A, O]):
    """An act that is done once and ends with an outcome.

    It may take `longest_s` seconds, and on top of that the time that its bytes need on the device's line: `line_s` says
    how long, which differs by argument and by the line's speed.

    `do` reports expected trouble in its outcome and raises nothing. `surprised` makes the outcome when it raised all
    the same, or did not come back: for an act that may already have happened, that is "unconfirmed". `not_begun` makes
    the outcome of one that surely did not happen.
    """

    name: str
    capability: StrEnum
    argument: type[A]
    outcome: type[O]
    do: Callable[[D, A, Wait], O]
    longest_s: float
    surprised: Callable[[Fault], O]
    not_begun: Callable[[Fault], O]
    line_s: Callable[[D, A], float] = _nothing_to_send

    def limit_s(self, device: D, argument: object) -> float:
        """Seconds that this act may take on this device. Raises TypeError as `run` does."""
        return self.longest_s + self.line_s(device, _checked(self.name, self.argument, argument))

    def run(self, device: D, argument: object, wait: Wait) -> O:
        """Do the act. Raises TypeError for an argument of another type: effects carry arguments as plain objects."""
        return self.do(device, _checked(self.name, self.argument, argument), wait)


@dataclass(frozen=True)
class OutputKind(Generic[D, S]):
    """A state that a device is put into and stays in: a lamp, a shutter, a lock.

    `put` is idempotent and may be called again after a fault. `at_rest` is the state that no session asks for, and the
    one a device is left in. A call lasts at most `longest_s` seconds.

    A state that the device does not keep by itself (a lamp that blinks) is put again every `again_s` seconds.
    """

    name: str
    capability: StrEnum
    state: type[S]
    put: Callable[[D, S, Wait], None]
    at_rest: object
    longest_s: float
    again_s: float | None = None

    def run(self, device: D, state: object, wait: Wait) -> None:
        """Put the device into `state`. Raises TypeError for a state of another type, DeviceFault as the driver does."""
        self.put(device, _checked(self.name, self.state, state), wait)


def nothing_given(options: Mapping[str, Any]) -> None:
    """The argument of a test that watches."""


class Needs(StrEnum):
    """The thing that a person has to bring or do for a test."""

    NOTHING = "nothing"
    TEST_CARD = "test_card"
    TEST_CODE = "test_code"
    SHEET = "sheet"
    """A printed page on the glass."""
    KEYS = "keys"
    """Every key of the pad is pressed once."""
    HEADPHONES = "headphones"
    """They are plugged in and pulled out."""
    DOOR = "door"
    """The cabinet's door is opened and closed."""
    EMPTY_LOCKER = "empty_locker"
    SOMEBODY = "somebody"
    """Somebody stands before the cabinet."""
    SLIP_LEFT = "slip_left"
    """A slip is left at the mouth."""


@dataclass(frozen=True)
class Test(Generic[D]):
    """A test of a device, made of one verb of its family.

    `argument` makes what a job takes, or the state of an output, from the device's options in the profile; of a watch
    nothing. A watch's values are collected until `judge` has all that is expected or `longest_s` seconds have passed.
    `judge` sees all values so far: of a job its outcome, of an output the state that it was put into. `expects` are the
    sights of a device that is well. With `by_eye` the device cannot know: the verdict stays open until a person says.
    """

    __test__ = False  # pytest would take the class for its own

    name: str
    verb: str
    argument: Callable[[Mapping[str, Any]], object]
    needs: Needs
    judge: Callable[[tuple[Any, ...]], Verdict]
    expects: tuple[str, ...]
    longest_s: float = 30.0
    by_eye: bool = False

    def verb_of(self, family: Family[D]) -> WatchKind[D, object] | JobKind[D, Never, object] | OutputKind[D, Never]:
        """The verb this test is made of. Raises UnknownVerb."""
        for kinds in (family.watches, family.jobs, family.outputs):
            for kind in kinds:
                if kind.name == self.verb:
                    return kind
        raise UnknownVerb(f"{family.name} has no verb {self.verb!r} for the test {self.name}")


@dataclass(frozen=True)
class Family(Generic[Contract]):
    """A device family: its name, its contract (a Protocol), the capabilities its devices may have, and its verbs.

    Each verb is a constant with its types written out; the tuples here hold verbs of different types and cannot infer
    them.
    """

    name: str
    contract: type
    capabilities: type[StrEnum]
    watches: tuple[WatchKind[Contract, object], ...] = ()
    jobs: tuple[JobKind[Contract, Never, object], ...] = ()
    outputs: tuple[OutputKind[Contract, Never], ...] = ()
    inside: bool = False
    """Its devices have no place on the cabinet's front that a page would show."""

    def watch(self, name: str) -> WatchKind[Contract, object]:
        """The watch of this name. Raises UnknownVerb."""
        return next((kind for kind in self.watches if kind.name == name), None) or self._unknown("watch", name)

    def job(self, name: str) -> JobKind[Contract, Never, object]:
        """The job of this name. Raises UnknownVerb."""
        return next((kind for kind in self.jobs if kind.name == name), None) or self._unknown("job", name)

    def output(self, name: str) -> OutputKind[Contract, Never]:
        """The output of this name. Raises UnknownVerb."""
        return next((kind for kind in self.outputs if kind.name == name), None) or self._unknown("output", name)

    def verbs(self) -> tuple[tuple[str, str, StrEnum], ...]:
        """All verbs as (sort, name, capability), for listings and checks."""
        return (
            *(("watch", kind.name, kind.capability) for kind in self.watches),
            *(("job", kind.name, kind.capability) for kind in self.jobs),
            *(("output", kind.name, kind.capability) for kind in self.outputs),
        )

    def missing_from(self, device: object) -> list[str]:
        """The public members of the contract that `device` lacks; empty for a driver that satisfies it."""
        return [name for name in dir(self.contract) if not name.startswith("_") and not hasattr(device, name)]

    def _unknown(self, sort: str, name: str) -> Never:
        known = ", ".join(known for each, known, _ in self.verbs() if each == sort)
        raise UnknownVerb(f"{self.name} has no {sort} {name!r}; known: {known or 'none'}")
