"""Every drawing in every state: something is drawn, in the theme's colours, and each state looks different."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest

from tests.ui.drawing_sheet import LOOKS, DrawingSheet, colours, differing, drawings

PARTS = {
    "Arrow",
    "CardFace",
    "DashedSlip",
    "Device",
    "Fill",
    "Gesture",
    "HandBack",
    "HandFront",
    "Picture",
    "SlipFace",
    "StateStrip",
    "Stroke",
}
"""What drawings consist of."""
IN_THE_WINDOW = {"CabinetPicture"}
"""Drawings that need a view: tested in test_drawings.py."""
STATES = {
    "SlipPicture": tuple(f'fate: "{fate}"' for fate in ("coming", "out", "taken", "missing", "unsure")),
    "CardPicture": tuple(f'fate: "{fate}"' for fate in ("there", "taken", "none")),
    "Disc": tuple(
        f'sign: "{sign}"' for sign in ("check", "clock", "cross", "info", "question", "attention", "minus", "document")
    ),
}
"""The states of each drawing, as properties."""
CASES = [(name, state) for name, states in STATES.items() for state in states]
IN_CONTRAST = {"#000000", "#ffffff", "#0a4488", "#8a3509", "#0f5a34"}
"""Colours of the contrast theme that stand out from its paper, and the paper."""


@pytest.fixture(scope="module")
def sheet() -> Iterator[DrawingSheet]:
    sheet = DrawingSheet()
    yield sheet
    sheet.close()


def test_every_drawing_is_tested() -> None:
    assert {path.stem for path in drawings()} == {*STATES, *PARTS, *IN_THE_WINDOW}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("drawing", "state"), CASES)
def test_it_is_drawn(sheet: DrawingSheet, drawing: str, state: str, look: str) -> None:
    picture = sheet.draw(drawing, state, look=look)
    paper, _ = colours(picture).most_common(1)[0]
    ink = picture.width() * picture.height() - colours(picture)[paper]
    assert ink > 0.02 * picture.width() * picture.height()


@pytest.mark.parametrize(("drawing", "state"), CASES)
def test_in_high_contrast_it_consists_of_strong_colours(sheet: DrawingSheet, drawing: str, state: str) -> None:
    found = colours(sheet.draw(drawing, state, (640, 512), look="contrast"))
    # The pixels at the edges of lines are mixed.
    large = {colour for colour, count in found.items() if count > 0.006 * found.total()}
    assert large <= IN_CONTRAST


@pytest.mark.parametrize("drawing", STATES)
def test_its_states_look_different(sheet: DrawingSheet, drawing: str) -> None:
    pictures = [(state, sheet.draw(drawing, state)) for state in STATES[drawing]]
    for (one, first), (other, second) in combinations(pictures, 2):
        assert differing(first, second) > 60, (one, other)


@pytest.mark.parametrize(("drawing", "state"), CASES)
def test_a_mirrored_page_does_not_mirror_it(sheet: DrawingSheet, drawing: str, state: str) -> None:
    mirrored = f"{state}\nLayoutMirroring.enabled: true\nLayoutMirroring.childrenInherit: true"
    assert differing(sheet.draw(drawing, state), sheet.draw(drawing, mirrored)) == 0


@pytest.mark.parametrize(("tone", "colour"), [("done", "#1c7a4a"), ("blue", "#0b4f9e"), ("attention", "#a8430f")])
def test_a_disc_has_the_colour_of_its_tone(sheet: DrawingSheet, tone: str, colour: str) -> None:
    found = colours(sheet.draw("Disc", f'tone: "{tone}"', (100, 100)))
    assert found.most_common(1)[0][0] == colour
    assert found["#ffffff"] > 300, "the sign and the corners"
