"""The driver of a keypad that only speaks, whatever its protocol: open, listen, and give the keys that count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from devices.clock import Clock, DeadlineReached, Wait
from devices.faults import DeviceFault, Next
from devices.keypad.contract import LISTEN_S, KeypadCapability, KeysPressed, PadKey
from devices.keypad.pressing import Move, Pressing
from devices.readings import DeviceState, DeviceStatus, failed_status
from devices.transport import Pipe, Port, noise

LEAST_S = 0.001
GLANCE_S = 0.01
"""A look at the pad listens for so long: only then a plug that was pulled is noticed."""
Moves = Iterable[tuple[PadKey, Move, float]]
"""Keys, what is said of them, and when (monotonic)."""
Reader = Callable[[bytes, float, float], Moves]
"""Makes moves of the bytes that came, of the moment since which they may have come, and of that when they were read.
Raises NotAPad for what no pad sends, and LostKeys."""


class NotAPad(Exception):
    """The bytes are no keys; the message says why, without them."""


class LostKeys(Exception):
    """The pad says that keys were lost: it is opened again, and tells what is so now."""


def stuck_key() -> DeviceFault:
    return DeviceFault("keypad.stuck_key", Next.CALL_STAFF, "a key is down and does not come up")


class ListeningKeypad:
    """See `contract.Keypad`. Used by one thread. `new_reader` makes a reader for each time the port is opened."""

    def __init__(
        self, port: Port, clock: Clock, new_reader: Callable[[], Reader], settle_s: float, model: Mapping[str, Any]
    ) -> None:
        self._port, self._clock = port, clock
        self._new_reader = new_reader
        self._pressing = Pressing(settle_s)
        self._last = KeysPressed()
        self._pipe: Pipe | None = None
        self._reader: Reader
        self._listened_at = clock.monotonic()
        dot = (KeypadCapability.DOT_ON_FIVE,) if model.get("dot_on_five") else ()
        self._capabilities: frozenset[str] = frozenset({KeypadCapability.PRESS_KEYS, *dot})

    def status(self, wait: Wait) -> DeviceStatus:
        try:
            with suppress(DeadlineReached):
                self._listen(wait.within(GLANCE_S))
        except DeviceFault as trouble:
            return failed_status(trouble.fault, self._capabilities)
        self._pressing.pass_time(self._clock.monotonic())
        if self._pressing.stuck:
            return DeviceStatus(DeviceState.WARNING, (stuck_key().fault,), capabilities=self._capabilities)
        return DeviceStatus(DeviceState.READY, capabilities=self._capabilities)

    def pressed(self, wait: Wait) -> KeysPressed:
        try:
            return self._next(wait)
        except BaseException:
            # A value that comes after a fault is news, and its keys were told already.
            self._last = KeysPressed(self._last.number)
            raise

    def _next(self, wait: Wait) -> KeysPressed:
        listening = wait.within(LISTEN_S)
        with suppress(DeadlineReached):
            self._listen(listening.within(LEAST_S))
        while True:
            wait.check()
            now = self._clock.monotonic()
            self._pressing.pass_time(now)
            if self._pressing.newly_stuck():
                raise stuck_key()
            keys = self._pressing.take()
            if keys:
                self._last = KeysPressed(self._last.number + len(keys), keys)
            if keys or listening.spent():
                return self._last
            ends_at = self._pressing.next_at()
            with suppress(DeadlineReached):
                self._listen(listening if ends_at is None else listening.within(max(LEAST_S, ends_at - now)))

    def forget(self) -> None:
        self._pressing.forget()
        self._last = KeysPressed(self._last.number)

    def close(self) -> None:
        # Forgotten first: a pipe that cannot even be closed must not be used again.
        pipe, self._pipe = self._pipe, None
        self._pressing.clear()
        if pipe is not None:
            pipe.close()

    def _listen(self, wait: Wait) -> None:
        """Take what comes next. Raises DeadlineReached, Cancelled or DeviceFault."""
        try:
            if self._pipe is None:
                self._pipe = self._port.open()
                self._reader = self._new_reader()
            began = self._clock.monotonic()
            try:
                data = self._pipe.read(wait)
            finally:
                before, self._listened_at = self._listened_at, self._clock.monotonic()
            now = self._listened_at
            # While nobody listens keys wait with the system, and come together.
            since = before if began - before > GLANCE_S else now
            for key, move, at in self._reader(data, since, now):
                self._pressing.move(key, move, at)
        except LostKeys:
            self.close()
        except NotAPad as wrong:
            self.close()
            raise noise(f"{self._port.address}: {wrong}") from None
        except DeviceFault:
            self.close()
            raise
