"""A card whose text field was cut in the middle of a character: the visit goes on, and the citizen is shown the cut."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.glyphs import Glyphs
from devices.id_reader.card_text import decode
from devices.id_reader.contract import FlawKind, IdCard
from kiosk.scenario.stage import message_keys
from kiosk.steps.drafts import drafts_of
from kiosk.visit import InMatter
from tests.kiosk.session.citizen import FACTS, Citizen, invented_card
from tests.kiosk.session.ways import at_identify
from tests.raw_cards import block, with_fields

WHOLE = {"name": "阿不都热合曼阿不都克里木样例", "address": "青禾县西山乡" + "样" * 28}
"""Field → its value without the half character at its end."""


def words_to_review(card: IdCard) -> set[str]:
    """Collect the message keys of every page from the card to the check page."""
    citizen: Citizen = at_identify()
    citizen.lays_card(card)
    seen = message_keys(citizen.view)
    for act in ("continue", "agree:consent-record", *["continue"] * 2, "answer:phone", "continue",
                "option:bank:rural", "answer:bank_card", "continue"):  # fmt: skip
        if act.startswith("answer:"):
            citizen.types(act, "19900000001" if act == "answer:phone" else "6200000000000000000")
        else:
            citizen.touch(act)
        seen |= message_keys(citizen.view)
    assert citizen.page == "review"
    return seen


@pytest.mark.parametrize("field", WHOLE)
def test_the_citizen_is_shown_that_a_field_of_the_card_is_cut(field: str) -> None:
    raw = block(f"half_a_pair/{field}")
    uncut = decode(with_fields(raw, **{field: WHOLE[field]}))
    assert words_to_review(decode(raw)) - words_to_review(uncut), "no word of the cut on any page"


def test_the_clerk_sees_in_the_case_what_was_read_of_the_cut_field() -> None:
    citizen: Citizen = at_identify()
    citizen.lays_card(decode(block("half_a_pair/name")))
    citizen.touch("continue", "agree:consent-record")
    assert isinstance(citizen.session, InMatter)
    (draft,) = drafts_of(citizen.session)
    assert draft.applicant is not None
    (flaw,) = draft.applicant.flaws
    assert (flaw.field, flaw.read) == ("name", WHOLE["name"] + "\ufffd")


def test_an_old_private_point_is_for_the_clerk_and_no_news_for_the_citizen() -> None:
    raw = block("half_a_pair/name")
    plain, old = (decode(with_fields(raw, name=name)) for name in ("王\u4dae样", "王\ue863样"))
    assert plain.name == old.name
    assert words_to_review(old) == words_to_review(plain)


def test_a_point_that_no_font_has_is_said() -> None:
    raw = block("half_a_pair/name")
    assert "card-flaw-no-glyph" in words_to_review(decode(with_fields(raw, name="王\uf123样")))


def test_a_name_that_this_terminal_cannot_draw_is_said_to_citizen_and_clerk() -> None:
    glyphs = Glyphs((0x4E00,), (0x9FFF,))
    citizen = at_identify(Citizen(facts=replace(FACTS, glyphs=glyphs)))
    citizen.lays_card(invented_card(name="王\U00020bb7"))
    assert "card-flaw-no-glyph" in message_keys(citizen.view)
    citizen.touch("continue", "agree:consent-record")
    assert "source-card-no-glyph" in message_keys(citizen.view)
    assert isinstance(citizen.session, InMatter)
    (draft,) = drafts_of(citizen.session)
    assert draft.applicant is not None
    assert [(flaw.field, flaw.kind) for flaw in draft.applicant.flaws] == [("name", FlawKind.NO_GLYPH)]
    assert draft.applicant.name == "王\U00020bb7"
