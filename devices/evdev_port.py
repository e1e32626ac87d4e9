"""Ports of Linux input devices: a node of /dev/input, which this program alone reads ("evdev:PATH").

What is read are the records of `input_records`. They begin with what is so now: switches that are on, and keys that are
down already, as held ones. Nothing can be written. A node is named by its place (/dev/input/by-path/...): the number of
an event node changes with every start. A named pipe with records is read too. The only module that opens such a node.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import stat
import sys
from collections.abc import Iterator

from devices.clock import Wait
from devices.faults import DeviceFault
from devices.input_records import EV_KEY, EV_SW, HELD, PRESSED, RECORD, Record, encoded
from devices.ports_in_use import PortsInUse
from devices.transport import Pipe, absent, busy, lost

GRAB = 0x40044590
"""EVIOCGRAB: nobody else is given the device's events, no desktop and no other program."""
SWITCHES_NOW, SWITCH_BYTES = 0x8008451B, 8
"""EVIOCGSW(8): a bit for each switch that is on."""
KEYS_NOW, KEY_BYTES = 0x80604518, 96
"""EVIOCGKEY(96): a bit for each key that is down."""
SLICE_MS = 50
"""The longest wait in one piece, so that a cancel takes effect within 200 ms."""
NOT_THERE = frozenset({errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.ENOTDIR})


class EvdevPort:
    """An input device by the path of its node."""

    def __init__(self, address: str, *, owner: str = "", in_use: PortsInUse | None = None) -> None:
        self.address = address
        self._owner = owner
        self._in_use = in_use or PortsInUse()

    @property
    def path(self) -> str:
        return self.address.partition(":")[2]

    def open(self) -> Pipe:
        if sys.platform == "win32":
            raise absent(f"{self.address}: this system has no input devices of this sort")
        holder = self._in_use.take(self.path, self, self._owner)
        if holder is not None:
            raise busy(f"{self.address}: in use by the device {holder!r} of this program", "device")
        try:
            return _EvdevPipe(self, *self._opened())
        except BaseException:
            self.closed()
            raise

    def line_s(self, length: int) -> float:
        return 0.0

    def closed(self) -> None:
        """The pipe was closed."""
        self._in_use.leave(self.path, self)

    def _opened(self) -> tuple[int, bytes]:
        """The node's descriptor, and the records of what is so now. Raises DeviceFault."""
        try:
            node = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            hint = "" if error.errno in NOT_THERE else "; its user must be in the group input"
            raise absent(f"{self.address}: {error.strerror}{hint}") from error
        try:
            if stat.S_ISFIFO(os.fstat(node).st_mode):
                # Its bytes have one reader by nature.
                return node, b""
            _grab(node, self.address)
            return node, encoded(*_now(node))
        except OSError as error:
            os.close(node)
            raise absent(f"{self.address}: no input device: {error.strerror}") from error
        except DeviceFault:
            os.close(node)
            raise


def _grab(node: int, address: str) -> None:
    """Raises DeviceFault where another program has it, and OSError for what is no input device."""
    import fcntl

    try:
        fcntl.ioctl(node, GRAB, 1)
    except OSError as error:
        if error.errno == errno.EBUSY:
            raise busy(f"{address}: another program has taken the device for itself", "unknown") from error
        raise


def _now(node: int) -> Iterator[Record]:
    import fcntl

    for kind, request, length, value in (
        (EV_SW, SWITCHES_NOW, SWITCH_BYTES, PRESSED),
        (EV_KEY, KEYS_NOW, KEY_BYTES, HELD),
    ):
        # A device without switches, or without keys, may refuse the question.
        bits = bytes(length)
        with contextlib.suppress(OSError):
            bits = fcntl.ioctl(node, request, bits)
        for code in range(8 * length):
            if bits[code // 8] >> code % 8 & 1:
                yield Record(kind, code, value)


class _EvdevPipe:
    def __init__(self, port: EvdevPort, node: int, now: bytes) -> None:
        self._port = port
        self._node: int | None = node
        self._now = now
        self._poll = select.poll()
        self._poll.register(node, select.POLLIN)

    def write(self, data: bytes) -> None:
        raise lost(f"{self._port.address}: an input device takes no bytes")

    def read(self, wait: Wait, limit: int = 4096) -> bytes:
        if self._now:
            now, self._now = self._now, b""
            return now
        while True:
            wait.check()
            if self._node is None:
                raise lost("closed")
            # A node that is unplugged can be read at once, and says so; a pipe without a writer has none yet.
            left = wait.remaining()
            if not self._poll.poll(SLICE_MS if left is None else min(SLICE_MS, max(1, int(1000 * left)))):
                continue
            try:
                data = os.read(self._node, max(limit - limit % RECORD.size, RECORD.size))
            except BlockingIOError:
                continue
            except OSError as error:
                raise lost(f"{self._port.address}: {error.strerror}") from error
            if not data:
                raise lost(f"{self._port.address}: its writer has gone")
            return data

    def arrives_in(self) -> float:
        return 0.0

    def close(self) -> None:
        node, self._node = self._node, None
        if node is not None:
            self._port.closed()
            # Closing gives the device back to everybody else.
            os.close(node)
