"""An X server for tests: a display of its own, as large as the kiosk's screen or of another size."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def x_server(size: str = "1200x2000") -> Iterator[str]:
    """Run Xvfb with one screen; yield the display's name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as printed:
        number = printed.readline().strip()
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


def environment_on(display: str, **more: str) -> dict[str, str]:
    """Return this process's environment for a program on that display."""
    return {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", **more}
