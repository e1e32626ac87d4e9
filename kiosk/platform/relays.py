"""Types exchanged with a platform about relays: papers that a citizen's own phone sends to the terminal.

The platform carries ciphertext for ten minutes and in memory only. The key is made by the terminal and is in the link's
fragment alone, which no browser sends (RFC 3986, section 3.5); see `relay_crypto`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Protocol

from devices import Wait
from devices.lazy_dataclass import dataclass

NAME_MOST = 200
"""Characters of the name of an item or a material."""
FILE_MOST = 15 * 2**20
"""Bytes of one file on the phone."""
SEALED_MOST = FILE_MOST + 64 * 1024
"""Bytes of its ciphertext, with name, type, nonce and tag."""
FILES_MOST = 20
TOGETHER_MOST = 40 * 2**20
"""Bytes of the ciphertexts of one relay."""
NUMBERS_MOST = 60
"""Files that a phone may begin in one relay, with those that it deleted again."""
OPEN_S = 600
"""Seconds that a relay is open; the phone may ask once for as many again."""
LONGEST_S = 2 * OPEN_S


class RelayState(StrEnum):
    """States of an open relay. One that is over is unknown."""

    WAITING = "waiting"
    """No phone has opened the link."""
    CLAIMED = "claimed"
    DONE = "done"
    """The phone sends nothing more."""


class RelayReason(StrEnum):
    """Verdict on a file, as its phone is told after the machine has looked. Its page has a sentence for each word."""

    NONE = ""
    BLURRED = "blurred"
    """With `received`: a hint; the page is kept unless the citizen deletes it. So is the next."""
    BLANK = "blank"
    NOT_A_PICTURE = "not_a_picture"
    """Neither JPEG nor PNG nor PDF, whatever its name says."""
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    """A PDF with a password."""
    FONT_MISSING = "font_missing"
    """A PDF without its fonts: drawn here, words would be missing."""
    FULL = "full"
    """The terminal can hold no more in this visit."""


@dataclass(frozen=True)
class RelayOrder:
    """A relay to be opened. `relay` is an unguessable id that the terminal makes before the first request; repeated,
    the order gives the same relay. `item` and `material` are names by language, for the phone; no person is named."""

    relay: str
    item: Mapping[str, str]
    material: Mapping[str, str]
    language: str


@dataclass(frozen=True)
class OpenedRelay:
    """Address of the phone's page, without the key, and the seconds for which the relay is open."""

    url: str
    seconds: int


@dataclass(frozen=True)
class RelayFile:
    """A file that the phone sends: its number (from 1, never used twice), the bytes of its ciphertext, those that the
    platform holds."""

    number: int
    size: int
    held: int

    @property
    def whole(self) -> bool:
        return self.held == self.size


@dataclass(frozen=True)
class RelayStatus:
    """State of an open relay at the platform. A file that is missing here was deleted on the phone."""

    state: RelayState
    seconds: int
    files: tuple[RelayFile, ...] = field(default=())
    heard: int | None = None
    """Seconds since the phone's page last asked; None before, and at platforms that do not say."""


class RelayCalls(Protocol):
    """The part of a PlatformGateway that relays need. A relay that is over or never was: REFUSED("unknown")."""

    def open_relay(self, order: RelayOrder, wait: Wait) -> OpenedRelay:
        """Open a relay. Idempotent by its id."""

    def relay(self, relay: str, wait: Wait) -> RelayStatus:
        """Return its state."""

    def relay_file(self, relay: str, number: int, wait: Wait) -> bytes:
        """Return the ciphertext of a whole file, of at most SEALED_MOST bytes. Larger: BROKEN("too-large")."""

    def judge_relay_file(self, relay: str, number: int, reason: RelayReason, wait: Wait) -> None:
        """Tell the phone that a file was received, or refused with this reason. Idempotent; the platform forgets its
        ciphertext."""

    def close_relay(self, relay: str, wait: Wait) -> None:
        """End a relay and all that the platform holds of it."""
