"""Frames hold against any bytes: they are read whole, or refused by their own exception."""

from __future__ import annotations

import io
import json
import os
import random
import struct
from collections.abc import Callable
from datetime import datetime

import pytest

from kiosk.papers import frames
from kiosk.papers.frames import BadFrame, Frame, read_frame
from kiosk.papers.pdf_child import PdfAnswers
from kiosk.papers.pdf_verdict import PAGES_MOST, PIXELS_MOST, Box, PageImage, Verdict, Why, accepted, refused
from kiosk.papers.serving import serve

INPUTS = 100_000 if os.environ.get("YIKE_FRAMES") == "all" else 2_000
SEED = 17
TOKEN = bytes(range(16))


class Nothing:
    """A check that accepts nothing, and no fonts."""

    wanted = False
    gaps = False

    def why_not(self, pdf: bytes, roots: list[bytes], moment: datetime) -> Why:
        return Why.UNSIGNED


def mutated(draw: random.Random, whole: bytes) -> bytes:
    made = bytearray(whole)
    for _ in range(draw.randrange(1, 4)):
        place = draw.randrange(len(made) + 1)
        match draw.randrange(4):
            case 0:
                made[place:place] = draw.randbytes(draw.randrange(1, 9))
            case 1:
                del made[place : place + draw.randrange(1, 9)]
            case 2 if place < len(made):
                made[place] = draw.randrange(256)
            case _:
                made = made[:place] or bytearray(b"x")
    return bytes(made)


def requests() -> list[bytes]:
    check = {"roots": ["AAAA"], "moment": "2026-11-24T13:40:00+00:00", "holds": ["x"]}
    return [
        Frame(TOKEN, frames.CHECK, frames.pack_parameters(check, b"%PDF-1.7")).encode(),
        Frame(TOKEN, frames.PAGE, frames.pack_parameters({"index": 0, "dpi": 96})).encode(),
        Frame(TOKEN, frames.OPEN, frames.pack_parameters({}, b"%PDF-1.7")).encode(),
        Frame(TOKEN, frames.PAGE, frames.pack_parameters({"index": 0, "dpi": 96, "longest": 2500})).encode(),
        Frame(TOKEN, frames.FIND, frames.pack_parameters({"index": 0, "texts": ["x"]})).encode(),
    ]


def test_the_process_survives_any_request() -> None:
    draw = random.Random(SEED)
    for number in range(INPUTS):
        given = draw.randbytes(draw.randrange(64)) if number % 4 == 0 else mutated(draw, draw.choice(requests()))
        sink = io.BytesIO()
        try:
            serve(PdfAnswers(Nothing(), Nothing()), io.BytesIO(given), sink)
        except BadFrame:
            continue
        sink.seek(0)
        while (answer := read_frame(sink.read, frames.ANSWER_MOST)) is not None:
            assert answer.kind in (frames.VERDICT, frames.FAILURE), given


UNPACK: tuple[tuple[Callable[[bytes], object], bytes], ...] = (
    (frames.unpack_verdict, frames.pack_verdict(accepted(3))),
    (frames.unpack_image, frames.SIZE.pack(2, 3) + bytes(24)),
    (frames.unpack_boxes, frames.pack_boxes((Box(0.1, 0.2, 0.3, 0.4),))),
    (lambda payload: frames.unpack_why(payload, Why), b"damaged"),
)


def test_the_terminal_survives_any_answer() -> None:
    draw = random.Random(SEED)
    for number in range(INPUTS):
        unpack, good = draw.choice(UNPACK)
        given = draw.randbytes(draw.randrange(64)) if number % 4 == 0 else mutated(draw, good)
        try:
            found = unpack(given)
        except BadFrame:
            continue
        assert isinstance(found, Verdict | PageImage | tuple | Why), given


@pytest.mark.parametrize(
    "lie",
    [
        [True, "unsigned", 3],
        [False, "", 3],
        [True, "", 0],
        [True, "", PAGES_MOST + 1],
        [True, "", -1],
        [False, "unsigned", -1],
        [False, "lovely", 0],
        [1, "", 3],
        [True, "", True],
        [True, "", 3.0],
        [True, "", 3, 4],
        {"accepted": True},
        None,
    ],
)
def test_a_verdict_that_contradicts_itself_is_none(lie: object) -> None:
    with pytest.raises(BadFrame):
        frames.unpack_verdict(json.dumps(lie).encode())


@pytest.mark.parametrize("size", [(0, 5), (5, 0), (2, 3), (PIXELS_MOST, 2), (2**31, 2**31)])
def test_a_picture_has_the_size_that_it_says(size: tuple[int, int]) -> None:
    with pytest.raises(BadFrame):
        frames.unpack_image(struct.pack(">II", *size) + bytes(20))


@pytest.mark.parametrize("row", ["[NaN,0,0,0]", "[1.1,0,0,0]", "[-1,0,0,0]", "[0,0,0]", '["0",0,0,0]', "[1e999,0,0,0]"])
def test_a_box_is_on_its_page(row: str) -> None:
    with pytest.raises(BadFrame):
        frames.unpack_boxes(f"[{row}]".encode())


@pytest.mark.parametrize("verdict", [accepted(1), accepted(PAGES_MOST), refused(Why.TOO_MANY_PAGES, 400)])
def test_a_verdict_arrives_as_it_was_sent(verdict: Verdict) -> None:
    assert frames.unpack_verdict(frames.pack_verdict(verdict)) == verdict


def test_a_frame_over_the_limit_is_refused_before_it_is_read() -> None:
    asked: list[int] = []

    def read(length: int) -> bytes:
        asked.append(length)
        return b"\xff" * length

    with pytest.raises(BadFrame):
        read_frame(read, frames.ANSWER_MOST)
    assert asked == [4]
