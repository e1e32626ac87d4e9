"""Scanned pages are found, straightened and measured in a process of their own, and a hostile picture ends there."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import psutil
import pytest
from PIL import Image, ImageDraw

from devices import Cancelled, SystemClock, Wait
from devices.document_scanner.picture import read_size
from devices.drawn_scans import Scan, scan_jpeg
from kiosk.papers import frames, scan_child, scan_frames
from kiosk.papers.frames import BadFrame
from kiosk.papers.scan_reader import ScanReader
from kiosk.papers.scan_verdict import LARGEST_BYTES, PageLook, ScanCut, ScanFailure, WhyNot
from tests.kiosk.papers.killing import kill_while_asked

A4_200 = (1654, 2339)
TEXT = "\n".join(f"第{number}行 户口簿 household register {number}" for number in range(1, 13))


@pytest.fixture(scope="module")
def shared() -> Iterator[ScanReader]:
    reader = ScanReader()
    reader.prepare()
    yield reader
    reader.close()


def scan(sheet: str | None = TEXT, dpi: int = 200, *, blurred: bool = False, colour: bool = True) -> bytes:
    return scan_jpeg(sheet, Scan(dpi, colour, 1654 * dpi // 200, 2339 * dpi // 200, blurred))


def drawn(*, tilt: float = 0.0, bed: int = 214, paper: int = 252, dots: bool = True) -> bytes:
    """A sheet of 1240 x 1754 dots on an A4 glass."""
    glass = Image.new("L", A4_200, bed)
    sheet = Image.new("L", (1240, 1754), paper)
    if dots:
        pen = ImageDraw.Draw(sheet)
        for row in range(150, 1600, 60):
            for place in range(120, 1100, 40):
                pen.rectangle((place, row, place + 18, row + 26), fill=40)
    cover = Image.new("L", sheet.size, 255).rotate(tilt, Image.Resampling.BICUBIC, expand=True)
    glass.paste(sheet.rotate(tilt, Image.Resampling.BICUBIC, expand=True), (140, 180), cover)
    out = io.BytesIO()
    glass.save(out, "JPEG", quality=92)
    return out.getvalue()


def why(reader: ScanReader, data: bytes, wait: Wait) -> WhyNot | None:
    try:
        reader.look(data, wait)
    except ScanFailure as failure:
        return failure.why
    return None


@pytest.mark.parametrize("tilt", [-6.0, 0.0, 1.5])
def test_a_page_is_cut_out_and_straightened(shared: ScanReader, wait: Wait, tilt: float) -> None:
    found = shared.look(drawn(tilt=tilt), wait)
    assert found.found
    assert found.tilt == pytest.approx(-tilt, abs=0.15)
    made = shared.file(ScanCut(), wait)
    assert abs(made.width - 1240) <= 16
    assert abs(made.height - 1754) <= 16
    with Image.open(io.BytesIO(made.jpeg)) as opened:
        page = opened.convert("L")
    rows = [min(page.crop((0, row, page.width, row + 1)).tobytes()) for row in range(155, 1000)]
    assert sum(row > 150 for row in rows) > 300, "between the lines there is paper from edge to edge"
    assert min(page.crop((0, 0, page.width, 4)).tobytes()) > 200, "nothing of the glass"


def test_a_scan_of_the_simulator_is_found_sharp_and_written_on(shared: ScanReader, wait: Wait) -> None:
    for dpi, colour in ((200, True), (75, False)):
        found = shared.look(scan(dpi=dpi, colour=colour), wait)
        assert (found.found, found.blank, found.empty) == (True, False, False)
        assert found.tilt == pytest.approx(-1.3, abs=0.2)
    assert shared.look(scan(), wait).sharp
    blurred = shared.look(scan(blurred=True), wait)
    assert (blurred.sharp, blurred.blank) == (False, False)
    assert shared.look(scan(), wait).sharpness > 8 * blurred.sharpness


def test_blank_and_empty_are_told_apart(shared: ScanReader, wait: Wait) -> None:
    blank = shared.look(scan(""), wait)
    assert (blank.found, blank.blank, blank.empty) == (True, True, False)
    empty = shared.look(scan(None, 75, colour=False), wait)
    assert (empty.found, empty.blank, empty.empty) == (False, True, True)
    signed = shared.look(scan("签名", 75, colour=False), wait)
    assert (signed.blank, signed.empty, signed.sharp) == (False, False, True), "two characters are something"


def test_where_no_page_is_found_the_whole_glass_is_given(shared: ScanReader, wait: Wait) -> None:
    data = drawn(bed=252, paper=252)
    assert not shared.look(data, wait).found, "white on white has no edge"
    assert (shared.file(ScanCut(), wait).width, shared.file(ScanCut(), wait).height) == A4_200
    assert shared.look(drawn(tilt=3), wait).found
    assert shared.file(ScanCut(whole=True), wait).width == A4_200[0]


def test_a_page_is_turned_and_made_smaller(shared: ScanReader, wait: Wait) -> None:
    shared.look(drawn(), wait)
    upright, turned = shared.file(ScanCut(), wait), shared.file(ScanCut(quarters=1), wait)
    assert (turned.width, turned.height) == (upright.height, upright.width)
    assert read_size(turned.jpeg).width == turned.width
    small = shared.preview(ScanCut(longest=800), wait)
    assert max(small.width, small.height) == 800
    assert len(small.rgb32) == small.width * small.height * 4
    assert small.rgb32[3::4] == b"\xff" * (small.width * small.height)


def test_a_page_is_looked_at_in_time_for_the_preview(shared: ScanReader, wait: Wait) -> None:
    """At most 300 ms from a scan to its preview on a quiet machine; here three times that, at the best of three."""
    clock, data, took = SystemClock(), scan(), list[float]()
    for _ in range(3):
        began = clock.monotonic()
        shared.look(data, wait)
        shared.preview(ScanCut(longest=1000), wait)
        took.append(clock.monotonic() - began)
    assert min(took) < 0.9


def png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_what_is_no_whole_picture_is_refused_and_the_next_is_taken(shared: ScanReader, wait: Wait) -> None:
    data = scan(dpi=75)
    bomb = png(60_000, 60_000, zlib.compress(bytes(1000)))
    for wrong, because in (
        (b"", WhyNot.NOT_A_PICTURE),
        (b"<html>", WhyNot.NOT_A_PICTURE),
        (b"%PDF-1.7\n", WhyNot.NOT_A_PICTURE),
        (data[: len(data) // 2], WhyNot.NOT_A_PICTURE),
        (data[:-1], WhyNot.NOT_A_PICTURE),
        (bomb, WhyNot.TOO_LARGE),
        (bytes(LARGEST_BYTES + 1), WhyNot.TOO_LARGE),
        (png(5000, 5000, b"\x00\x01"), WhyNot.DAMAGED),
    ):
        assert why(shared, wrong, wait) is because
    assert why(shared, data, wait) is None


def test_the_largest_picture_that_is_taken_stays_within_the_process_memory(shared: ScanReader, wait: Wait) -> None:
    rows = zlib.compress(b"".join(b"\x00" + b"\xff" * 790 for _ in range(6320)))
    own = psutil.Process().memory_info().rss
    assert why(shared, png(6320, 6320, rows), wait) is None
    assert psutil.Process().memory_info().rss - own < 64 * 2**20


def test_the_process_has_no_rights_to_spare(wait: Wait) -> None:
    reader = ScanReader()
    try:
        reader.look(scan(dpi=75), wait)
        assert reader._child is not None
        process = psutil.Process(reader._child._process.pid)
        nothing = (psutil.RLIMIT_FSIZE, psutil.RLIMIT_NOFILE, psutil.RLIMIT_NPROC)
        for limit, most in {psutil.RLIMIT_AS: scan_child.MEMORY_BYTES, **dict.fromkeys(nothing, 0)}.items():
            assert process.rlimit(limit) == (most, most)
        assert process.num_threads() == 1
        assert process.memory_info().vms < scan_child.MEMORY_BYTES / 2
        kill_while_asked(process)
        assert why(reader, scan(dpi=75), wait) is WhyNot.NO_ANSWER
        assert why(reader, scan(dpi=75), wait) is None, "another one was started"
    finally:
        reader.close()


def test_nothing_is_given_of_a_scan_that_was_refused(shared: ScanReader, wait: Wait) -> None:
    shared.look(scan(dpi=75), wait)
    assert why(shared, b"<html>", wait) is WhyNot.NOT_A_PICTURE
    with pytest.raises(ScanFailure):
        shared.file(ScanCut(), wait)
    gone = Wait(SystemClock(), 5)
    gone.cancel()
    with pytest.raises(Cancelled):
        shared.look(scan(dpi=75), gone)


def test_pictures_with_changed_bytes_are_measured_or_refused(shared: ScanReader, wait: Wait) -> None:
    source, data = random.Random(17), scan(dpi=75, colour=False)
    refused = 0
    for _ in range(50):
        changed = bytearray(data)
        for _ in range(source.choice((1, 3, 30))):
            changed[source.randrange(len(changed))] = source.randrange(256)
        because = why(shared, bytes(changed), wait)
        assert because in (None, WhyNot.NOT_A_PICTURE, WhyNot.DAMAGED, WhyNot.TOO_LARGE)
        refused += because is not None
    assert 0 < refused < 50


@pytest.mark.parametrize(
    "payload",
    [b"", b"[]", b"null", b"[1,2,true,0.0,1.0,false]", b'[9,9,true,"a",1.0,false,false]',
     b"[0,9,true,0.0,1.0,false,false]",
     b"[9,9,true,99.0,1.0,false,false]", b"[9,9,true,0.0,NaN,false,false]",
     b"[90000,90000,true,0.0,1.0,false,false]",
     b"[" * 100_000],
)  # fmt: skip
def test_a_look_of_another_form_is_not_believed(payload: bytes) -> None:
    with pytest.raises(BadFrame):
        scan_frames.unpack_look(payload)
    with pytest.raises(BadFrame):
        scan_frames.unpack_file(payload)
    with pytest.raises(BadFrame):
        frames.unpack_why(payload + b"?", WhyNot)


def test_a_look_is_read_as_it_was_sent() -> None:
    given: list[Any] = [620, 877, True, -1.5, 220.5, False, False]
    assert scan_frames.unpack_look(str(given).lower().encode()) == PageLook(*given)
