"""The contents of a view, collected from the view alone: the reference for what is spoken, shown, and read."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.view import Choice, View
from kiosk.words import Words


def choices_of(view: View) -> list[Choice]:
    """Return everything that can be chosen, disabled or not; while an overlay is shown, only its choices."""
    if view.countdown is not None:
        return [view.countdown.more, view.countdown.leave]
    places = (view.actions.left, view.actions.middle, view.actions.right)
    found = [*view.choices, *(each for each in places if each is not None)]
    found += [each for block in view.blocks for each in (block.change, block.reveal) if each is not None]
    return found + [option for field in view.fields for option in field.options]


def words_of(view: View) -> Iterator[tuple[str, Words]]:
    """Yield the texts of the page that are not on a choice, each with its kind."""
    yield "title", view.title
    parts = [("lead", view.lead), ("where", view.where), *(("wrong", each) for each in view.wrong)]
    if view.progress is not None:
        parts.append(("step", view.progress.steps[view.progress.current]))
    for block in view.blocks:
        name = f"{block.kind.value} of the page"
        parts += [(name, block.words), (f"{name}, its value", block.value), (f"{name}, its source", block.source)]
    for field in view.fields:
        parts += [("field", field.label), ("hint", field.hint), ("source", field.source), ("wrong", field.wrong)]
    if view.guidance is not None:
        parts.append(("guidance", view.guidance.state))
    yield from ((what, each) for what, each in parts if each is not None)


def words_on(choice: Choice) -> list[Words]:
    """Return the texts on a choice: label, note, tag, and the reason if it is disabled."""
    why_not = None if choice.enabled else choice.why_not
    return [each for each in (choice.label, choice.note, choice.tag, why_not) if each is not None]
