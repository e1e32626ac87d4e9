"""HTTP to devices: connections, bounds, deadlines, and what is known of a request that failed."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from devices import Cancelled, DeadlineReached, DeviceFault, FakeClock, SystemClock, Wait
from devices.http_simulator import HttpConnection, HttpReply, HttpRequest, reply
from devices.http_wire import HttpWire
from devices.ports import PortSettings, open_port
from devices.socket_wire import Server
from devices.transport import Peer, SimulatedPort, SimulatedWire, Wire

OK = b"HTTP/1.1 200 OK\r\n"


@dataclass
class Scripted:
    """A listener whose connections answer each request with the next of these bytes; "" hangs up after it."""

    answers: list[bytes]
    hang_up: bool = False
    after: float = 0.002
    connections: int = 0
    got: bytes = b""
    wire: Wire = field(init=False)

    def attach(self, line: Wire) -> None:
        self.wire = line

    def connection(self, line: Wire) -> Peer:
        self.connections += 1
        return self

    def received(self, data: bytes) -> None:
        self.got += data
        if self.got.endswith(b"\r\n\r\n") and self.answers:
            self.wire.send(self.answers.pop(0), self.after)
            if self.hang_up:
                self.wire.hang_up(self.after)


def wired(peer: Scripted) -> tuple[HttpWire, FakeClock]:
    clock = FakeClock(auto=True)
    return HttpWire(SimulatedPort(SimulatedWire(clock, peer)), clock), clock


def get(wire: HttpWire, clock: FakeClock, seconds: float = 5, cap: int = 1000) -> tuple[int, bytes]:
    answer = wire.exchange("GET", "/x", {}, b"", Wait(clock, seconds), cap)
    return answer.status, answer.body


def fault_of(peer: Scripted, cap: int = 1000) -> str:
    wire, clock = wired(peer)
    with pytest.raises(DeviceFault) as caught:
        get(wire, clock, cap=cap)
    return caught.value.fault.code


def body(content: bytes, more: bytes = b"") -> bytes:
    return OK + more + b"Content-Length: %d\r\n\r\n" % len(content) + content


@pytest.mark.parametrize(
    ("first", "waited_s", "connections"),
    [
        (body(b"a"), 0, 1),
        (body(b"a"), 1, 1),
        (body(b"a", b"Connection: close\r\n"), 0, 2),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", 0, 2),
        (body(b"a") + b"and more", 0, 2),
        (body(b"a") + b"and more", 1, 2),
        (body(b"a"), 6, 2),
    ],
    ids=["kept", "kept a while", "closed", "of HTTP/1.0", "bytes too many", "bytes too many, later", "idle"],
)
def test_a_connection_is_kept_while_it_is_useful(first: bytes, waited_s: float, connections: int) -> None:
    peer = Scripted([first, body(b"b")])
    wire, clock = wired(peer)
    assert get(wire, clock) == (200, b"a")
    Wait(clock, None).pause(waited_s)
    assert get(wire, clock) == (200, b"b")
    assert peer.connections == connections


def test_one_that_the_device_hung_up_meanwhile_is_opened_again_and_the_request_sent_once() -> None:
    peer = Scripted([body(b"a"), body(b"b")])
    wire, clock = wired(peer)
    get(wire, clock)
    peer.wire.hang_up()
    Wait(clock, None).pause(1)
    peer.got = b""
    assert get(wire, clock) == (200, b"b")
    assert peer.got.count(b"GET") == 1


def test_who_gives_up_while_a_kept_connection_is_looked_at_does_not_wait_for_it() -> None:
    """A device's worker ends in the middle of a look: its clock may stand still by then."""
    clock = FakeClock()
    peer = Scripted([body(b"a"), body(b"b")], after=0)
    wire = HttpWire(SimulatedPort(SimulatedWire(clock, peer)), clock)
    assert get(wire, clock) == (200, b"a")
    clock.advance(1)
    wait = Wait(clock, None)
    ended: list[type] = []

    def ask() -> None:
        try:
            wire.exchange("GET", "/x", {}, b"", wait)
        except Cancelled as given_up:
            ended.append(type(given_up))

    asking = clock.spawn("asking", ask)
    clock.settle()
    assert not ended
    wait.cancel()
    asking.join(2)
    assert ended == [Cancelled]


@pytest.mark.parametrize(
    ("answer", "content"),
    [
        (OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", b"abcde"),
        (OK + b"Connection: close\r\n\r\nuntil the end", b"until the end"),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + body(b"x"), b"x"),
        (body(b""), b""),
    ],
    ids=["in chunks", "until it hangs up", "after interim answers", "empty"],
)
def test_an_answer_is_taken_whole(answer: bytes, content: bytes) -> None:
    wire, clock = wired(Scripted([answer], hang_up=True))
    assert get(wire, clock) == (200, content)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n", "transport.noise"),
        (b"\xff" * 300, "transport.noise"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: a few\r\n\r\n", "transport.noise"),
        (OK + b"X: " + b"y" * 40_000, "transport.noise"),
        (body(b"z" * 1001), "transport.noise"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"3\r\nabc\r\n" * 500, "transport.noise"),
        (b"", "transport.lost"),
        (OK, "transport.lost"),
        (OK + b"Content-Length: 10\r\n\r\nabc", "transport.lost"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nab", "transport.lost"),
    ],
    ids=[
        "another protocol", "noise", "no length", "endless head", "a body too long", "chunks too many",
        "nothing", "in the head", "in the body", "in a chunk",
    ],
)  # fmt: skip
def test_what_is_no_answer_is_a_fault_of_the_line(answer: bytes, code: str) -> None:
    assert fault_of(Scripted([answer], hang_up=True)) == code


