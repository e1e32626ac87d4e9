"""The block with a camera's live picture: one sentence on what to do now, and the four checks. No page and no state."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.papers.live_view import LiveCheck
from kiosk.papers.photo_verdict import RULES, PhotoCheck, PhotoVerdict
from kiosk.view import Block, BlockKind, Tone
from kiosk.words import Words, text

FAILS: Mapping[PhotoVerdict, PhotoCheck] = MappingProxyType(
    {rule.verdict: rule.check for rule in RULES if rule.check is not None}
)
"""Verdict → the check that it is about."""


def do_words(verdict: PhotoVerdict | None) -> Words:
    """Words for what to do about the picture; None: the camera has only been opened."""
    word = "waiting" if verdict is None else verdict.value.replace("_", "-")
    return text(f"photo-do-{word}")


def live_view_block(verdict: PhotoVerdict | None, passed: frozenset[PhotoCheck], place: Words, count: int = 0) -> Block:
    """The block for the newest judgement (kiosk.events.ViewJudged); `verdict` None: the camera has only been opened.
    `place` is where the camera sits; `count` is said in place of what to do, if there is one."""
    tone = {None: Tone.QUIET, PhotoVerdict.GOOD: Tone.DONE}.get(verdict, Tone.ATTENTION)
    return Block(
        BlockKind.LIVE_VIEW,
        text("photo-count", left=count) if count else do_words(verdict),
        text("photo-place", place=place),
        tone=tone,
        source=text("photo-note"),
        live=tuple(_check(each, verdict, passed) for each in PhotoCheck),
    )


def _check(check: PhotoCheck, verdict: PhotoVerdict | None, passed: frozenset[PhotoCheck]) -> LiveCheck:
    label = text(f"photo-check-{check.value}")
    if check in passed:
        return LiveCheck(label, text(f"photo-check-{check.value}-note"), True)
    if verdict is not None and FAILS.get(verdict) is check:
        word = verdict.value.replace("_", "-")
        return LiveCheck(text(f"photo-not-{word}"), text(f"photo-do-{word}"), False)
    return LiveCheck(label, text("photo-check-not-yet"), None)
