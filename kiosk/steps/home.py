"""The start of a visit: what can be done here, found by looking or by searching."""

from __future__ import annotations

from kiosk.catalogue.item import Item, Proof
from kiosk.catalogue.search import search
from kiosk.events import Event, TerminalStatus, Touched, Typed
from kiosk.outbox.budget import NOTHING, exhausted_limit
from kiosk.steps.paper import PRINT_SLIP
from kiosk.steps.step import HELP, LEAVE, Step, one_page, page
from kiosk.view import Actions, Choice, Field, FieldKind, Traits, View
from kiosk.visit import Go, Session, Turn
from kiosk.words import Data, Words, text

PAGE = "home"
QUESTIONS = "question_pool"
"""The worker that asks the platform, in TerminalStatus.out_of_order."""


def why_not(session: Session, item: Item) -> Words | None:
    """Return why an item cannot be finished here now, None if it can; shown before the card is asked for."""
    status = session.status
    if status.today is not None and item.effective > status.today:
        return text("not-now-not-yet")
    if session.practice:
        return None
    # First what does not pass: who waits for the network here would wait in vain.
    for capability in (each for each in item.needs if each in session.terminal.absent):
        return text("not-here-device", device=_device_to(capability))
    if item.offline == "forbidden" and not status.online:
        return text("not-now-offline" if status.asked else "not-now-asking")
    if item.kind == "application" and exhausted_limit(
        item.offline_budget, status.backlogs.get(item.id, NOTHING), status.disk_free_mb
    ):
        return text("not-now-outbox")
    for capability in item.needs:
        if not status.can(capability):
            return text("not-now-checking" if status.checking else "not-now-device", device=_device_to(capability))
    asks = item.question or item.proof is Proof.CARD_AND_PERSON
    if asks and QUESTIONS in status.out_of_order:
        return text("not-now-questions")
    return None


def _device_to(capability: str) -> Words:
    return text(f"device-to-{capability.replace('_', '-')}")


def network_words(status: TerminalStatus) -> Words:
    """The state of the network, for the start page and the page before it."""
    if status.online:
        return text("network-ok")
    return text("network-not" if status.asked else "network-asking")


def slip_words(status: TerminalStatus) -> Words:
    """Whether slips come out, for the same pages."""
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


def _found(session: Session) -> tuple[Item, ...]:
    wanted = session.typed.get("search", "").strip()
    items = session.catalogue.offered(session.status.today)
    return tuple(search(items, wanted)) if wanted else items


def view(session: Session) -> View:
    found = _found(session)
    doable = sum(1 for item in session.catalogue.offered(session.status.today) if why_not(session, item) is None)
    query = session.typed.get("search", "").strip()
    slip = slip_words(session.status)
    online = network_words(session.status)
    return page(
        session,
        "Home",
        text("home-title"),
        lead=text("home-lead", count=doable, paper=slip, network=online),
        fields=(
            Field(
                "search",
                text("home-search"),
                FieldKind.SEARCH,
                query,
                hint=text("home-search-hint"),
                max_length=30,
                wrong=None if found else text("home-nothing-found", query=Data(query)),
            ),
        ),
        choices=tuple(_tile(session, item) for item in found),
        actions=Actions(HELP, LEAVE, None),
        traits=Traits("Home", mode_strip=True, explains_keys=True),
    )


def on(session: Session, event: Event) -> Turn:
    match event:
        case Typed(key="search"):
            return Turn(session.with_typed("search", event.text))
        case Touched(verb="item", value=id_):
            item = session.catalogue.find(id_)
            if item is not None and item.offered_on(session.status.today) and why_not(session, item) is None:
                return Turn(session.with_item(item), go=item.steps[0])
    return Turn(session)


def leave(session: Session) -> Go | str:
    """End at once when no card or slip can have been left in the machine."""
    return Go.END if session.card_used or session.slip_asked else Go.OVER


STEP = Step(Session, "step-home", (PAGE,), one_page(PAGE), view, on, leave=leave)
