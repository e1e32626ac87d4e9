"""The driver of cameras that give a stream of JPEG pictures over HTTP ("MJPEG").

The stream is open only while somebody looks. What has arrived is read to its end before a picture is handed on: it is
the newest there is, and older ones are dropped. A picture that is the same to the last byte as the one before is not
handed on: a sensor has noise, and a camera that has stopped repeats itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from devices.camera.contract import FROZEN_S, Camera, CameraCapability, CameraFrame
from devices.camera.faults import failed
from devices.camera.multipart import Garbled, PartReader, Picture, TooLarge, boundary_of
from devices.clock import Clock, DeadlineReached, Wait
from devices.faults import DeviceFault
from devices.http_wire import HttpWire, Incoming
from devices.lazy_dataclass import dataclass
from devices.readings import DeviceState, DeviceStatus, failed_status
from devices.transport import Port

PATH = "/stream"
OPEN_S = 3.0
"""Seconds until the head of the answer, and then until the first picture: some cameras wake up first."""
AGAIN_S = 1.0
"""Seconds between two attempts to open a stream."""
OK = 200
REFUSED = frozenset({401, 403, 404, 405, 410})
BUSY = frozenset({429, 503})


def create(port: Port, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> Camera:
    """The driver for a port and a model; nothing is opened yet. mypy checks it against the contract here."""
    return MjpegCamera(port, clock, {**model, **options})


@dataclass
class _Stream:
    """An open stream, and how long the next picture may take."""

    incoming: Incoming
    parts: PartReader
    patience_s: float = OPEN_S
    newest: bytes = b""
    came: bool = False
    """Whether bytes came since the newest picture."""


class MjpegCamera:
    """See `contract.Camera`. Used by one thread."""

    def __init__(self, port: Port, clock: Clock, profile: Mapping[str, Any]) -> None:
        self._clock = clock
        self._wire = HttpWire(port, clock)
        self._address = port.address
        self._path = str(profile.get("path") or PATH)
        self._stream: _Stream | None = None
        self._not_before = 0.0

    def status(self, wait: Wait) -> DeviceStatus:
        """Whether the camera begins a stream; of that nothing is read."""
        capabilities: frozenset[str] = frozenset({CameraCapability.TAKE_PHOTO})
        self.end_view()
        try:
            self._open(wait)
        except (DeviceFault, DeadlineReached) as trouble:
            found = trouble.fault if isinstance(trouble, DeviceFault) else failed("no_answer", self._address).fault
            return failed_status(found, capabilities)
        finally:
            # What was to be known is known; the wire has forgotten the pipe and opens another.
            with suppress(OSError):
                self._wire.close()
        return DeviceStatus(DeviceState.READY, capabilities=capabilities)

    def view(self, wait: Wait) -> CameraFrame:
        try:
            if self._stream is None:
                wait.pause(max(0.0, self._not_before - self._clock.monotonic()))
                self._stream = self._open(wait)
            picture = self._next(self._stream, wait)
        except BaseException:
            self._not_before = self._clock.monotonic() + AGAIN_S
            self.end_view()
            raise
        return CameraFrame(picture.data, picture.width, picture.height, self._clock.monotonic())

    def end_view(self) -> None:
        self._stream = None
        self._wire.close()

    def close(self) -> None:
        self.end_view()

    def _open(self, wait: Wait) -> _Stream:
        soon = wait.within(OPEN_S)
        try:
            incoming = self._wire.begin("GET", self._path, {"Accept": "multipart/x-mixed-replace"}, b"", soon)
        except DeadlineReached:
            if wait.spent():
                raise
            raise failed("no_answer", self._address) from None
        boundary = boundary_of(incoming.headers.get("content-type", ""))
        if incoming.status != OK or boundary is None:
            word = "refused" if incoming.status in REFUSED else "busy" if incoming.status in BUSY else "other_service"
            raise failed(word, f"{self._address}: HTTP {incoming.status}")
        return _Stream(incoming, PartReader(boundary))

    def _next(self, stream: _Stream, wait: Wait) -> Picture:
        """The next picture that is new. Raises DeviceFault, DeadlineReached and Cancelled."""
        ends_at = self._clock.monotonic() + stream.patience_s
        while True:
            left = ends_at - self._clock.monotonic()
            if left <= 0:
                raise failed(*self._stopped(stream))
            try:
                data = stream.incoming.piece(wait.within(left))
            except DeadlineReached:
                if wait.spent():
                    raise
                raise failed(*self._stopped(stream)) from None
            self._feed(stream, data)
            if not stream.incoming.all_taken:
                continue
            picture = stream.parts.take()
            if picture is not None and picture.data != stream.newest:
                stream.newest, stream.patience_s = picture.data, FROZEN_S
                stream.came, stream.parts.broken = False, 0
                return picture

    def _feed(self, stream: _Stream, data: bytes) -> None:
        try:
            stream.parts.feed(data)
        except TooLarge as large:
            raise failed("too_large", f"{self._address}: {large}") from large
        except Garbled as garbled:
            raise failed("garbled", f"{self._address}: {garbled}") from garbled
        if stream.parts.ended or not data:
            raise failed("dropped", self._address)
        stream.came = True

    def _stopped(self, stream: _Stream) -> tuple[str, str]:
        """The word for a stream without a new picture, and a detail."""
        if stream.parts.broken:
            return "cut_frames", f"{self._address}: {stream.parts.broken} broken pictures in a row"
        if stream.came and not stream.incoming.all_taken:
            return "too_large", f"{self._address}: more than can be taken"
        if stream.came and not stream.newest:
            return "garbled", f"{self._address}: no picture in what came"
        return "frozen", self._address
