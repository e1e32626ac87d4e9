"""A relay on a whole terminal: opened for a visit, served by its processes, and gone with the visit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.effects import OpenRelay
from kiosk.events import Event
from kiosk.relay_events import RelayMoved, RelayOpened, RelayReceived, RelayRefused
from kiosk.scenario.actors import ActorError, Platform
from kiosk.scenario.phone import Phone
from kiosk.visit import RELAY, numbered
from kiosk.words import Data, text
from tests.journeys.hand_driven import HandDrivenWorld


def of(events: list[Event], kind: type[Any]) -> list[Any]:
    return [each for each in events if isinstance(each, kind)]


def begin(driven: HandDrivenWorld, events: list[Event]) -> RelayOpened:
    """Have the session of the visit await a relay, as a step does, and open it."""
    conductor: Any = driven.world.terminal.conductor
    conductor._record = events.append
    session, number = numbered(conductor._state.session, RELAY)
    conductor._state = replace(conductor._state, session=session)
    parts: Any = driven.world.terminal._parts
    parts.runner.carry_out(session.visit, OpenRelay(number, text("item-tag-progress"), Data("租房合同"), "en"))
    driven.stage.settle()
    (opened,) = of(events, RelayOpened)
    assert isinstance(opened, RelayOpened)
    return opened


def test_a_relay_is_served_for_a_visit_and_gone_with_it(driven: HandDrivenWorld, platform: Platform) -> None:
    events = list[Event]()
    driven.play(("touch", "start"))
    opened = begin(driven, events)
    phone = Phone(opened.link, platform.control)
    assert phone.digits == opened.digits
    assert phone.shown["item"]["en"] == "By card or slip number"
    assert set(phone.shown["item"]) >= {"zh-CN", "en"}
    for name in ("photo", "zip_bomb"):
        phone.send(name)
    driven.stage.advance(2)
    driven.stage.settle()
    (page,) = of(events, RelayReceived)
    assert of(events, RelayMoved)[-1].pages == 1
    assert [each.why for each in of(events, RelayRefused)] == ["not_a_picture"]
    assert phone.told() == {1: "", 2: "not_a_picture"}
    pictures = driven.world.terminal._parts.pictures
    assert pictures.find(page.picture.key) is not None
    driven.play(("touch", "leave"))
    driven.stage.advance(2)
    driven.stage.settle()
    assert pictures.keys == frozenset()
    with pytest.raises(ActorError, match="404"):
        phone.told()
