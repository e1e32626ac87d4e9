"""The test of card readers with a slot: a test card is read."""

from __future__ import annotations

from devices.card_reader.contract import READ, CardReader, SocialCard
from devices.family import Needs, Test, nothing_given
from devices.verdict import NOTHING_YET, Verdict


def _card(values: tuple[SocialCard, ...]) -> Verdict:
    return Verdict(True, ("card=read",)) if values else NOTHING_YET


TESTS: tuple[Test[CardReader], ...] = (
    Test("read_test_card", READ.name, nothing_given, Needs.TEST_CARD, _card, ("card=read",)),
)
