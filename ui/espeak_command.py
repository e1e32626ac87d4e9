"""The command line of espeak-ng, and its standard input: no text is ever on a command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.pronunciation.parts import Part


def espeak(voice: str, rate: int, amplitude: int, *more: str) -> list[str]:
    """Return the command that speaks its standard input."""
    return ["espeak-ng", "--stdin", "-b", "1", "-v", voice, "-s", str(rate), "-a", str(amplitude), *more]


def text_for(parts: Sequence[Part]) -> str:
    """Return the standard input of espeak-ng: plain text for one voice, SSML (option -m) for several."""
    if len(parts) == 1:
        return parts[0].text
    voiced = (f'<voice name="{part.voice}">{_escape(part.text)}</voice>' for part in parts)
    return f"<speak>{''.join(voiced)}</speak>"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
