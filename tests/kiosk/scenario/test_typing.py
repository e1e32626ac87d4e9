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


@pytest.mark.parametrize(
    ("kind", "length", "typed", "fits"),
    [
        (FieldKind.DIGITS, 12, "0085260000002", False),
        (FieldKind.DIGITS, 13, "0085260000002", True),
        (FieldKind.SLIP_NUMBER, 10, "WT02-0001-23", True),
    ],
)
def test_no_more_can_be_typed_than_the_field_takes(kind: FieldKind, length: int, typed: str, fits: bool) -> None:
    stage = BareStage(FakeClock())
    view = View(page="Form", id="form/a", language="zh-CN", title=text("home-title"))
    stage.publish(replace(view, fields=(Field("answer:a", text("home-title"), kind, max_length=length),)))
    if fits:
        stage.type_text("answer:a", typed)
    else:
        with pytest.raises(CannotTouch, match="takes 12 characters, not 13"):
            stage.type_text("answer:a", typed)
