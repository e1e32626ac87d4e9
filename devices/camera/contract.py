"""The contract of cameras: one verb, and the newest picture it gives.

A frame is handed on whole and new: never one of a queue, never one that was handed on before, never half of one. It is
not decoded here, because it comes from a device: whoever shows or measures it does that in a process that may be lost.
Nothing here looks for people, and nothing in this program says who somebody is.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import Protocol

from devices.clock import Wait
from devices.family import Begun, Family, WatchKind
from devices.lazy_dataclass import dataclass
from devices.readings import Device

FRAME_MOST = 4_000_000
"""Bytes of the largest frame that is taken."""
PIXELS_MOST = 13_000_000
"""The largest frame by its header: 4160 x 3120."""
FROZEN_S = 1.5
"""A camera without a new picture for so many seconds has frozen."""
EVERY_S = 0.01
"""Seconds between two calls: the camera sets the pace, and what it sends is taken at once."""
LONGEST_S = 10.0


@dataclass(frozen=True)
class CameraFrame:
    """One whole JPEG, its size in pixels by its header, and the moment it came (monotonic).

    `repr` shows nothing of the picture.
    """

    data: bytes = field(repr=False)
    width: int
    height: int
    at: float


class CameraCapability(StrEnum):
    """A capability of a camera."""

    TAKE_PHOTO = "take_photo"


class Camera(Device, Protocol):
    """A camera with a live picture.

    Fault codes: camera.no_answer, .frozen, .dropped, .cut_frames, .garbled, .too_large, .refused, .other_service (call
    staff), .busy (try again), and the transport's.
    """

    def view(self, wait: Wait) -> CameraFrame:
        """The newest frame, newer than the one before. The first call opens the stream; after a fault the next call
        waits a second and opens it again. Raises DeadlineReached, Cancelled (within 200 ms) or DeviceFault."""

    def end_view(self) -> None:
        """Close the stream. Nothing comes from the camera until the next `view`."""


def _view(camera: Camera, wait: Wait, _: Begun) -> CameraFrame:
    return camera.view(wait)


def _end_view(camera: Camera) -> None:
    camera.end_view()


VIEW: WatchKind[Camera, CameraFrame] = WatchKind(
    "view",
    CameraCapability.TAKE_PHOTO,
    CameraFrame,
    _view,
    every_s=EVERY_S,
    longest_s=LONGEST_S,
    end=_end_view,
)
FAMILY: Family[Camera] = Family("camera", Camera, CameraCapability, watches=(VIEW,))
