"""Register data of the person as answers of the form, and the values that the citizen disputes.

Only a register whose purpose the citizen agrees to counts: taking the consent back takes its values back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from kiosk.case.draft import Disputed
from kiosk.case.kept import Fate
from kiosk.catalogue.answer_formats import normal_answer
from kiosk.catalogue.answers import validate_answers
from kiosk.catalogue.elements import Prefill
from kiosk.catalogue.item import Control, Item
from kiosk.platform.registers import RegisterEntries, RegisterEntry
from kiosk.steps.days import wrong_day
from kiosk.steps.step import in_language
from kiosk.steps.whom import WHOM
from kiosk.view import Block, BlockKind
from kiosk.visit import InMatter, StepState
from kiosk.words import Words, text

DISPUTED = MappingProxyType({Fate.HANDED_OVER: "dispute-passed-on", Fate.REFUSED: "dispute-refused"})
"""State of a correction request → message key; without one, it is sent with the application."""
REGISTER = "source-register"
"""Source of an answer that a register gave; the words also name its office and the day."""


@dataclass(frozen=True)
class Filled:
    """The value that a register gives for an answer, and for which purpose it was asked."""

    value: str = field(repr=False)
    entry: RegisterEntry = field(repr=False)
    purpose: str


@dataclass(frozen=True)
class PrefillState(StepState):
    settled: frozenset[str] = frozenset()
    """Registers that answered, or are asked no more because the citizen types by hand."""
    filled: Mapping[str, Filled] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    """Answer → what a register gives for it."""
    doubted: frozenset[str] = frozenset()
    """Answers of which the citizen said that the register is wrong."""


def agreed(session: InMatter) -> tuple[Prefill, ...]:
    """The registers that may be asked now: the citizen agrees, and acts for somebody who may be looked up by them."""
    matter = session.matter
    if not WHOM[matter.acting_for].looked_up:
        return ()
    return tuple(each for each in session.item.prefill if each.purpose in matter.consented)


def to_ask(session: InMatter) -> tuple[Prefill, ...]:
    """Of those, the ones not asked yet."""
    settled = session.own(PrefillState).settled
    return tuple(each for each in agreed(session) if each.register not in settled)


def from_registers(session: InMatter) -> Mapping[str, Filled]:
    """Answer → what a register gives for it, as long as the citizen agrees."""
    filled, agreed_to = session.own(PrefillState).filled, session.matter.consented
    return {name: each for name, each in filled.items() if each.purpose in agreed_to}


def taken(session: InMatter, answer: RegisterEntries) -> Iterator[tuple[str, Filled]]:
    """The values of an answer that the form would take, by the answers that they fill. The others are asked."""
    entries = {each.register: each for each in answer.entries}
    controls = {control.answer: control for page in session.item.pages for control in page.controls}
    for row in agreed(session):
        entry = entries.get(row.register)
        for name, of_register in row.fills.items() if entry is not None else ():
            value = entry.values.get(of_register, "").strip() if entry is not None else ""
            if entry is not None and value and name in controls and _fits(session, controls[name], value):
                yield name, Filled(normal_answer(session.item.answers, name, value), entry, row.purpose)


def _fits(session: InMatter, control: Control, value: str) -> bool:
    item: Item = session.item
    given = normal_answer(item.answers, control.answer, value)
    wrong = {each.answer for each in validate_answers(item.answers, {control.answer: given})}
    short = len(given) <= control.max_length
    return short and control.answer not in wrong and wrong_day(control, given, session.status.today, True) is None


def doubt(session: InMatter, answer: str) -> InMatter:
    """Note that the citizen says a register's value is wrong."""
    if session.matter.sources.get(answer) != REGISTER:
        return session
    state = session.own(PrefillState)
    return session.with_own(replace(state, doubted=state.doubted | {answer}))


def disputed(session: InMatter) -> tuple[Disputed, ...]:
    """The answers that the citizen corrected, saying that the register is wrong; what it said is not repeated."""
    known, doubted = from_registers(session), session.own(PrefillState).doubted
    return tuple(
        Disputed(answer, known[answer].entry.register, known[answer].entry.as_of)
        for answer in sorted(doubted & known.keys())
        if session.matter.answers.get(answer, known[answer].value) != known[answer].value
    )


def dispute_notes(session: InMatter) -> tuple[Block, ...]:
    """Return the state of each correction request, by the name of the register's office, for the ending."""
    known, wrong = from_registers(session), {each.answer for each in disputed(session)}
    offices = {each.entry.register: each.entry.offices for name, each in known.items() if name in wrong}
    fate = next((case.fate for case in session.matter.corrections), Fate.KEPT)
    key = DISPUTED.get(fate, "dispute-with-case")
    named = (in_language(session, office) for office in offices.values())
    return tuple(Block(BlockKind.BULLET, text(key, office=office)) for office in named)


def sources_of(session: InMatter) -> Mapping[str, str]:
    """Answer → the register whose value it still is."""
    known = from_registers(session)
    vouched = (name for name, source in session.matter.sources.items() if source == REGISTER and name in known)
    return MappingProxyType({name: known[name].entry.register for name in vouched if name in session.matter.answers})


def dispute_words(session: InMatter, answer: str) -> Words:
    """Return the choice that opens a filled field: a register value is disputed, a card's is only replaced."""
    wrong = session.matter.sources.get(answer) == REGISTER
    return text("form-register-wrong" if wrong else "form-dispute", what=text(f"answer-{answer}", session.item.id))


def source_words(session: InMatter, answer: str, value: str = "") -> Words | None:
    """The source of an answer, to be shown beside it; None for one that was typed."""
    source = session.matter.sources.get(answer, "")
    if source and source != REGISTER:
        return text(source)
    known = from_registers(session).get(answer) if source or answer in session.own(PrefillState).doubted else None
    if known is None:
        return None
    office = in_language(session, known.entry.offices)
    if source:
        return text(REGISTER, office=office, day=known.entry.as_of)
    return text("source-disputed", office=office) if value and value != known.value else None


def without_consent(session: InMatter) -> InMatter:
    """Forget what a register said whose purpose the citizen agrees to no more."""
    state, matter = session.own(PrefillState), session.matter
    still, kept = {each.register for each in agreed(session)}, from_registers(session)
    if state.settled <= still:
        return session
    lost = {name for name, source in matter.sources.items() if source == REGISTER} - kept.keys()
    answers = MappingProxyType({name: value for name, value in matter.answers.items() if name not in lost})
    sources = MappingProxyType({name: value for name, value in matter.sources.items() if name not in lost})
    left = PrefillState(state.settled & still, MappingProxyType(dict(kept)), state.doubted & kept.keys())
    return session.with_matter(replace(matter, answers=answers, sources=sources)).with_own(left)
