"""A program that plays one visit on a terminal in service, and prints what happened as JSON.

    python -m tests.journeys.production_visit FOLDER

The terminal is started by `main.py --profile` as in a cabinet: real drivers on sockets, the platform by HTTPS under a
private authority with keys of its own, the real clock, the window. Simulators and sandbox are other processes, because
production takes no simulator and no loopback platform; a network namespace gives the sandbox an address that is not
loopback. A robot touches the window. Exit code 77 where namespaces are not permitted.
"""

from __future__ import annotations

import ctypes
import fcntl
import gc
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tomllib
from collections.abc import Callable, Generator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from PySide6.QtCore import QPointF, QTimer
from PySide6.QtTest import QTest

import main as program
from tests.sandbox_process import SandboxProcess
from ui.app import Screen, application

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "192.0.2.1"
NOT_PERMITTED = 77
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
SIOCSIFADDR, SIOCSIFFLAGS, IFF_UP = 0x8916, 0x8914, 1
PERSON, PHONE, BANK_CARD = "wang_old", "19900000001", "6200000000000000000"
TICK_MS = 15
DEADLINE_S = 60.0
Steps = Generator[None, None, None]


def enter_namespace() -> None:
    """Move this process into a network of its own, in which ADDRESS is this machine. Raises OSError."""
    libc, user, group = ctypes.CDLL(None, use_errno=True), os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWNET) != 0:
        if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "unshare")
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", IFF_UP))
        own = struct.pack("HH4s8x", socket.AF_INET, 0, socket.inet_aton(ADDRESS))
        fcntl.ioctl(control, SIOCSIFADDR, struct.pack("16s16s", b"lo:1", own))


