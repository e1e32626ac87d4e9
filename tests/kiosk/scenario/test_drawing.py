"""A scenario writes on a pad as a finger would: only where there is one, and on the window by touches."""

from __future__ import annotations

import pytest

from devices import FakeClock
from kiosk.events import Event
from kiosk.scenario.drawing import DRAWINGS
from kiosk.scenario.stage import BareStage, CannotTouch
from kiosk.signature import is_enough
from kiosk.signing import Drawn
from kiosk.view import View
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.ways import at_sign


def stage_at(citizen: Citizen) -> BareStage:
    stage = BareStage(FakeClock())

    def post(event: Event) -> None:
        citizen.happens(event)
        stage.publish(citizen.view)

    stage.post = post
    stage.publish(citizen.view)
    return stage


@pytest.mark.parametrize(
    ("name", "strokes", "enough"), [("name", 22, True), ("one-stroke", 1, True), ("dot", 1, False)]
)
def test_a_drawing_becomes_strokes(name: str, strokes: int, enough: bool) -> None:
    citizen = at_sign()
    stage_at(citizen).draw(DRAWINGS[name])
    view: View = citizen.view
    assert view.pad is not None
    assert len(view.pad.strokes) == strokes
    assert is_enough(view.pad.strokes) is enough


def test_nothing_is_written_where_there_is_no_pad() -> None:
    citizen = at_sign()
    citizen.touch("other")
    stage = stage_at(citizen)
    with pytest.raises(CannotTouch, match="nothing can be written on sign/other"):
        stage.draw(DRAWINGS["name"])


def test_a_drawn_stroke_says_nothing_of_itself_in_a_repr() -> None:
    assert "4321" not in repr(Drawn("visit-1", "signature", (4321, 1, 0), 248))
