"""A screen reader, run by the system's own Python, where pyatspi lives: a process apart, no part of the terminal.

Starts the window it is told to, goes step by step, and prints what the accessibility bus says of every page. What a
finger would do it does by the bus alone: it presses what carries a name, and writes into what can be written in.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

import pyatspi

BUTTONS = {"push button", "button", "radio button", "check box", "toggle button"}
ENTRIES = {"text", "entry"}
PRESSES = ("Press", "Toggle")
"""What Qt calls it."""
LEAVES = {"label", "static", "heading"}
"""What has nothing inside, and is not asked."""
LONGEST_S = 20.0


def window_of(pid: int) -> Any:
    """The window of this process, once it is on the bus."""
    until = time.monotonic() + LONGEST_S
    while time.monotonic() < until:
        for app in pyatspi.Registry.getDesktop(0):
            if app is not None and app.get_process_id() == pid and app.childCount:
                return app[0]
        time.sleep(0.05)
    raise SystemExit("the window is not on the accessibility bus")


def told(node: Any) -> list[tuple[Any, dict[str, Any]]]:
    """Everything visible from this node down, in order, with what the bus tells of it."""
    role, states = node.getRoleName(), node.getState()
    if role != "frame" and not states.contains(pyatspi.STATE_VISIBLE):
        return []
    row = {
        "role": role,
        "name": node.name,
        "text": node.queryText().getText(0, -1) if role in ENTRIES else "",
        "enabled": states.contains(pyatspi.STATE_ENABLED),
        "checked": states.contains(pyatspi.STATE_CHECKED),
    }
    below = [] if role in LEAVES else [child for child in node if child is not None]
    return [(node, row), *(each for child in below for each in told(child))]


def named(page: list[tuple[Any, dict[str, Any]]], label: str, roles: set[str]) -> Any:
    """What of these roles can be used and is called so; of several the one that is called nothing more."""
    fitting = [(node, row) for node, row in page if row["role"] in roles and row["name"].startswith(label)]
    fitting = [(node, row) for node, row in fitting if row["enabled"]]
    if not fitting:
        raise SystemExit(f"nothing that can be used is called {label!r}")
    return min(fitting, key=lambda each: len(each[1]["name"]))[0]


def press(page: list[tuple[Any, dict[str, Any]]], label: str) -> None:
    action = named(page, label, BUTTONS).queryAction()
    names = [action.getName(number) for number in range(action.nActions)]
    if not any(name in names for name in PRESSES):
        raise SystemExit(f"{label!r} offers no action to press it, only {names}")
    action.doAction(names.index(next(name for name in PRESSES if name in names)))


def write(page: list[tuple[Any, dict[str, Any]]], label: str, text: str) -> None:
    named(page, label, ENTRIES).queryEditableText().setTextContents(text)


class Reader:
    """A window at work, and the reader's hands."""

    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.labels: dict[str, str] = {}
        self.page: list[tuple[Any, dict[str, Any]]] = []

    def ask(self, line: str) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        if line:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        said = self.process.stdout.readline()
        if not said:
            raise SystemExit(f"the window ended at {line!r}")
        answer: dict[str, Any] = json.loads(said)
        return answer

    def do(self, step: list[str]) -> dict[str, Any]:
        """One step, and the page it leads to."""
        verb, *rest = step
        if verb == "press":
            press(self.page, self.labels[rest[0]])
        elif verb == "write":
            write(self.page, self.labels[rest[0]], rest[1])
        answer = self.ask(json.dumps(step))
        self.labels = answer["labels"]
        self.page = told(window_of(self.process.pid))
        return {"step": step, "view": answer["view"], "found": [row for _, row in self.page]}

    def end(self) -> None:
        """The window ends with its input, and whatever it started with it."""
        assert self.process.stdin
        self.process.stdin.close()
        try:
            self.process.wait(LONGEST_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def main() -> None:
    steps, command = json.loads(sys.argv[1]), sys.argv[2:]
    reader = Reader(command)
    try:
        reader.ask("")
        for step in steps:
            print(json.dumps(reader.do(step)), flush=True)
    finally:
        reader.end()


if __name__ == "__main__":
    main()
