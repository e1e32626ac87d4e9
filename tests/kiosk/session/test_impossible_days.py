"""A card with a day that no calendar has is used like any other; the item decides by the age at the month's end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from devices.id_reader import numbers
from devices.id_reader.card_text import decode
from devices.id_reader.contract import IdCard
from tests.kiosk.session.citizen import ALL_WELL, Citizen
from tests.kiosk.session.ways import at_identify
from tests.raw_cards import block, with_fields

ENDS = "days_that_do_not_exist/to-20260229"
BORN = "days_that_do_not_exist/born-19420230"


def lays(card: IdCard, day: str) -> Citizen:
    """Lay the card on the page that asks for the applicant's, at noon of a day in China, and try to go on."""
    noon = datetime.fromisoformat(f"{day}T12:00:00+08:00").astimezone(UTC)
    citizen = at_identify(Citizen(replace(ALL_WELL, now=noon)))
    citizen.lays_card(card)
    if not citizen.session.trouble:
        citizen.touch("continue")
    return citizen


def born(written: str) -> IdCard:
    """A card of somebody born on this day, as number and birth field agree to say."""
    first = f"990101{written}005"
    return decode(with_fields(block(BORN), birth=written, number=first + numbers.check_digit(first)))


@pytest.mark.parametrize("day", ["2026-02-10", "2026-02-28"])
def test_a_card_valid_to_29_february_of_a_common_year_is_used_to_the_months_end(day: str) -> None:
    citizen = lays(decode(block(ENDS)), day)
    assert (citizen.page, citizen.session.trouble) == ("consent", "")


def test_a_card_valid_to_29_february_of_a_common_year_has_expired_in_march() -> None:
    citizen = lays(decode(block(ENDS)), "2026-03-01")
    assert (citizen.page, citizen.session.trouble) == ("identify", "card.expired")


def test_a_card_with_a_birth_on_no_day_is_used() -> None:
    citizen = lays(decode(block(BORN)), "2026-02-10")
    assert (citizen.page, citizen.session.trouble) == ("consent", "")
    assert citizen.session.matter.card is not None
    assert citizen.session.matter.card.number == "990101194202300052"


@pytest.mark.parametrize(
    ("day", "trouble"), [("2026-02-27", "card.too_young"), ("2026-02-28", "")], ids=["day before", "month's end"]
)
def test_who_was_born_on_30_february_comes_of_age_at_the_months_end(day: str, trouble: str) -> None:
    assert lays(born("19460230"), day).session.trouble == trouble


def test_a_card_whose_birth_field_disagrees_with_its_number_is_not_used() -> None:
    citizen = lays(decode(with_fields(block(BORN), birth="19420228")), "2026-02-10")
    assert (citizen.page, citizen.session.trouble) == ("identify", "card.unusable")


@pytest.mark.parametrize(
    ("written", "day", "trouble"),
    [("19460000", "2026-12-30", "card.too_young"), ("19460000", "2026-12-31", ""), ("19460600", "2026-06-30", "")],
)
def test_a_birth_known_to_the_year_or_month_counts_from_its_end(written: str, day: str, trouble: str) -> None:
    assert lays(born(written), day).session.trouble == trouble


@pytest.mark.parametrize("written", ["20260211", "29991231", "29990230"])
def test_a_birth_in_the_future_is_wrong_information(written: str) -> None:
    assert lays(born(written), "2026-02-10").session.trouble == "card.unusable"


def test_a_card_valid_from_a_day_to_come_is_not_called_expired() -> None:
    card = decode(with_fields(block(ENDS), valid_from="20260301", valid_to="20360301"))
    assert lays(card, "2026-02-10").session.trouble == "card.unusable"
