"""What may go wrong between a terminal and the platform, on purpose: the table, and which are on for which requests.

`fault_middleware` makes them; nothing here knows HTTP beyond a path.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType
from typing import Any

Value = float | int | str | bool
LARGEST = 100_000


class Act(Enum):
    """When a misfortune strikes: before a request is served, in its stead, around it, on its answer, or at once."""

    BEFORE = "before"
    INSTEAD = "instead"
    AROUND = "around"
    ANSWER = "answer"
    AT_ONCE = "at once"


@dataclass(frozen=True)
class Misfortune:
    """One line of the table: name, when it strikes, words for people, parameters with their defaults.

    `spares` is the beginning of paths that it never strikes, `lowest` the least a number of its may be.
    """

    name: str
    act: Act
    words: str
    parameters: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    spares: str = "/sandbox"
    lowest: float = 0


TABLE: Mapping[str, Misfortune] = MappingProxyType(
    {
        one.name: one
        for one in (
            Misfortune("slow", Act.BEFORE, "Does what was asked, but answers late", {"seconds": 5.0}),
            Misfortune("silent", Act.INSTEAD, "Takes the request and never answers"),
            Misfortune("error_500", Act.INSTEAD, "Fails with an internal error"),
            Misfortune("busy_503", Act.INSTEAD, "Asks to come later", {"retry_after": 30}),
            Misfortune("login_page", Act.INSTEAD, "A network's login page answers 200"),
            Misfortune("redirect", Act.INSTEAD, "Sends elsewhere", {"location": "http://127.0.0.1:9/login"}),
            Misfortune("huge_body", Act.INSTEAD, "Answers with an endless flood", {"megabytes": 64}),
            Misfortune("trickle", Act.INSTEAD, "Answers one byte at a time, for ever", {"every_s": 0.05}),
            Misfortune("wrong_receipt_key", Act.ANSWER, "The receipt is signed by a stranger"),
            Misfortune("receipt_for_other_case", Act.ANSWER, "The receipt is good, but for another case"),
            Misfortune("half_body", Act.ANSWER, "The connection breaks in the middle of the answer"),
            Misfortune("wrong_content_type", Act.ANSWER, "The answer claims to be something else"),
            Misfortune("unknown_fields", Act.ANSWER, "The answer carries fields of a later version"),
            Misfortune("drop_reply_after_commit", Act.ANSWER, "Does what was asked, then breaks the connection"),
            Misfortune(
                "duplicate_delivery",
                Act.AROUND,
                "A proxy delivers the request twice; the second answer arrives",
                {"another_node": True},
            ),
            Misfortune(
                "out_of_order",
                Act.AROUND,
                "What is handed over is answered after a later request was, or late",
                {"seconds": 5.0},
            ),
            Misfortune(
                "clock_shift", Act.AROUND, "The platform's clock is wrong", {"offset_s": 600.0}, lowest=-LARGEST
            ),
            Misfortune(
                "restored_from_yesterday",
                Act.AT_ONCE,
                "The platform is restored from a backup; the last cases and ratings are gone",
                {"cases": 1, "before": ""},
            ),
            Misfortune(
                "maintenance_window",
                Act.INSTEAD,
                "Closed for maintenance; only heartbeats are answered",
                {"retry_after": 120},
                spares="/v1/terminals/self/heartbeat",
            ),
        )
    }
)


def _fits(usual: Value, value: Value, lowest: float) -> bool:
    """Of the same kind, and nothing a header or a pause could not carry."""
    if isinstance(usual, str):
        return isinstance(value, str) and value.isascii() and value.isprintable()
    if isinstance(usual, bool):
        return isinstance(value, bool)
    return not isinstance(value, str | bool) and lowest <= value <= LARGEST


@dataclass(frozen=True)
class Active:
    """A misfortune that is on: for which paths and terminal, and for how many more requests (None: until ended)."""

    number: int
    name: str
    parameters: Mapping[str, Value]
    path: str
    terminal: str
    times: int | None

    @property
    def act(self) -> Act:
        return TABLE[self.name].act

    def record(self) -> dict[str, Any]:
        return {**vars(self), "parameters": dict(self.parameters)}


class Misfortunes:
    """Which misfortunes are on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._on: list[Active] = []
        self._next = 1

    def begin(
        self,
        name: str,
        parameters: Mapping[str, Value] | None = None,
        *,
        path: str = "/v1/",
        terminal: str = "",
        times: int | None = None,
    ) -> Active:
        """Turn one on. Raises KeyError for a name or parameter not in the table, ValueError for a wrong value."""
        known = TABLE[name].parameters
        given = dict(parameters or {})
        for key, value in given.items():
            if not _fits(known[key], value, TABLE[name].lowest):
                raise ValueError(key)
        with self._lock:
            active = Active(self._next, name, MappingProxyType({**known, **given}), path, terminal, times)
            self._next += 1
            self._on.append(active)
        return active

    def end(self, number: int) -> None:
        with self._lock:
            self._on = [one for one in self._on if one.number != number]

    def end_all(self) -> None:
        with self._lock:
            self._on.clear()

    def active(self) -> tuple[Active, ...]:
        with self._lock:
            return tuple(self._on)

    def strike(self, path: str, terminal: str) -> tuple[Active, ...]:
        """Those that strike this request, the earliest first; each is counted down, a spent one is over."""
        struck, left = [], []
        with self._lock:
            for one in self._on:
                spared = path.startswith(TABLE[one.name].spares)
                meant = path.startswith(one.path) and one.terminal in ("", terminal) and not spared
                if not meant:
                    left.append(one)
                    continue
                struck.append(one)
                if one.times is None:
                    left.append(one)
                elif one.times > 1:
                    left.append(replace(one, times=one.times - 1))
            self._on = left
        return tuple(struck)
