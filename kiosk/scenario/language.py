"""The scenario language as pydantic models: one TOML file with a list of steps, each with exactly one verb.

title = "…"
start = "2026-11-24T21:40:00+08:00"

[[step]]
touch = ["start", "item:old-age-allowance"]
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from devices.lazy_dataclass import dataclass
from devices.text_files import parse_toml, read_text
from kiosk.delays import DELAYS
from kiosk.scenario.drawing import DRAWINGS, Lines
from kiosk.scenario.phone import FILES, PAYMENTS
from kiosk.signature import HEIGHT, WIDTH

PLATFORM = "platform"
FORMAT = "https://json-schema.org/draft/2020-12/schema"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TextEntry(_Strict):
    """Fill a field. `code = true` enters the newest code a phone received, `slip = true` the newest slip number."""

    field: str
    text: str = ""
    code: bool = False
    slip: bool = False


class NamedMisfortune(_Strict):
    """A misfortune by its name, of a device's simulator or of the platform."""

    of: str
    """A device by its name in the profile or its family, or "platform"."""
    name: str
    parameters: Mapping[str, float | int | str | bool] = Field(default_factory=dict)
    path: str = "/v1/"
    times: int | None = Field(default=None, ge=1)


class DeviceAction(_Strict):
    """An action of people on a device, by name in its simulator's table."""

    at: str
    """A device by its name in the profile or its family."""
    action: str
    person: str = ""
    """An invented person's id, for an action that needs one."""
    text: str = ""
    """The text of a code, for an action that needs one."""
    slip: bool = False
    """That text is the newest slip number."""
    identity_code: bool = False
    """That text is the code on the phone of `person`."""


class PhoneAction(_Strict):
    """An act of the citizen on their phone, with the page of the code that the screen shows (a relay); with nothing
    said, it only opens."""

    send: str = ""
    """A file of kiosk.scenario.phone, by name."""
    delete: int = Field(default=0, ge=0)
    """The number of a file that was sent: 1 is the first."""
    more: bool = False
    """Ask for more time."""
    done: bool = False
    pay: str = ""
    """Payment event, by name, for the order whose code the screen showed last."""

    @model_validator(mode="after")
    def _is_known(self) -> PhoneAction:
        if self.pay and self.pay not in PAYMENTS:
            raise ValueError(f"no payment {self.pay!r}; known: {', '.join(PAYMENTS)}")
        if self.send and self.send not in FILES:
            raise ValueError(f"no file {self.send!r}; known: {', '.join(sorted(FILES))}")
        return self


class Pause(_Strict):
    """Let time pass: a delay of kiosk.delays by name, seconds, or both."""

    delay: str = ""
    seconds: float = Field(default=0.0, ge=0)

    @model_validator(mode="after")
    def _is_known(self) -> Pause:
        if self.delay and self.delay not in DELAYS:
            raise ValueError(f"no delay {self.delay!r}; known: {', '.join(sorted(DELAYS))}")
        return self

    @property
    def total(self) -> float:
        return self.seconds + (DELAYS[self.delay] if self.delay else 0.0)


class PlatformExpectation(_Strict):
    """Expected content of the platform: number of cases and ratings, states of all orders, oldest first (`paid`,
    `paid extra` where money goes back), values in the newest case by dotted path."""

    cases: int | None = None
    ratings: int | None = None
    orders: tuple[str, ...] | None = None
    newest: Mapping[str, Any] = Field(default_factory=dict)


class Expectation(_Strict):
    """Conditions that must hold now; all that are given are checked."""

    page: str = ""
    id: str = ""
    title: str = ""
    """The message key of the page's title."""
    message: str = ""
    """A message key that occurs on the page."""
    no_message: str = ""
    speech: str = ""
    no_speech: str = ""
    slips: int | None = None
    sheets: int | None = None
    """A4 sheets that came out whole."""
    slip_contains: tuple[str, ...] = ()
    slip_lacks: tuple[str, ...] = ()
    platform: PlatformExpectation | None = None
    unsent: int | None = None
    audit: tuple[str, ...] = ()
    card_on_reader: bool | None = None
    nothing_left: bool = False
    """The terminal's data contains no name, number or address of an invented person, in any encoding searched for."""


