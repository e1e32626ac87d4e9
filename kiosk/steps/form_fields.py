"""The fields of a form page."""

from __future__ import annotations

from typing import Any

from kiosk.catalogue.answer_formats import format_of
from kiosk.catalogue.item import Control, Item
from kiosk.documents.grouping import grouping
from kiosk.steps import names
from kiosk.steps.days import longest
from kiosk.steps.prefilled import REGISTER, source_words
from kiosk.view import Choice, Field
from kiosk.visit import InMatter
from kiosk.words import text


def options(item: Item, answer: str) -> tuple[str, ...]:
    """The values a choice answer may have, from its schema."""
    schema: Any = item.answers.get("properties", {}).get(answer, {})
    return tuple(str(value) for value in schema.get("enum", ()))


def field_of(session: InMatter, control: Control, *, opens: bool) -> Field:
    """The field of one answer, with what is typed in it and where that came from. `opens`: its keyboard does."""
    item, answer = session.item, control.answer
    key = f"answer:{answer}"
    value = session.typed.get(key, "")
    shown = grouping(format_of(item.answers, answer), value)
    return Field(
        key=key,
        label=text(f"answer-{answer}", item.id),
        kind=names.field_kind(session, control, value),
        value=value,
        hint=text(f"answer-{answer}-hint", item.id)
        if f"answer-{answer}-hint" in session.catalogue.keys(item.id)
        else None,
        source=source_words(session, answer, value) if value else None,
        wrong=session.wrong.get(key),
        max_length=longest(control),
        masked=control.mask,
        unspoken=control.unspoken or session.matter.sources.get(answer) == REGISTER,
        groups=shown.groups,
        length=shown.length,
        optional=control.optional,
        opens=opens,
        options=tuple(
            Choice(f"option:{answer}:{option}", text(f"answer-{answer}-{option}", item.id), chosen=option == value)
            for option in options(item, answer)
        )
        if control.widget == "choice"
        else (),
    )
