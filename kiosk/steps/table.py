"""All step kinds by name. A new kind is one line here and one module beside."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.steps import (
    certificate,
    consent,
    declare,
    ending,
    farewell,
    for_whom,
    form,
    guide,
    home,
    identify,
    lookup,
    mandate,
    materials,
    notice,
    parts,
    pay,
    prefill,
    progress,
    rate,
    review,
    second_proof,
    sign,
    submit,
    way,
)
from kiosk.steps.step import Bound, Step
from kiosk.visit import InMatter, Session

AnyStep = Step[Session] | Step[InMatter]
AnyBound = Bound[Session] | Bound[InMatter]

STEPS: Mapping[str, AnyStep] = MappingProxyType(
    {
        "home": home.STEP,
        "guide": guide.STEP,
        "parts": parts.STEP,
        "for_whom": for_whom.STEP,
        "notice": notice.STEP,
        "identify": identify.STEP,
        "second_proof": second_proof.STEP,
        "consent": consent.STEP,
        "mandate": mandate.STEP,
        "prefill": prefill.STEP,
        "form": form.STEP,
        "materials": materials.STEP,
        "review": review.STEP,
        "declare": declare.STEP,
        "sign": sign.STEP,
        "submit": submit.STEP,
        "pay": pay.STEP,
        "ending": ending.STEP,
        "lookup": lookup.STEP,
        "certificate": certificate.STEP,
        "way": way.STEP,
        "progress": progress.STEP,
        "rate": rate.STEP,
        "farewell": farewell.STEP,
    }
)

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
