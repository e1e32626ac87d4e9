"""A simulated camera with a stream of JPEG pictures over HTTP, and the invented people who stand before it.

Its answer has the form that cameras and their programs give: an older HTTP, no length of the whole, parts with one.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from devices.camera.mjpeg import PATH
from devices.clock import Clock
from devices.drawn_scans import Scan, scan_jpeg, sheet_of, with_huge_size
from devices.http_simulator import HttpReply, HttpRequest, HttpSimulator, reply
from devices.misfortunes import LOST, PAPER, Action, Misfortune, Simulator
from devices.portraits import DARK_PART, GLARE_PART, Pose, Scene, camera_jpeg

ENDED = ("camera.dropped", *LOST)
"""An answer without a length ends with its connection, and nobody can say why."""
MISFORTUNES = (
    Misfortune("freeze", "No new pictures come", ("camera.frozen",)),
    Misfortune("repeats", "It sends the same picture again and again", ("camera.frozen",)),
    Misfortune("drop", "Its connection ends in the middle of a picture", ENDED),
    Misfortune("half_frames", "Pictures break off, and it does not say so", ("camera.cut_frames",)),
    Misfortune("garbled", "It sends noise", ("camera.garbled",)),
    Misfortune("huge_frame", "Pictures claim to be larger than any", ("camera.too_large",)),
    Misfortune("huge_size", "Pictures claim 40 000 pixels a side", ("camera.too_large",)),
    Misfortune("no_length", "Its parts have no length"),
    Misfortune("slow", "It sends few pictures", (), MappingProxyType({"factor": 4})),
    Misfortune("silent", "It does not answer", ("camera.no_answer",)),
    Misfortune("refuses", "It asks for a password", ("camera.refused",)),
    Misfortune("busy", "It has too many lookers-on", ("camera.busy",)),
    Misfortune("other_service", "A web page answers", ("camera.other_service",)),
    Misfortune("unplugged", "The network plug is pulled", ENDED),
    Misfortune("unplugged_during", "The network plug is pulled during a picture", ENDED),
)
ACTIONS = (
    Action("show_person", "Somebody stands before the camera as asked"),
    Action("show_two_people", "Two people stand before it"),
    Action("show_nobody", "Nobody is before it"),
    Action("show_picture", "A picture file or a paper with a text is held before it", PAPER),
    Action("too_far", "The person is too far away"),
    Action("too_close", "The person is too close"),
    Action("off_centre", "The person stands aside"),
    Action("moving", "The person moves"),
    Action("too_dark", "The light is off"),
    Action("too_bright", "The sun shines in"),
)
FPS = 15.0
VARIANTS = 8
"""Pictures of a scene that differ by their noise."""
BOUNDARY = "camera-frame"
HEAD = (
    "HTTP/1.0 200 OK\r\nConnection: close\r\nCache-Control: no-store\r\n"
    f"Content-Type: multipart/x-mixed-replace;boundary={BOUNDARY}\r\n\r\n"
)
PAGE = b"<!doctype html><title>Welcome</title><p>Log in to use the network.</p>"
NOISE_BYTES = 40_000
HUGE_BYTES = 40_000_000
STANDS = Pose(width=0.25)
STATUSES = MappingProxyType({"refuses": 401, "busy": 503})


def create(clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """A camera with nobody before it; options as in a model's profile."""
    return MjpegSimulator(clock, options)


