"""Sound cues of a view: one for each thing that newly asks for attention or is newly done."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.view import BlockKind, FieldKind, Tone, View
from ui.tones import Sound

Cue = tuple[Sound, str]
"""A sound, and the part of the page that is the reason."""


STATES = frozenset({BlockKind.STATUS, BlockKind.PICTURE})
"""Blocks that say what became of a card, a slip or a device."""


def cues_of(view: View) -> frozenset[Cue]:
    """Return what a view has to say by a sound."""
    return frozenset(_cues(view))


def _cues(view: View) -> Iterator[Cue]:
    tones = {"page": view.tone, "guidance": view.guidance.tone if view.guidance else Tone.PLAIN}
    for place, tone in tones.items():
        if tone is Tone.ATTENTION:
            yield Sound.ATTENTION, place
        elif tone is Tone.DONE:
            yield Sound.DONE, place
    if view.countdown is not None:
        yield Sound.ATTENTION, "countdown"
    # A search that finds nothing yet is no mistake.
    if view.wrong or any(each.wrong is not None and each.kind is not FieldKind.SEARCH for each in view.fields):
        yield Sound.ATTENTION, "wrong"
    for block in view.blocks:
        if block.kind in STATES and block.tone is Tone.ATTENTION:
            yield Sound.ATTENTION, f"state {block.words}"


def news_of(view: View) -> frozenset[Cue]:
    """Return what is done, and counts only if it comes while the page is shown, as the slip does."""
    done = (block for block in view.blocks if block.kind in STATES and block.tone is Tone.DONE)
    return frozenset((Sound.DONE, f"state {block.words}") for block in done)


class Cues:
    """Follow the views shown, and name the sound that the next one is to have."""

    def __init__(self) -> None:
        self._page: tuple[str, str] = ("", "")
        self._here: frozenset[Cue] = frozenset()
        self._heard: set[tuple[str, Cue]] = set()
        """Things done in this visit, each with its page: a page that is shown again does not repeat its sound."""

    def next(self, view: View) -> Sound | None:
        """Return the most important new cue's sound. None where nobody is there: outside a visit and its last page."""
        visit = self._page[0]
        same = (view.visit, view.id) == self._page
        nobody = not view.visit and not visit
        here = cues_of(view) | news_of(view)
        fresh = here - self._here if same else cues_of(view)
        self._page, self._here = (view.visit, view.id), here
        if view.visit != visit:
            self._heard.clear()
        fresh -= {cue for cue in fresh if cue[0] is Sound.DONE and (view.id, cue) in self._heard}
        self._heard |= {(view.id, cue) for cue in here}
        if nobody or not fresh:
            return None
        return max((sound for sound, _ in fresh), key=list(Sound).index)
