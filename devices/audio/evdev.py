"""The driver of a jack whose switch is an input device of Linux: the kernel makes one for each jack of a sound card.

The switch is SW_HEADPHONE_INSERT (type 5, code 2; Documentation/sound/designs/jack-controls.rst). The device is named
after its card, such as "HDA Intel PCH Headphone". It senses, and switches nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from devices.audio.contract import LISTEN_S, Audio, AudioCapability, Jack, Route
from devices.audio.faults import failed
from devices.audio.settled_jack import SettledJack
from devices.clock import Clock, DeadlineReached, Wait
from devices.faults import DeviceFault
from devices.input_records import EV_SW, SW_HEADPHONE_INSERT, NoRecord, RecordReader
from devices.readings import DeviceState, DeviceStatus, failed_status
from devices.transport import Pipe, Port, noise

LEAST_S, GLANCE_S = 0.001, 0.01
"""The shortest wait, and the wait of a look: only then a plug that was pulled is noticed."""
CAPABILITIES: frozenset[str] = frozenset({AudioCapability.SENSE_HEADPHONES})


def create(port: Port, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> Audio:
    """The driver for a port; nothing is opened yet. Its return type has mypy check it against the contract."""
    return JackSwitch(port, clock)


class JackSwitch:
    """See `contract.Audio`. Used by one thread."""

    def __init__(self, port: Port, clock: Clock) -> None:
        self._port, self._clock = port, clock
        self._pipe: Pipe | None = None
        self._records = RecordReader()
        self._jack = SettledJack()

    def status(self, wait: Wait) -> DeviceStatus:
        try:
            with suppress(DeadlineReached):
                self._listen(wait.within(GLANCE_S))
        except DeviceFault as trouble:
            return failed_status(trouble.fault, CAPABILITIES)
        return DeviceStatus(DeviceState.READY, capabilities=CAPABILITIES)

    def jack(self, wait: Wait) -> Jack:
        listening = wait.within(LISTEN_S)
        with suppress(DeadlineReached):
            self._listen(listening.within(LEAST_S))
        while True:
            wait.check()
            now = self._clock.monotonic()
            news = self._jack.news(now)
            if news is not None or listening.spent():
                return news or self._jack.settled(now)
            ends_at = self._jack.next_at()
            with suppress(DeadlineReached):
                self._listen(listening if ends_at is None else listening.within(max(LEAST_S, ends_at - now)))

    def end_jack(self) -> None:
        self._jack.forget_told()

    def route(self, route: Route, wait: Wait) -> None:
        wait.check()
        if route is not Route.LOUDSPEAKER:
            raise failed("no_control", f"{self._port.address}: a jack's switch has no mixer")

    def close(self) -> None:
        # Forgotten first: a pipe that cannot even be closed must not be used again.
        pipe, self._pipe = self._pipe, None
        self._jack.report(closed=False, at=self._clock.monotonic())
        if pipe is not None:
            pipe.close()

    def _listen(self, wait: Wait) -> None:
        """Take what comes next. Raises DeadlineReached, Cancelled or DeviceFault."""
        try:
            if self._pipe is None:
                self._pipe, self._records = self._port.open(), RecordReader()
            for record in self._records.feed(self._pipe.read(wait)):
                if record.lost_some:
                    # Opened again, it tells what is so now.
                    self.close()
                    return
                if (record.kind, record.code) == (EV_SW, SW_HEADPHONE_INSERT):
                    self._jack.report(closed=record.value != 0, at=self._clock.monotonic())
        except NoRecord as wrong:
            self.close()
            raise noise(f"{self._port.address}: no records of an input device") from wrong
        except DeviceFault:
            self.close()
            raise