class Step(_Strict):
    """One step: exactly one verb, and optionally a sentence for the reader."""

    say: str = ""
    touch: str | tuple[str, ...] = ()
    type: TextEntry | None = None
    draw: str | Lines = ()
    """Strokes for the page's signature pad: a drawing by name, or its lines of points in ten-thousandths of the
    pad's width."""
    card: str = ""
    """The id of the person whose card is laid on the reader; "lift" lifts the card."""
    take_slip: bool = False
    act: DeviceAction | None = None
    begin: NamedMisfortune | None = None
    end: NamedMisfortune | None = None
    network: Literal["", "on", "off"] = ""
    phone: PhoneAction | None = None
    wait: Pause | None = None
    expect: Expectation | None = None

    @model_validator(mode="after")
    def _is_drawn(self) -> Step:
        if isinstance(self.draw, str) and self.draw not in DRAWINGS:
            raise ValueError(f"no drawing {self.draw!r}; known: {', '.join(DRAWINGS)}")
        if not all(self.lines) or any(
            not (0 <= x <= WIDTH and 0 <= y <= HEIGHT) for line in self.lines for x, y in line
        ):
            raise ValueError(f"a line has points, and a pad {WIDTH} by {HEIGHT}")
        return self

    @model_validator(mode="after")
    def _has_one_verb(self) -> Step:
        verbs = [name for name in type(self).model_fields if name != "say" and getattr(self, name)]
        if len(verbs) != 1:
            raise ValueError(f"a step has exactly one verb, this has {verbs or 'none'}")
        return self

    @property
    def verb(self) -> str:
        return next(name for name in type(self).model_fields if name != "say" and getattr(self, name))

    @property
    def lines(self) -> Lines:
        return DRAWINGS[self.draw] if isinstance(self.draw, str) else self.draw

    @property
    def touches(self) -> tuple[str, ...]:
        return (self.touch,) if isinstance(self.touch, str) else self.touch


class Scenario(_Strict):
    """One scenario file."""

    title: str
    about: str = ""
    start: datetime
    profile: str = "rehearsal"
    ends_in_visit: bool = False
    """The scenario stops within a visit, so no search for personal data left behind is possible."""
    step: tuple[Step, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Mistake:
    """An error in a scenario file: line, place in the data, message and remedy."""

    file: str
    line: int
    place: str
    wrong: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.place}: {self.wrong}; {self.remedy}"


class BadScenario(Exception):
    """The file is not a valid scenario; `mistakes` lists every error."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


def load_scenario(path: Path) -> Scenario:
    """Read one file. Raises BadScenario with every error."""
    try:
        source = read_text(path)
        raw = parse_toml(source)
    except FileNotFoundError:
        raise BadScenario([Mistake(str(path), 0, "file", "missing", "name a scenario file")]) from None
    except OSError as error:
        wrong = f"cannot be read ({error.strerror})"
        raise BadScenario([Mistake(str(path), 0, "file", wrong, "name a scenario file")]) from None
    except ValueError as error:
        line = re.search(r"line (\d+)", str(error))
        at = int(line.group(1)) if line else 0
        raise BadScenario([Mistake(str(path), at, "file", f"not TOML: {error}", "correct that line")]) from None
    try:
        return Scenario.model_validate(raw)
    except ValidationError as error:
        raise BadScenario([_mistake(path, source, each) for each in error.errors(include_url=False)]) from None


def _mistake(path: Path, source: str, error: Any) -> Mistake:
    where = [part for part in error["loc"] if part not in ("str", "tuple[str, ...]")]
    remedies = {"extra_forbidden": "remove it or correct its spelling", "missing": "add it"}
    remedy = remedies.get(error["type"], "see scenario.schema.json")
    return Mistake(str(path), line_of(source, where), ".".join(map(str, where)), str(error["msg"]), remedy)


def line_of(source: str, where: list[Any]) -> int:
    """Return the line (from 1) of a place in the data: the n-th [[step]], and in it the key."""
    lines = source.splitlines()
    start = 0
    if len(where) > 1 and where[0] == "step" and isinstance(where[1], int):
        steps = [n for n, line in enumerate(lines) if line.strip() == "[[step]]"]
        start = steps[where[1]] if where[1] < len(steps) else 0
    for key in reversed([part for part in where if isinstance(part, str) and part != "step"]):
        for n in range(start, len(lines)):
            if n > start and lines[n].strip() == "[[step]]":
                break
            if re.match(rf"\s*(\[[\w.]*\b)?{re.escape(key)}\b", lines[n]):
                return n + 1
    return start + 1


def json_schema() -> dict[str, Any]:
    """Return the language as JSON Schema, for editors."""
    return {"$schema": FORMAT, **Scenario.model_json_schema(by_alias=True)}
