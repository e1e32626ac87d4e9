"""Names on the form: which keyboard opens, how they are kept, and the question before a name of one sign is taken."""

from __future__ import annotations

import re
from dataclasses import replace

from devices.name_dot import HANZI, with_dots
from devices.unified_hanzi import unified
from kiosk.catalogue.item import Control
from kiosk.language_table import BASE
from kiosk.steps.step import LEAVE, page
from kiosk.view import LARGE_CHOICES, Actions, Choice, FieldKind, View
from kiosk.visit import InMatter
from kiosk.words import Data, Words, text


def is_name(control: Control) -> bool:
    return control.widget == FieldKind.NAME


def field_kind(session: InMatter, control: Control, value: str) -> FieldKind:
    """Return the kind of a field. A name opens the keyboard of its own script, an empty one that of the visit.

    By voice it is an ordinary Chinese field: of a large grid, only nine candidates have a key.
    """
    if not is_name(control):
        return FieldKind(control.widget)
    if session.modes.voice:
        return FieldKind.CHINESE
    in_hanzi = re.search(HANZI, value) is not None if value else session.language == BASE
    return FieldKind.NAME if in_hanzi else FieldKind.NAME_IN_LETTERS


def plain_name(typed: str) -> str:
    """Return a name as registers have it: unified hanzi, one kind of dot."""
    return with_dots(unified(typed))


def lacks_letters(control: Control, given: str) -> bool:
    """Return whether a name consists of signs alone, such as the dot."""
    return is_name(control) and given != "" and _letters(given) == 0


def is_doubtful(control: Control, given: str, on_card: str) -> bool:
    """Return whether a name is asked about before it is taken: one letter or hanzi, or none where the card has one."""
    if not is_name(control) or given == plain_name(on_card):
        return False
    return _letters(given) == 1 or (given == "" and control.optional)


def _letters(name: str) -> int:
    return sum(character.isalpha() for character in name)


def name_question(session: InMatter, control: Control, given: str, on_card: str) -> View:
    """Ask whether this is the whole name; `on_card` is the card's, "" for none."""
    answer, what = control.answer, text(f"answer-{control.answer}", session.item.id)
    choices = (
        Choice(f"confirm:{answer}", text("name-is-right")),
        Choice(f"dispute:{answer}", text("form-dispute", what=what)),
        *((restore(answer, what),) if on_card else ()),
    )
    title = text("name-of-one", what=what, name=Data(given, masked=True)) if given else text("name-of-none", what=what)
    shown = page(session, "Form", title, choices=choices, actions=Actions(None, LEAVE, None), traits=LARGE_CHOICES)
    return replace(shown, id=f"{session.page}?name")


def restore(answer: str, what: Words) -> Choice:
    """The way back to the name on the card."""
    return Choice(f"restore:{answer}", text("name-of-card", what=what))
