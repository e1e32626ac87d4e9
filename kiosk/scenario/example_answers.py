"""Answers of a worked example, as the choices and texts of a walk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from devices.id_reader.contract import IdCard
from kiosk.catalogue.item import Example
from kiosk.view import Field, View


class ExampleAnswers:
    """The answers of one example; without an example there are none."""

    def __init__(self, example: Example | None) -> None:
        self._answers = example.answers if example else {}
        self._wrong = example.wrong if example else ()
        self._age = example.facts.get("age") if example else None
        options = {f"option:{answer}:{value}" for answer, value in self._answers.items()}
        self.choices = frozenset({*options, f"for:{self._answers.get('acting_for', 'self')}"} if example else ())
        """Keys of the choices that it makes."""
        self._refused: set[str] = set()

    def text_for(self, answer: str) -> str:
        """The example's text; "" if it has none, or it was rejected."""
        return "" if answer in self._refused else str(self._answers.get(answer) or "")

    def leaves_out(self, each: Field) -> bool:
        """Whether this answer is missing, and wrong so."""
        answer = each.key.removeprefix("answer:")
        return answer in self._wrong and answer not in self._refused and not self._answers.get(answer)

    def learn(self, view: View) -> None:
        """Do not repeat what the form refuses here."""
        self._refused |= {each.key.removeprefix("answer:") for each in view.fields if each.wrong}

    def aged(self, card: IdCard, year: int) -> IdCard:
        """The card of somebody of the example's age."""
        return replace(card, birth=date(year - self._age, 1, 1)) if isinstance(self._age, int) else card
