"""The items that ship: their words can be said in every language, their steps exist, and nobody must type Chinese."""

from __future__ import annotations

import tomllib

import pytest

from kiosk.catalogue.build import build_catalogue
from kiosk.catalogue.checks import item_mistakes
from kiosk.catalogue.item import Item, Proof
from kiosk.catalogue.load import Catalogue
from kiosk.messages import Languages
from kiosk.steps.table import STEPS
from kiosk.words import text
from tests.house.doors import ROOT
from tests.kiosk.catalogue.folders import LANGUAGES, SERVICES

CATALOGUE = Catalogue.of(build_catalogue(SERVICES))
EVERY = pytest.mark.parametrize("item", CATALOGUE.items, ids=lambda item: item.id)


@EVERY
def test_what_was_built_holds_no_mistake(item: Item) -> None:
    assert item_mistakes(item) == []


@EVERY
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_word_can_be_written_and_said(item: Item, language: str) -> None:
    words = Languages.load(LANGUAGES).with_items(CATALOGUE).words(language)
    for key in CATALOGUE.keys(item.id):
        assert words.text(text(key, item.id)).strip()
        assert words.speech(text(key, item.id)).strip()


def test_figures_are_said_as_a_person_says_them() -> None:
    words = Languages.load(LANGUAGES).with_items(CATALOGUE).words("zh-CN")
    assert words.text(text("condition-1", "old-age-allowance")) == "年满 80 周岁"
    assert words.speech(text("condition-1", "old-age-allowance")) == "年满八十周岁"


@EVERY
def test_its_steps_are_steps_a_terminal_knows(item: Item) -> None:
    assert set(item.steps) <= STEPS.keys()


@EVERY
def test_whose_card_was_read_need_not_type_chinese(item: Item) -> None:
    typed = [control.answer for page in item.pages for control in page.controls if control.widget == "chinese"]
    filled = [control.answer for page in item.pages for control in page.controls if control.fill]
    assert set(typed) <= set(filled)


@EVERY
def test_what_opens_personal_data_asks_for_more_than_a_card(item: Item) -> None:
    if item.kind in ("lookup", "progress"):
        assert item.proof is Proof.CARD_AND_PERSON
        assert item.offline == "forbidden"


@EVERY
def test_its_body_lies_in_no_real_region_and_its_phones_ring_nowhere(item: Item) -> None:
    assert item.codes.implementation[2:4] == "99"
    assert item.codes.basic[:2] == "99"
    assert item.phones.consult.startswith("0571-0000 ")
    assert item.phones.complaint.startswith("0571-0000 ")


def test_the_allowance_tells_its_age_before_the_card_and_checks_it_after() -> None:
    item = CATALOGUE.find("old-age-allowance")
    assert item is not None
    assert item.age_from == 80
    assert "condition-1" in item.conditions


def test_every_row_the_register_answers_has_its_words() -> None:
    registers = tomllib.loads((ROOT / "kiosk/platform/sandbox/registers.toml").read_text(encoding="utf-8"))
    people = [each for each in registers.values() if isinstance(each, dict)]
    labels = {row["label"] for person in people for row in person.get("pension", [])}
    assert "balance" in labels
    item = CATALOGUE.find("pension-enrolment")
    assert item is not None
    assert labels <= set(item.rows)
