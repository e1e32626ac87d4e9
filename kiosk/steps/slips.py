"""Content of the slips of a visit."""

from __future__ import annotations

import re

from kiosk.case.kept import Case, Fate
from kiosk.catalogue.item import Item
from kiosk.documents.masking import mask_name, mask_number
from kiosk.documents.slip import SlipContent, SlipLine
from kiosk.platform.gateway import LookupResult
from kiosk.steps import ending_missing
from kiosk.steps.certificate_said import document_lines
from kiosk.steps.companion import companion_words, has_companion
from kiosk.steps.guide import limit_words
from kiosk.steps.parts_state import parts_of
from kiosk.steps.pay_said import money_lines
from kiosk.steps.persons import applicant_label, applicant_words, has_applicant, relation_words
from kiosk.steps.subjects import act_words, is_answered
from kiosk.visit import InMatter
from kiosk.words import Data, Text, Words, text

SUM = re.compile(r"\d ?元|[¥￥] ?\d|\b(?:yuan|CNY|RMB)\b")
"""A sum of money in the words of a register."""
STATES = {
    Fate.HANDED_OVER: "slip-handed-over",
    Fate.GRANTED: "slip-granted",
    Fate.ASKED: "slip-asked",
    Fate.TURNED_DOWN: "slip-turned-down",
    Fate.MISSING: "slip-missing",
    Fate.KEPT: "slip-kept",
    Fate.WAITING: "slip-kept",
    Fate.REFUSED: "slip-refused",
}
"""Fate of a case → words of its state."""
FOLLOWED = {Fate.HANDED_OVER: "slip-follow-handed-over", Fate.KEPT: "slip-follow-kept"}
"""The same for what follows a case."""


def _ground(session: InMatter) -> tuple[SlipLine, ...]:
    terminal = session.terminal
    return (
        SlipLine(text("slip-terminal"), Data(f"{terminal.name} {terminal.code}")),
        SlipLine(text("slip-duty"), Data(terminal.duty_phone)),
    )


def _mark(session: InMatter) -> Words | None:
    if session.practice:
        return text("practice-mark")
    return text("rehearsal-mark") if session.terminal.rehearsal else None


def practice_slip(session: InMatter, case: Case) -> SlipContent:
    """The slip of a practised application: a number that means nothing, and no promise."""
    item = session.item
    return SlipContent(
        language=session.language,
        title=text("name", item.id),
        state=text("practice-ending-title"),
        number=case.slip_number,
        number_label=text("practice-number-label"),
        lines=(
            SlipLine(applicant_label(session), applicant_words(session)),
            *_ground(session),
        ),
        notes=(text("practice-ending-real"),),
        mark=_mark(session),
    )


def application_slip(session: InMatter, case: Case) -> SlipContent:
    """The slip of a kept case. It says what was true when it was printed."""
    item, helper = session.item, session.matter.helper_card
    if session.practice:
        return practice_slip(session, case)
    lines: list[SlipLine] = []
    if has_applicant(session):
        lines.append(SlipLine(applicant_label(session), applicant_words(session)))
    if helper is not None:
        lines.append(SlipLine(text("review-helper"), Data(mask_name(helper.name))))
        lines.append(SlipLine(text("review-relation"), relation_words(session)))
    if has_companion(session):
        lines.append(SlipLine(text("review-companion"), companion_words(session)))
    lines.append(SlipLine(text("kept-at"), text("moment", at=case.sealed_at.isoformat())))
    for each, part in zip(session.matter.cases, parts_of(session), strict=False):
        lines += _case_lines(each, part, named=item.kind == "bundle", answered=is_answered(session.matter.subject))
    lines += [*money_lines(session), *document_lines(session)]
    handed_over = all(each.case_number for each in session.matter.cases)
    return SlipContent(
        language=session.language,
        title=text("name", item.id),
        state=_state(session, case),
        number=case.slip_number,
        number_label=text("slip-number-label"),
        lines=(*lines, *_ground(session)),
        notes=(
            *(() if handed_over else (text("next-only-here"), text("slip-if-not-found"))),
            text("next-handed-over", phone=Data(item.phones.consult)),
            text("slip-fades"),
        ),
        qr=case.slip_number,
        mark=_mark(session),
    )


def _state(session: InMatter, case: Case) -> Text:
    """State of the case; for a bundle, the number of its parts."""
    if session.item.kind == "bundle":
        return text("slip-parts", count=len(session.matter.cases))
    what, name = act_words(session), text("authority-short", session.item.id)
    if what is not None and case.fate in FOLLOWED:
        return text(FOLLOWED[case.fate], what=what, authority=name)
    return text(STATES[case.fate], authority=name)


def _case_lines(case: Case, item: Item, *, named: bool, answered: bool) -> list[SlipLine]:
    """Lines of one case: number, and time limit if it is `answered`; in a bundle (`named`) also its name and fate."""
    authority = text("authority-short", item.id)
    lines = [SlipLine(text("short", item.id), text(STATES[case.fate], authority=authority))] if named else []
    number = Data(case.case_number) if case.case_number else text("case-number-not-yet", authority=authority)
    lines.append(SlipLine(text("case-number-label"), number))
    if item.promised_limit and answered:
        lines.append(SlipLine(text("guide-promised"), limit_words(item.promised_limit)))
    return [*lines, *ending_missing.slip_lines(item, case)]


def lookup_rows(session: InMatter, found: LookupResult) -> tuple[tuple[Text, Data], ...]:
    """Return the rows found as label and value, in the item's order; codes without words are left out.

    Sums of money are not read aloud.
    """
    item = session.item
    values = dict(found.rows)
    return tuple(
        (text(f"row-{code}", item.id), Data(values[code], masked=SUM.search(values[code]) is not None))
        for code in item.rows
        if code in values
    )


def lookup_more(session: InMatter, found: LookupResult) -> tuple[Text, ...]:
    """Return a note with the number to call when the platform sent rows that this terminal has no words for."""
    item = session.item
    if all(code in item.rows for code, _ in found.rows):
        return ()
    return (text("lookup-more", phone=Data(item.phones.consult)),)


def lookup_slip(session: InMatter, found: LookupResult) -> SlipContent:
    """Return the slip of a look-up, for the citizen's information only."""
    item, card = session.item, session.matter.applicant
    rows = tuple(SlipLine(label, value) for label, value in lookup_rows(session, found))
    return SlipContent(
        language=session.language,
        title=text("name", item.id),
        state=text("lookup-not-a-proof"),
        lines=(
            SlipLine(text("person-applicant"), Data(f"{mask_name(card.name)} {mask_number(card.number)}")),
            *rows,
            SlipLine(text("slip-as-of"), text("day", on=found.as_of)),
            *_ground(session),
        ),
        notes=(*lookup_more(session, found), text("slip-fades")),
        mark=_mark(session),
    )
