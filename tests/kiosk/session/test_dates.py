"""Dates on a form: typed as digits, refused with words that help, shown and read in words on the check page."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from kiosk.catalogue.build import build_catalogue
from kiosk.catalogue.load import Catalogue
from kiosk.messages import Languages
from kiosk.session import begin
from kiosk.spoken import focus_stops, sentences_of
from kiosk.typed_day import date_as_typed
from kiosk.view import BlockKind, FieldKind, Modes
from kiosk.words import text
from tests.frozen import DATED
from tests.kiosk.session.citizen import ALL_WELL, FACTS, Citizen
from tests.kiosk.session.ways import WANG
from tests.languages import FOLDER

BORN = "answer:born"
CATALOGUE = Catalogue(build_catalogue(DATED))
LANGUAGES = Languages.load(FOLDER).with_items(CATALOGUE)


def at_dates() -> Citizen:
    citizen = Citizen()
    citizen.session, _ = begin("visit-1", FACTS, CATALOGUE, ALL_WELL)
    citizen.touch("item:home-visit", "continue", "continue")
    citizen.lays_card(WANG)
    citizen.touch("continue", "agree:consent-record")
    assert citizen.page == "form/days"
    return citizen


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", ""), ("1", "1"), ("1950", "1950"), ("19500", "1950-0"), ("19501", "1950-1"), ("19506", "1950-06"),
        ("195006", "1950-06"), ("1950069", "1950-06-09"), ("19500615", "1950-06-15"), ("1950061599", "1950-06-15"),
        ("1950-06-15", "1950-06-15"), ("1950-1-5", "1950-01-05"), ("1950-1-1", "1950-01-1"),
        ("1950-1-", "1950-01"), ("1950-", "1950"),
        ("19501331", "1950-13-31"), ("１９５０", ""), ("x19", "19"),
    ],
)  # fmt: skip
def test_digits_become_year_month_and_day(typed: str, shown: str) -> None:
    assert date_as_typed(typed) == shown
    assert date_as_typed(shown) == shown


def test_the_field_is_a_date_of_ten_characters() -> None:
    field = at_dates().view.fields[0]
    assert (field.kind, field.max_length) == (FieldKind.DATE, 10)


@pytest.mark.parametrize("typed", ["1950-06-15", "19500615", "1950615"])
def test_a_day_becomes_an_answer(typed: str) -> None:
    citizen = at_dates()
    citizen.types(BORN, typed)
    citizen.touch("continue")
    assert citizen.page == "review"
    assert citizen.session.matter.answers["born"] == "1950-06-15"
    values = [block.value for block in citizen.view.blocks if block.kind is BlockKind.ROW]
    assert text("day", on="1950-06-15") in values


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1950", text("wrong-day-unfinished")),
        ("1950-06-1", text("wrong-day-unfinished")),
        ("0000-01-01", text("wrong-day-unfinished")),
        ("1950-13-01", text("wrong-day-month", month="13")),
        ("1950-00-01", text("wrong-day-month", month="0")),
        ("1951-02-29", text("wrong-day-day", month="2", day="29", last="28")),
        ("1952-02-30", text("wrong-day-day", month="2", day="30", last="29")),
        ("1951-04-31", text("wrong-day-day", month="4", day="31", last="30")),
        ("1899-12-31", text("wrong-day-early", limit="1900-01-01")),
        ("2026-11-25", text("wrong-day-late", limit="2026-11-24")),
    ],
)
def test_a_wrong_day_is_refused_with_words_that_help(typed: str, words: object) -> None:
    citizen = at_dates()
    citizen.types(BORN, typed)
    citizen.touch("continue")
    assert citizen.page == "form/days"
    assert citizen.session.wrong == {BORN: words}
    assert citizen.view.fields[0].value == typed, "the wrong input stays"
    for language in ("zh-CN", "en"):
        assert LANGUAGES.words(language).text(words)  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["1900-01-01", "2026-11-24", "2024-02-29", "2000-02-29"])
def test_the_limits_themselves_and_leap_days_are_taken(typed: str) -> None:
    citizen = at_dates()
    citizen.types(BORN, typed)
    citizen.touch("continue")
    assert citizen.page == "review"


def test_a_date_that_is_optional_may_be_left_out_and_is_no_less_a_date() -> None:
    citizen = at_dates()
    citizen.types(BORN, "1950-06-15")
    citizen.types("answer:moved", "1950")
    citizen.touch("continue")
    assert citizen.session.wrong == {"answer:moved": text("wrong-day-unfinished")}


@pytest.mark.parametrize("registered", ["1952-02-30", "1952-00-00"])
def test_a_birth_that_a_card_has_is_taken_though_it_is_on_no_day(registered: str) -> None:
    citizen = at_dates()
    matter = citizen.session.matter
    sources = MappingProxyType({**matter.sources, "born": "source-card"})
    citizen.session = replace(citizen.session, matter=replace(matter, sources=sources))
    citizen.session = citizen.session.with_typed(BORN, registered)
    citizen.touch("continue")
    assert citizen.page == "review"
    assert citizen.session.matter.answers["born"] == registered


def test_a_second_continue_does_not_take_a_typed_day_that_no_calendar_has() -> None:
    citizen = at_dates()
    citizen.types(BORN, "1952-02-30")
    citizen.touch("continue", "continue")
    assert citizen.session.wrong == {BORN: text("wrong-day-day", month="2", day="30", last="29")}


def test_in_elder_mode_each_date_has_its_page() -> None:
    citizen = at_dates()
    citizen.touch("larger")
    assert citizen.session.modes == Modes(elder=True)
    assert [field.key for field in citizen.view.fields] == [BORN]
    citizen.types(BORN, "19500615")
    citizen.touch("continue")
    assert citizen.page == "form/days/moved"


@pytest.mark.parametrize(("language", "said"), [("zh-CN", "1950年6月15日"), ("en", "15 June 1950")])
def test_a_day_is_read_aloud_in_words(language: str, said: str) -> None:
    citizen = at_dates()
    citizen.types(BORN, "1950-06-15")
    words = LANGUAGES.words(language)
    assert said in {sentence.text for sentence in sentences_of(citizen.view, words)}
    (stop,) = [each for each in focus_stops(citizen.view) if each.key == BORN]
    assert said in {words.speech(each) for each in stop.said}
