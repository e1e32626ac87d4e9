"""The test of ID card readers: a test card is read."""

from __future__ import annotations

from devices.family import Needs, Test, nothing_given
from devices.id_reader.contract import READ, IdCard, IdReader
from devices.verdict import NOTHING_YET, Verdict


def _card(values: tuple[IdCard, ...]) -> Verdict:
    if not values:
        return NOTHING_YET
    problems = tuple(f"problem={problem.value}" for problem in values[-1].problems)
    return Verdict(True, ("card=read", f"layout={values[-1].kind.value}", *problems))


TESTS: tuple[Test[IdReader], ...] = (
    Test("read_test_card", READ.name, nothing_given, Needs.TEST_CARD, _card, ("card=read",)),
)
