"""The cabinet around a visit, in every state of the terminal: sensors are watched, lamps guide the hand.

Whether somebody stands before the terminal is held in memory, in the state that uses it; no log, case or report has it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from devices.camera.contract import CameraCapability
from devices.code_scanner.contract import CodeScannerCapability
from devices.id_reader.contract import IdReaderCapability
from devices.indicators.contract import LIGHT, GuideLights, Light
from devices.sensors.contract import NOTHING_SENSED, SENSED, Sensed
from kiosk.events import Event, Output, ReadingCame, TerminalStatus, Watch, WatchFailed
from kiosk.view import View
from kiosk.visit import Session, seen

GESTURES: Mapping[str, Light] = MappingProxyType(
    {"place_card": Light.BLINK, "lift_card": Light.BLINK, "take_slip": Light.BLINK, "wait": Light.ON}
)
"""Gesture that a page asks for at a device → the lamp at that device."""
USED_BY_HAND: Mapping[str, Light] = MappingProxyType(
    {
        IdReaderCapability.READ_ID_CARD: Light.ON,
        CodeScannerCapability.SCAN_CODE: Light.ON,
        CameraCapability.TAKE_PHOTO: Light.ON,
    }
)
"""Capability that a page watches for → the lamp at that device. A presence that is watched guides nobody."""


BEFORE, WITHIN, AFTER = range(3)
"""A visit begins with the id of the first page before it: each state's watch begins anew, and is told what is seen."""


def sensor_watch(status: TerminalStatus, since: int) -> frozenset[Watch]:
    """Watch the sensors, of which no page change and no curtain is the end; nothing where the terminal has none."""
    device = status.device_for(SENSED.capability)
    return frozenset({Watch(device, SENSED.name, SENSED.capability, since)} if device else ())


def sensed_by(event: Event) -> Sensed | None:
    """The sensors as this event tells of them, None for an event about something else."""
    match event:
        case ReadingCame(value=Sensed() as sensed):
            return sensed
        case WatchFailed() if event.watch.capability == SENSED.capability:
            return NOTHING_SENSED
    return None


def with_sensed(session: Session, sensed: Sensed) -> Session:
    """Note what the sensors see. Only who was seen before can be seen to be gone."""
    before, now = seen(session.sensed.person), seen(sensed.person)
    gone = now is False and (before is True or session.person_gone)
    return replace(session, sensed=sensed, person_gone=gone)


def guide_lights(session: Session, view: Callable[[], View], watches: frozenset[Watch]) -> frozenset[Output]:
    """The lamps at the slots that this page is about. `view` makes its view, where there are lamps."""
    if not session.status.device_for(LIGHT.capability):
        return frozenset()
    lit = {each.device: USED_BY_HAND[each.capability] for each in watches if each.capability in USED_BY_HAND}
    guidance = view().guidance
    if guidance is not None and guidance.device:
        lit[guidance.device] = GESTURES[guidance.gesture]
    return session.output(LIGHT, GuideLights(tuple(sorted(lit.items())))) if lit else frozenset()
