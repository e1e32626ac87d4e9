"""Software that is not ours at the other end: aiohttp writes a stream for our driver, OpenCV reads our simulator's."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from devices import DeviceFault, DeviceSpec, DeviceState, SystemClock, Wait, open_device
from devices.camera.contract import LONGEST_S
from devices.camera.simulator import MjpegSimulator
from devices.portraits import Pose, Scene, camera_jpeg
from devices.socket_wire import Server
from tests.house.doors import ROOT

SCENE = Scene(people=(Pose(),))


@dataclass
class AiohttpCamera:
    """A server of aiohttp, whose own writer makes the parts. `mode` is what it does now."""

    aiohttp: Any
    mode: str = ""
    port: int = 0
    _ready: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(20)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)
        self._loop.close()

    async def _serve(self) -> None:
        web = self.aiohttp.web
        self._over = asyncio.Event()
        app = web.Application()
        app.router.add_get("/stream", self._stream)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = runner.addresses[0][1]
        self._ready.set()
        await self._over.wait()
        await runner.cleanup()

    async def _stream(self, request: Any) -> Any:
        response = self.aiohttp.web.StreamResponse(headers={"Content-Type": "multipart/x-mixed-replace;boundary=frame"})
        await response.prepare(request)
        number = 0
        while self.mode != "drop" and not self._over.is_set():
            number += 1
            data = camera_jpeg(SCENE, number % 8)
            if self.mode == "half":
                data = data[: len(data) // 2]
            if self.mode != "freeze":
                with self.aiohttp.MultipartWriter("x-mixed-replace", boundary="frame") as parts:
                    parts.append(data, {"Content-Type": "image/jpeg"})
                try:
                    await parts.write(response, close_boundary=False)
                except ConnectionError:  # nobody looks any more
                    return response
            await asyncio.sleep(0.01)
        response.force_close()
        return response


def fault_of(camera: Any) -> str:
    """The code of the first fault within some frames."""
    for _ in range(20):
        try:
            camera.view(Wait(SystemClock(), LONGEST_S))
        except DeviceFault as trouble:
            return trouble.fault.code
    return ""


@pytest.fixture
def foreign() -> Iterator[AiohttpCamera]:
    aiohttp = pytest.importorskip("aiohttp", reason="aiohttp, a server that writes multipart, is not installed")
    pytest.importorskip("aiohttp.web")
    camera_jpeg(SCENE, 0)
    camera = AiohttpCamera(aiohttp)
    camera.start()
    yield camera
    camera.stop()


def test_a_stream_of_aiohttp_is_read_and_its_faults_are_named(
    foreign: AiohttpCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.camera.mjpeg.FROZEN_S", 0.15)
    monkeypatch.setattr("devices.camera.mjpeg.AGAIN_S", 0.01)
    clock = SystemClock()
    spec = DeviceSpec("camera", "mjpeg", f"socket://127.0.0.1:{foreign.port}")
    camera: Any = open_device(spec, clock, ROOT / "config" / "models").device
    assert camera.status(Wait(clock, 5)).state is DeviceState.READY
    for mode, code in (("freeze", "camera.frozen"), ("half", "camera.cut_frames"), ("drop", "camera.dropped")):
        foreign.mode = ""
        for _ in range(5):
            frame = camera.view(Wait(clock, LONGEST_S))
            assert (frame.width, frame.height) == (640, 480)
        foreign.mode = mode
        assert fault_of(camera) == code
    camera.close()


@pytest.mark.parametrize("misfortune", ["", "no_length"])
def test_opencv_reads_the_stream_of_the_simulator(misfortune: str) -> None:
    cv2 = pytest.importorskip("cv2", reason="OpenCV, a reader of streams, is not installed")
    clock = SystemClock()
    simulator = MjpegSimulator(clock, {"fps": 60})
    server = Server(simulator, clock)
    simulator.show_person()
    if misfortune:
        simulator.begin(misfortune)
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, 5000, cv2.CAP_PROP_READ_TIMEOUT_MSEC, 1500]
    capture = cv2.VideoCapture(f"http://127.0.0.1:{server.port}/stream", cv2.CAP_FFMPEG, limits)
    try:
        for _ in range(5):
            read, picture = capture.read()
            assert read
            assert picture.shape == (480, 640, 3)
            assert picture[211, 320, 2] > picture[211, 320, 0] + 30, "skin is redder than blue"
        simulator.begin("drop")
        assert not all(capture.read()[0] for _ in range(60)), "it sees the end, too"
    finally:
        capture.release()
        server.close()
    assert simulator.complaints == ()
