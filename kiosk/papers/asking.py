"""Base of the readers: start a process that reads untrusted files, ask it, end it after any failure but a refusal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from devices import Clock, DeadlineReached, SystemClock, Wait
from kiosk.papers import frames
from kiosk.papers.child_process import ChildProcess, command_of
from kiosk.papers.frames import BadFrame, Bytes

T = TypeVar("T")


class AskingReader:
    """One process, used by one thread; started when first needed.

    `module` is the program of this package, `answer_most` the largest answer in bytes. `refusal` makes the exception of
    a refusal from its payload (raises BadFrame), `no_answer` that of a process which died, hung or broke its contract.
    `real_clock` (default: the system's) measures `at_most_s`, because a fake clock does not pass while the process
    works. `command` replaces the program, for tests.
    """

    def __init__(
        self,
        module: str,
        refusal: Callable[[Bytes], Exception],
        no_answer: Callable[[], Exception],
        at_most_s: float,
        *,
        answer_most: int = frames.ANSWER_MOST,
        real_clock: Clock | None = None,
        command: Sequence[str] = (),
    ) -> None:
        self._refusal, self._no_answer = refusal, no_answer
        self._at_most_s, self._answer_most = at_most_s, answer_most
        self._real_clock = real_clock or SystemClock()
        self._command = tuple(command) or command_of(module)
        self._child: ChildProcess | None = None

    def prepare(self) -> None:
        """Start the process, which loads its libraries meanwhile. Does nothing if it runs or cannot be started."""
        if self._child is not None and self._child.has_ended():
            self.close()
        if self._child is None:
            try:
                self._child = ChildProcess(self._command, self._real_clock, self._answer_most)
            except OSError:
                self._child = None

    def close(self) -> None:
        """End the process. A later request starts another."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _ask(self, kind: bytes, payload: bytes, wanted: bytes, unpack: Callable[[Bytes], T], wait: Wait) -> T:
        """Ask, and return the answer. Raises what `refusal` and `no_answer` make, and Cancelled."""
        sound = False
        try:
            wait.check()
            self.prepare()
            if self._child is None:
                raise self._no_answer()
            answer = self._child.ask(kind, payload, wait, self._at_most_s)
            if answer.kind == frames.FAILURE:
                refused = self._refusal(answer.payload)
                sound = True
                raise refused
            if answer.kind != wanted:
                raise BadFrame("kind")
            found = unpack(answer.payload)
            sound = True
        except (DeadlineReached, BadFrame, OSError):
            raise self._no_answer() from None
        finally:
            if not sound:
                self.close()
        return found
