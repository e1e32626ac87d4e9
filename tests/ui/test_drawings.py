"""The picture of the cabinet: devices at the profile's places, the device in use marked, the gesture animated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.view import Guidance, Modes
from kiosk.words import Data
from tests.house.doors import ROOT
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, class_name, inside, rect, reference_screen
from ui.profile import load_screen

GESTURES = {"place_card": "id_reader", "lift_card": "id_reader", "take_slip": "receipt_printer"}
"""Each gesture with its device; `wait` has no animation."""
TURNED = {"size": [520, 1100], "screen": [50, 80, 420, 560], "id_reader": [60, 800, 150, 110],
    "receipt_printer": [300, 930, 150, 30]}  # fmt: skip
"""Another cabinet: narrow and high, with the reader at the left."""
ABOVE = {"size": [600, 1500], "screen": [90, 500, 420, 560], "id_reader": [330, 80, 180, 130],
    "receipt_printer": [90, 100, 180, 24]}  # fmt: skip
"""Devices above the screen, which is not seen in the picture."""
PROFILES = {
    "community": load_screen(ROOT / "config" / "terminals" / "community.toml"),
    "above": replace(reference_screen(), cabinet=ABOVE),
    "turned": replace(reference_screen(), cabinet=TURNED, px_per_mm=2.71),
}
NEAR = 1.5


@pytest.fixture(scope="module", params=PROFILES)
def moving(request: pytest.FixtureRequest) -> Iterator[WindowHarness]:
    """The window of one profile, with animations."""
    harness = WindowHarness(replace(PROFILES[request.param], moving=True, full_screen=False))
    yield harness
    harness.close()


def shown(harness: WindowHarness, gesture: str, modes: Modes) -> tuple[QQuickItem, QQuickItem]:
    """Return the cabinet and the gesture of a page that asks for this gesture."""
    guide = Guidance(GESTURES[gesture], gesture, Data("请看这里"))
    harness.show(Samples("zh-CN").all()["notice"])
    harness.show(replace(Samples("zh-CN", modes).all()["identify"], id=gesture, guidance=guide))
    return of_class(harness, "CabinetPicture_"), of_class(harness, "Gesture_")


def of_class(harness: WindowHarness, name: str) -> QQuickItem:
    (found,) = (item for item in harness.items() if class_name(item).startswith(name))
    return found


def slot(harness: WindowHarness, cabinet: QQuickItem, device: str) -> QRectF:
    """Return the device's rectangle of the profile in window coordinates."""
    size, place = harness.profile.cabinet["size"], harness.profile.cabinet[device]
    unit = float(cabinet.property("unit"))
    (view,) = (each for each in cabinet.childItems() if each.clip())
    (front,) = (each for each in view.childItems() if abs(each.width() - size[0] * unit) < 0.5)
    corner = rect(front).topLeft()
    return QRectF(corner.x() + place[0] * unit, corner.y() + place[1] * unit, place[2] * unit, place[3] * unit)


def drawn(move: QQuickItem) -> dict[str, QRectF]:
    """Return the place of what a gesture consists of, by class; of the hand its origin, the thumb's tip."""
    parts = {class_name(each).partition("_")[0]: each for each in _below(move) if each.isVisible()}
    found: dict[str, QRectF] = {name: rect(parts[name]) for name in ("CardFace", "SlipFace", "Arrow") if name in parts}
    found["HandFront"] = QRectF(parts["HandFront"].mapToScene(QPointF(0, 0)), QSizeF(1, 1))
    return found


