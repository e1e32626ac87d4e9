"""The citizen's modes, and what switches them: a button of the status bar, or headphones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from kiosk.view import Modes
from kiosk.visit import Session

MODE_TOUCHES: Mapping[str, str] = MappingProxyType(
    {
        "larger": "elder",
        "contrast": "contrast",
        "low": "low",
        "voice": "voice",
        "companion": "companion",
    }
)
"""Button → its mode."""


def switched(session: Session, mode: str) -> Modes:
    """The modes after the button of one was pressed."""
    if mode == "contrast":
        return _next_colours(session.modes)
    wanted = not getattr(session.modes, mode)
    modes = replace(session.modes, **{mode: wanted})
    # Who needs large letters has them read aloud too; the voice's own button silences it.
    reads = modes.elder and mode == "elder" and session.terminal.speaks_in(session.language)
    return replace(modes, voice=True) if reads else modes


def with_voice(session: Session) -> Session:
    """Whoever plugs in headphones wants to hear."""
    speaks = session.terminal.speaks_in(session.language)
    return replace(session, modes=replace(session.modes, voice=session.modes.voice or speaks))


def _next_colours(modes: Modes) -> Modes:
    """One button turns through black on white, light on black, and the ordinary colours."""
    return replace(modes, contrast=not modes.dark, dark=modes.contrast and not modes.dark)
