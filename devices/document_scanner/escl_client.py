"""Questions to an eSCL scanner, over HTTP on its port, and what is believed of the answers. Nothing is asked again by
itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TypeVar

from devices.clock import Clock, DeadlineReached, Wait
from devices.document_scanner import escl_messages
from devices.document_scanner.contract import ScannedPage, Source
from devices.document_scanner.escl_messages import InputCaps, NotEscl, ScannerState, Settings
from devices.document_scanner.faults import failed
from devices.document_scanner.page_check import checked_page
from devices.document_scanner.picture import JPEG
from devices.http_wire import HttpWire, Incoming, Reply
from devices.lazy_dataclass import dataclass
from devices.readings import Inventory
from devices.transport import Port

XML = "text/xml"
XML_TYPES = frozenset({XML, "application/xml"})
CREATED, OK = 201, 200
NO_MORE = frozenset({404, 410})
"""Answers to NextDocument when there is no further page."""
NOT_NOW = 503
MOST_XML = escl_messages.MOST_BYTES
PIECE_S = 10.0
"""A scanner that sends nothing for so many seconds in the middle of a picture has frozen."""
T = TypeVar("T")


@dataclass(frozen=True)
class NotTaken:
    """The scanner did not begin the job, or has no page now; the HTTP status."""

    status: int


@dataclass(frozen=True)
class Picture:
    """A file that came in whole by the rules of HTTP."""

    data: bytes = field(repr=False)


class EsclClient:
    """One scanner at a port. Used by one thread. Calls raise DeviceFault, DeadlineReached and Cancelled."""

    def __init__(self, port: Port, clock: Clock, path: str) -> None:
        self._wire = HttpWire(port, clock)
        self._path = path
        self._address = port.address

    def close(self) -> None:
        self._wire.close()

    def status(self, wait: Wait) -> ScannerState:
        return self._read(escl_messages.read_status, self._get("ScannerStatus", wait))

    def capabilities(self, wait: Wait) -> Mapping[Source, InputCaps]:
        return self._read(escl_messages.read_capabilities, self._get("ScannerCapabilities", wait))

    def names(self, wait: Wait) -> Inventory:
        return self._read(escl_messages.read_names, self._get("ScannerCapabilities", wait))

    def begin(self, settings: Settings, wait: Wait) -> str | NotTaken:
        """Begin a job; its name."""
        body = escl_messages.scan_settings(settings)
        reply = self._wire.exchange("POST", f"{self._path}/ScanJobs", {"Content-Type": XML}, body, wait, MOST_XML)
        if reply.status != CREATED:
            return NotTaken(reply.status)
        job = escl_messages.job_id(reply.headers.get("location", ""))
        if job is None:
            raise failed("other_service", f"{self._address}: a job without an address")
        return job

    def next_page(self, job: str, wait: Wait, cap: int) -> Picture | NotTaken:
        """The next picture of a job, of at most `cap` bytes."""
        incoming = self._wire.begin("GET", f"{self._path}/ScanJobs/{job}/NextDocument", {}, b"", wait)
        if incoming.status != OK:
            incoming.rest(wait, MOST_XML)
            return NotTaken(incoming.status)
        try:
            kind = incoming.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind != JPEG:
                raise failed("other_service", f"{self._address}: a page as {kind[:60]!r}")
            return Picture(self._taken(incoming, wait, cap))
        finally:
            incoming.close()

    def end(self, job: str, wait: Wait) -> None:
        """End a job, whether it is over or not; the answer does not matter."""
        self._wire.exchange("DELETE", f"{self._path}/ScanJobs/{job}", {}, b"", wait, MOST_XML)

    def _taken(self, incoming: Incoming, wait: Wait, cap: int) -> bytes:
        whole = bytearray()
        while True:
            silent = wait.within(PIECE_S)
            try:
                data = incoming.piece(silent)
            except DeadlineReached:
                if wait.spent():
                    raise
                raise failed("no_answer", f"{self._address}: frozen after {len(whole)} bytes of a page") from None
            if not data:
                return bytes(whole)
            whole += data
            if len(whole) > cap:
                raise failed("too_large", f"{self._address}: more than {cap} bytes")

    def _get(self, name: str, wait: Wait) -> Reply:
        reply = self._wire.exchange("GET", f"{self._path}/{name}", {}, b"", wait, MOST_XML)
        kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        if reply.status == NOT_NOW:
            raise failed("busy", f"{self._address}: HTTP {reply.status}")
        if reply.status != OK or kind not in XML_TYPES:
            raise failed("other_service", f"{self._address}: HTTP {reply.status}, {kind[:60]!r}")
        return reply

    def _read(self, read: Callable[[bytes], T], reply: Reply) -> T:
        try:
            return read(reply.body)
        except NotEscl as wrong:
            raise failed("other_service", f"{self._address}: no eSCL: {wrong}") from wrong


def page_of(picture: Picture, settings: Settings) -> ScannedPage:
    """The page in a picture, if it is whole and has the size that was asked for. Raises DeviceFault."""
    asked = settings.pixels(settings.width), settings.pixels(settings.height)
    return checked_page(picture.data, settings.dpi, asked, settings.source)
