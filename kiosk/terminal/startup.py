"""Start of a terminal: its settings, and what is said where it fails: lines with path and remedy, log, screen."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from devices import Clock
from devices.text_files import read_toml
from kiosk import settings
from kiosk.events import TerminalStatus, Touched
from kiosk.fluent.bundle import MissingWords
from kiosk.health import disk_free_mb
from kiosk.language_table import BadLanguages
from kiosk.log import EventLog, describe
from kiosk.messages import Languages, LanguageWords
from kiosk.outbox.store import KeepFailed, OutboxInUse
from kiosk.platform.identity import KeyFileError, TerminalKeyError
from kiosk.private_files import FOLDER_MODE, ForeignData, check_owner
from kiosk.session.attract import Attract
from kiosk.settings import Settings, SettingsError
from kiosk.terminal.tables import fault_notes, table_problems
from kiosk.terminal_facts import FaultNote, TerminalFacts
from kiosk.terminal_state import TerminalState
from kiosk.view import View


class StartFailed(Exception):
    """A start failed for a known reason; the text has a line each with path and remedy."""


START_FAILURES: tuple[type[Exception], ...] = (
    StartFailed,
    SettingsError,
    BadLanguages,
    MissingWords,
    OutboxInUse,
    KeepFailed,
    KeyFileError,
    ForeignData,
    OSError,
)
"""Expected failures of a start: their text is for the log, a line each, and the program ends with exit code 2."""

STORE_REMEDIES: Mapping[str, str] = {
    "disk_full": "the disk is full; make room there and start again",
    "disk_error": "the disk cannot be read or written; check the disk, its mount and the folder's owner",
    "store_damaged": "the store is damaged; copy the folder before anything else and call for help",
    "store_too_new": "a newer program made this store; start that program again",
}
"""KeepFailed.code → what is wrong and what to do."""
REMEDIES: Mapping[int, str] = {
    errno.ENOSPC: "make room on that disk and start again",
    errno.EDQUOT: "make room on that disk and start again",
    errno.EROFS: "mount it for writing, or name another folder with {option}",
    errno.EACCES: "give the folder to this user, or name another one with {option}",
    errno.EPERM: "give the folder to this user, or name another one with {option}",
    errno.ENOTDIR: "a file is where a folder is needed: move it, or name another folder with {option}",
    errno.EEXIST: "a file is where a folder is needed: move it, or name another folder with {option}",
    errno.EADDRINUSE: "another program has that port: end it, or name another port",
}


def load_settings(path: Path, *, rehearsal: bool) -> Settings:
    """Read a profile. Raises SettingsError with its mistakes and those of the tables beside it (config/*.toml)."""
    try:
        return settings.load_settings(path, rehearsal=rehearsal)
    except SettingsError as error:
        raise SettingsError([*error.problems, *table_problems(path.parent.parent)]) from error


def failure_lines(error: Exception, data: Path, option: str = "--data") -> str:
    """An expected failure for people: what is wrong, where, and what to do. `option` names the folder `data`."""
    if isinstance(error, KeepFailed):
        return f"{data / 'outbox'}: {STORE_REMEDIES.get(error.code, error.code)}"
    if isinstance(error, KeyFileError):
        cause = error.__cause__
        why = f"; {failure_lines(cause, data, option)}" if isinstance(cause, OSError) else ""
        place = "" if isinstance(error, TerminalKeyError) else "the profile's section [platform]: "
        return f"{place}{error}{why}"
    if isinstance(error, OSError) and error.errno is not None:
        remedy = REMEDIES.get(error.errno, "correct that and start again")
        return f"{error.filename or data}: {error.strerror}; {remedy.format(option=option)}"
    return str(error)


@contextmanager
def reported(data: Path, clock: Clock) -> Iterator[None]:
    """Write a failed start to the local log. Raises StartFailed with the lines for an expected failure."""
    try:
        yield
    except START_FAILURES as error:
        code = error.code if isinstance(error, KeepFailed) else type(error).__name__
        _note(data, clock, f"failed:{code}")
        raise StartFailed(failure_lines(error, data)) from error
    except Exception as error:
        name, frames = describe(error)
        _note(data, clock, f"failed:{name}", tuple(frames))
        raise


def _note(data: Path, clock: Clock, code: str, frames: tuple[str, ...] = ()) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
        check_owner(data)
    except (ForeignData, OSError):
        return
    # Where nothing can be written, the line on the error output is all there is.
    if not os.access(data, os.W_OK) or disk_free_mb(data) == 0:
        return
    log = EventLog.open(data / "log", clock)
    log.write("start", code, frames=frames)
    log.close()


def unexpected(error: Exception) -> str:
    """Describe an exception that no start expects by type and frames; its message may quote a value."""
    name, frames = describe(error)
    return "\n".join((f"the program failed at its start: {name}", *frames))


def uncaught(error: BaseException) -> str:
    """Describe in one line, by type and frames, an exception that nothing caught."""
    name, frames = describe(error)
    return " ".join(("unexpected error:", name, *frames[-3:]))


class FailedStartPage:
    """The page "out of service" after a failed start, with as much of the profile as can be read.

    Raises BadLanguages and MissingWords where there are no words either. `touched` serves its language button.
    """

    def __init__(self, profile: Path, config: Path) -> None:
        section: Mapping[str, object] = {}
        notes: Mapping[str, FaultNote] = {}
        with suppress(OSError, ValueError, TypeError, AttributeError, SettingsError):
            section = dict(read_toml(profile).get("terminal", {}))
            notes = fault_notes(config / "faults.toml")
        self._languages = Languages.load(config / "languages")
        table = tuple(words.row for words in self._languages.by_language.values())
        code, name, phone, nearest = (str(section.get(key, "")) for key in ("code", "name", "duty_phone", "nearest"))
        facts = TerminalFacts(code, name, phone, table, nearest=nearest, faults=notes)
        self._state: TerminalState = Attract("", facts, None, TerminalStatus(out_of_service="start"))

    def shown(self) -> tuple[View, LanguageWords]:
        """The page and the words of its language."""
        view = self._state.view()
        return view, self._languages.words(view.language)

    def touched(self, key: str) -> tuple[View, LanguageWords]:
        """The page after a touch."""
        state, _ = self._state.advance(Touched("", key))
        self._state = state or self._state
        return self.shown()
