"""Every shipped item: valid, complete in every language, and every path through it ends at the farewell.

All items are read and checked; those of `sample.all_or_some` are walked.
"""

from __future__ import annotations

import tomllib
from functools import cache

import pytest

from devices.strict_struct import replace
from kiosk.catalogue.build import build_catalogue
from kiosk.catalogue.checks import item_mistakes, needed_words
from kiosk.catalogue.item import Item, Proof
from kiosk.catalogue.load import Catalogue
from kiosk.catalogue.sources import read_item
from kiosk.fluent.bundle import entries
from kiosk.messages import Languages
from kiosk.scenario.files import files_of
from kiosk.scenario.leaks import live_object_ids, live_objects
from kiosk.scenario.walker import Walk, WalkStuck, every_path
from kiosk.spoken import spoken
from kiosk.steps.table import STEPS, step_of
from kiosk.steps.whom import WHOM
from kiosk.words import text
from tests.frozen import SHIPPED, catalogue
from tests.house.doors import ROOT
from tests.languages import FOLDER, LANGUAGES
from tests.shipped.sample import IDS, SERVICES, all_or_some
from tests.shipped.stand import stand
from tests.view_texts import texts_in

EVERY = pytest.mark.parametrize("name", IDS)
WALKED = pytest.mark.parametrize("name", all_or_some())


@cache
def shipped() -> Catalogue:
    """The shipped catalogue, as on a terminal. Raises BadItem."""
    return Catalogue(build_catalogue(SERVICES))


@cache
def alone(name: str) -> Catalogue:
    """A catalogue of this item, and of its parts, so that the tests of others do not fail with it. Raises BadItem."""
    document = build_catalogue(SERVICES / name)
    parts = [each.item for item in document.items for each in item.parts if each.by == "citizen"]
    items = [item for each in parts for item in build_catalogue(SERVICES / each).items]
    return Catalogue(replace(document, items=(*document.items, *items)))


@cache
def languages(name: str) -> Languages:
    return Languages.load(FOLDER).with_items(alone(name))


def item_of(name: str) -> Item:
    return next(item for item in alone(name) if item.id == name)


@cache
def walks(name: str) -> tuple[Walk, ...]:
    return tuple(every_path(item_of(name), alone(name), stand()))


def test_every_folder_of_services_is_an_item() -> None:
    assert sorted(path.name for path in SERVICES.iterdir() if path.is_dir()) == IDS
    assert IDS


@EVERY
def test_its_check_passes_and_its_examples_hold(name: str) -> None:
    item = read_item(SERVICES / name)
    assert item.id == name
    assert item_mistakes(item) == []


@EVERY
def test_its_words_are_complete_in_every_language_it_has(name: str) -> None:
    item = item_of(name)
    assert {path.stem for path in (SERVICES / name).glob("*.ftl")} == set(LANGUAGES)
    missing = {
        language: sorted(set(needed_words(item)) - entries(source).keys()) for language, source in item.words.items()
    }
    assert not {language: keys for language, keys in missing.items() if keys}


@EVERY
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_can_be_written_and_said(name: str, language: str) -> None:
    words = languages(name).words(language)
    for key in {*alone(name).keys(name), *needed_words(item_of(name))}:
        assert words.text(text(key, name)).strip()
        assert words.speech(text(key, name)).strip()


@EVERY
def test_its_steps_are_steps_a_terminal_knows(name: str) -> None:
    assert set(item_of(name).steps) <= STEPS.keys()


@EVERY
def test_applicant_with_card_need_not_type_chinese(name: str) -> None:
    controls = [control for page in item_of(name).pages for control in page.controls]
    typed = [control for control in controls if control.widget in ("chinese", "name") and not control.optional]
    assert not [control.answer for control in typed if not control.fill]


@EVERY
def test_look_up_of_personal_data_needs_a_second_proof(name: str) -> None:
    item = item_of(name)
    if item.kind not in ("lookup", "progress"):
        return
    # The progress of a case that is still kept here is seen, and the case withdrawn, without the network.
    assert item.offline == "forbidden" or item.kind == "progress"
    if item.question == "case.by_slip":
        assert "identify" not in item.steps, "a slip number alone shows what is printed on the slip"
    else:
        assert item.proof is Proof.CARD_AND_PERSON


@EVERY
def test_region_and_phones_are_invented(name: str) -> None:
    item = item_of(name)
    assert item.codes.implementation[2:4] == "99"
    assert item.codes.basic[:2] == "99"
    assert item.phones.consult.startswith("0571-0000 ")
    assert item.phones.complaint.startswith("0571-0000 ")


def test_every_row_the_register_answers_has_its_words() -> None:
    registers = tomllib.loads((ROOT / "kiosk/platform/sandbox/registers.toml").read_text(encoding="utf-8"))
    people = [each for each in registers.values() if isinstance(each, dict)]
    labels = {row["label"] for person in people for row in person.get("pension", [])}
    assert labels
    items = [item for item in shipped() if item.question == "pension.enrolment"]
    assert not [(item.id, label) for item in items for label in labels - set(item.rows)]


@WALKED
def test_every_path_reaches_the_farewell_and_all_steps_and_pages(name: str) -> None:
    item = item_of(name)
    pages = {page for walk in walks(name) for page in walk.pages}
    assert {f"form/{page.id}" for page in item.pages} <= pages
    come_to = [step_of(page) for page in pages]
    # Where an item is for one sort of person alone nothing is chosen; only a newborn's parent says more.
    unasked = {"for_whom"} if len(item.for_whom) == 1 and not WHOM[item.for_whom[0]].relations else set()
    assert not [step for step in item.steps if STEPS[step] not in come_to and step not in unasked]


@WALKED
def test_every_path_hands_in_valid_answers_once(name: str) -> None:
    item = item_of(name)
    for walk in walks(name):
        assert not any(walk.handed_in), walk.selection
        assert bool(walk.handed_in) is (item.kind in ("application", "bundle")), walk.selection
        assert len(walk.handed_in) <= max(1, len(item.parts)), walk.selection


@WALKED
def test_a_walk_leaves_nothing_of_its_visit_in_memory(name: str) -> None:
    before = live_object_ids()
    found = tuple(every_path(item_of(name), alone(name), stand()))
    assert found
    assert live_objects(before) == []


@WALKED
def test_every_page_of_every_path_has_all_words_in_every_language(name: str) -> None:
    for view in {view for walk in walks(name) for view in walk.views}:
        for words in languages(name).by_language.values():
            assert all(words.text(each) for each in texts_in(view)), view.id
            spoken(view, words)


@EVERY
def test_every_item_is_chosen_in_a_scenario(name: str) -> None:
    files = files_of([SHIPPED / "scenarios", SERVICES / name])
    assert any(f'"item:{name}"' in file.read_text(encoding="utf-8") for file in files)


def test_item_that_cannot_be_walked_to_its_end_is_reported() -> None:
    item = next(item for item in catalogue() if item.pages)
    bare = replace(item, examples=())
    offered = Catalogue(replace(catalogue().document, items=(bare,)))
    with pytest.raises(WalkStuck, match="no right example says what to write"):
        tuple(every_path(bare, offered, stand()))
