"""Page order of a journey: next, previous, progress."""

from __future__ import annotations

from kiosk.catalogue.conditions import all_hold
from kiosk.steps.facts import facts
from kiosk.steps.subjects import steps_about
from kiosk.steps.table import FAREWELL, START, STEPS, step_of
from kiosk.view import Progress
from kiosk.visit import Session
from kiosk.words import Words, text

QUESTIONS = "step-form"
"""Label of the steps whose pages are questions."""


def journey(session: Session) -> tuple[str, ...]:
    """The pages of this visit's matter, computed from the item and the answers so far."""
    if session.item is None:
        return (START,)
    if only := session.matter.only:
        steps = [each for each in session.item.steps if each in only]
    else:
        known, about = facts(session), steps_about(session.matter.subject)
        steps = [each.step for each in session.item.journey if all_hold(each.when, known) and about(each.step)]
    pages = [page for step in steps for page in STEPS[step].at(session).pages()]
    return (START, *pages, FAREWELL)


def next_page(session: Session) -> str:
    """The page after this one; the farewell after the last."""
    pages = journey(session)
    here = session.page
    if here not in pages:
        # A page that is needed no longer (a companion who left) leads where the page it hangs on leads.
        here = here.rpartition("/")[0]
    if here not in pages:
        return FAREWELL
    return pages[min(pages.index(here) + 1, len(pages) - 1)]


def page_before(session: Session) -> str:
    """The page that Back leads to; this one where there is no way back."""
    if session.page in step_of(session.page).final:
        return session.page
    pages = journey(session)
    if session.page in pages:
        return pages[max(0, pages.index(session.page) - 1)]
    return session.page.rpartition("/")[0] or START


def after_change(session: Session) -> str:
    """Return the page after a changed answer: the check page, or a page that the change made necessary."""
    pages = journey(session)
    if session.return_to not in pages:
        return next_page(session)
    between = pages[pages.index(session.page) + 1 : pages.index(session.return_to)] if session.page in pages else ()
    for page in between:
        if not step_of(page).at(session).complete(page):
            return page
    return session.return_to


def progress(session: Session) -> Progress | None:
    """ "Step 3 of 6" with names; none on the start page and after the end."""
    if session.item is None or session.page in (START, FAREWELL):
        return None
    pages = journey(session)[1:-1]
    # A label that comes again (submit, pay, ending) has its place at the end.
    labels = list(dict.fromkeys(step_of(page).label for page in reversed(pages)))[::-1]
    here = step_of(session.page)
    if here.label not in labels or len(labels) < 2:
        return None
    names: tuple[Words, ...] = tuple(text(label) for label in labels)
    parts = [page for page in pages if step_of(page).label == here.label]
    # A page aside, such as "other documents", counts as the page that it hangs on.
    part = next((parts.index(page) for page in (session.page, session.page.rpartition("/")[0]) if page in parts), 0)
    current = labels.index(here.label)
    after = pages[pages.index(session.page) + 1 :] if session.page in pages else ()
    first = min((labels.index(step_of(page).label) for page in after), default=current)
    if first < current:
        return Progress(names, max(0, first - 1))
    return Progress(names, current, part, len(parts), asks=here.label == QUESTIONS)
