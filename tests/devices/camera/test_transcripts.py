"""The MJPEG driver meets dialogues written down from the specifications, to the last byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices import DeviceFault, FakeClock, Wait
from devices.camera.mjpeg import MjpegCamera
from tests.devices.transcript import scripted

HERE = Path(__file__).parent / "transcripts"


@pytest.mark.parametrize(
    ("name", "ends", "fault"),
    [
        # A wire gives what arrived at once: of two pictures the newer one.
        ("with_length", [b"\x57\xff\xd9"], "camera.frozen"),
        ("without_length", [b"\x58\xff\xd9"], "camera.frozen"),
        ("chunked_and_closed", [b"\x56\xff\xd9"], "camera.dropped"),
        ("refused", [], "camera.refused"),
    ],
)
def test_a_dialogue(name: str, ends: list[bytes], fault: str) -> None:
    clock = FakeClock(auto=True)
    port, peer = scripted(HERE / f"{name}.txt", clock)
    camera = MjpegCamera(port, clock, {})
    frames = [camera.view(Wait(clock, 10)) for _ in ends]
    assert [frame.data[-3:] for frame in frames] == ends
    assert {(frame.width, frame.height) for frame in frames} <= {(640, 480)}
    with pytest.raises(DeviceFault) as caught:
        camera.view(Wait(clock, 10))
    assert caught.value.fault.code == fault
    peer.finish()
