"""The shared tables of a terminal (config/*.toml), each read by its schema; every mistake with file, key and remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from devices.id_reader.contract import IdCard
from devices.id_reader.people import BadPerson, load_people
from devices.lazy_dataclass import dataclass
from devices.strict_struct import Limits, ShapeError, StrictStruct, read
from devices.text_files import read_toml, reason_of
from kiosk.language_table import BadLanguages, Language, load_table
from kiosk.settings import SettingsError
from kiosk.terminal_facts import FaultNote

T = TypeVar("T")
S = TypeVar("S", bound=StrictStruct)
Label = Annotated[str, Limits(pattern=r"^[0-9A-Za-z]{1,20}\Z")]


class _Ratings(StrictStruct, frozen=True):
    """Label codes by level: 5 best, 1 worst."""

    version: Annotated[str, Limits(min_length=1, max_length=50)]
    labels: Mapping[Literal["1", "2", "3", "4", "5"], Annotated[tuple[Label, ...], Limits(max_length=50)]]


class _Fault(StrictStruct, frozen=True):
    code: Annotated[str, Limits(pattern=r"^[A-Z][0-9]{1,2}\Z")]
    do: Annotated[str, Limits(pattern=r"^[a-z_]{1,40}\Z")]


class _Faults(StrictStruct, frozen=True):
    fault: Mapping[str, _Fault]


class _Practice(StrictStruct, frozen=True):
    """People and answers of practice. What is in an answer is for kiosk.workers.practice."""

    applicant: str
    helper: str
    answers: Mapping[str, Mapping[str, object]]


@dataclass(frozen=True)
class Tables:
    """All shared tables of a configuration."""

    languages: tuple[Language, ...]
    label_set: str
    labels: Mapping[str, tuple[str, ...]]
    faults: Mapping[str, FaultNote]
    practice_cards: tuple[IdCard, ...]


def rating_labels(path: Path) -> tuple[str, Mapping[str, tuple[str, ...]]]:
    """The national label set: its version and the label codes by level. Raises SettingsError."""
    ratings = _read(_Ratings, path)
    missing = sorted({"1", "2", "3", "4", "5"} - ratings.labels.keys())
    if missing:
        raise SettingsError([f"{path}: labels.{level}: is missing; add it, [] for none" for level in missing])
    return ratings.version, {str(level): codes for level, codes in ratings.labels.items()}


def fault_notes(path: Path) -> Mapping[str, FaultNote]:
    """The fault table: fault code → its note. Raises SettingsError."""
    rows = _read(_Faults, path, root="fault").fault
    return {fault: FaultNote(row.code, row.do) for fault, row in rows.items()}


def practice_cards(config: Path) -> tuple[IdCard, ...]:
    """The invented applicant and helper of practice. Raises SettingsError."""
    path = config / "practice.toml"
    problems: list[str] = []
    practice = _collect(problems, lambda: _read(_Practice, path))
    people = _collect(problems, lambda: _people(config / "people.toml"))
    if practice is not None and people is not None:
        known = ", ".join(sorted(people))
        problems += [
            f"{path}: {key}: nobody of people.toml is called {getattr(practice, key)!r}; one of {known}"
            for key in ("applicant", "helper")
            if getattr(practice, key) not in people
        ]
        if not problems:
            return people[practice.applicant], people[practice.helper]
    raise SettingsError(problems)


def load_tables(config: Path) -> Tables:
    """Read all tables. Raises SettingsError with the mistakes of all of them."""
    problems: list[str] = []
    languages = _collect(problems, lambda: _languages(config / "languages"))
    ratings = _collect(problems, lambda: rating_labels(config / "ratings.toml"))
    faults = _collect(problems, lambda: fault_notes(config / "faults.toml"))
    cards = _collect(problems, lambda: practice_cards(config))
    if languages is None or ratings is None or faults is None or cards is None:
        raise SettingsError(problems)
    return Tables(languages, *ratings, faults, cards)


def table_problems(config: Path) -> list[str]:
    """The mistakes of all tables, a line each."""
    problems: list[str] = []
    _collect(problems, lambda: load_tables(config))
    return problems


def _collect(problems: list[str], load: Callable[[], T]) -> T | None:
    try:
        return load()
    except SettingsError as error:
        problems += error.problems
        return None


def _languages(folder: Path) -> tuple[Language, ...]:
    try:
        return load_table(folder)
    except BadLanguages as error:
        raise SettingsError(error.mistakes) from error


def _people(path: Path) -> Mapping[str, IdCard]:
    try:
        return load_people(path)
    except BadPerson as error:
        raise SettingsError([f"{path}: {line}" for line in str(error).splitlines()]) from error


def _read(shape: type[S], path: Path, root: str = "") -> S:
    """Read one file; with `root` its whole content is the field of this name. Raises SettingsError."""
    try:
        raw = read_toml(path)
        return read(shape, {root: raw} if root else raw)
    except ShapeError as error:
        lines = [each.line.removeprefix(f"{root}.") if root else each.line for each in error.mismatches]
        raise SettingsError([f"{path}: {line}" for line in lines]) from error
    except (OSError, ValueError) as error:
        raise SettingsError([f"{path}: cannot be read: {reason_of(error)}"]) from error
