"""The `Step` type: the pages a step owns, their view, its reaction to an event, and its special rules.

All functions are pure. Every rule that holds for one kind of step only is a field of `Step`, set by that step's module;
`kiosk.session` names no page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic

from devices.lazy_dataclass import dataclass
from kiosk.catalogue.item import FOR_HELPER
from kiosk.events import Event, Output, Timer, Watch
from kiosk.language_table import BASE
from kiosk.view import Actions, Block, BlockKind, Choice, Field, Guidance, Pad, Tone, Traits, View
from kiosk.visit import Go, InMatter, Session, SessionT, Turn
from kiosk.words import Data, Words, text

BACK = Choice("back", text("action-back"), icon="chevron-left")
LEAVE = Choice("leave", text("action-leave"))
CONTINUE = Choice("continue", text("action-continue"))
DONE = Choice("continue", text("action-done"))
HELP = Choice("help", text("action-help"), icon="help")
ONWARD = Actions(BACK, LEAVE, CONTINUE)
STANDARD = Traits()


def stay(session: Session) -> Turn:
    """Return the session unchanged."""
    return Turn(session)


def nothing(session: Session, event: Event) -> Turn:
    """Ignore the event."""
    return Turn(session)


def no_watches(session: Session) -> frozenset[Watch]:
    return frozenset()


def no_outputs(session: Session) -> frozenset[Output]:
    return frozenset()


def no_timers(session: Session) -> frozenset[Timer]:
    return frozenset()


def complete(session: Session, name: str) -> bool:
    """Return that the page has no required answers."""
    return True


def to_the_farewell(session: Session) -> Go | str:
    return Go.END


def never(session: Session) -> bool:
    return False


@dataclass(frozen=True)
class Step(Generic[SessionT]):
    """One step kind.

    `of` is the kind of session it is given: `InMatter` where it needs an item. `label` is its name in the progress bar;
    steps with the same label count as one there. `owns` are its page names, up to the first "/"; `pages` those pages
    that the journey has now.
    """

    of: type[SessionT]
    label: str
    owns: tuple[str, ...]
    pages: Callable[[SessionT], tuple[str, ...]]
    view: Callable[[SessionT], View]
    on: Callable[[SessionT, Event], Turn] = nothing
    enter: Callable[[SessionT], Turn] = stay
    watches: Callable[[SessionT], frozenset[Watch]] = no_watches
    timers: Callable[[SessionT], frozenset[Timer]] = no_timers
    outputs: Callable[[SessionT], frozenset[Output]] = no_outputs
    """States that devices are to be in while the page is shown; the others are at rest."""
    complete: Callable[[SessionT, str], bool] = complete
    """Is every required answer of this page given? After a change the first incomplete page is shown."""
    leave: Callable[[SessionT], Go | str] = to_the_farewell
    """Return the page or end of the visit after leaving or a time-out. Help may still cover the page at the call."""
    holds: Callable[[SessionT], bool] = never
    """While true, no time-out ends the page."""
    final: frozenset[str] = frozenset()
    """Pages from which there is no way back."""
    own_timers: frozenset[str] = frozenset()
    """Pages ended by the step's timers: the idle timer runs there only under help."""
    handles: tuple[type[Event], ...] = ()
    """Events sent to this step while another page is shown. Outcomes always go to the step that asked."""
    lasting: frozenset[str] = frozenset()
    """Purposes whose outcome is still awaited after a page change."""

    def at(self, session: Session) -> Bound[SessionT]:
        """This step with a session. Raises TypeError where it needs an item and there is none."""
        if not isinstance(session, self.of):
            raise TypeError(f"{self.owns[0]} is a step of {self.of.__name__}, not of {type(session).__name__}")
        return Bound(self, session)


@dataclass(frozen=True)
class Bound(Generic[SessionT]):
    """A step with a session of the kind it needs."""

    step: Step[SessionT]
    session: SessionT

    def pages(self) -> tuple[str, ...]:
        return self.step.pages(self.session)

    def view(self) -> View:
        return self.step.view(self.session)

    def on(self, event: Event) -> Turn:
        return self.step.on(self.session, event)

    def enter(self) -> Turn:
        return self.step.enter(self.session)

    def watches(self) -> frozenset[Watch]:
        return self.step.watches(self.session)

    def timers(self) -> frozenset[Timer]:
        return self.step.timers(self.session)

    def outputs(self) -> frozenset[Output]:
        return self.step.outputs(self.session)

    def complete(self, page: str) -> bool:
        return self.step.complete(self.session, page)

    def leave(self) -> Go | str:
        return self.step.leave(self.session)

    def holds(self) -> bool:
        return self.step.holds(self.session)


def page(
    session: Session,
    name: str,
    title: Words,
    *,
    lead: Words | None = None,
    icon: str = "",
    tone: Tone = Tone.PLAIN,
    blocks: tuple[Block, ...] = (),
    fields: tuple[Field, ...] = (),
    choices: tuple[Choice, ...] = (),
    guidance: Guidance | None = None,
    pad: Pad | None = None,
    actions: Actions = ONWARD,
    traits: Traits = STANDARD,
) -> View:
    """The view of a page: what every page has, and the parts given."""
    item = session.item
    return View(
        page=name,
        id=session.page,
        language=session.language,
        title=title,
        lead=lead,
        icon=icon,
        tone=tone,
        where=text("short", item.id) if item else text("terminal-title", name=session.terminal.name),
        blocks=blocks,
        fields=fields,
        choices=choices,
        guidance=guidance,
        pad=pad,
        actions=actions,
        wrong=tuple(session.wrong.values()),
        modes=session.modes,
        visit=session.visit,
        rehearsal=session.terminal.rehearsal,
        practice=session.practice,
        traits=traits,
        next_language=session.terminal.next_name(session.language),
    )


def authority(session: Session) -> Words:
    """The short name of the item's authority; a general word where no item is chosen."""
    return text("authority-short", session.item.id) if session.item else text("authority-generic")


def item_words(session: InMatter, key: str) -> Words:
    """Words of the item, in the person of whoever stands here: of two, `<key>-helper` is for who acts for another."""
    item = session.item
    helped = f"{key}{FOR_HELPER}"
    acts_for_another = session.matter.acting_for not in ("", "self")
    return text(helped if acts_for_another and helped in session.catalogue.keys(item.id) else key, item.id)


def in_language(session: Session, words: Mapping[str, str]) -> Data:
    """Words that the platform gave by language: in that of the visit, else in the base language, else in any."""
    for language in (session.language, BASE, *words):
        if words.get(language):
            return Data(words[language], language="" if language == session.language else language)
    return Data("")


def said(session: Session, words: Mapping[str, str]) -> Data | None:
    """The same; None without any."""
    return in_language(session, words) if any(words.values()) else None


def box(*blocks: Block) -> tuple[Block, ...]:
    """Blocks in a card; none around nothing."""
    return (Block(BlockKind.BOX_START), *blocks, Block(BlockKind.BOX_END)) if blocks else ()


def one_page(name: str) -> Callable[[Session], tuple[str, ...]]:
    """Return the `pages` function of a step that always has this one page."""
    return lambda session: (name,)
