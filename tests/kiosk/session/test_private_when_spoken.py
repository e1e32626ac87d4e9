"""Over a loudspeaker bystanders listen: names, numbers and addresses of a visit are not among what is read aloud."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.documents.masking import mask_name
from kiosk.effects import Effect
from kiosk.events import Event
from kiosk.messages import Languages
from kiosk.spoken import focus_stops, spoken
from kiosk.words import text
from tests.frozen import catalogue
from tests.kiosk.session.citizen import FACTS, Citizen, invented_card
from tests.languages import FOLDER, LANGUAGES

APPLICANT = invented_card()
HELPER = invented_card("99010119680315001X", "赵帮手", address="测试省样例市梧桐街道 9 号")
COMPANION = invented_card("99010119700101001X", "钱旁边", address="测试省样例市梧桐街道 10 号")


class Listener(Citizen):
    """A citizen beside whom somebody listens to all that every page can say."""

    def __init__(self, language: str) -> None:
        super().__init__(facts=replace(FACTS, speaks=True))
        self.session = replace(self.session, language=language)
        self.words = Languages.load(FOLDER).with_items(catalogue().items).words(language)
        self.heard: list[str] = []

    def happens(self, event: Event) -> tuple[Effect, ...]:
        effects = super().happens(event)
        self.heard += spoken(self.view, self.words)
        self.heard += [self.words.speech(each) for stop in focus_stops(self.view) for each in stop.said]
        return effects


def to_the_review(visit: Listener) -> None:
    for _ in range(3):
        if visit.page != "form/phone":
            visit.touch("continue")
    visit.types("answer:phone", "19900000001")
    visit.touch("continue")
    if visit.page == "form/account":
        # Whose account: the page with the helper's own name comes next.
        visit.touch("option:account_owner:helper", "continue")
    visit.touch("option:bank:rural")
    visit.types("answer:bank_card", "6200000000000000000")
    visit.touch("continue")
    assert visit.page == "review"


def to_the_end(visit: Listener) -> None:
    visit.touch("reveal:address", "continue", "declare")
    visit.kept()
    visit.rings("receipt_wait")


PRIVATE = [card_word for card in (APPLICANT, HELPER, COMPANION) for card_word in (card.name, card.number, card.address)]
PRIVATE += ["19900000001", "6200000000000000000", *(mask_name(card.name) for card in (APPLICANT, HELPER, COMPANION))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_helpers_visit_says_nobodys_name_number_or_address(language: str) -> None:
    visit = Listener(language)
    visit.touch("voice", "item:old-age-allowance", "continue", "for:family", "relation:child", "continue", "continue")
    visit.lays_card(HELPER)
    visit.touch("continue")
    visit.lays_card(APPLICANT)
    visit.touch("continue", "agree:consent-record", "continue")
    to_the_review(visit)
    to_the_end(visit)
    assert_private(visit)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nor_does_a_visit_with_a_companion(language: str) -> None:
    visit = Listener(language)
    visit.touch("voice", "companion", "item:old-age-allowance", "continue", "for:self", "continue")
    visit.lays_card(APPLICANT)
    visit.touch("continue")
    visit.lays_card(COMPANION)
    visit.touch("continue", "agree:consent-record", "continue")
    to_the_review(visit)
    to_the_end(visit)
    assert_private(visit)


def assert_private(visit: Listener) -> None:
    assert visit.page == "ending"
    assert len(visit.heard) > 100
    said = "\n".join(visit.heard)
    assert [each for each in PRIVATE if each in said] == []
    assert visit.words.speech(text("masked-spoken")) in said, "that something is not read aloud is said"
