"""Forget what was given for one person, because the matter is for another."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from kiosk.effects import Effect
from kiosk.steps.form_state import FormState
from kiosk.steps.materials_state import of_nobody
from kiosk.steps.prefilled import PrefillState
from kiosk.visit import InMatter


def without_answers(session: InMatter) -> tuple[InMatter, tuple[Effect, ...]]:
    """Forget the answers, what registers said, and the papers."""
    empty = session.with_own(PrefillState()).with_own(FormState())
    matter = replace(empty.matter, answers=MappingProxyType({}), sources=MappingProxyType({}))
    return of_nobody(empty.with_matter(matter))
