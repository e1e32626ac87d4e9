"""A camera's frames are looked at in a process of its own: is one face there, where, and is the picture good enough."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psutil
import pytest
from PIL import Image, ImageOps

from devices import Cancelled, SystemClock, Wait
from devices.camera.contract import FRAME_MOST, PIXELS_MOST
from devices.camera.simulator import ACTIONS, MjpegSimulator
from devices.document_scanner.picture import read_size
from devices.portraits import Pose, Scene, camera_jpeg
from kiosk.papers import frames, photo_child, photo_frames
from kiosk.papers.frames import BadFrame, pack_parameters
from kiosk.papers.photo_reader import PhotoReader
from kiosk.papers.photo_verdict import (
    FRAME_BYTES_MOST,
    FRAME_PIXELS_MOST,
    PHOTO_BYTES_MOST,
    PHOTO_HEIGHT,
    PHOTO_WIDTH,
    RULES,
    Judgement,
    PhotoCheck,
    PhotoFailure,
    PhotoFile,
    PhotoLook,
    PhotoVerdict,
    WhyNoPhoto,
    judge,
)
from tests.kiosk.papers.killing import kill_while_asked

GOOD = PhotoLook(1, 0.5, 0.45, 0.33, 180.0, 170.0, 15.0, True)
STANDS = Pose(width=0.25)
ALL = frozenset(PhotoCheck)


@pytest.fixture(scope="module")
def shared() -> Iterator[PhotoReader]:
    reader = PhotoReader()
    reader.prepare()
    yield reader
    reader.close()


def frame(*people: Pose, **given: Any) -> bytes:
    return camera_jpeg(Scene(people=people, **given), 1)


def judged(reader: PhotoReader, data: bytes, wait: Wait) -> Judgement:
    seen = reader.look(data, wait, look=True, picture=False)
    assert seen.look is not None
    return judge(seen.look)


def why(reader: PhotoReader, data: bytes, wait: Wait) -> WhyNoPhoto | None:
    try:
        reader.look(data, wait, look=True, picture=True)
    except PhotoFailure as failure:
        return failure.why
    return None


@pytest.mark.parametrize(
    ("action", "verdict", "passed"),
    [
        ("show_person", "good", ALL),
        ("show_two_people", "two", {"large", "light", "sharp"}),
        ("show_nobody", "nobody", {"light"}),
        ("too_far", "too_far", {"alone", "light", "sharp"}),
        ("too_close", "too_close", {"alone", "light"}),
        ("off_centre", "off_centre", ALL),
        ("moving", "blurred", {"alone", "large", "light"}),
        ("too_dark", "too_dark", set()),
        ("too_bright", "too_bright", set()),
    ],
)
def test_what_people_do_before_the_simulated_camera_has_its_verdict(
    shared: PhotoReader, wait: Wait, action: str, verdict: str, passed: set[str]
) -> None:
    simulator = MjpegSimulator(SystemClock())
    getattr(simulator, action)()
    found = judged(shared, camera_jpeg(simulator.scene, 1), wait)
    assert found.verdict == verdict
    if verdict not in {"too_close", "too_bright"}:
        assert found.passed == passed
    assert {each.name for each in ACTIONS if not each.argument} >= {action}


def test_faces_of_several_sizes_tilts_and_lights_are_found_where_they_are(shared: PhotoReader, wait: Wait) -> None:
    for pose, light in (
        (Pose(width=0.12), 1.0),
        (Pose(width=0.2, x=0.3, person=1), 0.5),
        (Pose(width=0.25, tilt=12, person=2), 1.0),
        (Pose(width=0.25, tilt=-12, person=1), 1.2),
        (Pose(width=0.38, x=0.6), 0.4),
    ):
        seen = shared.look(frame(pose, light=light), wait, look=True, picture=False)
        assert seen.look is not None
        assert seen.look.faces == 1
        assert seen.look.x == pytest.approx(pose.x, abs=0.02)
        assert seen.look.y == pytest.approx(pose.y, abs=0.04)
        assert seen.look.width == pytest.approx(1.37 * pose.width, rel=0.12)


def test_nothing_without_a_face_is_one_and_somebody_far_behind_is_nobody_beside(
    shared: PhotoReader, wait: Wait
) -> None:
    for number in range(3):
        out = io.BytesIO()
        noise = Image.frombytes("RGB", (160, 120), random.Random(number).randbytes(160 * 120 * 3))
        noise.resize((640, 480)).save(out, "JPEG")
        assert judged(shared, out.getvalue(), wait).verdict is PhotoVerdict.NOBODY
    assert judged(shared, frame(STANDS, Pose(x=0.1, y=0.3, width=0.085, person=1)), wait).verdict is PhotoVerdict.GOOD
    wide = frame(Pose(width=0.19), width=1280, height=720)
    assert judged(shared, wide, wait).verdict is PhotoVerdict.GOOD, "of a wide frame the middle counts"


def test_the_picture_for_the_screen_is_mirrored_and_small(shared: PhotoReader, wait: Wait) -> None:
    for width, height, size in ((640, 480, (640, 480)), (1280, 720, (640, 480)), (320, 480, (320, 240))):
        data = frame(Pose(x=0.4, width=0.2), width=width, height=height)
        seen = shared.look(data, wait, look=False, picture=True)
        assert seen.look is None
        assert seen.picture is not None
        assert (seen.picture.width, seen.picture.height) == size
        assert len(seen.picture.rgb32) == size[0] * size[1] * 4
    with Image.open(io.BytesIO(frame(Pose(x=0.4, width=0.2)))) as opened:
        wanted = ImageOps.mirror(opened.convert("RGB"))
    seen = shared.look(frame(Pose(x=0.4, width=0.2)), wait, look=False, picture=True)
    assert seen.picture is not None
    given = Image.frombytes("RGB", (640, 480), seen.picture.rgb32, "raw", "BGRX")
    at = [(384, 211), (256, 211), (20, 20), (384, 400)]
    for place in at:
        one, other = given.getpixel(place), wanted.getpixel(place)
        assert isinstance(one, tuple)
        assert isinstance(other, tuple)
        assert all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("size", [(640, 480), (1920, 1080)])
def test_a_photo_has_its_size_no_metadata_and_the_face_in_its_middle(
    shared: PhotoReader, wait: Wait, size: tuple[int, int]
) -> None:
    width = 0.25 if size[0] == 640 else 0.19
    look, photo = shared.photo(frame(Pose(width=width), width=size[0], height=size[1]), wait)
    assert judge(look).verdict is PhotoVerdict.GOOD
    assert photo is not None
    assert len(photo.jpeg) <= PHOTO_BYTES_MOST
    assert (read_size(photo.jpeg).width, read_size(photo.jpeg).height) == (PHOTO_WIDTH, PHOTO_HEIGHT)
    assert len(photo.rgb32) == PHOTO_WIDTH * PHOTO_HEIGHT * 4
    with Image.open(io.BytesIO(photo.jpeg)) as opened:
        assert not opened.getexif()
        assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        picture = opened.convert("RGB")
    hair, skin = picture.getpixel((179, 95)), picture.getpixel((179, 210))
    assert isinstance(hair, tuple)
    assert isinstance(skin, tuple)
    assert max(hair) < 90 < min(skin), "hair above, face below"
    again, _ = shared.photo(frame(Pose(width=width), width=size[0], height=size[1]), wait)
    assert again == look


def test_no_photo_is_made_where_it_would_show_somebody_else_or_half_a_head(shared: PhotoReader, wait: Wait) -> None:
    for people in ((), (Pose(x=0.3, width=0.2), Pose(x=0.7, width=0.2)), (Pose(width=0.3, y=0.3),), (Pose(x=0.12),)):
        _, photo = shared.photo(frame(*people), wait)
        assert photo is None


def test_the_rules_in_order() -> None:
    assert judge(GOOD) == Judgement(PhotoVerdict.GOOD, ALL)
    for change, verdict in (
        ({"light": 20.0, "faces": 0}, PhotoVerdict.TOO_DARK),
        ({"light": 240.0, "faces": 2}, PhotoVerdict.TOO_BRIGHT),
        ({"faces": 0}, PhotoVerdict.NOBODY),
        ({"faces": 2, "sharpness": 0.0}, PhotoVerdict.TWO),
        ({"width": 0.2, "sharpness": 0.0}, PhotoVerdict.TOO_FAR),
        ({"width": 0.5, "fits": False}, PhotoVerdict.TOO_CLOSE),
        ({"fits": False}, PhotoVerdict.OFF_CENTRE),
        ({"x": 0.63}, PhotoVerdict.OFF_CENTRE),
        ({"face_light": 50.0}, PhotoVerdict.TOO_DARK),
        ({"face_light": 230.0}, PhotoVerdict.TOO_BRIGHT),
        ({"sharpness": 5.0}, PhotoVerdict.BLURRED),
    ):
        assert judge(replace(GOOD, **change)).verdict is verdict, change
    assert {rule.verdict for rule in RULES} == set(PhotoVerdict) - {PhotoVerdict.GOOD}


def test_what_is_no_whole_frame_is_refused_and_the_next_is_taken(shared: PhotoReader, wait: Wait) -> None:
    data = frame(STANDS)
    at = data.index(b"\xff\xc0") + 5
    huge = data[:at] + (9000).to_bytes(2) * 2 + data[at + 4 :]
    taller = data[:at] + (481).to_bytes(2) + data[at + 2 :]
    png = io.BytesIO()
    Image.new("RGB", (64, 64)).save(png, "PNG")
    for wrong, because in (
        (b"", WhyNoPhoto.NOT_A_PICTURE),
        (b"<html>", WhyNoPhoto.NOT_A_PICTURE),
        (png.getvalue(), WhyNoPhoto.NOT_A_PICTURE),
        (data[: len(data) // 2], WhyNoPhoto.NOT_A_PICTURE),
        (huge, WhyNoPhoto.TOO_LARGE),
        (bytes(FRAME_BYTES_MOST + 1), WhyNoPhoto.TOO_LARGE),
    ):
        assert why(shared, wrong, wait) is because
    assert why(shared, taller, wait) in {None, WhyNoPhoto.DAMAGED}
    assert why(shared, data, wait) is None
    assert (FRAME_BYTES_MOST, FRAME_PIXELS_MOST) == (FRAME_MOST, PIXELS_MOST), "what the camera's driver hands on"


def test_frames_with_changed_bytes_are_looked_at_or_refused(shared: PhotoReader, wait: Wait) -> None:
    source, data = random.Random(17), frame(STANDS, width=160, height=120)
    for _ in range(12):
        changed = bytearray(data)
        for _ in range(source.choice((1, 3, 30))):
            changed[source.randrange(len(changed))] = source.randrange(256)
        assert why(shared, bytes(changed), wait) in (None, *WhyNoPhoto)
        assert why(shared, bytes(changed), wait) is not WhyNoPhoto.NO_ANSWER


def test_the_process_has_no_rights_to_spare_and_another_takes_its_place(wait: Wait) -> None:
    reader = PhotoReader()
    try:
        assert why(reader, frame(STANDS), wait) is None
        assert why(reader, camera_jpeg(Scene(4000, 3000), 1), wait) is None, "the largest frame fits its memory"
        assert reader._child is not None
        process = psutil.Process(reader._child._process.pid)
        nothing = (psutil.RLIMIT_FSIZE, psutil.RLIMIT_NOFILE, psutil.RLIMIT_NPROC)
        for limit, most in {psutil.RLIMIT_AS: photo_child.MEMORY_BYTES, **dict.fromkeys(nothing, 0)}.items():
            assert process.rlimit(limit) == (most, most)
        assert process.num_threads() == 1
        kill_while_asked(process)
        assert why(reader, frame(STANDS), wait) is WhyNoPhoto.NO_ANSWER
        assert why(reader, frame(STANDS), wait) is None
        gone = Wait(SystemClock(), 5)
        gone.cancel()
        with pytest.raises(Cancelled):
            reader.look(frame(STANDS), gone, look=True, picture=True)
    finally:
        reader.close()


LOOK = [1, 0.5, 0.45, 0.33, 180.0, 170.0, 15.0, True]


@pytest.mark.parametrize(
    "look",
    [
        [], {}, "good", [1], [3, *LOOK[1:]], [True, *LOOK[1:]], [1, 2.0, *LOOK[2:]], [1, "a", *LOOK[2:]],
        [*LOOK[:4], 300.0, *LOOK[5:]], [*LOOK[:6], -1.0, True], [*LOOK[:6], float("nan"), True], [*LOOK[:7], 1],
        [0, *LOOK[1:]],
    ],
)  # fmt: skip
def test_a_look_of_another_form_is_not_believed(look: Any) -> None:
    with pytest.raises(BadFrame):
        photo_frames.unpack_seen(pack_parameters({"look": look}))
    with pytest.raises(BadFrame):
        photo_frames.unpack_taken(pack_parameters({"look": look, "jpeg": 0}))


def test_a_look_and_a_photo_are_read_as_they_were_sent_and_nothing_else_is() -> None:
    assert photo_frames.unpack_seen(pack_parameters({"look": LOOK})).look == GOOD
    assert photo_frames.unpack_seen(pack_parameters({"look": None})) == photo_frames.Seen(None, None)
    pixels = bytes(PHOTO_WIDTH * PHOTO_HEIGHT * 4)
    good = pack_parameters({"look": LOOK, "jpeg": 4}, b"\xff\xd8\xff\xe0" + pixels)
    assert photo_frames.unpack_taken(good) == (GOOD, PhotoFile(b"\xff\xd8\xff\xe0", pixels))
    for parameters, rest in (
        ({"look": LOOK}, b""),
        ({"look": None, "jpeg": 0}, b""),
        ({"look": LOOK, "jpeg": 4}, b"GIF8" + pixels),
        ({"look": LOOK, "jpeg": 4}, b"\xff\xd8\xff\xe0" + pixels[1:]),
        ({"look": LOOK, "jpeg": True}, b"\xff\xd8\xff\xe0" + pixels),
        ({"look": LOOK, "jpeg": 200_000}, b"\xff\xd8\xff\xe0" + bytes(200_000) + pixels),
    ):
        with pytest.raises(BadFrame):
            photo_frames.unpack_taken(pack_parameters(parameters, rest))
    for rest in ((2000).to_bytes(4) + (10).to_bytes(4) + bytes(80_000), b"12"):
        with pytest.raises(BadFrame):
            photo_frames.unpack_seen(pack_parameters({"look": None}, rest))
    with pytest.raises(BadFrame):
        frames.unpack_why(b"because", WhyNoPhoto)
