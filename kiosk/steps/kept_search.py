"""A slip number is looked for in this terminal's own store before the platform is asked: no network is needed for what
was never sent, and of another terminal's slip only that terminal may know."""

from __future__ import annotations

from dataclasses import replace

from kiosk.case.slip_number import is_of
from kiosk.case_events import KeptFound
from kiosk.effects import FindKept
from kiosk.platform.listing import Cases
from kiosk.steps.asking import fresh
from kiosk.steps.progress_kept import still_here
from kiosk.steps.progress_state import ProgressState
from kiosk.visit import Go, InMatter, Turn, numbered
from kiosk.words import Data, Text, Words, text

SEARCH = "kept_here"
NONE = Cases(())


def find_kept(session: InMatter, slip_number: str) -> Turn:
    """Look for the cases of a slip number that are still here."""
    searching, number = numbered(fresh(session), SEARCH)
    return Turn(searching, (FindKept(number, slip_number),))


def shows(session: InMatter, here: KeptFound, found: Cases = NONE) -> Turn | None:
    """Go on to what is known of the slip number, here and at the platform; None if nothing is."""
    kept = still_here(here.cases, here.numbers, found.cases)
    if not (kept or found.cases):
        return None
    return Turn(replace(session, looked_up=True).with_own(ProgressState(found.cases, kept=kept)), go=Go.ON)


def unknown(session: InMatter, slip_number: str) -> Text:
    """Words for a slip number that the platform does not know: another terminal may still have its case."""
    if is_of(slip_number, session.terminal.code):
        return text("slip-unknown")
    return text("slip-of-another", terminal=Data(slip_number.partition("-")[0]))


def unreachable(session: InMatter, slip_number: str, words: Words) -> Words:
    """Words for a slip number of which the platform could not be asked: those of the trouble; for the slip of another
    terminal, that it can be looked up there."""
    if is_of(slip_number, session.terminal.code):
        return words
    return text("slip-of-another-offline", terminal=Data(slip_number.partition("-")[0]))
