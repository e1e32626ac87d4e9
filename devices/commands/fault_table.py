"""Short codes of faults and what to do about them, as config/faults.toml and the files of words have them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from devices.faults import Next
from devices.lazy_dataclass import dataclass
from devices.text_files import read_text, read_toml

LANGUAGES = ("zh-CN", "en")
MESSAGE = re.compile(r"^(?P<key>[a-zA-Z][\w-]*) = (?P<text>.+)$", re.ASCII | re.MULTILINE)
REMEDIES: Mapping[Next, str] = MappingProxyType(
    {
        Next.TRY_AGAIN: "try again",
        Next.ASK_CITIZEN: "the person at the terminal can put it right",
        Next.CALL_STAFF: "staff must look at the device",
        Next.OUT_OF_SERVICE: "the device is out of service",
        Next.NEVER: "it cannot be done here",
    }
)


@dataclass(frozen=True)
class FaultNote:
    """One row of config/faults.toml: a fault's code, the short code that citizens see, and the name of the remedy."""

    fault: str
    short: str
    do: str


class FaultTable:
    """The rows by either code, and their words."""

    def __init__(self, config: Path) -> None:
        self._config = config
        rows = read_toml(config / "faults.toml")
        self._notes = {code: FaultNote(code, str(row["code"]), str(row["do"])) for code, row in rows.items()}

    def short(self, fault: str) -> str:
        """The short code of a fault, "" if it has none."""
        return self._notes[fault].short if fault in self._notes else ""

    def find(self, code: str) -> list[FaultNote]:
        """The faults with this short code or code, in the table's order."""
        return [note for note in self._notes.values() if code.upper() == note.short or code.lower() == note.fault]

    def words(self, note: FaultNote, language: str) -> Mapping[str, object]:
        """The words for the event and for citizens, and the technician's steps where there are some."""
        messages = dict(self._messages(language))
        key = re.sub(r"[._]", "-", note.fault)
        steps = [messages.get(f"fix-{name.replace('_', '-')}", "") for name in self._row(note).get("steps", ())]
        return {
            "happened": messages.get(f"trouble-{key}", ""),
            "citizen": messages.get(f"fault-do-{note.do.replace('_', '-')}", ""),
            "steps": steps,
        }

    def instruction(self, note: FaultNote) -> Mapping[str, object]:
        """Owner, urgency, minutes and tools of the repair, from config/instructions.toml; empty without a row."""
        return {key: value for key, value in self._row(note).items() if key != "steps"}

    def _row(self, note: FaultNote) -> Mapping[str, Any]:
        path = self._config / "instructions.toml"
        row: Mapping[str, Any] = read_toml(path).get("faults", {}).get(note.fault, {}) if path.exists() else {}
        return row

    def _messages(self, language: str) -> Iterator[tuple[str, str]]:
        folder = self._config / "languages"
        for path in (folder / f"{language}.ftl", *sorted(folder.glob(f"*/*{language}.ftl"))):
            if path.exists():
                yield from ((found["key"], found["text"]) for found in MESSAGE.finditer(read_text(path)))
