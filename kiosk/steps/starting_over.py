"""Forget what was given for one person, because the matter is for another."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from kiosk.effects import Effect
from kiosk.steps.form_state import FormState
from kiosk.steps.materials_state import MaterialsState, blobs_of, forgetting
from kiosk.steps.prefilled import PrefillState
from kiosk.visit import InMatter


def without_papers(session: InMatter) -> tuple[InMatter, tuple[Effect, ...]]:
    """Take back and overwrite the papers handed in so far."""
    state = session.own(MaterialsState)
    handed = tuple(page for each in state.handed.values() for page in each.pages)
    photo = (state.photo,) if state.photo is not None else ()
    return forgetting(session.with_own(MaterialsState()), (*handed, *blobs_of(state.pages), *photo))


def without_answers(session: InMatter) -> tuple[InMatter, tuple[Effect, ...]]:
    """Forget the answers, what registers said, and the papers."""
    empty = session.with_own(PrefillState()).with_own(FormState())
    matter = replace(empty.matter, answers=MappingProxyType({}), sources=MappingProxyType({}))
    return without_papers(empty.with_matter(matter))
