"""The promises of every camera: the newest picture, whole and new, or a fault; nothing while nobody looks."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from devices import Cancelled, Clock, DeviceFault, DeviceSpec, DeviceState, FakeClock, SystemClock, Wait, open_device
from devices.camera.contract import FROZEN_S, VIEW, CameraCapability, CameraFrame
from devices.document_scanner.picture import read_size
from devices.family import silently
from devices.portraits import Pose
from devices.registry import create_simulator, drivers_of, misfortunes
from devices.socket_wire import Server
from tests.house.doors import ROOT

MODELS = ROOT / "config" / "models"
MODEL = "mjpeg_640"


@dataclass
class Bench:
    camera: Any
    simulator: Any
    clock: Clock

    def view(self) -> CameraFrame:
        assert VIEW.longest_s is not None
        frame: CameraFrame = VIEW.take(self.camera, Wait(self.clock, VIEW.longest_s), silently)
        return frame

    def seen(self) -> str:
        """ "" for a frame, else the fault's code without its family."""
        try:
            self.view()
        except DeviceFault as trouble:
            return trouble.fault.code.removeprefix("camera.")
        return ""

    def seen_soon(self) -> str:
        """The first fault within some frames, as it is met in the middle of a stream."""
        return next((code for _ in range(5) if (code := self.seen())), "")


@pytest.fixture(params=drivers_of("camera"))
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """A camera on a wire in this process, in the time of a fake clock."""
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("camera", request.param, "sim:", MODEL), clock, MODELS)
    made = Bench(opened.device, opened.simulator, clock)
    made.simulator.show_person()
    yield made
    assert made.simulator.complaints == (), "nothing but what a strict camera understands"


@pytest.fixture(params=drivers_of("camera"))
def socket_bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    clock = SystemClock()
    simulator: Any = create_simulator("camera", request.param, clock, {"fps": 60})
    simulator.show_person()
    server = Server(simulator, clock)
    opened = open_device(DeviceSpec("camera", request.param, f"socket://127.0.0.1:{server.port}", MODEL), clock, MODELS)
    yield Bench(opened.device, simulator, clock)
    opened.device.close()
    server.close()
    assert simulator.complaints == ()


def whole(data: bytes) -> tuple[int, int]:
    """The size of a whole JPEG, read by other code than the driver's. Raises NotWhole."""
    size = read_size(data)
    return size.width, size.height


def test_frames_are_whole_new_and_their_moment_is_now(bench: Bench) -> None:
    frames = [bench.view() for _ in range(20)]
    for frame in frames:
        assert (frame.width, frame.height) == whole(frame.data) == (640, 480)
    assert all(one.data != after.data for one, after in pairwise(frames))
    times = [frame.at for frame in frames]
    assert times == sorted(times)
    assert times[-1] == bench.clock.monotonic()
    assert 15 <= 19 / (times[-1] - times[0]) * 1.05 <= 17, "as many as the camera sends"
    assert bench.simulator.streams == 1


def test_repr_shows_nothing_of_a_picture(bench: Bench) -> None:
    assert repr(bench.view()).startswith("CameraFrame(width=640, height=480, at=")


@pytest.mark.parametrize("away_s", [0.5, 3.0, 60.0])
def test_who_looks_away_sees_the_newest_frame_and_no_old_one(bench: Bench, away_s: float) -> None:
    bench.view()
    given: list[float] = []
    plain: Callable[..., Any] = bench.simulator.part

    def noted(number: int, ended: bool) -> Any:
        data = plain(number, ended)
        given.append(bench.clock.monotonic())
        return data

    bench.simulator.part = noted
    Wait(bench.clock, None).pause(away_s)
    before = len(given)
    frame = bench.view()
    assert len(given) - before <= 32, "what was sent long ago is on no wire any more"
    assert frame.at == bench.clock.monotonic()
    bench.simulator.part = plain
    newest = {bench.simulator.part(number, False).partition(b"\r\n\r\n")[2][:-2] for number in range(9)}
    assert frame.data in newest


def test_the_stream_is_open_only_while_somebody_looks(bench: Bench) -> None:
    bench.view()
    assert VIEW.end is not None
    VIEW.end(bench.camera)
    asked: list[int] = []
    bench.simulator.part = lambda number, ended: asked.append(number)
    Wait(bench.clock, None).pause(5)
    assert asked == []
    del bench.simulator.part
    bench.view()
    assert bench.simulator.streams == 2


def test_a_cancelled_view_ends_soon_and_closes_the_stream(bench: Bench) -> None:
    bench.view()
    bench.simulator.begin("freeze")
    wait = Wait(bench.clock, None)

    def cancel() -> None:
        Wait(bench.clock, None).pause(0.5)
        wait.cancel()

    bench.clock.spawn("canceller", cancel)
    began = bench.clock.monotonic()
    with pytest.raises(Cancelled):
        bench.camera.view(wait)
    assert bench.clock.monotonic() - began < 0.7
    bench.simulator.end("freeze")
    assert bench.seen() == ""
    assert bench.simulator.streams == 2


def test_over_a_socket_too_and_unplugged(socket_bench: Bench) -> None:
    assert socket_bench.camera.status(Wait(socket_bench.clock, 5)).state is DeviceState.READY
    frames = [socket_bench.view() for _ in range(10)]
    assert len({frame.data for frame in frames}) > 5
    socket_bench.simulator.begin("unplugged_during")
    assert socket_bench.seen_soon() in {"dropped", "transport.lost", "transport.absent"}
    socket_bench.simulator.end("unplugged_during")
    socket_bench.camera._not_before = 0.0
    assert socket_bench.seen() == ""


