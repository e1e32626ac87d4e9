"""Streams that are nonsense and a plug that is pulled at any byte: a typed fault in time, and only whole frames.

`make test` takes a seeded sample; with YIKE_CAMERA=all, in `make soak`, it is every byte and 100 000 streams.
"""

from __future__ import annotations

import io
import os
import random
import tracemalloc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

import pytest
from PIL import Image

from devices import DeviceFault, DeviceStatus, FakeClock, Wait
from devices.camera.contract import FRAME_MOST, LONGEST_S, CameraFrame
from devices.camera.masking import StreamMasker
from devices.camera.mjpeg import MjpegCamera
from devices.camera.multipart import BOUNDARY_MOST, Garbled, PartReader, TooLarge, boundary_of
from devices.camera.simulator import HEAD, MjpegSimulator
from devices.document_scanner.picture import NotWhole, read_size
from devices.jpeg import JpegScan
from devices.tap import CAME, SENT
from devices.transport import Pipe, SimulatedPort, SimulatedWire, lost
from tests.devices.document_printer.test_broken_lines import Plug, mutated

ALL = os.environ.get("YIKE_CAMERA") == "all"
STREAMS = 100_000 if ALL else 2_000
OF_VIEWS, OF_STATUSES = STREAMS // 4, STREAMS // 10
OF_READING = STREAMS - OF_VIEWS - OF_STATUSES
STEP = 1 if ALL else 97
BOUNDARY = b"camera-frame"


@cache
def pictures() -> tuple[bytes, ...]:
    """Small pictures, one of them progressive: a stream of a few thousand bytes has every part of the form."""
    made = []
    for number in range(3):
        out = io.BytesIO()
        Image.new("L", (64, 48), 60 * number).save(out, "JPEG", quality=40, progressive=number == 2)
        made.append(out.getvalue())
    return tuple(made)


def part(data: bytes, *, length: bool) -> bytes:
    head = b"--%s\r\nContent-Type: image/jpeg\r\n" % BOUNDARY
    return head + (b"Content-Length: %d\r\n" % len(data) if length else b"") + b"\r\n" + data + b"\r\n"


@cache
def stream(length: bool) -> bytes:
    return b"".join(part(data, length=length) for data in pictures())


WRITTEN_OTHERWISE: Mapping[str, Callable[[bytes], bytes]] = {
    "no carriage return": lambda whole: whole.replace(b"\r\n--", b"\n--").replace(b"jpeg\r\n\r\n", b"jpeg\n\n"),
    "another name of the type": lambda whole: whole.replace(b"image/jpeg", b"image/jpg"),
    "no boundary before the first": lambda whole: whole.partition(b"\r\n")[2],
    "a head on the boundary's line": lambda whole: whole.replace(BOUNDARY + b"\r\n", BOUNDARY),
}


@pytest.mark.parametrize("how", WRITTEN_OTHERWISE)
def test_what_cameras_write_otherwise_is_read(how: str) -> None:
    reader = PartReader(BOUNDARY)
    reader.feed(WRITTEN_OTHERWISE[how](stream(length=False)))
    newest = reader.take()
    assert newest is not None
    assert (newest.data, reader.broken) == (pictures()[-1], 0)
    assert boundary_of(f"multipart/x-mixed-replace;boundary =--{BOUNDARY.decode()}") == BOUNDARY


@dataclass
class Nonsense:
    """A port to a camera whose answer is nonsense."""

    source: random.Random
    address: str = "sim:"
    told: bytes = b""
    _asked: bytearray = field(default_factory=bytearray)

    def open(self) -> Pipe:
        self._asked.clear()
        return self

    def line_s(self, length: int) -> float:
        return 0.0

    def write(self, data: bytes) -> None:
        self._asked += data
        if self._asked.endswith(b"\r\n\r\n"):
            body = stream(self.source.random() < 0.5)
            deep = self.source.random() < 0.8
            answer = HEAD.encode("ascii") + (mutated(body, self.source) if deep else body)
            self.told += answer if deep else mutated(answer, self.source)

    def read(self, wait: Wait, limit: int = 4096) -> bytes:
        if self.told:
            limit = min(limit, self.source.choice((1, 7, 300, 4096)))
            piece, self.told = self.told[:limit], self.told[limit:]
            return piece
        if self.source.random() < 0.5:
            raise lost("it hung up")
        wait.pause(1000)
        raise AssertionError

    def arrives_in(self) -> float:
        return 0.0

    def close(self) -> None:
        self.told = b""


def seen(camera: MjpegCamera, clock: FakeClock) -> tuple[list[CameraFrame], str]:
    """All frames until the first fault, and its code."""
    frames: list[CameraFrame] = []
    while True:
        began = clock.monotonic()
        try:
            frames.append(camera.view(Wait(clock, LONGEST_S)))
        except DeviceFault as trouble:
            assert clock.monotonic() - began < 6.2
            return frames, trouble.fault.code


def test_nonsense_in_a_stream_is_survived_in_time() -> None:
    codes: set[str] = set()
    for number in range(OF_VIEWS):
        clock = FakeClock(auto=True)
        frames, code = seen(MjpegCamera(Nonsense(random.Random(number)), clock, {}), clock)
        for frame in frames:
            size = read_size(frame.data)
            assert (size.width, size.height) == (frame.width, frame.height), number
        codes.add(code)
    assert {"camera.frozen", "camera.dropped", "camera.other_service", "camera.cut_frames"} <= codes


