"""A screen reader, run by the system's own Python, where pyatspi lives: a process apart, no part of the terminal.

Starts the window it is told to, has it show view after view, and prints what the accessibility bus says of each.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

import pyatspi


def window_of(pid: int, longest: float = 20.0) -> Any:
    """The window of this process, once it is on the bus."""
    until = time.monotonic() + longest
    while time.monotonic() < until:
        for app in pyatspi.Registry.getDesktop(0):
            if app is not None and app.get_process_id() == pid and app.childCount:
                return app[0]
        time.sleep(0.05)
    raise SystemExit("the window is not on the accessibility bus")


def walk(node: Any, found: list[dict[str, Any]]) -> None:
    """Everything visible below this node, as the bus tells it."""
    states = node.getState()
    if node.getRole() != pyatspi.ROLE_FRAME and not states.contains(pyatspi.STATE_VISIBLE):
        return
    role = node.getRoleName()
    found.append(
        {
            "role": role,
            "name": node.name,
            "enabled": states.contains(pyatspi.STATE_ENABLED),
            "checked": states.contains(pyatspi.STATE_CHECKED),
        }
    )
    for child in node:
        if child is not None:
            walk(child, found)


def main() -> None:
    names, command = sys.argv[1].split(","), sys.argv[2:]
    window = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert window.stdin
        assert window.stdout
        assert window.stdout.readline() == "ready\n"
        for name in names:
            window.stdin.write(name + "\n")
            window.stdin.flush()
            assert window.stdout.readline() == "shown\n"
            found: list[dict[str, Any]] = []
            walk(window_of(window.pid), found)
            print(json.dumps({"view": name, "found": found}), flush=True)
    finally:
        window.kill()
        window.wait()


if __name__ == "__main__":
    main()
