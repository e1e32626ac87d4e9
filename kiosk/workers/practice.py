"""Stand-in for the case sealer and the platform in practice. It has neither, so nothing can leave."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from devices import Clock
from devices.text_files import read_toml
from kiosk.case.draft import asks_correction
from kiosk.case.slip_number import new_slip_number
from kiosk.case_events import Kept, KeptCase, KeptFound
from kiosk.effects import Ask, Effect, FindKept, Keep, Rate, ReportPaper
from kiosk.events import Answered, Event, NotAnswered
from kiosk.platform.answer import Answer
from kiosk.platform.gateway import FailureKind

NO_CASE = "practice"
"""The id of a case that was never kept."""


def practice_answers(path: Path) -> tuple[Mapping[str, Answer], list[str]]:
    """Question name → its answer, read like the platform's own; and the mistakes, a line each with key and remedy.
    Raises OSError and ValueError for a file that is none."""
    # Its library would delay the start.
    from kiosk.platform.questions import prepared

    return prepared(read_toml(path)["answers"])


class Practice:
    """Every act has its outcome at once; what would have been kept or asked is dropped."""

    def __init__(
        self,
        answers: Path,
        terminal: str,
        clock: Clock,
        post: Callable[[Event], None],
        on_mistake: Callable[[str], None],
    ) -> None:
        """`on_mistake` is called with a code when answers cannot be read; `python -m kiosk.terminal check` says why."""
        self._file = answers
        self._terminal = terminal
        self._clock = clock
        self._post = post
        self._on_mistake = on_mistake
        self._stand_ins: Mapping[type, Callable[[str, Any], None]] = {
            Keep: self.keep,
            Rate: self.keep,
            ReportPaper: self.keep,
            FindKept: self.find,
            Ask: self.ask,
        }

    @cached_property
    def _answers(self) -> Mapping[str, Answer]:
        """Read when somebody first practises. A mistake costs them the answer that has it, nobody else anything."""
        try:
            answers, wrong = practice_answers(self._file)
        except (OSError, ValueError, KeyError, AttributeError):
            answers, wrong = {}, ["the file"]
        if wrong:
            self._on_mistake("answers_wrong")
        return answers

    def carry_out(self, visit: str, effect: Effect) -> None:
        """Give an effect its outcome."""
        self._stand_ins.get(type(effect), self.refuse)(visit, effect)

    def keep(self, visit: str, effect: Keep | Rate | ReportPaper) -> None:
        """Counter 0 is never given to a case."""
        if isinstance(effect, Keep):
            number, now = new_slip_number(self._terminal, 0, secrets.randbelow), self._clock.now()
            cases = tuple(
                KeptCase(NO_CASE, number, now, draft.item_id, asks_correction(draft)) for draft in effect.drafts
            )
            self._post(Kept(visit, effect.number, cases))

    def find(self, visit: str, effect: FindKept) -> None:
        """Nothing that is practised is kept."""
        self._post(KeptFound(visit, effect.number))

    def ask(self, visit: str, ask: Ask) -> None:
        answer = self._answers.get(ask.question.name)
        if answer is None:
            self._post(NotAnswered(visit, ask.number, FailureKind.REFUSED, "practice"))
        else:
            self._post(Answered(visit, ask.number, answer))

    def refuse(self, visit: str, effect: Effect) -> None:
        """Whatever else would leave the terminal: an invented person has no document, and nobody sends or pays
        anything. Pages that ask for such a thing say so beforehand."""
        self._post(NotAnswered(visit, effect.number, FailureKind.REFUSED, "practice"))
