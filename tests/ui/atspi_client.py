"""A screen reader, run by the system's Python, which has pyatspi; a separate process, not part of the terminal.

Starts the given window, runs the steps, and prints what the accessibility bus reports for each page. It acts through
the bus only: it presses controls by name and writes into editable text.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

import pyatspi
from gi.repository import GLib

BUTTONS = {"push button", "button", "radio button", "check box", "toggle button"}
ENTRIES = {"text", "entry"}
PRESS_ACTIONS = ("Press", "Toggle")
"""Qt's names of the action."""
LEAF_ROLES = {"label", "static", "heading"}
"""Roles without children; not queried."""
TIMEOUT_S = 20.0
MOST_TURNS = 8


def window_of(pid: int) -> Any:
    """Return the window of a process, once it is on the bus."""
    until = time.monotonic() + TIMEOUT_S
    while time.monotonic() < until:
        for app in pyatspi.Registry.getDesktop(0):
            if app is not None and app.get_process_id() == pid and app.childCount:
                return app[0]
        time.sleep(0.05)
    raise SystemExit("the window is not on the accessibility bus")


def visible_rows(node: Any) -> list[tuple[Any, dict[str, Any]]]:
    """Return all visible nodes below this one, in order, with their properties."""
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
    below = [] if role in LEAF_ROLES else [child for child in node if child is not None]
    return [(node, row), *(each for child in below for each in visible_rows(child))]


def find_named(page: list[tuple[Any, dict[str, Any]]], label: str, roles: set[str]) -> Any:
    """Return the enabled node with one of these roles whose name starts with the label; of several the shortest
    name."""
    matching = [(node, row) for node, row in page if row["role"] in roles and row["name"].startswith(label)]
    matching = [(node, row) for node, row in matching if row["enabled"]]
    if not matching:
        raise SystemExit(f"nothing that can be used is called {label!r}")
    return min(matching, key=lambda each: len(each[1]["name"]))[0]


def press(page: list[tuple[Any, dict[str, Any]]], label: str) -> None:
    action = find_named(page, label, BUTTONS).queryAction()
    names = [action.getName(number) for number in range(action.nActions)]
    if not any(name in names for name in PRESS_ACTIONS):
        raise SystemExit(f"{label!r} offers no action to press it, only {names}")
    action.doAction(names.index(next(name for name in PRESS_ACTIONS if name in names)))


def write(page: list[tuple[Any, dict[str, Any]]], label: str, text: str) -> None:
    find_named(page, label, ENTRIES).queryEditableText().setTextContents(text)


class Reader:
    """A running window and the actions of a screen reader."""

    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.labels: dict[str, str] = {}
        self.page: list[tuple[Any, dict[str, Any]]] = []
        self.announced: list[str] = []
        pyatspi.Registry.registerEventListener(self._on_announcement, "object:announcement")

    def _on_announcement(self, event: Any) -> None:
        self.announced.append(str(event.any_data))

    def announcements(self) -> list[str]:
        """Return what was announced since the last step. On the bus it is ahead of the answers about the page."""
        while GLib.MainContext.default().iteration(False):
            pass
        heard, self.announced = self.announced, []
        return heard

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
        """Run one step; return the page after it."""
        verb, *rest = step
        if verb == "press":
            press(self.page, self.labels[rest[0]])
        elif verb == "write":
            write(self.page, self.labels[rest[0]], rest[1])
        answer = self.ask(json.dumps(step))
        self.labels = answer["labels"]
        found = self._every_turn()
        return {"step": step, "view": answer["view"], "found": found, "announced": self.announcements()}

    def _every_turn(self) -> list[dict[str, Any]]:
        """Read a page to its end by its own buttons, then go back to its beginning."""
        self.page = visible_rows(window_of(self.process.pid))
        first, found = self.page, [row for _, row in self.page]
        turns = 0
        while turns < MOST_TURNS and self._turn("turn-down"):
            turns += 1
            found += [row for _, row in self.page]
        for _ in range(turns):
            self._turn("turn-up")
        self.page = first if not turns else self.page
        return found

    def _turn(self, key: str) -> bool:
        """Press a button that turns the page, if it can be pressed."""
        label = self.labels[key]
        if not any(row["role"] in BUTTONS and row["name"] == label and row["enabled"] for _, row in self.page):
            return False
        press(self.page, label)
        self.ask(json.dumps(["look"]))
        self.page = visible_rows(window_of(self.process.pid))
        return True

    def end(self) -> None:
        """End the window by closing its input."""
        assert self.process.stdin
        self.process.stdin.close()
        try:
            self.process.wait(TIMEOUT_S)
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
