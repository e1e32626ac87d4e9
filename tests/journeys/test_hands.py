"""Actions of people on devices, by name in the simulator's table."""

from __future__ import annotations

import pytest

from kiosk.scenario.actors import ActorError
from tests.journeys.hand_driven import TO_REVIEW, HandDrivenWorld


def test_a_card_is_laid_and_lifted_by_action_name(driven: HandDrivenWorld) -> None:
    driven.play(*TO_REVIEW[:5])
    driven.world.device_actions.do("id_reader", "put_card", "wang_old")
    assert driven.world.cards.on_reader
    driven.stage.advance(2)
    assert driven.stage.view().title.key == "identify-title-read"  # type: ignore[union-attr]
    driven.world.device_actions.do("id_reader", "lift_card")
    assert not driven.world.cards.on_reader


@pytest.mark.parametrize(
    ("device", "action", "person", "known"),
    [
        ("id_raeder", "put_card", "wang_old", "id_reader"),
        ("id_reader", "put_crad", "wang_old", "put_card"),
        ("id_reader", "put_card", "nobody", "wang_old"),
    ],
)
def test_an_unknown_name_is_reported_with_the_known_ones(
    driven: HandDrivenWorld, device: str, action: str, person: str, known: str
) -> None:
    with pytest.raises(ActorError, match=known):
        driven.world.device_actions.do(device, action, person)
