"""What a view holds, gathered from the view alone: an oracle for what is said, shown and read of it."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.view import Choice, View
from kiosk.words import Words


def choices_of(view: View) -> list[Choice]:
    """Everything that a citizen can choose, resting or not; a cover's own where one lies over the page."""
    if view.countdown is not None:
        return [view.countdown.more, view.countdown.leave]
    places = (view.actions.left, view.actions.middle, view.actions.right)
    found = [*view.choices, *(each for each in places if each is not None)]
    found += [each for block in view.blocks for each in (block.change, block.reveal) if each is not None]
    return found + [option for field in view.fields for option in field.options]


def words_of(view: View) -> Iterator[tuple[str, Words]]:
    """Every word of the page that is not on something to choose, with what it is."""
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
    """What stands on something to choose: its name, a note, a tag, and why it rests if it does."""
    why_not = None if choice.enabled else choice.why_not
    return [each for each in (choice.label, choice.note, choice.tag, why_not) if each is not None]
