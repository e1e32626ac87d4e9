"""Sentences that must be true: of the reader, the places of devices, the remedies, the data, the person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.id_reader.contract import IdCard
from devices.receipt_printer.contract import Paper
from kiosk.catalogue.answers import relevant_answers
from kiosk.catalogue.build import build_catalogue
from kiosk.catalogue.item import Item
from kiosk.catalogue.load import Catalogue
from kiosk.settings import load_settings
from kiosk.spoken import spoken
from kiosk.steps.data_used import FROM_CARD, data_used
from kiosk.terminal.facts import places
from kiosk.view import BlockKind, Choice
from kiosk.words import Data, Text, text
from tests import frozen
from tests.house.doors import ROOT
from tests.kiosk.session.citizen import FACTS, Citizen, invented_card
from tests.kiosk.session.fault_pages import WORDS, rows
from tests.kiosk.session.ways import (
    ZHAO,
    at_identify,
    at_review,
)


def keys_of(citizen: Citizen) -> set[str]:
    blocks = citizen.view.blocks
    return {block.words.key for block in blocks if isinstance(block.words, Text)}


def right(citizen: Citizen) -> Choice:
    assert citizen.view.actions.right is not None
    return citizen.view.actions.right


# The reader


def title(citizen: Citizen) -> str:
    assert isinstance(citizen.view.title, Text)
    return citizen.view.title.key


def label(citizen: Citizen) -> str:
    words = right(citizen).label
    assert isinstance(words, Text)
    return words.key


def test_title_and_button_follow_the_reader() -> None:
    citizen = at_identify()
    assert (title(citizen), label(citizen)) == ("identify-title-self", "action-goes-on-by-itself")
    citizen.reader_says("id_reader.wrong_card")
    assert (title(citizen), label(citizen)) == ("identify-title-other-card", "identify-change-card")
    citizen.reader_says("id_reader.no_answer")
    assert (title(citizen), label(citizen)) == ("trouble-id-reader-no-answer", "action-reader-out")
    assert not right(citizen).enabled
    citizen.lays_card(invented_card())
    assert (title(citizen), label(citizen)) == ("identify-title-read", "action-continue")
    assert right(citizen).enabled


def test_the_same_persons_card_is_to_be_changed_for_the_other_ones() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:family", "relation:child", "continue", "continue")
    citizen.lays_card(ZHAO)
    citizen.touch("continue")
    citizen.lays_card(ZHAO)
    assert label(citizen) == "identify-change-card"
    assert rows(citizen.view)["fault-do"] == "Lift this card and place the other person’s card"


def test_a_card_that_is_none_is_to_be_changed_for_an_id_card() -> None:
    citizen = at_identify()
    citizen.reader_says("id_reader.wrong_card")
    assert rows(citizen.view)["fault-do"] == "Lift this card and place an ID card flat on the reader"


# Places


@pytest.mark.parametrize(
    ("device", "place"),
    [
        ((330, 690, 180, 130), "below-right"),
        ((90, 700, 120, 24), "below-left"),
        ((200, 700, 200, 24), "below"),
        ((90, 10, 60, 20), "above-left"),
        ((10, 300, 60, 60), "left"),
        ((520, 300, 60, 60), "right"),
    ],
)
def test_the_place_of_a_device_is_where_the_profile_has_it(device: tuple[float, ...], place: str) -> None:
    assert places({"size": (600, 900), "screen": (90, 60, 420, 560), "id_reader": device}) == {"id_reader": place}


def test_without_a_cabinet_no_place_is_made_up() -> None:
    assert places({}) == {}
    citizen = at_identify()
    assert isinstance(citizen.view.lead, Text)
    assert dict(citizen.view.lead.args)["place"] == Text("place-unknown")


def test_the_pages_say_the_profiles_places() -> None:
    shipped = load_settings(ROOT / "config" / "terminals" / "rehearsal.toml", rehearsal=True)
    citizen = at_review(Citizen(facts=replace(FACTS, places=places(shipped.cabinet))))
    citizen.touch("continue", "declare")
    citizen.kept()
    citizen.rings("receipt_wait")
    citizen.printed(Paper.CAME_OUT)
    (out,) = (b.value for b in citizen.view.blocks if isinstance(b.value, Text) and b.value.key == "paper-out-note")
    assert dict(out.args)["place"] == Text(f"place-{places(shipped.cabinet)['receipt_printer']}")


# The data


SHIPPED = tuple(Catalogue(build_catalogue(ROOT / "config" / "services")))
FOR_EACH = [(item, whom) for item in [*frozen.catalogue(), *SHIPPED] for whom in item.for_whom]


@pytest.mark.parametrize(("item", "acting_for"), FOR_EACH, ids=[f"{item.id}-{whom}" for item, whom in FOR_EACH])
def test_everything_that_can_be_sealed_is_in_notice_and_consent(item: Item, acting_for: str) -> None:
    session = Citizen().session.with_item(item)
    session = session.with_matter(replace(session.matter, acting_for=acting_for))
    listed = set(data_used(session))
    if item.kind == "collection":
        assert listed == set(), "nothing is sealed"
        return
    assert Text("data-slip" if item.by_slip_alone else "data-card") in listed
    # Of somebody without a card here only that of who came is read: it is named once.
    assert (Text("data-helper") in listed) == (acting_for in ("family", "other"))
    assert (Text("data-relation-child") in listed) == (acting_for == "newborn")
    sources = {control.answer: control.fill for page in item.pages for control in page.controls}
    for example in item.examples:
        if example.answers.get("acting_for", item.for_whom[0]) != acting_for:
            continue
        # Who acts for whom is said with the helper's card.
        for answer in relevant_answers(item, example.answers, {"acting_for": acting_for}).keys() - {"acting_for"}:
            assert sources.get(answer) in FROM_CARD or text(f"answer-{answer}", item.id) in listed, answer


def test_notice_and_consent_list_the_same() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:self")
    noticed = [block.words for block in citizen.view.blocks if block.kind is BlockKind.BULLET]
    citizen.touch("continue")
    citizen.lays_card(invented_card())
    citizen.touch("continue")
    assert citizen.page == "consent"
    assert [block.words for block in citizen.view.blocks if block.kind is BlockKind.BULLET] == noticed != []


# The person


def declared(acting_for: str, *cards: IdCard) -> set[str]:
    citizen = Citizen()
    relation = () if acting_for == "self" else ("relation:child", "continue")
    citizen.touch("item:old-age-allowance", "continue", f"for:{acting_for}", *relation, "continue")
    for card in cards:
        citizen.lays_card(card)
        citizen.touch("continue")
    citizen.touch("agree:consent-record", "continue", "continue")
    citizen.types("answer:phone", "19900000001")
    citizen.touch("continue")
    if citizen.page == "form/account":
        citizen.touch("option:account_owner:own")
    citizen.touch("option:bank:rural")
    citizen.types("answer:bank_card", "6200000000000000000")
    citizen.touch("continue", "continue")
    assert citizen.page == "declare"
    return keys_of(citizen)


def test_the_applicant_and_the_helper_declare_each_in_their_own_person() -> None:
    own = declared("self", invented_card())
    assert {"declaration-1", "declaration-2", "declaration-3"} <= own
    helper = declared("family", ZHAO, invented_card())
    assert {"declaration-1-helper", "declaration-2-helper", "declaration-3-helper"} <= helper
    assert not {"declaration-1", "declaration-2", "declaration-3"} & helper


def test_the_address_is_masked_on_the_check_page_and_never_said() -> None:
    citizen = at_review()
    address = invented_card().address
    assert not any(isinstance(block.value, Data) and block.value.text == address for block in citizen.view.blocks)
    citizen.touch("reveal:address")
    assert any(isinstance(block.value, Data) and block.value.text == address for block in citizen.view.blocks)
    assert not [line for line in spoken(citizen.view, WORDS.words("zh-CN")) if address in line]
