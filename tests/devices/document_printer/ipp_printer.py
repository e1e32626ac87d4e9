"""ippeveprinter, a real IPP printer that is not ours: started, set into trouble and killed.

It needs a message bus, else it does not start; a private one will do. It listens on loopback alone. Paper and toner are
set by its own web pages, everything else by what its print command writes to its error output: `STATE:` and `ATTR:`
lines as in ippeveprinter(1), and the command's exit code.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

PROGRAMS = ("ippeveprinter", "ipptool", "dbus-daemon")
WHERE = os.environ.get("PATH", "") + os.pathsep + "/usr/sbin"
START_LONGEST_S = 20.0
COMMAND = """#!/bin/sh
cd "$(dirname "$0")"
[ -f before ] && cat before >&2
sleep "$(cat seconds 2>/dev/null || echo 0)"
cp "$1" "printed-$$.pdf"
[ -f after ] && cat after >&2
exit "$(cat code 2>/dev/null || echo 0)"
"""
"""Its print command: what it says before and after, how long it takes and how it ends are files beside it."""


def program(name: str) -> str | None:
    return shutil.which(name, path=WHERE)


def missing() -> str:
    """The programs that are not there, "" if all are."""
    return ", ".join(name for name in PROGRAMS if program(name) is None)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@dataclass
class Printer:
    """One that runs."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"socket://localhost:{self.port}"

    @property
    def uri(self) -> str:
        return f"ipp://localhost:{self.port}/ipp/print"

    def media(self, level: int, size: str = "iso_a4_210x297mm") -> None:
        """Load the main tray with so many sheets; the manual feed holds envelopes."""
        self._page(
            f"media?size1={size}&type1=stationery&level1={level}"
            "&size3=na_number-10_4.125x9.5in&type3=envelope&level3=25"
        )

    def toner(self, level: int) -> None:
        self._page(f"supplies?supply0=25&supply1={level}")

    def command(self, *, before: str = "", seconds: float = 0, after: str = "", code: int = 0) -> None:
        """Set the behaviour of its print command."""
        for name, value in (("before", before), ("after", after)):
            (self.folder / name).write_text(f"{value}\n" if value else "", encoding="ascii")
        (self.folder / "seconds").write_text(str(seconds), encoding="ascii")
        (self.folder / "code").write_text(str(code), encoding="ascii")

    def printed(self) -> list[bytes]:
        """The documents that were handed to the print command."""
        return [path.read_bytes() for path in sorted(self.folder.glob("printed-*.pdf"))]

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def ipptool(self, test: str, *options: str) -> subprocess.CompletedProcess[str]:
        """Run one of CUPS's tests on it, as another client."""
        return run_ipptool(self.uri, test, *options)

    def _page(self, path: str) -> None:
        with urlopen(f"http://localhost:{self.port}/{path}", timeout=10) as page:
            page.read()


def run_ipptool(uri: str, test: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [program("ipptool") or "", "-t", "-T", "10", *options, uri, test]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@contextmanager
def message_bus() -> Iterator[str]:
    """A private message bus; its address."""
    with tempfile.TemporaryDirectory(prefix="yike-bus-") as folder:
        address = f"unix:path={folder}/bus"
        command = [program("dbus-daemon") or "", "--session", "--nofork", "--nopidfile", f"--address={address}"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as bus:
            _until(Path(folder, "bus").exists)
            yield address
            bus.kill()


@contextmanager
def printer(bus: str, *options: str) -> Iterator[Printer]:
    """A printer with A4 in its tray, that takes PDF; more options are those of ippeveprinter(1)."""
    with tempfile.TemporaryDirectory(prefix="yike-ipp-") as name:
        folder, port = Path(name), free_port()
        command = folder / "print.sh"
        command.write_text(COMMAND, encoding="ascii")
        command.chmod(0o755)
        (folder / "spool").mkdir()
        given = ["-n", "localhost", "-p", str(port), "-r", "off", "-d", str(folder / "spool"), "-c", str(command)]
        line = [program("ippeveprinter") or "", *given, "-2", "-f", "application/pdf", *options, "Rehearsed"]
        environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus}
        quiet: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        # A process group: its print command must not outlive it.
        with subprocess.Popen(line, env=environment, start_new_session=True, **quiet) as process:
            try:
                _until(lambda: _listens(port))
                running = Printer(folder, port, process)
                running.media(25)
                yield running
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("localhost", port), timeout=1).close()
    except OSError:
        return False
    return True


def _until(there: object) -> None:
    assert callable(there)
    for _ in range(round(START_LONGEST_S / 0.05)):
        if there():
            return
        time.sleep(0.05)
    raise TimeoutError("it did not start")
