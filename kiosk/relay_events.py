"""Events of a relay, by which a citizen's phone sends papers to the terminal (the effect OpenRelay).

The news name their effect by `number`: an event with `effect` is an outcome, after which nobody waits any more.
"""

from __future__ import annotations

from dataclasses import field

from devices.lazy_dataclass import dataclass
from kiosk.case.blobs import BlobRef
from kiosk.outcome import Outcome
from kiosk.papers.scan_verdict import PageLook
from kiosk.papers.sheet import Sheet


@dataclass(frozen=True)
class RelayOpened:
    """A phone may send: `link` is for the code on the screen and holds the key, `digits` are the four that the phone
    shows too."""

    visit: str
    number: int
    link: str = field(repr=False)
    digits: str
    seconds_left: int


@dataclass(frozen=True)
class RelayMoved:
    """The state of a relay changed. `state` is "waiting" (for a phone), "claimed" (by one) or "cut" (the platform does
    not answer; the phone keeps what it sends). `pages` are held, `sending` files are on their way, `percent` of their
    bytes are with the platform, in steps of five."""

    visit: str
    number: int
    state: str
    pages: int
    sending: int
    percent: int
    seconds_left: int


@dataclass(frozen=True)
class RelayReceived:
    """A page came and is held: its JPEG as `page`, its picture for the screen as `picture`. A file of several pages
    comes as several events; `file` is the phone's number of it."""

    visit: str
    number: int
    file: int
    page: BlobRef
    picture: Sheet
    look: PageLook


@dataclass(frozen=True)
class RelayRefused:
    """A file was not taken; the phone says why. `why` is a word of kiosk.platform.relays.RelayReason."""

    visit: str
    number: int
    file: int
    why: str


@dataclass(frozen=True)
class RelayRemoved:
    """The phone deleted a file: its pages are no longer held."""

    visit: str
    number: int
    file: int


@dataclass(frozen=True)
class RelayEnded(Outcome):
    """Outcome of OpenRelay, if one was opened (otherwise NotAnswered). `why`: "done" (the phone sent everything),
    "expired", "cut" (its time passed without an answer of the platform), "program"."""

    why: str


RelayNews = RelayOpened | RelayMoved | RelayReceived | RelayRefused | RelayRemoved
"""Events while an OpenRelay goes on."""


def of_phone(news: RelayNews) -> bool:
    """Return whether the phone did something: a relay that waits has none, and one that is cut hears none."""
    return not isinstance(news, RelayOpened) and not (isinstance(news, RelayMoved) and news.state != "claimed")
