"""The start of a visit: what can be done here, found by looking or by searching."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

from devices.receipt_printer.contract import RetractOutcome
from kiosk.catalogue.categories import BUNDLES, GROUPS, group_of
from kiosk.catalogue.item import Item
from kiosk.catalogue.search import search
from kiosk.events import Event, JobEnded, TerminalStatus, Touched, Typed
from kiosk.steps.reasons import elsewhere, why_not
from kiosk.steps.slip_printing import PRINT_SLIP
from kiosk.steps.slip_retraction import retraction_audited
from kiosk.steps.step import BACK, HELP, LEAVE, Step, one_page, page
from kiosk.view import Actions, Choice, Field, FieldKind, Traits, View
from kiosk.visit import RETRACT, Go, Session, Turn
from kiosk.words import Data, Words, text

PAGE = "home"
GROUP = "home/"
"""An opened group of items: followed by its category."""

WITHOUT_GROUPS = 7
"""So many items are shown each for itself; more of them in groups."""

MOST_NAMED = 5
"""Bundles that the tile of their group names."""

ON_THE_SPOT = frozenset({"lookup", "certificate", "collection"})
"""Kinds of items that end here with their result, as does an application that gives a document."""


def network_words(status: TerminalStatus) -> Words:
    """The state of the network, for the start page and the page before it."""
    if status.online:
        return text("network-ok")
    return text("network-not" if status.asked else "network-asking")


def slip_words(status: TerminalStatus) -> Words:
    """Whether slips come out, for the same pages."""
    if status.power is not None:
        return text("slips-on-battery")
    if status.can(PRINT_SLIP):
        return text("slips-ok")
    return text("slips-checking" if status.checking else "slips-not")


def tag_words(item: Item) -> Words | None:
    """The tile's remark on the item's kind; of an application, that it can be made for others, if it can."""
    if item.kind == "application" and not {"family", "other"} & set(item.for_whom):
        return None
    return text(f"item-tag-{item.kind}")


def _tile(session: Session, item: Item) -> Choice:
    reason = why_not(session, item)
    return Choice(
        key=f"item:{item.id}",
        label=text("short", item.id),
        note=text("summary", item.id),
        icon=item.icon,
        enabled=reason is None,
        tag=tag_words(item) if reason is None else None,
        why_not=reason,
    )


def _group(session: Session, category: str, items: Sequence[Item]) -> Choice:
    """The tile of a group: two examples, and how many items it has, how many of them at once. That of the bundles has a
    row of its own, with room for all of them."""
    reasons = [why_not(session, item) for item in items]
    doable = sum(reason is None for reason in reasons)
    on_the_spot = sum(item.kind in ON_THE_SPOT or item.certificate is not None for item in items)
    names = [text("short", item.id) for item in (items[:MOST_NAMED] if category == BUNDLES else items[:2])]
    return Choice(
        key=f"group:{category}",
        label=text(f"category-{category}"),
        note=reduce(lambda one, other: text("group-two", one=one, other=other), names),
        icon=GROUPS[category],
        enabled=doable > 0,
        tag=text("group-count", count=len(items), spot=on_the_spot) if doable else None,
        why_not=None if doable else reasons[0],
    )


def _query(session: Session) -> str:
    return session.typed.get("search", "").strip()


def _offered(session: Session) -> tuple[Item, ...]:
    return session.catalogue.offered(session.status.today)


def _mine(session: Session) -> Item | None:
    """The item that shows the citizen's own cases: it is the page's main action, not one of the tiles."""
    return next((item for item in _offered(session) if item.kind == "progress"), None)


def _groups(session: Session) -> Mapping[str, tuple[Item, ...]]:
    """Return the items by group, in the order of the table."""
    items = [item for item in _offered(session) if item is not _mine(session)]
    found = {name: tuple(item for item in items if group_of(item.category, item.kind) == name) for name in GROUPS}
    return {name: those for name, those in found.items() if those}


def _grouped(session: Session) -> bool:
    return sum(map(len, _groups(session).values())) > WITHOUT_GROUPS


def touches_to(session: Session, item: Item) -> tuple[str, ...]:
    """Return the keys to touch on the start page to begin this item: first its group, where there are groups."""
    groups = _groups(session) if _grouped(session) else {}
    return (*(f"group:{category}" for category, items in groups.items() if item in items), f"item:{item.id}")


def _choices(session: Session) -> tuple[Choice, ...]:
    """The items found, those of the opened group, the groups where there are many items, or else all items."""
    query, opened = _query(session), _opened(session)
    if query:
        return tuple(_tile(session, item) for item in search(_offered(session), query))
    if opened:
        return tuple(_tile(session, item) for item in _groups(session).get(opened, ()))
    if _grouped(session):
        return tuple(_group(session, category, items) for category, items in _groups(session).items())
    return tuple(_tile(session, item) for item in _offered(session) if item is not _mine(session))


def _opened(session: Session) -> str:
    """The category of the opened group; "" on the start page itself."""
    return session.page.removeprefix(GROUP) if session.page != PAGE else ""


def _own_cases(session: Session) -> Choice | None:
    item = _mine(session)
    if item is None or _query(session):
        return None
    reason = why_not(session, item)
    return Choice(f"item:{item.id}", text("home-mine"), text("home-mine-note"), enabled=reason is None, why_not=reason)


def view(session: Session) -> View:
    choices, query, opened = _choices(session), _query(session), _opened(session)
    doable = sum(1 for item in _offered(session) if why_not(session, item) is None)
    slip = slip_words(session.status)
    online = network_words(session.status)
    paired = _grouped(session) and not opened and not query
    return page(
        session,
        "Home",
        text(f"category-{opened}") if opened else text("home-title"),
        lead=None if opened else text("home-lead", count=doable, paper=slip, network=online),
        fields=(
            Field(
                "search",
                text("home-search"),
                FieldKind.SEARCH,
                query,
                hint=text("home-search-hint"),
                max_length=30,
                wrong=None if choices or not query else text("home-nothing-found", query=Data(query)),
            ),
        )
        if not opened
        else (),
        blocks=elsewhere(session, [choice.why_not for choice in choices]),
        choices=choices,
        actions=Actions(BACK if opened else HELP, LEAVE, _own_cases(session)),
        traits=Traits(
            "Home",
            mode_strip=not opened,
            explains_keys=True,
            paired_choices=paired,
            kept=True,
            wide_first=paired and BUNDLES in _groups(session),
        ),
    )


def on(session: Session, event: Event) -> Turn:
    match event:
        case JobEnded(outcome=RetractOutcome() as outcome):
            return retraction_audited(session, outcome)
        case Typed(key="search"):
            return Turn(session.with_typed("search", event.text))
        case Touched(verb="group", value=category) if category in _groups(session):
            return Turn(session, go=GROUP + category)
        case Touched(verb="item", value=id_):
            item = session.catalogue.find(id_)
            if item is not None and item.offered_on(session.status.today) and why_not(session, item) is None:
                return Turn(session.with_item(item), go=item.steps[0])
    return Turn(session)


def leave(session: Session) -> Go | str:
    """End at once when no card or slip can have been left in the machine."""
    return Go.END if session.card_used or session.slip_asked else Go.OVER


STEP = Step(Session, "step-home", (PAGE,), one_page(PAGE), view, on, leave=leave, lasting=frozenset({RETRACT}))