def test_nonsense_in_place_of_a_status_is_survived_in_time() -> None:
    for number in range(OF_STATUSES):
        clock = FakeClock(auto=True)
        camera = MjpegCamera(Nonsense(random.Random(f"status-{number}")), clock, {})
        assert isinstance(camera.status(Wait(clock, 3)), DeviceStatus)
        assert clock.monotonic() <= 3.1, number


def test_bytes_that_are_no_parts_are_refused_and_nothing_else_is_raised() -> None:
    source = random.Random(17)
    for number in range(OF_READING):
        data, reader = mutated(stream(number % 2 == 0), source), PartReader(BOUNDARY)
        try:
            for at in range(0, len(data), 500):
                reader.feed(data[at : at + 500])
        except (Garbled, TooLarge):
            pass
        found = reader.take()
        if found is not None:
            size = read_size(found.data)
            assert (size.width, size.height) == (found.width, found.height)
        masker = StreamMasker()
        masked = b"".join(masker.feed(CAME, data[:90]) + masker.feed(CAME, data[90:]) + masker.feed(SENT, b""))
        assert masked == b"*" * len(data)
        header = bytes(data[:60]).decode("latin-1").replace("\r", "").replace("\n", "")
        for content_type in (header, f"multipart/x-mixed-replace; {header}"):
            assert len(boundary_of(content_type) or b"") <= BOUNDARY_MOST


@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_jpeg_ends_at_its_end_and_nowhere_before(index: int) -> None:
    data, scan = pictures()[index], JpegScan()
    for length in range(len(data)):
        assert scan.end(data[:length]) is None, length
        with pytest.raises(NotWhole):
            read_size(data[:length])
    assert scan.end(data + b"\r\n--camera") == len(data)
    assert scan.size == (64, 48)


@pytest.mark.parametrize(
    ("header", "boundary"),
    [
        ("multipart/x-mixed-replace;boundary=--myboundary", b"myboundary"),
        ('Multipart/X-Mixed-Replace; charset=x; boundary="a b--"', b"a b--"),
        ("multipart/x-mixed-replace", None),
        ("multipart/x-mixed-replace; boundary=--", None),
        ("multipart/x-mixed-replace; boundary=" + "b" * 500, None),
        ("multipart/x-mixed-replace; boundary*=utf-8''b", None),
        ("image/jpeg", None),
        ("text/html; boundary=b", None),
        ("", None),
    ],
)
def test_the_boundary_in_a_header(header: str, boundary: bytes | None) -> None:
    assert boundary_of(header) == boundary


@pytest.mark.parametrize(
    "flood",
    [
        bytes(4096),
        b"--camera-frame",
        b"--camera-frame\r\nContent-Length: 3999999\r\n\r\n",
        b"--camera-frame\r\n\r\n\xff\xd8\xff\xe0\xff\xff",
        b"--camera-frame\r\n\r\n\xff\xd8" + b"\xff" * 4000,
        b"--camera-frame\r\n\r\n\xff\xd8\xff\xda\x00\x02",
    ],
    ids=["zeros", "boundaries", "lengths", "segments", "padding", "coded data"],
)
def test_a_flood_takes_bounded_memory_and_ends(flood: bytes) -> None:
    piece = (flood * (65536 // len(flood) + 1))[:65536]
    tracemalloc.start()
    reader, fed = PartReader(BOUNDARY), 0
    try:
        while fed < 3 * FRAME_MOST:
            reader.feed(piece)
            fed += len(piece)
    except (Garbled, TooLarge):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * FRAME_MOST
    assert reader.take() is None


def pulled_after(count: int, away_s: float) -> tuple[list[CameraFrame], str, int, MjpegCamera, FakeClock]:
    """Look with the plug pulled after so many bytes; the frames, the fault, and what of the bytes is left over."""
    clock = FakeClock(auto=True)
    simulator = MjpegSimulator(clock, {"width": 160, "height": 120})
    ending = {"at": 3}
    plain = simulator.part
    simulator.part = lambda number, ended: plain(number, ended or number > ending["at"])  # type: ignore[method-assign]
    plug = Plug(SimulatedPort(SimulatedWire(clock, simulator)), clock, count, away_s)
    camera = MjpegCamera(plug, clock, {})
    frames, code = seen(camera, clock)
    ending["at"] = 10**9
    return frames, code, plug.left, camera, clock


@pytest.mark.parametrize("away_s", [0.0, 1e9], ids=["back at once", "gone"])
def test_unplugged_at_any_byte_there_are_true_frames_and_a_fault(away_s: float) -> None:
    plenty = 1_000_000
    good, code, left, _, _ = pulled_after(plenty, 0)
    assert (len(good), code) == (3, "camera.dropped")
    whole = plenty - left
    for count in range(0 if ALL else 7, whole, STEP):
        frames, code, _, camera, clock = pulled_after(count, away_s)
        assert [frame.data for frame in frames] == [frame.data for frame in good[: len(frames)]], count
        assert code in {"camera.dropped", "transport.lost"}, count
        if away_s == 0:
            assert read_size(camera.view(Wait(clock, LONGEST_S)).data).width == 160, count
