"""A case that its authority decided, or asked more papers for, while the citizen was still here: what to do now."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.case.kept import Case, Fate
from kiosk.steps.progress_state import state_words
from kiosk.steps.step import authority
from kiosk.view import Block, BlockKind, Tone
from kiosk.visit import InMatter
from kiosk.words import Data, Text, text

FATES: Mapping[Fate, tuple[Tone, str]] = MappingProxyType(
    {
        Fate.GRANTED: (Tone.DONE, "next-granted"),
        Fate.ASKED: (Tone.QUIET, "next-asked"),
        Fate.TURNED_DOWN: (Tone.DONE, "next-turned-down"),
    }
)
"""Fate → tone of its stage (quiet: it goes on), and the words for what to do."""


def stages(session: InMatter, case: Case) -> tuple[tuple[Block, ...], Text]:
    """The stages behind a case, with what comes next, and the note on what to do."""
    name, at = authority(session), text("moment", at=(case.received_at or case.sealed_at).isoformat())
    tone, note = FATES[case.fate]
    state = Block(BlockKind.STAGE, state_words(case.state), at, tone=tone)
    sent = Block(BlockKind.STAGE, text("stage-sent", authority=name), at, tone=Tone.DONE)
    get = (Block(BlockKind.STAGE, text("stage-you-get"), text("result", session.item.id)),)
    after = get if case.fate is Fate.GRANTED else ()
    return (sent, state, *after), text(note, authority=name, phone=Data(session.item.phones.consult))
