"""Shared by the steps that ask the platform: the question, and the page and timers while its answer is awaited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from kiosk.effects import Ask, Shown
from kiosk.events import Timer, TimerRang
from kiosk.platform.gateway import Question
from kiosk.steps.fault import TROUBLE, fault_message, what_to_do
from kiosk.steps.step import BACK, LEAVE, authority, page
from kiosk.view import Actions, Block, BlockKind, Choice, Tone, Traits, View
from kiosk.visit import InMatter, Session, SessionT, Turn, numbered
from kiosk.words import Words, text

NONE: Mapping[str, Any] = MappingProxyType({})


def identity(session: Session) -> Mapping[str, str]:
    """Return the identity sent with a question: the person who is proven; empty when no card was read."""
    card = session.matter.proven_card
    if card is None:
        return MappingProxyType({})
    return MappingProxyType(
        {"number": card.number, "name": card.name, "kind": card.kind.value, "proof": session.matter.proof}
    )


def purposes(session: InMatter) -> str:
    """Return the purposes that the citizen agreed to, in the item's order: a question is asked for no other."""
    return " ".join(each for each in session.item.consent if each in session.matter.consented)


def fresh(session: SessionT) -> SessionT:
    """Forget the trouble and the waits of the question before."""
    return replace(session, trouble="", waited=frozenset())


def ask(
    session: InMatter,
    awaited_as: str,
    name: str,
    parameters: Mapping[str, Any] = NONE,
    *,
    purpose: str | None = None,
    consent: Shown | None = None,
) -> Turn:
    """Ask the platform a question in the name of the person who is proven, for the purposes agreed to or the one given.
    The page awaits the answer under the purpose `awaited_as`."""
    asking, number = numbered(session, awaited_as)
    for_what = purposes(session) if purpose is None else purpose
    about = MappingProxyType(dict(parameters))
    question = Question(name, session.item.id, session.visit, for_what, identity(session), about)
    return Turn(asking, (Ask(number, question, consent),))


def asking_lead(session: Session) -> Words | None:
    """Return the words shown while waiting: after 1 s the action, after 5 s its usual duration."""
    if not session.awaiting:
        return None
    if "say_how_long" in session.waited:
        return text("asking-how-long")
    return text("asking-what") if "say_what" in session.waited else None


def stages(*keys: str, done: int, **arguments: Words) -> tuple[Block, ...]:
    """Return stages of a wait, by the keys of their words: the first `done` are over, the next is going on."""
    tones = (Tone.DONE,) * done + (Tone.QUIET,) + (Tone.PLAIN,) * len(keys)
    return tuple(
        Block(BlockKind.STAGE, text(key, **arguments), tone=tone) for key, tone in zip(keys, tones, strict=False)
    )


def unanswered(session: InMatter, name: str, *, waiting: Actions) -> View:
    """Build the page of a question without an answer: the stages of the wait, or the fault and a way to ask again."""
    if session.trouble:
        return page(
            session,
            name,
            text("lookup-not-available"),
            lead=fault_message(session.terminal, session.trouble),
            icon="alert",
            tone=Tone.ATTENTION,
            blocks=(*what_to_do(session, session.trouble), TROUBLE),
            actions=Actions(BACK, LEAVE, Choice("again", text("action-try-again"))),
            traits=Traits(large_rows=True),
        )
    return page(
        session,
        name,
        text("lookup-asking"),
        lead=asking_lead(session),
        icon="search",
        blocks=stages("stage-asked", "stage-awaited", "stage-shown", done=1, authority=authority(session)),
        actions=waiting,
    )


def waiting_timers(session: Session) -> frozenset[Timer]:
    if not session.awaiting:
        return frozenset()
    names = [name for name in ("say_what", "say_how_long") if name not in session.waited]
    return frozenset(replace(session.timer(name), since=session.next_number) for name in names)


def on_waiting(session: Session, event: TimerRang) -> Turn:
    return Turn(replace(session, waited=session.waited | {event.timer.name}))
