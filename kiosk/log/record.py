"""One line of the log: its fields, the pattern each of them must match, and its form as JSON.

The patterns are applied when writing and when reading, so that neither the file nor a screen shows anything else.
"""

from __future__ import annotations

import json
import re
from datetime import datetime

from devices.lazy_dataclass import dataclass

UNSAYABLE = "unsayable"
"""Written in place of a value that does not match its pattern."""
MOST_FRAMES = 12
LARGEST_COUNT = 99_999
"""A larger count is written as this one: six digits in a row are never written."""

_PART = re.compile(r"[a-z0-9_.-]{1,40}")
# "<" joins the names of chained exceptions.
_CODE = re.compile(r"[A-Za-z0-9_.:<-]{1,80}")
# A visit id is random hex. Digits alone could be an identity or telephone number, so one letter is required.
_VISIT = re.compile(r"(?=[0-9]*[a-f])[0-9a-f]{1,32}|")
_FRAME = re.compile(r"[A-Za-z0-9_.<>]{1,80}:[0-9]{1,5}:[A-Za-z0-9_<>]{1,60}")
_DIGIT_RUN = re.compile(r"[0-9]{6}")


def safe_part(value: str) -> str:
    """The name of a part of the program: lower case letters, digits and `_.-`, at most 40."""
    return _safe(_PART, value)


def safe_code(value: str) -> str:
    """A code or type name: letters, digits and `_.:<-`, at most 80."""
    return _safe(_CODE, value)


def safe_visit(value: str) -> str:
    """A visit id: lower case hex with at least one letter, at most 32; or empty."""
    return value if isinstance(value, str) and _VISIT.fullmatch(value) else UNSAYABLE


def safe_frames(values: tuple[str, ...]) -> tuple[str, ...]:
    """Frames as `module:line:function`, innermost last; only the innermost `MOST_FRAMES` are kept."""
    return tuple(_safe(_FRAME, value) for value in tuple(values)[-MOST_FRAMES:])


def _safe(pattern: re.Pattern[str], value: str) -> str:
    fits = isinstance(value, str) and pattern.fullmatch(value) and not _DIGIT_RUN.search(value)
    return value if fits else UNSAYABLE


def counted(word: str, number: int) -> str:
    """The code of a count, such as `lost:3`."""
    return f"{word}:{min(number, LARGEST_COUNT)}"


@dataclass(frozen=True)
class Record:
    """One event. `of`: the code that a line `repeated:N` counts."""

    at: datetime
    visit: str
    part: str
    code: str
    frames: tuple[str, ...] = ()
    of: str = ""

    @property
    def line(self) -> str:
        """The record as JSON without a line break."""
        fields: dict[str, object] = {
            "at": self.at.isoformat(timespec="milliseconds"),
            "visit": self.visit,
            "part": self.part,
            "code": self.code,
        }
        if self.of:
            fields["of"] = self.of
        if self.frames:
            fields["frames"] = self.frames
        return json.dumps(fields, separators=(",", ":"))


def parse(line: bytes) -> Record | None:
    """Read one line; None if it is damaged. Fields that do not match their pattern become `unsayable`."""
    try:
        fields = json.loads(line)
        at = datetime.fromisoformat(fields["at"])
        if at.tzinfo is None:
            return None
        frames = tuple(fields.get("frames", ()))
        of = fields.get("of", "")
        return Record(
            at,
            safe_visit(fields["visit"]),
            safe_part(fields["part"]),
            safe_code(fields["code"]),
            safe_frames(frames),
            safe_code(of) if of else "",
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
