"""The driver of a sound card by ALSA's mixer program: which of loudspeaker and headphones is heard, and how loud.

The loudspeaker is put off before anything is said to be heard in the headphones alone, and looked at again in every
status. With `jack` it also senses headphones, by a control of the card that it reads twice a second: where the kernel
makes an input device of the jack, the driver `evdev` is quicker.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from devices.audio.contract import LISTEN_S, LOUDSPEAKER, OFF, ON, Audio, AudioCapability, Jack, Route
from devices.audio.faults import failed
from devices.audio.mixer_text import (
    AnswerReader,
    Control,
    NotMixerText,
    control_in,
    fault_word,
    get,
    get_jack,
    jack_in,
    put,
)
from devices.audio.settled_jack import SettledJack
from devices.clock import Clock, DeadlineReached, Wait
from devices.faults import DeviceFault
from devices.readings import DeviceState, DeviceStatus, failed_status
from devices.transport import Pipe, Port, absent

ANSWER_S = 2.5
"""Seconds until a run has ended; its port ends it before."""
LOOK_EVERY_S = 0.5
SPEAKER, HEADPHONE = "Speaker", "Headphone"
"""Names of the controls on most cards."""
LASTING = frozenset({"audio.not_set", "audio.no_control"})
"""Faults that are so until the sound could be put where it is to be heard."""
LOUD, LOUD_IN_EARS = 70, 55
"""Per cent, unless the profile says otherwise."""


def create(port: Port, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> Audio:
    """The driver for a port, a model and the profile's options; nothing is opened yet. mypy checks it here."""
    return AmixerCard(port, clock, {**model, **options})


class AmixerCard:
    """See `contract.Audio`. Used by one thread."""

    def __init__(self, port: Port, clock: Clock, profile: Mapping[str, Any]) -> None:
        self._port, self._clock = port, clock
        self._speaker = str(profile.get("loudspeaker") or SPEAKER)
        self._headphone = str(profile.get("headphones", HEADPHONE))
        self._jack_name = str(profile.get("jack", ""))
        self._volume = int(profile.get("volume", LOUD))
        self._volume_in_ears = int(profile.get("headphone_volume", LOUD_IN_EARS))
        self._pipe: Pipe | None = None
        self._jack = SettledJack()
        self._look_at = 0.0
        self._not_set: DeviceFault | None = None
        """The sound could not be put where it was to be heard."""
        senses = (AudioCapability.SENSE_HEADPHONES,) if self._jack_name else ()
        self._capabilities: frozenset[str] = frozenset({AudioCapability.ROUTE_SOUND, *senses})

    def status(self, wait: Wait) -> DeviceStatus:
        try:
            speaker = self._control(get(self._speaker), self._speaker, wait)
        except DeviceFault as trouble:
            return failed_status(trouble.fault, self._capabilities)
        except DeadlineReached:
            return failed_status(failed("no_answer", self._port.address).fault, self._capabilities)
        if self._not_set is not None:
            return failed_status(self._not_set.fault, self._capabilities)
        level = {LOUDSPEAKER: OFF if speaker.is_off else ON}
        return DeviceStatus(DeviceState.READY, levels=level, capabilities=self._capabilities)

    def jack(self, wait: Wait) -> Jack:
        listening = wait.within(LISTEN_S)
        while True:
            wait.check()
            now = self._clock.monotonic()
            if self._jack_name and self._look_at <= now:
                self._look_at = now + LOOK_EVERY_S
                closed = jack_in_answer(self._ask(get_jack(self._jack_name), wait)) is Jack.IN
                self._jack.report(closed=closed, at=now)
                now = self._clock.monotonic()
            news = self._jack.news(now)
            if news is not None or listening.spent():
                return news or self._jack.settled(now)
            settles_at = self._jack.next_at()
            next_at = self._look_at if settles_at is None else min(self._look_at, settles_at)
            with suppress(DeadlineReached):
                listening.pause(max(0.001, next_at - now) if self._jack_name else LISTEN_S)

    def end_jack(self) -> None:
        self._jack.forget_told()

    def route(self, route: Route, wait: Wait) -> None:
        in_ears = route is Route.HEADPHONES
        try:
            # Off first: there is no moment at which both are heard.
            self._set(self._speaker, self._volume, on=not in_ears, wait=wait)
            if self._headphone:
                self._set(self._headphone, self._volume_in_ears, on=True, wait=wait)
        except DeviceFault as trouble:
            # Of others a status finds out by itself whether they are over.
            self._not_set = trouble if trouble.fault.code in LASTING else None
            raise
        self._not_set = None

    def close(self) -> None:
        # Forgotten first: a pipe that cannot even be closed must not be used again.
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()

    def _set(self, name: str, percent: int, *, on: bool, wait: Wait) -> None:
        """Set a control and see whether it is so."""
        now = self._control(get(name), name, wait)
        then = self._control(put(name, percent, on=on, switch=bool(now.switches)), name, wait)
        if not (then.is_on if on else then.is_off):
            raise failed("not_set", f"{self._port.address}: {name} does not go {ON if on else OFF}")

    def _control(self, request: bytes, name: str, wait: Wait) -> Control:
        try:
            return control_in(self._ask(request, wait), name)
        except NotMixerText as wrong:
            raise failed("garbled", f"{self._port.address}: {name}: {wrong}") from None

    def _ask(self, request: bytes, wait: Wait) -> str:
        """The words of one run. After anything but an answer the port is closed, and a late answer with it."""
        wait.check()
        answer, soon = AnswerReader(), wait.within(ANSWER_S)
        try:
            if self._pipe is None:
                self._pipe = self._port.open()
            self._pipe.write(request)
            while answer.exit_code is None:
                answer.feed(self._pipe.read(soon))
        except NotMixerText as wrong:
            self.close()
            raise failed("garbled", f"{self._port.address}: {wrong}") from None
        except DeadlineReached:
            self.close()
            wait.check()
            raise failed("no_answer", self._port.address) from None
        except BaseException:
            self.close()
            raise
        if answer.exit_code == 0:
            return answer.words
        if answer.exit_code < 0:
            raise failed("no_answer", f"{self._port.address}: it was ended after {ANSWER_S} s")
        word = fault_word(answer.words)
        raise absent(f"{self._port.address}: no such card") if word == "absent" else failed(word, self._port.address)


def jack_in_answer(words: str) -> Jack:
    """Whether something is plugged in. Raises DeviceFault."""
    try:
        return jack_in(words)
    except NotMixerText as wrong:
        raise failed("garbled", str(wrong)) from None
