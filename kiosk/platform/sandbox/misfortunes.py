"""Table of misfortunes (faults injected on purpose between terminal and platform), and the list of active ones.

They are carried out by `fault_middleware`. Independent of HTTP except for the request path.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import field, replace
from enum import Enum
from types import MappingProxyType
from typing import Any

from devices.lazy_dataclass import dataclass

Value = float | int | str | bool
PARAMETER_MAX = 1_000_000
DOCUMENT_KINDS = frozenset(
    {
        *("unsigned", "other_root", "expired", "appended", "changed"),
        *("two_signatures", "many_pages", "not_pdf", "huge", "other_person"),
    }
)
"""Kinds of `wrong_document`, made by `document_faults`."""
PAPERS_KINDS = frozenset({"other_person", "other_kind", "expired", "revoked"})
"""Kinds of `wrong_papers`, made by `held_papers`."""
REGISTERS_KINDS = frozenset({"other_person", "half", "unusable", "more_fields"})
"""Kinds of `wrong_registers`, made by `shared_registers`."""
MANDATES_KINDS = frozenset({"other_person", "revoked", "expired"})
"""Kinds of `wrong_mandates`, made by `mandates`."""
DEPARTMENT_KINDS = frozenset({"late", "refuses", "closed", "not_offered"})
"""Kinds of `department_trouble`, made by `case_life`."""

ORDER_KINDS = frozenset(
    {
        *("unsigned", "other_key", "other_application", "other_number"),
        *("other_sum", "token_of_other_sum", "token_of_closed"),
    }
)
"""Kinds of `wrong_order`, made by `order_faults`."""


class Phase(Enum):
    """Time at which a misfortune takes effect: before a request is served, instead of that, around it, on its answer,
    or at once when begun."""

    BEFORE = "before"
    INSTEAD = "instead"
    AROUND = "around"
    ANSWER = "answer"
    AT_ONCE = "at once"


@dataclass(frozen=True)
class Misfortune:
    """A row of the table: name, phase, description, parameters with default values.

    Paths that begin with `exempt_path` are never affected. `minimum` is the lowest value of a number,
    `words_of` the closed list of a parameter's words.
    """

    name: str
    phase: Phase
    words: str
    parameters: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    exempt_path: str = "/sandbox"
    minimum: float = 0
    words_of: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))


TABLE: Mapping[str, Misfortune] = MappingProxyType(
    {
        one.name: one
        for one in (
            Misfortune("slow", Phase.BEFORE, "Does what was asked, but answers late", {"seconds": 5.0}),
            Misfortune("silent", Phase.INSTEAD, "Takes the request and never answers"),
            Misfortune("error_500", Phase.INSTEAD, "Fails with an internal error"),
            Misfortune("busy_503", Phase.INSTEAD, "Asks to come later", {"retry_after": 30}),
            Misfortune("login_page", Phase.INSTEAD, "A network's login page answers 200"),
            Misfortune("redirect", Phase.INSTEAD, "Sends elsewhere", {"location": "http://127.0.0.1:9/login"}),
            Misfortune("huge_body", Phase.INSTEAD, "Answers with an endless flood", {"megabytes": 64}),
            Misfortune("trickle", Phase.INSTEAD, "Answers one byte at a time, for ever", {"every_s": 0.05}),
            Misfortune("wrong_receipt_key", Phase.ANSWER, "The receipt is signed by a stranger"),
            Misfortune("receipt_for_other_case", Phase.ANSWER, "The receipt is good, but for another case"),
            Misfortune("half_body", Phase.ANSWER, "The connection breaks in the middle of the answer"),
            Misfortune("wrong_content_type", Phase.ANSWER, "The answer claims to be something else"),
            Misfortune("unknown_fields", Phase.ANSWER, "The answer carries fields of a later version"),
            Misfortune("drop_reply_after_commit", Phase.ANSWER, "Does what was asked, then breaks the connection"),
            Misfortune(
                "duplicate_delivery",
                Phase.AROUND,
                "A proxy delivers the request twice; the second answer arrives",
                {"another_node": True},
            ),
            Misfortune(
                "out_of_order",
                Phase.AROUND,
                "What is handed over is answered after a later request was, or late",
                {"seconds": 5.0},
            ),
            Misfortune(
                "clock_shift",
                Phase.AROUND,
                "The platform's clock is wrong",
                {"offset_s": 600.0},
                minimum=-PARAMETER_MAX,
            ),
            Misfortune(
                "wrong_document",
                Phase.AROUND,
                "Sends a document that must not be printed: unsigned, other_root, expired, appended, changed, "
                "two_signatures, many_pages, not_pdf, huge, other_person",
                {"kind": "unsigned"},
                words_of=MappingProxyType({"kind": DOCUMENT_KINDS}),
            ),
            Misfortune(
                "wrong_papers",
                Phase.AROUND,
                "Names papers that must not be used: other_person, other_kind, expired; or none any more: revoked",
                {"kind": "other_person"},
                words_of=MappingProxyType({"kind": PAPERS_KINDS}),
            ),
            Misfortune(
                "wrong_registers",
                Phase.AROUND,
                "Registers answer wrongly: other_person, half the fields (half), values that no form takes (unusable), "
                "more_fields than asked",
                {"kind": "other_person"},
                words_of=MappingProxyType({"kind": REGISTERS_KINDS}),
            ),
            Misfortune(
                "wrong_mandates",
                Phase.AROUND,
                "Mandates are of other_person, or every one is revoked or expired meanwhile",
                {"kind": "revoked"},
                words_of=MappingProxyType({"kind": MANDATES_KINDS}),
            ),
            Misfortune(
                "wrong_order",
                Phase.AROUND,
                "Says that an order is paid, and must not be believed: unsigned, other_key, other_application, "
                "other_number, other_sum, token_of_other_sum, token_of_closed",
                {"kind": "unsigned"},
                words_of=MappingProxyType({"kind": ORDER_KINDS}),
            ),
            Misfortune(
                "department_trouble",
                Phase.AROUND,
                "A department (all: no name) moves no case on: late; takes none for it: refuses; "
                "takes none in now: closed; or never: not_offered",
                {"kind": "closed", "department": ""},
                words_of=MappingProxyType({"kind": DEPARTMENT_KINDS}),
            ),
            Misfortune(
                "restored_from_yesterday",
                Phase.AT_ONCE,
                "The platform is restored from a backup; the last cases and ratings are gone",
                {"cases": 1, "before": ""},
            ),
            Misfortune(
                "maintenance_window",
                Phase.INSTEAD,
                "Closed for maintenance; only heartbeats are answered",
                {"retry_after": 120},
                exempt_path="/v1/terminals/self/heartbeat",
            ),
        )
    }
)


def _is_valid(default: Value, value: Value, minimum: float) -> bool:
    """Return whether a value has the type of the default and can be used in a header or as a delay."""
    if isinstance(default, str):
        return isinstance(value, str) and value.isascii() and value.isprintable()
    if isinstance(default, bool):
        return isinstance(value, bool)
    return not isinstance(value, str | bool) and minimum <= value <= PARAMETER_MAX


@dataclass(frozen=True)
class Active:
    """An active misfortune. `path` is a prefix; `terminal` "" means all; `times` is the number of requests left (None:
    until ended)."""

    number: int
    name: str
    parameters: Mapping[str, Value]
    path: str
    terminal: str
    times: int | None

    @property
    def phase(self) -> Phase:
        return TABLE[self.name].phase

    def record(self) -> dict[str, Any]:
        return {**vars(self), "parameters": dict(self.parameters)}


class Misfortunes:
    """The active misfortunes. Thread-safe."""

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
        """Activate a misfortune. Raises KeyError for an unknown name or parameter, ValueError for an invalid value."""
        known = TABLE[name].parameters
        given = dict(parameters or {})
        for key, value in given.items():
            words = TABLE[name].words_of.get(key)
            if not _is_valid(known[key], value, TABLE[name].minimum) or (words is not None and value not in words):
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

    def take_for(self, path: str, terminal: str) -> tuple[Active, ...]:
        """Return the misfortunes for a request, earliest first. Counts them down and ends those with none left."""
        found, left = [], []
        with self._lock:
            for one in self._on:
                exempt = path.startswith(TABLE[one.name].exempt_path)
                applies = path.startswith(one.path) and one.terminal in ("", terminal) and not exempt
                if not applies:
                    left.append(one)
                    continue
                found.append(one)
                if one.times is None:
                    left.append(one)
                elif one.times > 1:
                    left.append(replace(one, times=one.times - 1))
            self._on = left
        return tuple(found)