class MjpegSimulator(HttpSimulator):
    """The other end of a camera's wire."""

    def __init__(self, clock: Clock, options: Mapping[str, Any] = MappingProxyType({})) -> None:
        super().__init__(clock, MISFORTUNES)
        self._path = str(options.get("path") or PATH)
        self._size = int(options.get("width") or 640), int(options.get("height") or 480)
        self._every_s = 1 / float(options.get("fps") or FPS)
        self.scene = self._seen()
        self.streams = 0
        """Streams that were begun."""

    def show(self, *people: Pose, light: float = 1.0, blur: float = 0.0) -> None:
        """Let these people stand before the camera."""
        self._look_at(self._seen(people=people, light=light, blur=blur))

    def show_person(self) -> None:
        self.show(STANDS)

    def show_two_people(self) -> None:
        self.show(Pose(x=0.32, width=0.22), Pose(x=0.7, width=0.2, person=1))

    def show_nobody(self) -> None:
        self.show()

    def show_picture(self, text: str) -> None:
        """Hold a picture file before the camera, or a paper with this text."""
        sheet = sheet_of(text)
        picture = sheet if isinstance(sheet, bytes) else scan_jpeg(sheet, Scan(75, True, *self._size))
        self._look_at(self._seen(picture=picture))

    def too_far(self) -> None:
        self.show(Pose(width=0.13))

    def too_close(self) -> None:
        self.show(Pose(width=0.5, y=0.5))

    def off_centre(self) -> None:
        self.show(Pose(x=0.72, width=0.25))

    def moving(self) -> None:
        self.show(STANDS, blur=8.0)

    def too_dark(self) -> None:
        self.show(STANDS, light=DARK_PART)

    def too_bright(self) -> None:
        self.show(STANDS, light=GLARE_PART)

    def _seen(self, **given: Any) -> Scene:
        return Scene(*self._size, **given)

    def _look_at(self, scene: Scene) -> None:
        camera_jpeg(scene, 0)  # drawn now, in the caller's time; raises OSError for what is no picture
        with self._lock:
            self.scene = scene

    def _answer(self, asked: HttpRequest) -> HttpReply | None:
        with self._lock:
            if self.misfortunes.on("silent") or self.misfortunes.on("unplugged"):
                return None
            if self.misfortunes.on("other_service"):
                return reply(PAGE, "text/html")
            if asked.method != "GET" or asked.target != self._path:
                self.complain(f"{asked.method} {asked.target[:60]!r} is for nothing")
                return HttpReply(404)
            for name, status in STATUSES.items():
                if self.misfortunes.on(name):
                    return HttpReply(status)
            self.streams += 1
            slow = self.misfortunes.on("slow")
            every_s = self._every_s * (float(slow["factor"]) if slow else 1.0)
            return HttpReply(raw=HEAD.encode("ascii"), stream=_Stream(self).next, every_s=every_s)

    def part(self, number: int, ended: bool) -> bytes | None:
        """Return the bytes sent for the picture of this number; None ends the connection."""
        with self._lock:
            scene, on = self.scene, self.misfortunes.on
            if ended:
                return None
            if on("unplugged_during"):
                self._wire.cut()
                return b""
            if on("freeze") or on("silent"):
                return b""
            if on("garbled"):
                return random.Random(number).randbytes(NOISE_BYTES)
            return self._pictured(scene, number, bool(on("no_length")))

    def _pictured(self, scene: Scene, number: int, no_length: bool) -> bytes:
        on = self.misfortunes.on
        data = camera_jpeg(scene, 0 if on("repeats") else number % VARIANTS)
        if on("huge_size"):
            data = with_huge_size(data)
        length = HUGE_BYTES if on("huge_frame") else len(data)
        head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\n"
        head += "" if no_length else f"Content-Length: {length}\r\n"
        if on("half_frames") or on("drop"):
            data = data[: len(data) // 2]
        return head.encode("ascii") + b"\r\n" + data + (b"" if on("drop") else b"\r\n")

    @property
    def dropping(self) -> bool:
        with self._lock:
            return bool(self.misfortunes.on("drop"))


class _Stream:
    """One looker-on: which picture is next."""

    def __init__(self, camera: MjpegSimulator) -> None:
        self._camera = camera
        self._number = 0
        self._ended = False

    def next(self) -> bytes | None:
        self._number += 1
        dropping = self._camera.dropping
        data = self._camera.part(self._number, self._ended)
        self._ended = dropping
        return data
