"""Ports of readers that the service pcscd has: a process of ours calls PC/SC, and a pipe carries its frames.

The process is there because a call to a card has no longest time in PC/SC: it is killed when the pipe is closed. What
it may send to a card is in `pcsc_wire`.
"""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
from pathlib import Path

from devices.clock import Wait
from devices.ports_in_use import PortsInUse
from devices.transport import Pipe, absent, busy, lost

FOLDER = Path(__file__).resolve().parent
PROGRAM = """
import sys, types
devices = sys.modules["devices"] = types.ModuleType("devices")
devices.__path__ = [sys.argv[1]]
from devices.pcsc_child import main
sys.exit(main())
"""
"""The package is entered without its `__init__`, which loads the table of all drivers: 9 MB of memory in place of 16,
and a start in 30 ms. With `python -I -S` neither environment nor working folder puts a module in place of ours."""
SLICE_MS = 50
"""The longest wait in one piece, so that a cancel takes effect within 200 ms."""
KEPT_VARIABLES = ("PCSCLITE_CSOCK_NAME",)
"""Of this program's environment: the socket of a pcscd that is not at its usual place."""


class PcscPort:
    """A reader of PC/SC. The address is "pcsc:" and its name, as `pcsc_scan -r` lists it; the numbers at the end, which
    depend on the order of plugging in, may be left out where no other reader has the name."""

    def __init__(self, address: str, *, owner: str = "", in_use: PortsInUse | None = None) -> None:
        self.address = address
        self._owner = owner
        self._in_use = in_use or PortsInUse()

    @property
    def reader(self) -> str:
        return self.address.partition(":")[2]

    def open(self) -> Pipe:
        if sys.platform == "win32":
            raise absent(f"{self.address}: PC/SC is called on Linux only")
        holder = self._in_use.take(self.address, self, self._owner)
        if holder is not None:
            raise busy(f"{self.address}: in use by the device {holder!r} of this program", "device")
        try:
            return _PcscPipe(self)
        except OSError as error:
            self.closed()
            raise absent(f"{self.address}: its process does not start: {error}") from error

    def line_s(self, length: int) -> float:
        return 0.0

    def closed(self) -> None:
        self._in_use.leave(self.address, self)


class _PcscPipe:
    """The process, while it runs."""

    def __init__(self, port: PcscPort) -> None:
        self._port = port
        self._process: subprocess.Popen[bytes] | None = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", PROGRAM, str(FOLDER), port.reader],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ},
            start_new_session=True,
        )

    def write(self, data: bytes) -> None:
        into = self._running().stdin
        assert into is not None
        try:
            into.write(data)
        except OSError as error:
            raise lost(f"{self._port.address}: its process has ended") from error

    def read(self, wait: Wait, limit: int = 4096) -> bytes:
        out = self._running().stdout
        assert out is not None
        while True:
            wait.check()
            if select.select((out,), (), (), SLICE_MS / 1000)[0]:
                data = os.read(out.fileno(), limit)
                if not data:
                    raise lost(f"{self._port.address}: its process has ended")
                return data

    def arrives_in(self) -> float:
        return 0.0

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()
        self._port.closed()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise lost("closed")
        return self._process