def test_something_that_says_hello_and_waits_is_not_waited_for() -> None:
    wire, clock = wired(Scripted([b"220 mail.example ready\r\n"]))
    with pytest.raises(DeviceFault) as caught:
        get(wire, clock)
    assert (caught.value.fault.code, clock.monotonic() < 1) == ("transport.noise", True)


@pytest.mark.parametrize("waited_s", [0, 8])
def test_after_a_deadline_the_late_answer_answers_nothing(waited_s: float) -> None:
    peer = Scripted([body(b"late"), body(b"next")], after=10)
    wire, clock = wired(peer)
    with pytest.raises(DeadlineReached):
        get(wire, clock, seconds=3)
    assert wire.may_have_arrived
    Wait(clock, None).pause(waited_s)
    peer.after = 0.002
    assert get(wire, clock) == (200, b"next")
    assert peer.connections == 2


def test_a_request_that_was_never_sent_cannot_have_arrived() -> None:
    wire, clock = wired(Scripted([body(b"a")]))
    get(wire, clock)
    assert wire.may_have_arrived
    wire.close()
    spent = Wait(clock, 5)
    spent.cancel()
    with pytest.raises(Cancelled):
        wire.exchange("POST", "/x", {}, b"body", spent)
    assert not wire.may_have_arrived


def test_a_plug_that_is_out_is_absent_and_nothing_has_arrived() -> None:
    peer = Scripted([])
    clock = FakeClock(auto=True)
    line = SimulatedWire(clock, peer)
    wire = HttpWire(SimulatedPort(line), clock)
    line.cut()
    with pytest.raises(DeviceFault) as caught:
        get(wire, clock)
    assert (caught.value.fault.code, wire.may_have_arrived) == ("transport.absent", False)


def test_a_body_can_be_read_in_pieces_as_they_come_and_given_up() -> None:
    clock = FakeClock(auto=True)
    frames = HttpReply(pieces=tuple((1.0, b"frame %d" % n) for n in range(5)))
    wire = HttpWire(SimulatedPort(SimulatedWire(clock, Server_(lambda asked: frames))), clock)
    incoming = wire.begin("GET", "/video", {}, b"", Wait(clock, 5))
    seen = [(incoming.piece(Wait(clock, 5)), round(clock.monotonic())) for _ in range(3)]
    assert seen == [(b"frame 0", 1), (b"frame 1", 2), (b"frame 2", 3)]
    with pytest.raises(DeadlineReached):
        incoming.piece(Wait(clock, 0.5))
    incoming.close()
    assert wire.exchange("GET", "/video", {}, b"", Wait(clock, 9)).body == b"".join(data for _, data in frames.pieces)


class Server_:  # noqa: N801 (Server is the one of sockets)
    """A simulator that is nothing but a web server."""

    def __init__(self, handler: object) -> None:
        assert callable(handler)
        self._handler = handler

    def attach(self, line: Wire) -> None:
        pass

    def received(self, data: bytes) -> None:
        raise AssertionError("bytes outside a connection")

    def connection(self, line: Wire) -> Peer:
        return HttpConnection(line, self._handler)


def echo(asked: HttpRequest) -> HttpReply:
    if asked.target == "/again":
        return reply(asked.body, "text/plain")
    return reply(f"{asked.method} {asked.target} {len(asked.body)}".encode(), "text/plain")


@pytest.fixture
def served() -> Iterator[Server]:
    server = Server(Server_(echo), SystemClock())
    yield server
    server.close()


def test_a_served_simulator_answers_programs_that_are_not_ours(served: Server) -> None:
    one, other = (http.client.HTTPConnection("127.0.0.1", served.port, timeout=5) for _ in range(2))
    for number in range(3):
        for connection in (one, other):
            connection.request("POST", f"/{number}", b"x" * 100_000)
            assert connection.getresponse().read() == f"POST /{number} 100000".encode()
    one.request("HEAD", "/0")
    head = one.getresponse()
    assert (head.status, head.headers["Content-Length"], head.read()) == (200, str(len("HEAD /0 0")), b"")
    one.request("GET", "/last", headers={"Connection": "close", "Expect": "100-continue"})
    assert one.getresponse().read() == b"GET /last 0"
    one.close()
    other.close()


def test_what_is_no_request_is_refused_and_the_connection_closed(served: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=5)
    connection.connect()
    connection.sock.sendall(b"GET /no colon\r\n\r\n")
    data = b""
    while piece := connection.sock.recv(100):
        data += piece
    assert data.startswith(b"HTTP/1.1 400 ")
    connection.close()


def test_a_megabyte_there_and_back_over_a_socket_takes_no_time(served: Server) -> None:
    clock = SystemClock()
    wire = HttpWire(open_port(f"socket://127.0.0.1:{served.port}", PortSettings(clock)), clock)
    began = clock.monotonic()
    assert len(wire.exchange("POST", "/again", {}, b"x" * 1_000_000, Wait(clock, 60), 2_000_000).body) == 1_000_000
    assert clock.monotonic() - began < 5, "pieces wait for nothing"
    wire.close()
