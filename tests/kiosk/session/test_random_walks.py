"""A citizen who does anything at all: there is always a page, always a way out, and never two slips or two cases."""

from __future__ import annotations

import os
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.receipt_printer.contract import Paper, PrintOutcome
from kiosk.catalogue.load import Catalogue
from kiosk.effects import Job, Keep
from kiosk.events import JobEnded, Touched
from kiosk.scenario.stage import touchable_keys
from kiosk.session import advance, view_of
from kiosk.signature import is_enough
from kiosk.steps.slip_printing import PrintedSlips
from tests.frozen import whom
from tests.kiosk.session.anything import EQUIPPED, VISIT, anything, likely
from tests.kiosk.session.citizen import ALL_WELL, Citizen, invented_card
from tests.kiosk.session.walk import Walk, all_pages
from tests.kiosk.session.ways import at_sign

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
EXAMPLES = 20_000 if SOAK else 240
LEAST_A_PAGE, MOST_A_PAGE = 140 if SOAK else 2, 140 if SOAK else 60
"""Walks for each page there is: so many at least, and more only while a page was not seen. The rarest, a field that is
changed on a page of several, takes about eight."""


def walk(seed: int, goodwill: float, length: int, items: Catalogue | None = None) -> Walk:
    """A visit of so many events, of which this share helps it on; each seed begins with another service."""
    random, made = Random(seed), Walk(seed % 5 == 4, EQUIPPED if seed % 2 else ALL_WELL, items)
    services = sorted(key for key in touchable_keys(view_of(made.session)) if key.startswith("item:"))
    if seed % 8:
        made.happens(Touched(VISIT, services[seed % len(services)]))
    for _ in range(length):
        if made.session.finished:
            break
        event = likely(made.session, random) if random.random() < goodwill else None
        made.happens(event or anything(made.session, random))
    return made


@settings(max_examples=EXAMPLES, deadline=None, derandomize=not SOAK, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.sampled_from((0.0, 0.5, 0.8, 0.95)), st.integers(5, 120))
def test_whatever_happens_the_visit_is_legal_and_ends_when_nobody_is_left(
    seed: int, goodwill: float, length: int
) -> None:
    made = walk(seed, goodwill, length)
    made.walks_away()
    session = made.begun
    for event in made.events:
        session, _ = advance(session, event)
    assert session == made.session, "the same events gave another visit"
    if session.finished:
        random = Random(seed)
        for _ in range(10):
            made.happens(anything(made.session, random))


def test_the_walks_come_to_every_page_of_every_item() -> None:
    seen: set[str] = set()
    wanted = all_pages() - {"sign"}  # behind all papers: its walks begin there
    for seed in range(MOST_A_PAGE * len(wanted)):
        if seed >= LEAST_A_PAGE * len(wanted) and wanted <= seen:
            break
        made = walk(seed, 0.95 if seed % 3 else 0.85, 90)
        seen |= made.pages
        made.walks_away()
    assert wanted <= seen, f"never seen: {sorted(wanted - seen)}"


def test_the_walks_come_to_every_page_of_registers_and_mandates() -> None:
    wanted = {"prefill", "mandate", "mandate/number", "mandate/refused", "submit", "for_whom/relation"}
    seen: set[str] = set()
    for seed in range(8000 if SOAK else 30):
        made = walk(seed, 0.96, 90, whom())
        seen |= made.pages
        made.walks_away()
    assert wanted <= seen, f"never seen: {sorted(wanted - seen)}"


def test_walks_from_a_signature_end_in_a_case_signed_or_declared() -> None:
    ways = set()
    for seed in range(12):
        random, made = Random(seed), Walk()
        made.begun = made.session = at_sign().session
        for _ in range(25):
            if made.session.finished or made.keeps:
                break
            event = likely(made.session, random) if random.random() < 0.8 else None
            for effect in made.happens(event or anything(made.session, random)):
                if isinstance(effect, Keep):
                    (signature,) = {draft.signature for draft in effect.drafts}
                    assert signature is not None
                    assert (signature.way == "signed") == is_enough(signature.strokes)
                    ways.add(signature.way)
        made.walks_away()
    assert ways == {"signed", "declared"}


def to_the_seal(companion: bool = False) -> Citizen:
    """An application up to the moment the case is being sealed, or with somebody beside, to the card."""
    citizen = Citizen()
    citizen.touch(*(("companion",) if companion else ()), "item:old-age-allowance", "continue", "for:self", "continue")
    citizen.lays_card(invented_card())
    citizen.touch("continue")
    if companion:
        return citizen
    citizen.touch("agree:consent-record", "continue", "continue")
    citizen.types("answer:phone", "19900000001")
    citizen.touch("continue", "option:bank:rural")
    citizen.types("answer:bank_card", "6200000000000000000")
    citizen.touch("continue", "continue", "declare")
    assert citizen.page == "submit"
    return citizen


def test_leaving_while_the_case_is_sealed_still_shows_its_outcome() -> None:
    citizen = to_the_seal()
    citizen.touch("help", "leave")
    assert citizen.page == "submit"
    citizen.kept()
    citizen.touch("help", "leave")
    assert citizen.page == "ending"
    assert citizen.count(Job) == 1


def test_help_left_open_on_the_last_page_does_not_block_the_terminal() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "leave", "help")
    assert citizen.page == "farewell"
    citizen.rings("idle")
    citizen.rings("countdown")
    assert citizen.session.finished


def test_help_does_not_lie_over_the_farewell_of_somebody_who_walked_away() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "help")
    citizen.rings("idle")
    citizen.rings("countdown")
    assert citizen.view.page == "Farewell"
    citizen.rings("farewell")
    assert citizen.session.finished


def test_a_pause_does_not_take_the_number_away_before_the_slip_is_out() -> None:
    citizen = to_the_seal()
    citizen.kept()
    citizen.rings("receipt_wait")
    citizen.touch("help", "pause")
    citizen.rings("curtain")
    assert citizen.view.countdown is None
    assert citizen.page == "ending"


def test_the_slip_of_the_last_matter_is_not_said_to_be_the_next_ones() -> None:
    citizen = to_the_seal()
    citizen.kept()
    citizen.rings("receipt_wait")
    outcome = JobEnded(VISIT, citizen.awaited("print"), PrintOutcome(Paper.UNCONFIRMED))
    citizen.happens(outcome)
    citizen.touch("another")
    citizen.happens(outcome)
    assert not citizen.session.own(PrintedSlips).by_effect


def test_a_companion_who_goes_while_their_card_is_awaited_does_not_end_the_visit() -> None:
    citizen = to_the_seal(companion=True)
    assert citizen.page == "identify/companion"
    citizen.touch("companion", "without-companion")
    assert citizen.page == "consent"


def test_marks_that_nobody_sees_and_endless_text_do_not_reach_an_answer() -> None:
    citizen = to_the_seal(companion=True)
    citizen.touch("without-companion", "agree:consent-record")
    citizen.types("answer:name", "\u202e王\x00" + "样" * 500)
    assert citizen.session.typed["answer:name"] == "王" + "样" * 119
