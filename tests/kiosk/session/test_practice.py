"""Practice: invented people, every page says so, and nothing leaves the terminal."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from devices import FakeClock, Presence
from devices.receipt_printer.contract import Paper
from kiosk.case_events import Kept, KeptCase
from kiosk.catalogue.item import Proof
from kiosk.effects import Ask, Audit, AuditKind, Job, Keep, Rate
from kiosk.events import Answered, Event, NotAnswered
from kiosk.platform.gateway import FailureKind, Question
from kiosk.platform.questions import ANSWERS
from kiosk.session import begin, watches_of
from kiosk.session.attract import Attract
from kiosk.terminal.tables import practice_cards
from kiosk.words import Text
from kiosk.workers.practice import NO_CASE, Practice, practice_answers
from tests.frozen import catalogue
from tests.house.doors import ROOT
from tests.kiosk.session.citizen import ALL_WELL, FACTS, NOW, Citizen, devices
from tests.kiosk.session.ways import at_identify

PRACTICE = ROOT / "config" / "practice.toml"


class Learner(Citizen):
    """A citizen who practises."""

    def __init__(self) -> None:
        self.session, effects = begin("visit-1", FACTS, catalogue(), ALL_WELL, practice=True)
        self.effects = list(effects)


def test_the_first_page_offers_practice_and_every_page_says_so() -> None:
    state = Attract("visit-1", FACTS, catalogue(), ALL_WELL)
    assert "start:practice" in [choice.key for choice in state.view().choices]
    learner = at_identify(Learner())
    assert learner.view.practice
    learner.touch("help")
    assert learner.view.practice


def test_no_card_is_read_and_the_gesture_counts() -> None:
    learner = at_identify(Learner())
    assert {watch.verb for watch in watches_of(learner.session)} == {"presence"}
    learner.sees("id_reader", Presence.GONE)
    assert learner.session.matter.card is None
    learner.sees("id_reader", Presence.PRESENT)
    assert learner.session.matter.card == FACTS.practice_cards[0]


def test_a_helper_who_practises_lifts_one_card_before_the_next() -> None:
    learner = Learner()
    learner.touch("item:old-age-allowance", "continue", "for:family")
    learner.touch(next(c.key for c in learner.view.choices if c.key.startswith("relation:")), "continue", "continue")
    assert learner.page == "identify/helper"
    learner.sees("id_reader", Presence.GONE)
    learner.sees("id_reader", Presence.PRESENT)
    learner.touch("continue")
    learner.sees("id_reader", Presence.PRESENT)
    assert learner.page == "identify", "the helper's card still lies there"
    assert learner.view.choices
    learner.sees("id_reader", Presence.GONE)
    learner.sees("id_reader", Presence.PRESENT)
    matter = learner.session.matter
    assert (matter.card, matter.helper_card) == FACTS.practice_cards


def practised() -> Learner:
    learner = Learner()
    at_identify(learner).touch("practice-card", "continue", "agree:consent-record", "continue", "continue")
    learner.types("answer:phone", "19900000001")
    learner.touch("continue", "option:bank:rural")
    learner.types("answer:bank_card", "6200000000000000000")
    learner.touch("continue", "continue", "declare")
    return learner


def test_the_end_says_that_nothing_was_submitted_and_asks_for_no_rating() -> None:
    learner = practised()
    learner.happens(Kept("visit-1", learner.awaited("keep"), (KeptCase(NO_CASE, "WT02-0000-ABCD-E", NOW),)))
    assert learner.view.title == Text("practice-ending-title")
    slip = learner.last(Job).argument
    assert slip.mark == Text("practice-mark")
    assert slip.qr == ""
    learner.printed(Paper.CAME_OUT)
    learner.touch("continue")
    assert learner.page == "farewell"
    assert learner.view.lead == Text("farewell-practice")
    assert learner.count(Rate) == 0


def test_a_practised_visit_needs_neither_network_nor_reader() -> None:
    learner = Learner()
    learner.world(online=False, devices=devices("absent"))
    offered = {choice.key: choice.enabled for choice in learner.view.choices}
    assert not offered.pop("item:pension-certificate"), "an invented certificate on paper would be a forgery"
    assert all(offered.values())


def test_every_question_of_every_item_has_an_answer_in_practice() -> None:
    answers, wrong = practice_answers(PRACTICE)
    assert not wrong
    assert answers.keys() == ANSWERS.keys()
    asked = {item.question for item in catalogue().items if item.question}
    asked |= {"code.send", "code.verify"} if any(i.proof is Proof.CARD_AND_PERSON for i in catalogue().items) else set()
    assert asked <= answers.keys()


@pytest.fixture
def posted() -> list[Event]:
    return []


def stand_in_of(answers: Path, posted: list[Event], said: list[str]) -> Practice:
    return Practice(answers, "WT02", FakeClock(datetime(2026, 11, 24, tzinfo=UTC)), posted.append, said.append)


@pytest.fixture
def stand_in(posted: list[Event]) -> Practice:
    return stand_in_of(PRACTICE, posted, [])


def test_what_is_kept_in_practice_is_dropped_and_its_number_is_nobodys(stand_in: Practice, posted: list[Event]) -> None:
    keep = practised().last(Keep)
    stand_in.keep("visit-1", keep)
    (kept,) = posted
    assert isinstance(kept, Kept)
    (case,) = kept.cases
    assert (kept.effect, case.case_id) == (keep.number, NO_CASE)
    assert case.slip_number.startswith("WT02-0000-")


def test_an_unknown_question_is_refused_and_nobody_waits(stand_in: Practice, posted: list[Event]) -> None:
    stand_in.ask("visit-1", Ask(7, Question("no.such", "item", "visit-1", "progress")))
    stand_in.ask("visit-1", Ask(8, Question("code.send", "item", "visit-1", "proof_of_person")))
    refused, answered = posted
    assert isinstance(refused, NotAnswered)
    assert (refused.effect, refused.trouble) == (7, FailureKind.REFUSED)
    assert isinstance(answered, Answered)


def test_the_practice_people_can_do_every_item() -> None:
    applicant, helper = practice_cards(ROOT / "config")
    assert applicant.number != helper.number
    assert applicant.birth is not None
    for item in catalogue().items:
        assert NOW.year - applicant.birth.year > item.age_from


def test_a_learner_who_leaves_was_not_read() -> None:
    learner = at_identify(Learner())
    learner.touch("leave")
    assert learner.page == "farewell"
    assert not [e for e in learner.effects if isinstance(e, Audit) and e.kind is AuditKind.CARD_READ]


@pytest.mark.parametrize(
    ("content", "answered"),
    [
        ("answers = 3", False),
        ('[answers."code.send"]\nmasked_phone = "1"\ndigits = 6\nseconds = 300\n[answers.x]', True),
    ],
)
def test_a_bad_answer_costs_nobody_another_and_is_reported(
    content: str, answered: bool, posted: list[Event], tmp_path: Path
) -> None:
    bad, said = tmp_path / "practice.toml", list[str]()
    bad.write_text(content, encoding="utf-8")
    stand_in = stand_in_of(bad, posted, said)
    for number in (8, 9):
        stand_in.ask("visit-1", Ask(number, Question("code.send", "item", "visit-1", "proof_of_person")))
    assert [isinstance(each, Answered) for each in posted] == [answered] * 2
    assert said == ["answers_wrong"]


def test_a_card_that_lay_there_before_is_not_laid_down() -> None:
    learner = at_identify(Learner())
    learner.sees("id_reader", Presence.PRESENT)
    assert learner.session.matter.card is None
    learner.sees("id_reader", Presence.GONE)
    learner.sees("id_reader", Presence.PRESENT)
    assert learner.session.matter.card == FACTS.practice_cards[0]


def test_who_practised_and_walks_away_without_paper_does_not_keep_the_terminal() -> None:
    learner = practised()
    learner.happens(Kept("visit-1", learner.awaited("keep"), (KeptCase(NO_CASE, "WT02-0000-ABCD-E", NOW),)))
    learner.printed(Paper.DID_NOT, "receipt_printer.paper_out")
    learner.rings("idle")
    learner.rings("countdown")
    assert learner.page == "farewell"
    assert learner.view.lead == Text("farewell-practice")
