"""HTTP/1.1 to a device, over a port: the bytes are h11's, everything that waits is ours.

One connection at a time. It is kept while it is useful and opened again after `Connection: close`, an idle time or an
error. A request is sent once: whether to ask again is the caller's decision, who learns from `may_have_arrived` whether
the device may know of it. Only the deadline limits how often the other end sends interim answers.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from devices.clock import Clock, DeadlineReached, Wait
from devices.faults import DeviceFault, Next
from devices.lazy_dataclass import dataclass
from devices.transport import Pipe, Port

if TYPE_CHECKING:
    import h11

IDLE_S = 5.0
"""A connection that was not used for so many seconds may be closed by the device at any moment: it is opened again."""
FRESH_S = 0.2
"""One that was used so many seconds ago is not looked at before it is used again, which takes up to 50 ms."""
QUIET_S = 0.001
READ_BYTES = 4096
MOST_HEAD_BYTES = 16 * 1024
"""Of a status line and its headers."""
MOST_BODY_BYTES = 1024 * 1024
STATUS_LINE = b"HTTP/1."
WRITE_BYTES = 16 * 1024
"""Bytes written at once; deadline and cancellation are looked at in between."""


@dataclass(frozen=True)
class Reply:
    """A whole answer; names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def no_http(detail: str) -> DeviceFault:
    """The fault of a device that answers with something other than HTTP: another device, or a broken one."""
    return DeviceFault("transport.noise", Next.CALL_STAFF, f"{detail}; check the address and what is connected there")


def host_of(address: str) -> str:
    """The host and port of a socket address as they are written in a URL; "localhost" for a simulated port."""
    return urlsplit(address).netloc or "localhost"


