"""A scenario types through the keyboard that the citizen has, also where it plays without a screen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices import FakeClock
from kiosk.events import Event, Typed
from kiosk.scenario.stage import BareStage, CannotTouch
from kiosk.view import Field, FieldKind, View
from kiosk.words import text


@pytest.mark.parametrize(
    ("kind", "typed", "lacking"),
    [
        (FieldKind.DIGITS, "2020-01-01", "'-'"),
        (FieldKind.ID_NUMBER, "XXA999980010119", "'A'"),
        (FieldKind.DIGITS, "20200101", ""),
        (FieldKind.SLIP_NUMBER, "WT02-0001-23", ""),
        (FieldKind.CHINESE, "王·样例", ""),
    ],
)
def test_only_what_the_keyboard_has_can_be_typed(kind: FieldKind, typed: str, lacking: str) -> None:
    posted: list[Event] = []
    stage = BareStage(FakeClock())
    stage.post = posted.append
    view = View(page="Form", id="form/a", language="zh-CN", title=text("home-title"))
    stage.publish(replace(view, fields=(Field("answer:a", text("home-title"), kind),)))
    if lacking:
        with pytest.raises(CannotTouch, match=f"no key for {lacking}"):
            stage.type_text("answer:a", typed)
    else:
        stage.type_text("answer:a", typed)
    assert [event.text for event in posted if isinstance(event, Typed)] == ([] if lacking else [typed])
