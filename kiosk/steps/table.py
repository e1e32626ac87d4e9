"""All step kinds by name: each row of the vocabulary has a module of its name here, which ends in its `STEP`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from kiosk.steps import farewell, home
from kiosk.steps.step import Bound, Step
from kiosk.visit import InMatter, Session
from kiosk.vocabulary.steps import STEPS as KINDS

AnyStep = Step[Session] | Step[InMatter]
AnyBound = Bound[Session] | Bound[InMatter]

STEPS: Mapping[str, AnyStep] = MappingProxyType({kind: import_module(f"kiosk.steps.{kind}").STEP for kind in KINDS})

OWNERS: Mapping[str, AnyStep] = MappingProxyType({page: step for step in STEPS.values() for page in step.owns})
"""Page, up to its first "/" → the step that owns it."""

START = home.PAGE
"""The first page of a visit and of every further matter."""
FAREWELL = farewell.PAGE
"""The last page of a visit."""


def step_of(page: str) -> AnyStep:
    """The step a page belongs to."""
    return OWNERS[page.partition("/")[0]]


def here(session: Session) -> AnyBound:
    """The step whose page is shown, with the session."""
    return step_of(session.page).at(session)