class HttpWire:
    """The client of one device. Used by one thread."""

    def __init__(self, port: Port, clock: Clock) -> None:
        self._port = port
        self._clock = clock
        self._host = host_of(port.address)
        self._pipe: Pipe | None = None
        self._talk: h11.Connection
        self._used_at = 0.0
        self._gone: DeviceFault | None = None
        """The other end closed the connection, which may be the regular end of an answer."""
        self.may_have_arrived = False
        """Whether any byte of the last request may have reached the device."""
        self.all_taken = False
        """Whether the last read left nothing that had already arrived."""

    def exchange(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str],
        body: bytes,
        wait: Wait,
        cap: int = MOST_BODY_BYTES,
    ) -> Reply:
        """Send a request and take the whole answer, of at most `cap` bytes.

        Raises DeviceFault ("transport.*"; "transport.noise" for what is no HTTP), DeadlineReached, Cancelled.
        """
        incoming = self.begin(method, target, headers, body, wait)
        return Reply(incoming.status, incoming.headers, incoming.rest(wait, cap))

    def begin(self, method: str, target: str, headers: Mapping[str, str], body: bytes, wait: Wait) -> Incoming:
        """Send a request and take the head of the answer, whose body is then read in pieces. Raises as `exchange`."""
        import h11

        self.may_have_arrived = False
        wait.check()
        with self._closed_on_error():
            self._connect(wait)
            lines = [("Host", self._host), *headers.items()]
            if body or method not in ("GET", "HEAD", "DELETE"):
                lines.append(("Content-Length", str(len(body))))
            self._write(self._talk.send(h11.Request(method=method, target=target, headers=lines)), wait)
            if body:
                self._write(self._talk.send(h11.Data(data=body)), wait)
            self._write(self._talk.send(h11.EndOfMessage()), wait)
            while not isinstance(event := self._event(wait), h11.Response):
                if not isinstance(event, h11.InformationalResponse):
                    raise no_http(f"{self._port.address}: {type(event).__name__} in place of an answer")
            names = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in event.headers}
            return Incoming(self, event.status_code, MappingProxyType(names))

    def close(self) -> None:
        # Forgotten first: a pipe that cannot even be closed must not be used again.
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()

    def next_piece(self, wait: Wait) -> bytes:
        """The next bytes of the answer that `begin` gave; b"" at its end. `Incoming` is its only caller."""
        import h11

        with self._closed_on_error():
            while True:
                event = self._event(wait)
                if isinstance(event, h11.Data):
                    if event.data:
                        return bytes(event.data)
                elif isinstance(event, h11.EndOfMessage):
                    self._end()
                    return b""
                else:
                    raise no_http(f"{self._port.address}: {type(event).__name__} in the middle of an answer")

    def _end(self) -> None:
        """Keep the connection for the next request, if both ends can."""
        import h11

        self._used_at = self._clock.monotonic()
        clean = not self._talk.trailing_data[0] and self._gone is None
        if clean and self._talk.our_state is h11.DONE and self._talk.their_state is h11.DONE:
            self._talk.start_next_cycle()
        else:
            self.close()

    def _connect(self, wait: Wait) -> None:
        import h11

        idle_s = self._clock.monotonic() - self._used_at
        if self._pipe is not None and (idle_s > IDLE_S or (idle_s > FRESH_S and not self._is_quiet(wait))):
            self.close()
        if self._pipe is None:
            self._talk = h11.Connection(h11.CLIENT, max_incomplete_event_size=MOST_HEAD_BYTES)
            self._gone = None
            self._pipe = self._port.open()
            self._used_at = self._clock.monotonic()

    def _is_quiet(self, wait: Wait) -> bool:
        """Whether a kept connection is open and has nothing left to say; nothing was sent on it yet.

        Raises Cancelled.
        """
        assert self._pipe is not None
        try:
            self._pipe.read(wait.within(QUIET_S))
        except DeadlineReached:
            return True
        except DeviceFault:
            return False
        return False

    def _write(self, data: bytes | None, wait: Wait) -> None:
        assert self._pipe is not None
        for at in range(0, len(data or b""), WRITE_BYTES):
            wait.check()
            self.may_have_arrived = True
            self._pipe.write((data or b"")[at : at + WRITE_BYTES])

    def _event(self, wait: Wait) -> Any:
        import h11

        assert self._pipe is not None
        while True:
            try:
                event = self._talk.next_event()
            except h11.RemoteProtocolError as error:
                # An answer that breaks off is a lost connection, not nonsense.
                raise self._gone or no_http(f"{self._port.address}: no HTTP ({type(error).__name__})") from error
            if event is not h11.NEED_DATA:
                return self._unless_gone(event)
            if self._gone is not None:
                raise self._gone
            try:
                data = self._pipe.read(wait, READ_BYTES)
                self.all_taken = len(data) < READ_BYTES
            except DeviceFault as gone:
                self._gone, data = gone, b""
            self._talk.receive_data(data)
            self._check_start()

    def _check_start(self) -> None:
        """Something else may say hello and wait: it is not HTTP by its first bytes, and no end of a head will come."""
        import h11

        if self._talk.their_state is h11.SEND_RESPONSE:
            start = bytes(self._talk.trailing_data[0][: len(STATUS_LINE)])
            if not STATUS_LINE.startswith(start):
                raise no_http(f"{self._port.address}: no HTTP")

    def _unless_gone(self, event: Any) -> Any:
        import h11

        if isinstance(event, h11.ConnectionClosed) and self._gone is not None:
            raise self._gone
        return event

    @contextlib.contextmanager
    def _closed_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.close()
            raise


class Incoming:
    """An answer whose body comes in pieces. One that is not read to its end is given up with `close`."""

    def __init__(self, wire: HttpWire, status: int, headers: Mapping[str, str]) -> None:
        self._wire = wire
        self._ended = False
        self.status = status
        self.headers = headers

    def piece(self, wait: Wait) -> bytes:
        """The next bytes of the body, at least one; b"" once it has ended. Raises as `HttpWire.exchange`."""
        data = b"" if self._ended else self._wire.next_piece(wait)
        self._ended = not data
        return data

    @property
    def all_taken(self) -> bool:
        """Whether `piece` gave the newest that has arrived: a reader of a stream drops what is older."""
        return self._wire.all_taken

    def rest(self, wait: Wait, cap: int = MOST_BODY_BYTES) -> bytes:
        """All that is left of the body. Raises also "transport.noise" when it is longer than `cap` bytes."""
        whole = bytearray()
        while data := self.piece(wait):
            whole += data
            if len(whole) > cap:
                self.close()
                raise no_http(f"an answer of more than {cap} bytes")
        return bytes(whole)

    def close(self) -> None:
        """Give the answer up; the connection is closed if it still carries it."""
        if not self._ended:
            self._ended = True
            self._wire.close()