@pytest.mark.parametrize(
    ("misfortune", "code"),
    [
        ("freeze", "frozen"),
        ("repeats", "frozen"),
        ("drop", "dropped"),
        ("half_frames", "cut_frames"),
        ("garbled", "garbled"),
        ("huge_frame", "too_large"),
        ("huge_size", "too_large"),
        ("unplugged", "dropped"),
        ("unplugged_during", "dropped"),
    ],
)
def test_trouble_in_the_middle_of_a_view_is_named_and_over_when_it_ends(
    bench: Bench, misfortune: str, code: str
) -> None:
    assert bench.seen() == ""
    began = bench.clock.monotonic()
    bench.simulator.begin(misfortune)
    assert bench.seen_soon() == code
    assert bench.clock.monotonic() - began <= FROZEN_S + 0.3
    bench.simulator.end(misfortune)
    began = bench.clock.monotonic()
    assert [bench.seen() for _ in range(3)] == [""] * 3
    assert bench.clock.monotonic() - began >= 1.0, "a camera in trouble is not asked again at once"


@pytest.mark.parametrize(
    ("misfortune", "code"),
    [
        ("silent", "no_answer"),
        ("refuses", "refused"),
        ("busy", "busy"),
        ("other_service", "other_service"),
        ("freeze", "frozen"),
        ("half_frames", "cut_frames"),
        ("garbled", "garbled"),
        ("unplugged", "transport.absent"),
    ],
)
def test_trouble_from_the_beginning_is_named(bench: Bench, misfortune: str, code: str) -> None:
    bench.simulator.begin(misfortune)
    assert bench.seen() == code
    assert bench.clock.monotonic() <= 6
    bench.simulator.end(misfortune)
    assert bench.seen() == ""


@pytest.mark.parametrize("misfortune", ["no_length", "slow"])
def test_what_a_driver_copes_with(bench: Bench, misfortune: str) -> None:
    bench.simulator.begin(misfortune)
    frames = [bench.view() for _ in range(8)]
    assert {whole(frame.data) for frame in frames} == {(640, 480)}


def test_no_broken_picture_is_handed_on_among_good_ones(bench: Bench) -> None:
    plain: Callable[..., Any] = bench.simulator.part

    def every_other(number: int, ended: bool) -> Any:
        data = plain(number, ended)
        return data[: len(data) // 2] if number % 2 else data

    bench.simulator.part = every_other
    for _ in range(10):
        assert whole(bench.view().data) == (640, 480)


def test_a_status_reads_no_picture_and_is_never_an_exception(bench: Bench) -> None:
    asked: list[int] = []
    bench.simulator.part = lambda number, ended: asked.append(number)
    ready = bench.camera.status(Wait(bench.clock, 5))
    assert (ready.state, ready.capabilities) == (DeviceState.READY, set(CameraCapability))
    assert len(asked) <= 1
    del bench.simulator.part
    for name, state, code in (
        ("unplugged", DeviceState.ABSENT, "transport.absent"),
        ("silent", DeviceState.FAULT, "camera.no_answer"),
        ("refuses", DeviceState.FAULT, "camera.refused"),
        ("other_service", DeviceState.FAULT, "camera.other_service"),
    ):
        bench.simulator.begin(name)
        seen = bench.camera.status(Wait(bench.clock, 4))
        assert (seen.state, [fault.code for fault in seen.faults]) == (state, [code])
        bench.simulator.end(name)
    assert bench.camera.status(Wait(bench.clock, 5)).state is DeviceState.READY


def test_who_stands_there_is_in_the_picture(bench: Bench, tmp_path: Path) -> None:
    def ink() -> float:
        """Part of the picture that is darker than the wall."""
        bench.view()
        with Image.open(io.BytesIO(bench.view().data)) as opened:
            grey = opened.convert("L").histogram()
        return sum(grey[:150]) / sum(grey)

    acts: list[tuple[str, Callable[[], None]]] = [
        (name, getattr(bench.simulator, name)) for name in ("show_nobody", "too_far", "show_person", "too_close")
    ]
    parts = []
    for _, act in acts:
        act()
        parts.append(ink())
    assert parts == sorted(parts)
    assert parts[0] == 0
    bench.simulator.show(Pose(), Pose(x=0.1, width=0.1, tilt=15, person=2))
    (tmp_path / "held.png").write_bytes(_png())
    bench.simulator.show_picture(str(tmp_path / "held.png"))
    assert ink() > 0.9
    bench.simulator.show_picture("寻人启事 a notice")
    assert 0 < ink() < 0.2
    with pytest.raises(OSError):
        bench.simulator.show_picture(_broken(tmp_path))


def _png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 500), (10, 60, 30)).save(out, "PNG")
    return out.getvalue()


def _broken(folder: Path) -> str:
    (folder / "broken.png").write_bytes(_png()[:60])
    return str(folder / "broken.png")


@pytest.mark.parametrize(
    ("driver", "name"),
    [(driver, each.name) for driver in drivers_of("camera") for each in misfortunes("camera", driver)],
)
def test_every_misfortune_leads_to_its_faults_alone_and_ends(driver: str, name: str) -> None:
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("camera", driver, "sim:", MODEL), clock, MODELS)
    bench = Bench(opened.device, opened.simulator, clock)
    (row,) = (each for each in misfortunes("camera", driver) if each.name == name)
    bench.view()
    bench.simulator.begin(name)
    codes = {code.removeprefix("camera.") for code in row.faults}
    # Some show only when the stream is opened the next time.
    bench.camera.end_view() if row.faults and name in {"silent", "refuses", "busy", "other_service"} else None
    found = bench.seen_soon()
    assert found in codes or (not codes and found == "")
    bench.simulator.end(name)
    assert bench.seen() == ""
