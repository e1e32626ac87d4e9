"""How a terminal's start can fail, for the screen that reports it, and the settings it starts from."""

from __future__ import annotations

from kiosk.outbox.store import KeepFailed, OutboxInUse
from kiosk.platform.identity import KeyFileError
from kiosk.settings import SettingsError, load_settings

START_FAILURES: tuple[type[Exception], ...] = (SettingsError, OutboxInUse, KeepFailed, KeyFileError, OSError)
"""Expected failures of a start: their text is for the log, a line each, and the program ends with exit code 2."""

__all__ = ["START_FAILURES", "SettingsError", "load_settings"]
