"""A visit with a card whose name or address ends in half a surrogate pair: the case is kept and handed over."""

from __future__ import annotations

import pytest

from devices.id_reader import card_text
from kiosk.scenario.actors import simulator_of
from tests.journeys.hand_driven import TO_REVIEW, HandDrivenWorld
from tests.raw_cards import block

CARD = TO_REVIEW.index(("card", "wang_old"))


@pytest.mark.parametrize("field", ["name", "address"])
def test_a_citizen_with_a_cut_field_hands_in_a_case(
    field: str, driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = block(f"half_a_pair/{field}")
    card = card_text.decode(raw)
    monkeypatch.setattr(card_text, "encode", lambda card: raw)
    driven.play(*TO_REVIEW[:CARD])
    simulator_of(driven.world.cards.reader).put_card(card)
    driven.stage.advance(2)
    driven.play(*TO_REVIEW[CARD + 1 :], ("touch", "continue"), ("touch", "continue"), ("touch", "declare"))
    driven.stage.advance(30)
    assert driven.stage.view().id == "ending"
    assert len(driven.world.slips.all) == 1
    assert len(driven.world.platform.cases()) == 1
