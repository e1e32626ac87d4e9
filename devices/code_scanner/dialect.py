"""The commands and answers of a vendor, as data that the driver needs. Pure."""

from __future__ import annotations

import re
from enum import Enum

from devices.lazy_dataclass import dataclass


class Answer(Enum):
    """A scanner's answer to a command."""

    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True)
class Command:
    """One command: its bytes, and the words that its answer repeats; "" where it has no answer."""

    name: str
    sent: bytes
    echo: str = ""


@dataclass(frozen=True)
class Dialect:
    """The commands of one vendor.

    `settings` are sent before every trigger and as the question of a status, all of them for the time until power off:
    a scanner that was reset, or that read a printed setting code, is put right by them. `answer` matches one whole
    answer and has the groups `echo` and `status`; it matches no answer to a command that is not of this table, so that
    a code which looks like one stays a code.
    """

    settings: tuple[Command, ...]
    start: Command
    stop: Command
    answer: re.Pattern[bytes]
    done: bytes = b"\x06"

    def answer_in(self, command: Command, data: bytes) -> Answer | None:
        """The answer to this command among the bytes that came; None while it is not complete."""
        for found in self.answer.finditer(data):
            if found["echo"].decode("ascii").startswith(command.echo):
                return Answer.DONE if found["status"] == self.done else Answer.REFUSED
        return None

    def without_answers(self, data: bytes) -> bytes:
        """The bytes that are no answer: those of a code."""
        return self.answer.sub(b"", data)
