"""Whether a key can be touched on a page of the area: what is not shown, or rests, does nothing."""

from __future__ import annotations

from kiosk.view import View

ANYWHERE = ("language", "still-here")
"""Touches of the frame and the screen's sign of activity; they are in no view."""


def is_shown(view: View, key: str) -> bool:
    if view.countdown is not None:
        return key in (view.countdown.more.key, view.countdown.leave.key)
    places = (view.actions.left, view.actions.middle, view.actions.right)
    choices = [*view.tabs, *view.choices, *(each for each in places if each is not None)]
    choices += [each for block in view.blocks for each in (block.change, block.reveal) if each is not None]
    choices += [option for field in view.fields for option in field.options]
    return key in ANYWHERE or any(each.key == key and each.enabled for each in choices)
