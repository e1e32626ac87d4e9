"""The ending of a bundle: how many of its parts came where, and the truth of each."""

from __future__ import annotations

from collections import Counter
from functools import reduce

from kiosk.case.kept import Case, Fate
from kiosk.steps import ending_missing
from kiosk.view import Block, BlockKind, Tone
from kiosk.visit import InMatter
from kiosk.words import Data, Text, text

TONES = {
    Fate.GRANTED: Tone.DONE,
    Fate.ASKED: Tone.ATTENTION,
    Fate.TURNED_DOWN: Tone.ATTENTION,
    Fate.HANDED_OVER: Tone.DONE,
    Fate.MISSING: Tone.ATTENTION,
    Fate.KEPT: Tone.QUIET,
    Fate.WAITING: Tone.QUIET,
    Fate.REFUSED: Tone.ATTENTION,
}


def title(session: InMatter) -> Text:
    fates = _counts(session)
    count = len(session.matter.cases)
    if len(fates) == 1:
        return text(f"ending-parts-{next(iter(fates)).value}", count=count)
    return text("ending-parts-mixed", count=count, kinds=len(fates))


def lead(session: InMatter) -> Text:
    """Each sort of result with its number of parts: "1 handed over, 2 kept here"."""
    fates = _counts(session)
    if len(fates) == 1:
        return text("ending-parts-each")
    said = [text(f"parts-{fate.value}", count=count) for fate, count in fates.items()]
    return text("sentence", words=reduce(lambda one, other: text("list-of-two", one=one, other=other), said))


def _counts(session: InMatter) -> Counter[Fate]:
    """In the order of Fate."""
    found = Counter(case.fate for case in session.matter.cases)
    return Counter({fate: found[fate] for fate in Fate if found[fate]})


def blocks(session: InMatter) -> tuple[Block, ...]:
    """Each part with what became of it, and what to do about those that are still here."""
    parts = tuple(_part(session, case) for case in session.matter.cases)
    here = [case for case in session.matter.cases if case.fate in (Fate.KEPT, Fate.WAITING)]
    if not here:
        return parts
    later = text("next-ask-later", phone=Data(session.terminal.duty_phone), terminal=Data(session.terminal.code))
    return (*parts, Block(BlockKind.NOTE, later))


def _part(session: InMatter, case: Case) -> Block:
    item = session.catalogue.find(case.item_id) or session.item
    name = text("authority-short", item.id)
    return Block(
        BlockKind.PART,
        text("short", item.id),
        text(f"part-{case.fate.value}", authority=name, **ending_missing.counts(session, case)),
        tone=TONES[case.fate],
        source=_note(session, case, authority=name, phone=Data(item.phones.consult)),
    )


def _note(session: InMatter, case: Case, **args: Text | Data) -> Text:
    item, papers = ending_missing.papers_of(session, case)
    if case.fate is not Fate.MISSING or not papers:
        return after(case, "part-{}-note", **args)
    days, names = ending_missing.days_of(papers), ending_missing.names_of(item, papers)
    return text("part-missing-note", papers=names, days=days, **args)


def after(case: Case, key: str, **args: str | int | Text | Data) -> Text:
    """The words of a case's fate, with the moment from which its authority takes it in."""
    if case.fate is Fate.WAITING and case.waits_until is not None:
        args = {**args, "at": case.waits_until.isoformat()}
    return text(key.format(case.fate.value), **args)
