"""Relays that are open: ciphertext of papers on their way from a phone to a terminal. In memory only.

A relay ends when its terminal closes it or its time is over, and everything of it goes. Its time runs on the machine's
own seconds: a clock that is set back does not prolong it. The first phone that opens the link has it alone, by a secret
that it made itself; so its request may be repeated after a lost answer.
"""

from __future__ import annotations

import hmac
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from typing import Any

from devices.lazy_dataclass import dataclass
from kiosk.platform.relays import FILES_MOST, NUMBERS_MOST, OPEN_S, SEALED_MOST, TOGETHER_MOST, RelayState
from kiosk.platform.sandbox.problems import Refusal

OPEN_MOST = 1000
"""Relays that are open at once."""
HELD_MOST = 512 * 2**20
"""Bytes of all relays together."""


@dataclass
class File:
    """A file that a phone sends. `mark` is the phone's own word for it, by which a repeated request is known; `reason`
    is None until the terminal has judged it, and then its ciphertext is gone."""

    size: int
    mark: str
    body: bytearray = field(default_factory=bytearray)
    held: int = 0
    reason: str | None = None


@dataclass
class Relay:
    """An open relay. `shown` is what the phone shows: names by language, language, terminal. `terminal_at` and
    `phone_at` are when each of them last asked."""

    terminal: str
    shown: Mapping[str, Any]
    ends: float
    terminal_at: float
    phone_at: float | None = None
    extended: bool = False
    phone: str = ""
    done: bool = False
    files: dict[int, File] = field(default_factory=dict)
    last: int = 0
    """Highest number of a file so far."""

    @property
    def state(self) -> RelayState:
        return RelayState.DONE if self.done else RelayState.CLAIMED if self.phone else RelayState.WAITING


class RelayStore:
    """All open relays. Thread-safe. Raises Refusal("unknown") for one that is over, was never, or is another's."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._open: dict[str, Relay] = {}

    def seconds(self, relay: Relay) -> int:
        return max(0, int(relay.ends - self._monotonic()))

    def since(self, moment: float) -> int:
        """Seconds since a moment."""
        return int(self._monotonic() - moment)

    def open(self, relay_id: str, terminal: str, shown: Mapping[str, Any]) -> tuple[Relay, bool]:
        """Return the relay, and whether it is new. Raises Refusal: digest-mismatch for another order, busy."""
        with self._lock:
            self._end_old()
            found = self._open.get(relay_id)
            if found is not None:
                if (found.terminal, found.shown) != (terminal, shown):
                    raise Refusal("digest-mismatch")
                return found, False
            if len(self._open) >= OPEN_MOST:
                raise Refusal("busy", retry_after=OPEN_S)
            made = self._open[relay_id] = Relay(terminal, shown, self._monotonic() + OPEN_S, self._monotonic())
            return made, True

    @contextmanager
    def of_terminal(self, relay_id: str, terminal: str) -> Iterator[Relay]:
        """The relay for its terminal, locked."""
        with self._lock:
            relay = self._live(relay_id)
            if relay.terminal != terminal:
                raise Refusal("unknown")
            relay.terminal_at = self._monotonic()
            yield relay

    @contextmanager
    def of_phone(self, relay_id: str, phone: str) -> Iterator[Relay]:
        """The relay for the phone that has it, locked. Raises Refusal("relay-claimed") for another one."""
        with self._lock:
            relay = self._live(relay_id)
            if not hmac.compare_digest(relay.phone, phone):
                raise Refusal("relay-claimed")
            relay.phone_at = self._monotonic()
            yield relay

    @contextmanager
    def claimed(self, relay_id: str, phone: str) -> Iterator[Relay]:
        """The relay, which is this phone's from now on, locked. Raises Refusal("relay-claimed")."""
        with self._lock:
            relay = self._live(relay_id)
            relay.phone = relay.phone or phone
            if not hmac.compare_digest(relay.phone, phone):
                raise Refusal("relay-claimed")
            relay.phone_at = self._monotonic()
            yield relay

    def close(self, relay_id: str, terminal: str) -> None:
        with self.of_terminal(relay_id, terminal):
            del self._open[relay_id]

    def begin(self, relay: Relay, number: int, size: int, mark: str) -> File:
        """Begin a file, or find the one that was begun. To be called with the relay locked. Raises Refusal."""
        _still_sending(relay)
        found = relay.files.get(number)
        if found is not None:
            if (found.size, found.mark) != (size, mark):
                raise Refusal("digest-mismatch")
            return found
        if number <= relay.last:
            raise Refusal("digest-mismatch")
        together = sum(each.size for each in relay.files.values()) + size
        if len(relay.files) >= FILES_MOST or number > NUMBERS_MOST or size > SEALED_MOST or together > TOGETHER_MOST:
            raise Refusal("too-large")
        if sum(each.size for one in self._open.values() for each in one.files.values()) + size > HELD_MOST:
            raise Refusal("busy", retry_after=OPEN_S)
        relay.last = number
        made = relay.files[number] = File(size, mark)
        return made

    def append(self, relay: Relay, number: int, offset: int, piece: bytes) -> File:
        """Append a piece. To be called with the relay locked. Raises Refusal."""
        _still_sending(relay)
        file = file_of(relay, number)
        if offset != file.held:
            raise Refusal("offset-mismatch")
        if file.held + len(piece) > file.size:
            raise Refusal("too-large")
        file.body += piece
        file.held += len(piece)
        return file

    def more(self, relay: Relay) -> None:
        """Give it its time once more, the first time it is asked for. To be called with the relay locked."""
        if not relay.extended:
            relay.extended, relay.ends = True, relay.ends + OPEN_S

    def reset(self) -> None:
        with self._lock:
            self._open.clear()

    def _live(self, relay_id: str) -> Relay:
        self._end_old()
        if relay_id not in self._open:
            raise Refusal("unknown")
        return self._open[relay_id]

    def _end_old(self) -> None:
        now = self._monotonic()
        self._open = {name: each for name, each in self._open.items() if each.ends > now}


def _still_sending(relay: Relay) -> None:
    if relay.done:
        raise Refusal("unknown")


def file_of(relay: Relay, number: int) -> File:
    """Return a file. Raises Refusal("unknown")."""
    if number not in relay.files:
        raise Refusal("unknown")
    return relay.files[number]
