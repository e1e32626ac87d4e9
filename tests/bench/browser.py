"""Chromium in kiosk mode with a page of the same size, as a comparison: from its start to the second painted frame.

Measured only where Chromium is installed. The page is a file of static HTML with the texts of a start page; after two
animation frames it asks a server on loopback for an image, which ends the measurement.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from tests.bench.figures import CannotMeasure

NAMES = ("chromium", "chromium-browser", "google-chrome")
TIMEOUT_S = 30
STARTS = 7
PAGE = """<!doctype html><meta charset="utf-8"><style>body{{margin:0;font:38px "Noto Sans CJK SC"}}
button{{display:block;width:1000px;height:208px;margin:20px auto;font-size:44px}}</style><h1>您好，要办什么事？</h1>
<button>高龄津贴</button><button>养老保险查询</button><button>查进度</button><button>点这里开始</button><script>
requestAnimationFrame(() => requestAnimationFrame(() => new Image().src = "http://127.0.0.1:{port}/painted"))</script>"""


def installed() -> str:
    """Return the path of Chromium, "" where it is not installed."""
    return next((path for name in NAMES if (path := shutil.which(name))), "")


def starts() -> list[float]:
    """Return seconds from the start of the process to the painted page, after one warm-up that makes the profile.

    Raises CannotMeasure."""
    with tempfile.TemporaryDirectory() as folder:
        return [_start(Path(folder)) for _ in range(STARTS + 1)][1:]


def _start(folder: Path) -> float:
    painted = threading.Event()

    class Painted(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            painted.set()
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Painted) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = folder / "page.html"
        page.write_text(PAGE.format(port=server.server_port), encoding="utf-8")
        spawned = time.monotonic()
        browser = subprocess.Popen(
            [
                installed(), "--headless=new", "--kiosk", "--window-size=1080,1920", "--no-sandbox", "--disable-gpu",
                "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", f"--user-data-dir={folder / 'profile'}", page.as_uri(),
            ],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            if not painted.wait(TIMEOUT_S):
                raise CannotMeasure("Chromium painted nothing")
            return time.monotonic() - spawned
        finally:
            os.killpg(browser.pid, signal.SIGKILL)
            browser.wait()
            server.shutdown()
