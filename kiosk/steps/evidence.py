"""Evidence of what a citizen was shown: the words of guide, notice, consent and declaration."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from kiosk.effects import Shown
from kiosk.view import View
from kiosk.visit import SessionT


def remember_shown(session: SessionT, name: str, view: View) -> SessionT:
    """Note the very words of `view` as shown under `name`, in the language of the moment."""
    said = [view.title, view.lead, *(words for block in view.blocks for words in (block.words, block.value))]
    said += [choice.label for choice in view.choices]
    words = tuple(each for each in said if each is not None)
    shown = MappingProxyType({**session.matter.shown, name: Shown(session.language, words)})
    return session.with_matter(replace(session.matter, shown=shown))
