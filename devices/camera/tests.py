"""The test of cameras: two new pictures."""

from __future__ import annotations

from devices.camera.contract import VIEW, Camera, CameraFrame
from devices.family import Needs, Test, nothing_given
from devices.verdict import Verdict

FRAMES = 2
"""One alone could be a picture that stands still."""


def _frames(values: tuple[CameraFrame, ...]) -> Verdict:
    sizes = dict.fromkeys(f"frame={value.width}x{value.height}" for value in values)
    return Verdict(True if len(values) >= FRAMES else None, (*sizes, f"frames={len(values)}") if values else ())


TESTS: tuple[Test[Camera], ...] = (
    Test("camera_preview", VIEW.name, nothing_given, Needs.NOTHING, _frames, ("frames=2",), longest_s=10.0),
)
