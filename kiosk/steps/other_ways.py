"""Ways to say who one is without the identity card: one row each, and the page that belongs to it.

The page that waits for the identity card offers them, and hands what happens on their pages to them.
"""

from __future__ import annotations

from collections.abc import Callable

from devices.lazy_dataclass import dataclass
from kiosk.catalogue.item import Item
from kiosk.events import Event, Timer, Watch
from kiosk.steps import phone_code, social_card
from kiosk.view import Choice, View
from kiosk.visit import InMatter, Session, Turn
from kiosk.words import text


@dataclass(frozen=True)
class OtherWay:
    """One way: its page; key, words and icon of its choice; its functions. `leave` forgets that it was chosen."""

    page: str
    key: str
    words: str
    icon: str
    offered: Callable[[Session, Item], bool]
    chosen: Callable[[InMatter], bool]
    choose: Callable[[InMatter], Turn]
    leave: Callable[[InMatter], InMatter]
    view: Callable[[InMatter], View]
    on: Callable[[InMatter, Event], Turn]
    watches: Callable[[InMatter], frozenset[Watch]]
    timers: Callable[[InMatter], frozenset[Timer]]


PHONE_CODE = OtherWay(
    phone_code.PAGE,
    "phone-code",
    "identify-phone",
    "phone",
    phone_code.offered,
    phone_code.chosen,
    phone_code.choose,
    phone_code.leave,
    phone_code.view,
    phone_code.on,
    phone_code.watches,
    phone_code.timers,
)
SOCIAL_CARD = OtherWay(
    social_card.PAGE,
    "social-card",
    "identify-social-card",
    "bank-card",
    social_card.offered,
    social_card.chosen,
    social_card.choose,
    social_card.leave,
    social_card.view,
    social_card.on,
    social_card.watches,
    social_card.timers,
)
WAYS = (SOCIAL_CARD, PHONE_CODE)
"""In the order in which they are offered."""


def way_at(page: str) -> OtherWay | None:
    """The way that a page belongs to, None for the pages of identity cards."""
    return next((way for way in WAYS if way.page == page), None)


def chosen_page(session: InMatter) -> str:
    """The page of the way that was chosen, "" for the identity card."""
    return next((way.page for way in WAYS if way.chosen(session)), "")


def choices(session: InMatter) -> tuple[Choice, ...]:
    """The ways that are offered here now."""
    return tuple(
        Choice(way.key, text(way.words), text(f"{way.words}-note"), way.icon)
        for way in WAYS
        if way.offered(session, session.item)
    )


def chosen_by(session: InMatter, key: str) -> OtherWay | None:
    """The way that a touch chooses, if it is offered."""
    return next((way for way in WAYS if way.key == key and way.offered(session, session.item)), None)
