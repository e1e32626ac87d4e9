"""Start settings of a terminal, and the errors that the screen reports when a start fails."""

from __future__ import annotations

from kiosk.fluent.bundle import MissingWords
from kiosk.log import describe
from kiosk.outbox.store import KeepFailed, OutboxInUse
from kiosk.platform.identity import KeyFileError
from kiosk.private_files import ForeignData
from kiosk.settings import SettingsError, load_settings

START_FAILURES: tuple[type[Exception], ...] = (
    SettingsError,
    MissingWords,
    OutboxInUse,
    KeepFailed,
    KeyFileError,
    ForeignData,
    OSError,
)
"""Expected failures of a start: their text is for the log, a line each, and the program ends with exit code 2."""


def unexpected(error: Exception) -> str:
    """Describe an exception that no start expects by type and frames; its message may quote a value."""
    name, frames = describe(error)
    return "\n".join((f"the program failed at its start: {name}", *frames))


def uncaught(error: BaseException) -> str:
    """Describe in one line, by type and frames, an exception that nothing caught."""
    name, frames = describe(error)
    return " ".join(("unexpected error:", name, *frames[-3:]))


__all__ = ["START_FAILURES", "SettingsError", "load_settings", "uncaught", "unexpected"]
