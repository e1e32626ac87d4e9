"""Features of a view that matter to the voice: whether it begins here, and which field is open."""

from __future__ import annotations

from kiosk.view import View

START = "start:voice"


def offers_voice(view: View) -> bool:
    """Whether a visit by voice can begin here."""
    return view.traits.starts_visit and any(choice.key == START for choice in view.choices)


def open_field(view: View) -> str:
    """The key of the field whose keyboard opens with the page, ""."""
    return next((field.key for field in view.fields if field.opens), "")