class Simulated:
    """`python -m devices simulate` in a process of its own."""

    def __init__(self, family: str, driver: str) -> None:
        command = [sys.executable, "-m", "devices", "simulate", "--family", family, "--driver", driver]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        self.port = ""
        self._printed: list[str] = []

    def __enter__(self) -> Self:
        self.port = self._line().rpartition(" ")[2]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.rest()
        self._process.wait(10)

    def act(self, action: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(action + "\n")
        while (line := self._line()) != f"{action.split()[0]}: done":
            assert line or self._process.poll() is None, f"the simulator ended before {action!r}"
            self._printed.append(line)

    def rest(self) -> str:
        """End the input, and return what it printed besides its answers."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        rest = "" if self._process.stdout.closed else self._process.stdout.read()
        return "\n".join((*self._printed, rest))

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().rstrip()


def write_profile(config: Path, section: dict[str, str], reader: str, printer: str) -> None:
    """Write the profile `visit`: the shipped community kiosk with this platform and these ports."""
    text = (ROOT / "config" / "terminals" / "community.toml").read_text(encoding="utf-8")
    shipped = tomllib.loads(text)
    old = {**shipped["platform"], "reader": shipped["devices"]["id_reader"]["port"]}
    old |= {"printer": shipped["devices"]["receipt_printer"]["port"]}
    for name in ("url", "seal_key_id", "seal_public", "sign_key_id", "sign_public"):
        text = text.replace(f'{name} = "{old[name]}"', f'{name} = "{section[name]}"')
    text = text.replace("[platform]", f'[platform]\nca_file = "{section["ca_file"]}"')
    text = text.replace(old["reader"], reader).replace(old["printer"], printer)
    # The offscreen platform has a small screen, and no loudspeaker.
    text = text.replace("full_screen = true", "full_screen = false").replace("speaks = true", "speaks = false")
    (config / "terminals" / "visit.toml").write_text(text, encoding="utf-8")


class Robot:
    """A finger on the window, moved by a timer of the event loop. `steps` yields whenever it has to wait."""

    def __init__(self, steps: Callable[[Robot], Steps]) -> None:
        self.pages: list[str] = []
        self.failure = ""
        self._screen: Any = None
        self._finger = QTest.createTouchDevice()
        self._steps = steps(self)
        self._left = DEADLINE_S * 1000 / TICK_MS
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        self._left -= 1
        try:
            if self.view is None:
                return
            if self.pages[-1:] != [self.page]:
                self.pages.append(self.page)
            next(self._steps)
            if self._left > 0:
                return
            self.failure = f"too slow at {self.page}: {sorted({i.objectName() for i in self._items()})}"
        except StopIteration:
            pass
        except Exception as error:
            self.failure = f"{type(error).__name__} at {self.page}: {error}"
        self._timer.stop()
        os.kill(os.getpid(), signal.SIGTERM)

    @property
    def view(self) -> Any:
        if self._screen is None:
            # Not by Qt's list of windows: PySide deletes what it returns.
            self._screen = next((each for each in gc.get_objects() if isinstance(each, Screen)), None)
        return self._screen.bridge.view if self._screen is not None else None

    @property
    def page(self) -> str:
        return getattr(self.view, "id", "")

    def until(self, true: Callable[[], bool]) -> Steps:
        while not true():
            yield

    def touch(self, *keys: str) -> Steps:
        """Touch keys, each of which leads to another page."""
        for key in keys:
            before = self.page
            yield from self.press(key)
            while self.page == before:
                yield

    def choose(self, key: str) -> Steps:
        """Touch a key that changes its page."""
        before = self.view
        yield from self.press(key)
        yield from self.until(lambda: self.view is not before)

    def type(self, field: str, text: str) -> Steps:
        yield from self.press(field)
        for character in text:
            yield from self.press(f"key:{character}")
        yield from self.press("key:done")

    def press(self, key: str) -> Steps:
        """Touch a key once it is there, at rest, enabled and in sight, turning the page to it."""
        at = None
        while True:
            item = self._find(key)
            if item is None or not item.isEnabled() or self._find("double-tap-guard") is not None:
                at = None
            elif self._middle(item) != at:
                at = self._middle(item)
            elif turn := self._turn(item):
                self._tap(turn)
                at = None
            else:
                self._tap(item)
                yield
                return
            yield

    def _turn(self, item: Any) -> Any:
        """Return the button that brings an item into sight; None if it is."""
        y, above = self._middle(item).y(), item.parentItem()
        while above is not None:
            if above.clip():
                top, bottom = (above.mapToScene(QPointF(0, each)).y() for each in (0, above.height()))
                if not top <= y <= bottom:
                    return self._find("turn-up" if y < top else "turn-down")
            above = above.parentItem()
        return None

    def _middle(self, item: Any) -> Any:
        return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()

    def _tap(self, item: Any) -> None:
        window, place = self._screen.window, self._middle(item)
        QTest.touchEvent(window, self._finger).press(0, place, window).commit()
        QTest.touchEvent(window, self._finger).release(0, place, window).commit()

    def _find(self, key: str) -> Any:
        return next((item for item in self._items() if item.objectName() == key), None)

    def _items(self) -> Generator[Any, None, None]:
        waiting = [self._screen.window.contentItem()]
        while waiting:
            item = waiting.pop()
            if item.isVisible():
                yield item
                waiting.extend(item.childItems())


def visit(robot: Robot, reader: Simulated, printer: Simulated, rated: Callable[[], bool]) -> Steps:
    """The steps of a citizen of 82 who applies for herself, and of the slip that she takes."""
    yield from robot.touch("start", "item:old-age-allowance", "continue", "for:self", "continue")
    yield from robot.until(lambda: robot.page == "identify")
    reader.act(f"put_card {PERSON}")
    yield from robot.until(lambda: "'identify-title-read'" in repr(robot.view.title))
    reader.act("lift_card")
    yield from robot.until(lambda: robot.page != "identify")
    yield from robot.touch("agree:consent-record", "continue", "continue")
    yield from robot.type("answer:phone", PHONE)
    yield from robot.touch("continue")
    yield from robot.touch("option:bank:rural")
    yield from robot.type("answer:bank_card", BANK_CARD)
    yield from robot.touch("continue", "continue", "declare")
    yield from robot.until(lambda: "ending-handed-over-title" in repr(robot.view) and "paper-out" in repr(robot.view))
    printer.act("take_slip")
    yield from robot.touch("continue")
    yield from robot.choose("rate:5")
    yield from robot.touch("finish")
    yield from robot.until(lambda: robot.page == "attract")
    yield from robot.until(rated)


def play(folder: Path) -> int:
    """Play the visit; print the result. Return the exit code."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        enter_namespace()
    except OSError as error:
        print(f"no network namespace: {error}", file=sys.stderr)
        return NOT_PERMITTED
    config = folder / "config"
    (config / "terminals").mkdir(parents=True)
    for entry in (ROOT / "config").iterdir():
        if entry.name != "terminals":
            (config / entry.name).symlink_to(entry)
    keys = ("--keys", str(folder / "keys"), "--tls", "--host", ADDRESS, "--public")
    services, people = ROOT / "tests" / "fixtures" / "services", ROOT / "config" / "people.toml"
    with ExitStack() as stack:
        reader = Simulated("id_reader", "samv")
        printer = Simulated("receipt_printer", "escpos")
        sandbox = stack.enter_context(SandboxProcess(folder / "sandbox", *keys, services=services, people=people))
        for each in (reader, printer):
            stack.enter_context(each)
        section = sandbox.read_section()
        write_profile(config, section, reader.port, printer.port)
        application(sys.argv[:1])
        robot = Robot(lambda robot: visit(robot, reader, printer, lambda: bool(sandbox.get("/sandbox/ratings"))))
        program.HERE = folder
        code = program.main(["--profile", "visit", "--data", str(folder / "data")])
        found = {
            "code": code,
            "failure": robot.failure,
            "pages": robot.pages,
            "url": section["url"],
            "cases": sandbox.get("/sandbox/cases"),
            "ratings": sandbox.get("/sandbox/ratings"),
            "slip": printer.rest(),
            "typed": [PHONE, BANK_CARD],
            "modules": sorted(sys.modules),
        }
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(play(Path(sys.argv[1])))
