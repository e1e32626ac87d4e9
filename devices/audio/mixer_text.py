"""Questions to amixer, and its answers in words. Pure.

Source: amixer(1) of alsa-utils 1.2.8, and what it prints (checked against that version):

    Simple mixer control 'Speaker',0
      Capabilities: pvolume pswitch
      Playback channels: Front Left - Front Right
      Limits: Playback 0 - 87
      Mono:
      Front Left: Playback 52 [60%] [-26.25dB] [off]
      Front Right: Playback 52 [60%] [-26.25dB] [off]

    numid=17,iface=CARD,name='Headphone Jack'
      ; type=BOOLEAN,access=r-------,values=1
      : values=on
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from devices.amixer_port import EXIT, TEXT
from devices.audio.contract import Jack
from devices.lazy_dataclass import dataclass

HEAD_BYTES = 5
FRAME_MOST = 64 * 1024
WORDS_MOST = 16 * 1024
CONTROL = re.compile(r"^Simple mixer control '(?P<name>.*)',\d+$", re.MULTILINE)
CHANNEL = re.compile(r"^  [^:\n]+: Playback (?P<rest>[^\n]*\[[^\n]*)$", re.MULTILINE)
VOLUME, SWITCH = re.compile(r"\[(\d{1,3})%\]"), re.compile(r"\[(on|off)\]")
VALUES = re.compile(r"^  : values=(on|off)$", re.MULTILINE)
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "Unable to find simple control": "no_control",
        "Cannot find the given element": "no_control",
        "Mixer attach": "absent",
        "Control device": "absent",
        "open error": "absent",
    }
)
"""Words of amixer, of its version above → word of a fault; "absent": there is no such card."""


class NotMixerText(Exception):
    """The bytes or words are none of amixer's."""


@dataclass(frozen=True)
class Control:
    """A control: percentages and switches of its channels; without a switch it is off at 0 %."""

    name: str
    volumes: tuple[int, ...]
    switches: tuple[bool, ...]

    @property
    def is_off(self) -> bool:
        return not any(self.switches) if self.switches else not any(self.volumes)

    @property
    def is_on(self) -> bool:
        return all(self.switches) if self.switches else all(self.volumes)


def get(control: str) -> bytes:
    """The question how a control is."""
    return _request("sget", control)


def put(control: str, percent: int, *, on: bool, switch: bool) -> bytes:
    """The question that sets a control; one without a `switch` is put off by its volume. -M: as loud as it is heard."""
    if not switch:
        return _request("-M", "sset", control, f"{percent if on else 0}%")
    return _request("-M", "sset", control, f"{percent}%", "unmute" if on else "mute")


def get_jack(name: str) -> bytes:
    """The question whether something is in a jack."""
    return _request("cget", f"iface=CARD,name='{name}'")


def _request(*arguments: str) -> bytes:
    return "\n".join(arguments).encode("utf-8") + b"\n\n"


def control_in(words: str, name: str) -> Control:
    """The control of this name. Raises NotMixerText."""
    found = CONTROL.search(words)
    channels = [each["rest"] for each in CHANNEL.finditer(words)]
    volumes = tuple(int(each[1]) for rest in channels for each in VOLUME.finditer(rest))
    switches = tuple(each[1] == "on" for rest in channels for each in SWITCH.finditer(rest))
    if found is None or found["name"] != name or not (volumes or switches):
        raise NotMixerText("no playback control")
    return Control(name, volumes, switches)


def jack_in(words: str) -> Jack:
    """Whether something is plugged in. Raises NotMixerText."""
    found = VALUES.search(words)
    if found is None:
        raise NotMixerText("no jack")
    return Jack.IN if found[1] == "on" else Jack.OUT


def fault_word(words: str) -> str:
    """The word of the fault for which a run failed."""
    return next((word for said, word in WORDS.items() if said in words), "refused")


class AnswerReader:
    """Takes the bytes of one run as they come."""

    def __init__(self) -> None:
        self._held = bytearray()
        self.words = ""
        self.exit_code: int | None = None

    def feed(self, data: bytes) -> None:
        """Raises NotMixerText."""
        self._held += data
        while len(self._held) >= HEAD_BYTES:
            kind, length = bytes(self._held[:1]), int.from_bytes(self._held[1:HEAD_BYTES])
            if kind not in (TEXT, EXIT) or length > FRAME_MOST:
                raise NotMixerText("no frame")
            if len(self._held) < HEAD_BYTES + length:
                return
            content = bytes(self._held[HEAD_BYTES : HEAD_BYTES + length])
            del self._held[: HEAD_BYTES + length]
            if kind == TEXT:
                self.words = (self.words + content.decode("utf-8", "replace"))[-WORDS_MOST:]
            elif re.fullmatch(rb"-?\d{1,5}", content):
                self.exit_code = int(content)
            else:
                raise NotMixerText("no exit code")
