"""NUT's own server and drivers, run by the tests without privileges, on loopback, with a configuration of their own."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PROGRAMS = Path("/lib/nut")
NAME = "kiosk"
START_LONGEST_S = 10.0
STALE_S = 3


def missing(driver: str) -> str:
    """The reason for which a proof with this driver of NUT cannot run here; "" if it can."""
    there = all((PROGRAMS / each).exists() for each in ("upsd", driver))
    return "" if there else f"no {driver} of NUT: apt-get install nut-server"


@dataclass
class NutServer:
    """A server and one driver."""

    folder: Path
    port: int
    environment: dict[str, str]
    driver: subprocess.Popen[bytes] = field(init=False)
    server: subprocess.Popen[bytes] = field(init=False)

    @property
    def address(self) -> str:
        return f"socket://127.0.0.1:{self.port}"

    def run(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{program}.log").open("ab") as log:
            return subprocess.Popen(
                [str(PROGRAMS / program), *arguments, "-u", getpass.getuser(), "-F"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def set(self, variable: str, value: str) -> str:
        """Set a variable of the supply over the network, as upsrw does; return upsd's last answer."""
        with socket.create_connection(("127.0.0.1", self.port), 2) as line:
            said = line.makefile("r")
            for request in ("USERNAME admin", "PASSWORD secret", f'SET VAR {NAME} {variable} "{value}"'):
                line.sendall(f"{request}\n".encode("ascii"))
                answer = said.readline().strip()
        return answer

    def log(self) -> str:
        return "\n".join(each.read_text(errors="replace") for each in self.folder.glob("*.log"))


@contextmanager
def nut_server(folder: Path, driver: str, port: str, *lines: str) -> Iterator[NutServer]:
    """Run upsd with one driver on a port of its own until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = int(taken.getsockname()[1])
    (folder / "run").mkdir()
    files = {
        "ups.conf": "\n".join((f"[{NAME}]", f"driver = {driver}", f"port = {port}", "pollinterval = 1", *lines)),
        "upsd.conf": f"LISTEN 127.0.0.1 {number}\nMAXAGE {STALE_S}\n",
        "upsd.users": "[admin]\npassword = secret\nactions = SET FSD\ninstcmds = ALL\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text + "\n", encoding="ascii")
        (folder / name).chmod(0o600)
    state = str(folder / "run")
    environment = {**os.environ, "NUT_CONFPATH": str(folder), "NUT_STATEPATH": state, "NUT_ALTPIDPATH": state}
    running = NutServer(folder, number, environment)
    with ExitStack() as stack:
        running.driver = _until_the_end(stack, running.run(driver, "-a", NAME))
        running.server = _until_the_end(stack, running.run("upsd"))
        _wait_for(running)
        yield running


def _until_the_end(stack: ExitStack, process: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
    def end() -> None:
        process.kill()
        process.wait(5)

    stack.callback(end)
    return process


def _wait_for(running: NutServer) -> None:
    until = time.monotonic() + START_LONGEST_S
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", running.port), 0.2):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"upsd does not answer:\n{running.log()}")