def _below(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        if child.isVisible():
            yield child
            yield from _below(child)


def moved_on(move: QQuickItem, before: dict[str, QRectF]) -> bool:
    QTest.qWait(20)
    now = drawn(move)
    return all(now[name] != place for name, place in before.items() if name != "Arrow")


def near(one: float, other: float) -> bool:
    return abs(one - other) < NEAR


def test_every_gesture_of_a_view_is_tested() -> None:
    source = (ROOT / "kiosk" / "view.py").read_text(encoding="utf-8")
    (names,) = re.findall(r"the gesture: ([a-z_ |]+)\.", source)
    assert set(names.split(" | ")) == {*GESTURES, "wait"}


@pytest.mark.parametrize("gesture", GESTURES)
def test_mark_and_gesture_are_at_the_profiles_place(moving: WindowHarness, gesture: str) -> None:
    cabinet, move = shown(moving, gesture, Modes())
    place = slot(moving, cabinet, GESTURES[gesture])
    (mark,) = (rect(each) for each in moving.items() if inside(each, cabinet) and each.property("marked") is True)
    assert near(mark.x(), place.x())
    assert near(mark.y(), place.y())
    assert near(mark.width(), place.width())
    at = move.mapToScene(QPointF(0, 0))
    assert near(at.x(), place.center().x())
    assert near(at.y(), place.center().y() if gesture == "take_slip" else place.top())
    assert all(rect(cabinet).contains(each) for each in drawn(move).values())


@pytest.mark.parametrize("gesture", GESTURES)
def test_the_whole_device_and_its_gesture_are_seen_in_a_box_of_any_shape(moving: WindowHarness, gesture: str) -> None:
    cabinet, move = shown(moving, gesture, Modes())
    device = slot(moving, cabinet, GESTURES[gesture])
    (view,) = (each for each in cabinet.childItems() if each.clip())
    for width, height in ((900, 700), (900, 420), (420, 700), (420, 360)):
        cabinet.setSize(QSizeF(width, height))
        device = slot(moving, cabinet, GESTURES[gesture])
        # A Shape outside would be drawn over the page: the software renderer ignores a clip that leaves nothing.
        shapes = [each for each in _below(view) if each.inherits("QQuickShape")]
        assert all(rect(view).intersects(each.mapRectToScene(each.property("boundingRect"))) for each in shapes)
        for name, place in {**drawn(move), "device": device}.items():
            assert rect(view).adjusted(-NEAR, -NEAR, NEAR, NEAR).contains(place), (name, width, height)


def test_the_hand_comes_from_the_devices_side(moving: WindowHarness) -> None:
    for gesture, device in GESTURES.items():
        cabinet, move = shown(moving, gesture, Modes())
        place, thumb = slot(moving, cabinet, device), drawn(move)["HandFront"]
        front = slot(moving, cabinet, "screen")
        assert (thumb.center().x() < place.center().x()) == (place.center().x() < front.center().x())


@pytest.mark.parametrize("gesture", GESTURES)
def test_the_drawing_moves_slowly(moving: WindowHarness, gesture: str) -> None:
    _, move = shown(moving, gesture, Modes())
    before = drawn(move)
    assert set(before) == {"HandFront", "Arrow", "SlipFace" if gesture == "take_slip" else "CardFace"}
    assert any(moved_on(move, before) for _ in range(150)), "nothing moved in three seconds"
    (animation,) = (each for each in move.findChildren(QObject) if each.inherits("QQuickNumberAnimation"))
    assert int(animation.property("duration")) >= 1000


@pytest.mark.parametrize("gesture", GESTURES)
def test_in_elder_mode_it_is_not_animated(moving: WindowHarness, gesture: str) -> None:
    cabinet, move = shown(moving, gesture, Modes(elder=True))
    assert len(drawn(move)) == 3
    assert all(rect(cabinet).contains(each) for each in drawn(move).values())
    animations = [each for each in move.findChildren(QObject) if each.inherits("QQuickSequentialAnimation")]
    assert animations
    assert not any(each.property("running") for each in animations)


EXTRA = {**reference_screen().cabinet, "sign_pad": [90, 740, 180, 70], "a4_printer": [330, 640, 180, 30]}
"""Two more devices: one of a family without a label, one whose name is not its family."""


@pytest.fixture(scope="module")
def full() -> Iterator[WindowHarness]:
    """A cabinet with more than two devices."""
    harness = WindowHarness(replace(reference_screen(), cabinet=EXTRA, families={"a4_printer": "receipt_printer"}))
    yield harness
    harness.close()


def asks_for(harness: WindowHarness, device: str) -> QQuickItem:
    """Return the drawing on a page that asks for this device."""
    harness.show(Samples("en").all()["notice"])
    harness.show(replace(Samples("en").all()["identify"], guidance=Guidance(device, "place_card", Data("Here"))))
    return of_class(harness, "CabinetPicture_")


def parts(harness: WindowHarness, cabinet: QQuickItem) -> list[QQuickItem]:
    return [each for each in harness.items() if inside(each, cabinet) and each.property("marked") is not None]


@pytest.mark.parametrize("device", [name for name in EXTRA if name not in ("size", "screen")])
def test_any_device_of_the_profile_is_drawn_and_marked_where_it_is(full: WindowHarness, device: str) -> None:
    cabinet = asks_for(full, device)
    drawn_at = {(round(rect(each).x()), round(rect(each).y())) for each in parts(full, cabinet)}
    places = {name: slot(full, cabinet, name) for name in EXTRA if name not in ("size", "screen")}
    assert drawn_at == {(round(place.x()), round(place.y())) for place in places.values()}
    (mark,) = (each for each in parts(full, cabinet) if each.property("marked"))
    assert near(rect(mark).x(), places[device].x())
    assert near(rect(mark).y(), places[device].y())


def test_a_device_is_labelled_by_its_family(full: WindowHarness) -> None:
    cabinet = asks_for(full, "sign_pad")
    labels = {str(each.property("label")) for each in parts(full, cabinet)}
    assert labels == {"Card reader", "Paper slot", "The device"}
    (of_printer,) = (each for each in parts(full, cabinet) if each.property("label") == "The device")
    assert of_printer.property("marked"), "a family without a label has the general one"


@pytest.mark.parametrize("device", [name for name in EXTRA if name not in ("size", "screen")])
def test_the_label_of_the_device_in_use_is_seen_and_no_label_covers_a_device(full: WindowHarness, device: str) -> None:
    cabinet = asks_for(full, device)
    devices = parts(full, cabinet)
    labels = [
        (each.parentItem(), rect(each))
        for each in full.items()
        if each.parentItem() in devices and each.property("text")
    ]
    assert any(owner.property("marked") for owner, _ in labels if owner)
    for owner, place in labels:
        others = [rect(each) for each in devices if each is not owner]
        assert owner is None or owner.property("marked") or not any(place.intersects(other) for other in others)


def test_a_long_state_leaves_the_picture_its_height(full: WindowHarness) -> None:
    words = Data(
        "For the person whose card was read before, press Continue; for someone else, leave and start again. " * 2
    )
    guide = Guidance("id_reader", "lift_card", words)
    full.show(replace(Samples("en", Modes(elder=True)).all()["identify"], guidance=guide))
    cabinet = of_class(full, "CabinetPicture_")
    (view,) = (each for each in cabinet.childItems() if each.clip())
    assert view.height() >= 75 * full.profile.px_per_mm
    assert any(each.property("marked") for each in parts(full, cabinet))
