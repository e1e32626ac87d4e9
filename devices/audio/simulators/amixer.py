"""A simulated sound card as amixer shows it: a loudspeaker and headphones with volumes and switches, and a jack."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from devices.amixer_port import EXIT, TEXT
from devices.clock import Clock
from devices.lazy_dataclass import dataclass
from devices.misfortunes import LOST, Action, Misfortune, SimulatedDevice, Simulator
from devices.program_port import frame
from devices.transport import Peer, Wire

FAULTY = ("audio.not_set",)
MISFORTUNES = (
    Misfortune("silent", "The program hangs", ("audio.no_answer",)),
    Misfortune("garbled", "It prints something else", ("audio.garbled",)),
    Misfortune("no_control", "The card has no such controls", ("audio.no_control",)),
    Misfortune("refuses", "It fails, and does not say why", ("audio.refused",)),
    Misfortune("does_not_mute", "The loudspeaker stays on", FAULTY),
    Misfortune("unplugged", "The sound card is pulled out", LOST),
    Misfortune("unplugged_during", "It is pulled out while it answers", LOST, MappingProxyType({"after_bytes": 20})),
)
ACTIONS = (
    Action("plug_in", "Headphones are plugged in"),
    Action("pull_out", "The headphones are pulled out"),
)
RUN_S = 0.02
STEPS = 87
"""The largest volume, as many cards have it."""
CHANNELS = ("Front Left", "Front Right")


def create(clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """A card as it is after a start: everything on, and loud."""
    return MixerSimulator(clock, options)


@dataclass
class Knob:
    """One control."""

    percent: int = 100
    on: bool = True


class MixerSimulator(SimulatedDevice):
    """Answers requests as the port of amixer does. Options: as in the model's profile."""

    def __init__(self, clock: Clock, options: Mapping[str, Any]) -> None:
        super().__init__(clock, MISFORTUNES)
        self._asked = b""
        self.loudspeaker, self.headphones = Knob(), Knob()
        speaker, phones = str(options.get("loudspeaker") or "Speaker"), str(options.get("headphones") or "Headphone")
        self._knobs = {speaker: self.loudspeaker, phones: self.headphones}
        self._speaker = speaker
        self._jack = str(options.get("jack", ""))
        self.plugged = False

    def plug_in(self) -> None:
        self.plugged = True

    def pull_out(self) -> None:
        self.plugged = False

    def connection(self, wire: Wire) -> Peer:
        self._asked = b""
        return self

    def received(self, data: bytes) -> None:
        with self._lock:
            self._asked += data
            while (end := self._asked.find(b"\n\n")) >= 0:
                request, self._asked = self._asked[:end].decode("utf-8").split("\n"), self._asked[end + 2 :]
                words, code = self._run([each for each in request if each != "-M"])
                self._answer(words, code)

    def _answer(self, words: str, code: int) -> None:
        on = self.misfortunes.on
        if on("silent"):
            return
        if on("garbled"):
            words, code = "Connection refused\n", 0
        content = frame(TEXT, words.encode("utf-8")) + frame(EXIT, str(code).encode("ascii"))
        cut = on("unplugged_during")
        if cut:
            self._wire.send(content[: int(cut["after_bytes"])])
            self._wire.cut()
            return
        self._wire.send(content, RUN_S)

    def _run(self, arguments: list[str]) -> tuple[str, int]:
        if self.misfortunes.on("refuses"):
            return "amixer: Unknown error 5\n", 1
        match arguments:
            case ["cget", name] if self._jack and name == f"iface=CARD,name='{self._jack}'":
                values = "on" if self.plugged else "off"
                return f"numid=17,{name}\n  ; type=BOOLEAN,access=r-------,values=1\n  : values={values}\n", 0
            case ["sget", name, *_] if name in self._knobs and not self.misfortunes.on("no_control"):
                return self._shown(name), 0
            case ["sset", name, *settings] if name in self._knobs and not self.misfortunes.on("no_control"):
                self._set(name, settings)
                return self._shown(name), 0
            case ["sget" | "sset", name, *_]:
                return f"amixer: Unable to find simple control '{name}',0\n\n", 1
        self.complain(f"no command: {arguments}")
        return "amixer: Unknown command\n", 1

    def _set(self, name: str, settings: list[str]) -> None:
        knob = self._knobs[name]
        for each in settings:
            if each.endswith("%") and each[:-1].isdigit():
                knob.percent = min(100, int(each[:-1]))
            elif each in ("mute", "unmute"):
                knob.on = each == "unmute" or (name == self._speaker and bool(self.misfortunes.on("does_not_mute")))
            else:
                self.complain(f"no setting: {each}")

    def _shown(self, name: str) -> str:
        knob = self._knobs[name]
        steps = round(STEPS * knob.percent / 100)
        state = f"Playback {steps} [{knob.percent}%] [{-65.25 + 0.75 * steps:.2f}dB] [{'on' if knob.on else 'off'}]"
        return (
            f"Simple mixer control '{name}',0\n  Capabilities: pvolume pswitch\n"
            f"  Playback channels: {' - '.join(CHANNELS)}\n  Limits: Playback 0 - {STEPS}\n  Mono:\n"
            + "".join(f"  {channel}: {state}\n" for channel in CHANNELS)
        )
