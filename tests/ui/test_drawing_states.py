"""Every drawing in every state: something is drawn, in the theme's colours, and each state looks different."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtGui import QImage

from kiosk.steps.left_behind import SEEN
from kiosk.steps.slip_printing import WORDS_OF
from tests.ui.drawing_sheet import DrawingSheet, colours, differing, drawings

PARTS = {
    *("Arrow", "CardFace", "DashedSlip", "Device", "Fill", "Gesture", "HandBack", "HandFront", "Limb", "Picture"),
    *("SlipFace", "StateStrip", "Stroke", "HelperArm", "PersonElder", "PersonHelper", "PersonSeated"),
    *("SceneCabinet", "SceneHouse", "ScenePlant", "SceneTree"),
}
"""Prefixes of the class names of the items that drawings consist of."""
ELSEWHERE = {"CabinetPicture": "test_drawings", "QrCode": "test_qr_code"}
"""Drawings that are tested by what they are made from, and where."""
STATES = {
    "SlipPicture": (
        *(f'fate: "{fate}"' for fate in ("coming", "out", "taken", "missing", "unsure")),
        'fate: "out"; tone: "attention"',
    ),
    "CardPicture": tuple(f'fate: "{fate}"' for fate in ("there", "taken", "unsure", "none")),
    "LockerPicture": ('fate: "open"', 'fate: "open"; tone: "attention"', 'fate: "closed"'),
    "Scene": ("",),
    "NamedPicture": tuple(
        f'picture: "{name}"' for name in ("slip-out", "slip-taken", "card-there", "trouble", "closed")
    ),
    **dict.fromkeys(
        ("AwayPicture", "ClosedPicture", "KeypadPicture", "PhonePicture", "SearchPicture", "TroublePicture"), ("",)
    ),
    "Disc": tuple(
        f'sign: "{sign}"'
        for sign in ("check", "clock", "cross", "info", "question", "attention", "minus", "lock", "document")
    ),
}
"""The states of each drawing, as properties."""
CASES = [(name, state) for name, states in STATES.items() for state in states]
STRONG = {
    "contrast": {"#000000", "#ffffff", "#0a4488", "#87330a", "#0f5a34"},
    "dark": {"#ffffff", "#000000", "#ffe14d", "#ffb38a", "#9be8b8"},
}
"""Ink, paper, and the colours that stand out from it, of the contrast themes."""
SKY, FLOOR, TEAL = "#efe7d8", "#dac9a7", 0x0F6F8F


@pytest.fixture(scope="module")
def sheet() -> Iterator[DrawingSheet]:
    sheet = DrawingSheet()
    yield sheet
    sheet.close()


def test_every_drawing_is_tested() -> None:
    assert {path.stem for path in drawings()} == {*STATES, *PARTS, *ELSEWHERE}


@pytest.mark.parametrize(("drawing", "state"), CASES)
def test_it_is_drawn_and_a_mirrored_page_does_not_mirror_it(sheet: DrawingSheet, drawing: str, state: str) -> None:
    picture = sheet.draw(drawing, state)
    assert share_of_ink(picture) > 0.02
    mirrored = f"{state}\nLayoutMirroring.enabled: true\nLayoutMirroring.childrenInherit: true"
    assert differing(picture, sheet.draw(drawing, mirrored)) == 0


def share_of_ink(picture: QImage) -> float:
    """Return the share of the pixels that do not have the most frequent colour."""
    found = colours(picture)
    return 1 - found.most_common(1)[0][1] / found.total()


@pytest.mark.parametrize("look", STRONG)
@pytest.mark.parametrize(("drawing", "state"), CASES)
def test_in_high_contrast_it_consists_of_strong_colours(
    sheet: DrawingSheet, drawing: str, state: str, look: str
) -> None:
    picture = sheet.draw(drawing, state, (400, 320), look)
    assert share_of_ink(picture) > 0.02
    found = colours(picture)
    # The pixels at the edges of lines are mixed.
    large = {colour for colour, count in found.items() if count > 0.01 * found.total()}
    assert large <= STRONG[look]


@pytest.mark.parametrize("drawing", [name for name, states in STATES.items() if len(states) > 1])
def test_its_states_look_different(sheet: DrawingSheet, drawing: str) -> None:
    pictures = [(state, sheet.draw(drawing, state)) for state in STATES[drawing]]
    for (one, first), (other, second) in combinations(pictures, 2):
        assert differing(first, second) > 60, (one, other)


@pytest.mark.parametrize(("tone", "colour"), [("done", "#1c7a4a"), ("blue", "#0b4f9e"), ("attention", "#a8430f")])
def test_a_disc_has_the_colour_of_its_tone(sheet: DrawingSheet, tone: str, colour: str) -> None:
    found = colours(sheet.draw("Disc", f'tone: "{tone}"', (100, 100)))
    assert found.most_common(1)[0][0] == colour
    assert found["#ffffff"] > 300, "the sign and the corners"


@pytest.mark.parametrize("width", [480, 700, 1040], ids=lambda width: f"{width / 400} to 1")
def test_the_scene_fills_its_place(sheet: DrawingSheet, width: int) -> None:
    picture = sheet.draw("Scene", "", (width, 400))
    corners = [picture.pixelColor(x, y).name() for y in (0, 399) for x in (0, width - 1)]
    assert corners == [SKY, SKY, FLOOR, FLOOR]
    # The people keep their form: the pullover of the woman in the wheelchair is 63 by 102 units.
    teal = [
        divmod(n, width)
        for n, pixel in enumerate(memoryview(picture.constBits()).cast("I"))
        if pixel & 0xFFFFFF == TEAL
    ]
    high, wide = (max(each) - min(each) for each in zip(*teal, strict=True))
    assert wide / high == pytest.approx(63 / 102, abs=0.05)


def test_nothing_moves_in_the_scene() -> None:
    moving = [path.stem for path in drawings() if "Animation" in path.read_text(encoding="utf-8")]
    assert moving == ["Gesture"]


def test_the_sun_is_whole(sheet: DrawingSheet) -> None:
    for width in (480, 700, 1040):
        top = sheet.draw("Scene", "", (width, 400)).copy(0, 0, width, 4)
        assert set(colours(top)) == {SKY}


def test_a_view_names_pictures_that_are_drawn(sheet: DrawingSheet) -> None:
    names = {row[2] for row in (*SEEN.values(), *WORDS_OF.values())} - {""}
    blank = sheet.draw("NamedPicture", 'picture: "nothing"')
    assert set(colours(blank)) == {"#ffffff"}
    pictures = {name: sheet.draw("NamedPicture", f'picture: "{name}"') for name in names}
    assert all(share_of_ink(picture) > 0.02 for picture in pictures.values())
    assert len({bytes(picture.constBits()) for picture in pictures.values()}) == len(names)
