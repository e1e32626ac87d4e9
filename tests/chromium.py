"""A real Chromium for tests, driven by its DevTools protocol over a pipe: no library, no open port.

    with Chromium(tmp_path) as browser:
        tab = browser.open(url, width=360)
        tab.until("document.title === 'x'")
        tab.press("Tab", "Enter")

Protocol: chromedevtools.github.io/devtools-protocol. With --remote-debugging-pipe the browser reads commands from file
descriptor 3 and writes answers and events to 4, each a JSON text that ends with a zero byte.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from devices import SystemClock

NAMES = ("chromium", "chromium-browser", "google-chrome")
ANSWER_S = 20.0
FIRST_FREE = 10
EXEC = """import os, sys
os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4)
os.execv(sys.argv[3], sys.argv[3:])"""
OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--mute-audio", "--remote-debugging-pipe",
    "--disable-dev-shm-usage", "--no-proxy-server", "--accept-lang=zh-CN",
)  # fmt: skip
KEYS = {"Tab": (9, ""), "Enter": (13, "\r"), "Escape": (27, ""), " ": (32, " ")}
PROGRAM = next((path for name in NAMES if (path := shutil.which(name))), "")
needs_chromium = pytest.mark.skipif(not PROGRAM, reason="no chromium: apt-get install chromium")


class Chromium:
    """The browser; tabs have separate cookies and storage, like separate phones."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0
        self._buffer = bytearray()
        self.events: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        (into, self._write), (self._read, out) = os.pipe(), os.pipe()
        far = [fcntl.fcntl(each, fcntl.F_DUPFD, FIRST_FREE) for each in (into, out)]
        profile = f"--user-data-dir={self._folder / 'profile'}"
        self._process = subprocess.Popen(
            [sys.executable, "-c", EXEC, *map(str, far), PROGRAM, *OPTIONS, profile],
            pass_fds=far,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for each in (into, out, *far):
            os.close(each)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._write)
        os.close(self._read)

    def call(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """Send a command and return its result; events that come meanwhile are kept."""
        self._number += 1
        number = self._number
        command = {"id": number, "method": method, "params": parameters, **({"sessionId": session} if session else {})}
        data = memoryview(json.dumps(command).encode() + b"\0")
        while data:
            data = data[os.write(self._write, data) :]
        while True:
            message = self._next(ANSWER_S)
            if message is None:
                raise TimeoutError(method)
            if message.get("id") != number:
                self.events.append(message)
            elif "error" in message:
                raise RuntimeError(f"{method}: {message['error']['message']}")
            else:
                return dict(message["result"])

    def take_events(self) -> None:
        """Keep the events that have come."""
        while (message := self._next(0.0)) is not None:
            self.events.append(message)

    def _next(self, seconds: float) -> dict[str, Any] | None:
        while b"\0" not in self._buffer:
            if not select.select([self._read], [], [], seconds)[0]:
                return None
            piece = os.read(self._read, 2**20)
            if not piece:
                raise EOFError("Chromium ended")
            self._buffer += piece
        text, _, rest = bytes(self._buffer).partition(b"\0")
        self._buffer = bytearray(rest)
        return dict(json.loads(text))

    def open(self, url: str, *, width: int = 360, height: int = 740, beside: Tab | None = None) -> Tab:
        """Open a page as on another phone of this size, or in a tab beside another one."""
        context = beside.context if beside else str(self.call("Target.createBrowserContext")["browserContextId"])
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        tab = Tab(self, session, context)
        for domain in ("Page", "Runtime", "Network", "DOM", "Log"):
            tab.call(f"{domain}.enable")
        tab.call("Page.setInterceptFileChooserDialog", enabled=True)
        tab.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2, mobile=True)
        tab.call("Emulation.setFocusEmulationEnabled", enabled=True)
        tab.call("Page.navigate", url=url)
        return tab


class Tab:
    """One page."""

    def __init__(self, browser: Chromium, session: str, context: str) -> None:
        self._browser, self._session, self.context = browser, session, context

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._browser.call(method, self._session, **parameters)

    def value(self, expression: str) -> Any:
        """The value of a JavaScript expression, also of a promise."""
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in found:
            raise RuntimeError(found["exceptionDetails"].get("exception", {}).get("description", expression))
        return found["result"].get("value")

    def until(self, expression: str, seconds: float = 15.0) -> Any:
        """Wait until an expression is true; return its value."""
        clock = SystemClock()
        ends = clock.monotonic() + seconds
        while not (found := self._value_or_nothing(expression)):
            if clock.monotonic() > ends:
                raise AssertionError(f"never true: {expression}; the page says: {self.text()}")
            select.select([], [], [], 0.03)
        return found

    def _value_or_nothing(self, expression: str) -> Any:
        try:
            return self.value(expression)
        except RuntimeError:  # of a page that is not there yet
            return None

    def text(self) -> str:
        return str(self.value("document.body.innerText"))

    def press(self, *keys: str) -> None:
        for key in keys:
            code, text = KEYS[key]
            about = {"key": key, "code": "Space" if key == " " else key, "windowsVirtualKeyCode": code}
            self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **about)
            self.call("Input.dispatchKeyEvent", type="keyUp", **about)

    def tab_to(self, selector: str, at_most: int = 30) -> list[str]:
        """Press Tab until this element has the focus; return the names of those that had it on the way."""
        passed = []
        for _ in range(at_most):
            self.press("Tab")
            passed.append(str(self.value("document.activeElement.innerText || document.activeElement.id")))
            if self.value(f"document.activeElement.matches({json.dumps(selector)})"):
                return passed
        raise AssertionError(f"{selector} is not reached by Tab: {passed}")

    def chooses(self, *files: Path) -> None:
        """Give files to the file chooser that the page opened."""
        self.until_event("Page.fileChooserOpened")
        chooser = self.events("Page.fileChooserOpened")[-1]
        self.forget("Page.fileChooserOpened")
        self.call("DOM.setFileInputFiles", files=list(map(str, files)), backendNodeId=chooser["backendNodeId"])

    def events(self, method: str) -> Sequence[dict[str, Any]]:
        self._browser.take_events()
        return [
            dict(each["params"])
            for each in self._browser.events
            if each.get("method") == method and each.get("sessionId") == self._session
        ]

    def forget(self, method: str) -> None:
        self._browser.events = [each for each in self._browser.events if each.get("method") != method]

    def until_event(self, method: str, seconds: float = 10.0) -> None:
        clock = SystemClock()
        ends = clock.monotonic() + seconds
        while not self.events(method):
            if clock.monotonic() > ends:
                raise AssertionError(f"{method} never came; the page says: {self.text()}")
            select.select([], [], [], 0.02)

    def accessible(self) -> set[tuple[str, str]]:
        """Role and name of everything that a screen reader finds."""
        nodes = self.call("Accessibility.getFullAXTree")["nodes"]
        return {
            (each.get("role", {}).get("value", ""), each.get("name", {}).get("value", ""))
            for each in nodes
            if not each.get("ignored")
        }

    def set_offline(self, offline: bool) -> None:
        self.call(
            "Network.emulateNetworkConditions", offline=offline, latency=0, downloadThroughput=-1, uploadThroughput=-1
        )

    def picture(self, path: Path) -> None:
        """Write a picture of the page."""
        import base64

        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))
