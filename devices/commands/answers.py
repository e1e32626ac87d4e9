"""Answers of `python -m devices`: the same keys from every command that uses a device, as JSON, as lines or as a table.

Personal data is masked: fields that a reading keeps out of its `repr` are somebody's.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any

from devices import Fault
from devices.commands.exit_codes import DONE, EXIT_CODES
from devices.commands.fault_table import REMEDIES, FaultTable
from devices.opening import DeviceSpec

EMPTY: Mapping[str, Any] = MappingProxyType(
    {
        **dict.fromkeys(("command", "device", "family", "driver", "port", "model"), ""),
        "state": None,
        "levels": {},
        "capabilities": [],
        "inventory": {},
        "test": None,
        "passed": None,
        "saw": [],
        "paper": None,
        "value": None,
        "fault": None,
        "faults": [],
        "exit": DONE,
    }
)
"""The keys of every answer, in order; what a command does not know keeps its value here."""
COLOURS: Mapping[str, str] = MappingProxyType(
    {"ready": "32", "passed": "32", "warning": "33", "fault": "31", "failed": "31", "absent": "31"}
)


def answer(command: str, spec: DeviceSpec, **known: Any) -> dict[str, Any]:
    """An answer of a command about a device. Raises KeyError for a key that answers do not have."""
    if unknown := set(known) - set(EMPTY):
        raise KeyError(f"answers have no {unknown}")
    where = {"family": spec.family, "driver": spec.driver, "port": spec.port, "model": spec.model}
    return {**EMPTY, "command": command, "device": spec.name, **where, **known}


def with_faults(told: dict[str, Any], faults: Iterable[Fault], table: FaultTable) -> dict[str, Any]:
    """The answer with these faults: codes, the short code that citizens see, the driver's detail, the remedy."""
    rows = [
        {
            "fault": fault.code,
            "short": table.short(fault.code),
            "next": fault.next.value,
            "detail": fault.detail,
            "remedy": REMEDIES[fault.next],
            "explain": f"python -m devices explain {table.short(fault.code) or fault.code}",
        }
        for fault in faults
    ]
    first = next(iter(faults), None)
    code = told["exit"] or (EXIT_CODES[first.next] if first else DONE)
    return {**told, "fault": rows[0]["fault"] if rows else None, "faults": rows, "exit": code}


def as_json_value(value: Any, *, show: bool = True) -> Any:
    """A reading as JSON values; a picture by its size alone. Without `show`, personal fields are masked."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            each.name: as_json_value(getattr(value, each.name), show=show)
            if show or each.repr
            else masked(getattr(value, each.name))
            for each in dataclasses.fields(value)
        }
    if isinstance(value, bytes):
        return {"bytes": len(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): as_json_value(each, show=show) for key, each in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [as_json_value(each, show=show) for each in value]
    return value


def masked(value: Any) -> Any:
    """A personal value so that its kind and length are seen: the first character of a text, the year of a day."""
    if isinstance(value, date):
        return f"{value.year}-**-**"
    if isinstance(value, str) and not isinstance(value, Enum):
        return value[:1] + "*" * (len(value) - 1)
    if isinstance(value, tuple | list):
        return {"entries": len(value)}
    return as_json_value(value, show=False)


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_answer(told: Mapping[str, Any], *, as_json: bool) -> int:
    """Print an answer, a line a value that is known, or as JSON. Returns its exit code."""
    if as_json:
        print_json(told)
        return int(told["exit"])
    for key, value in told.items():
        if key not in ("exit", "faults", "fault", "value") and value not in (None, "", [], {}):
            print(f"{key}: {_in_words(value)}")
    if told["passed"] is None and told["test"]:
        print("passed: not known")
    if told["value"] is not None:
        _print_lines(told["value"])
    for fault in told["faults"]:
        short = f" ({fault['short']})" if fault["short"] else ""
        print(coloured(f"fault: {fault['fault']}{short}", "fault"))
        print(f"  detail: {fault['detail'] or 'none'}", f"  remedy: {fault['remedy']}; {fault['explain']}", sep="\n")
    return int(told["exit"])


def print_rows(rows: Sequence[Mapping[str, Any]], *, as_json: bool) -> int:
    """Print answers about several devices as a table, or as JSON. Returns the exit code of the first with trouble."""
    if as_json:
        print_json(list(rows))
    else:
        print("\n".join(table([_columns(row) for row in rows])))
    return next((int(row["exit"]) for row in rows if row["exit"]), DONE)


def _columns(row: Mapping[str, Any]) -> tuple[str, ...]:
    faults = row["faults"]
    short = ", ".join(each["short"] or "-" for each in faults)
    detail = "; ".join(f"{each['fault']} ({each['detail']})" if each["detail"] else each["fault"] for each in faults)
    levels = " ".join(f"{name}={value}" for name, value in row["levels"].items())
    return row["device"], row["state"] or "unknown", short, detail or levels


HEADINGS = ("device", "state", "code", "detail")


def table(rows: Sequence[tuple[str, ...]], headings: tuple[str, ...] = HEADINGS) -> list[str]:
    """Rows as lines with columns of one width; the second column has the colour of its word."""
    widths = [max(_width(row[at]) for row in (headings, *rows)) for at in range(len(headings))]
    lines = []
    for row in (headings, *rows):
        cells = [text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)]
        if row is not headings:
            cells[1] = coloured(cells[1], row[1])
        lines.append("  ".join(cells).rstrip())
    return lines


def coloured(text: str, word: str) -> str:
    """The text in the colour of a word, on a terminal; elsewhere, and where NO_COLOR is set, as it is."""
    colour = COLOURS.get(word)
    if colour is None or not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\x1b[{colour}m{text}\x1b[0m"


def _width(text: str) -> int:
    """Columns of a text on a terminal: a hanzi takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _print_lines(value: Any) -> None:
    for key, each in value.items() if isinstance(value, Mapping) else (("value", value),):
        print(f"{key}: {_in_words(each)}")


def _in_words(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {each}" for key, each in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
