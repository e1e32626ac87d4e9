"""The cabinet around a visit: lamps at the slot in question, a person who comes or goes, a door that is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from devices import Fault, Next, Presence
from devices.document_scanner.contract import DocumentScannerCapability
from devices.indicators.contract import GuideLights, IndicatorsCapability, Light
from devices.receipt_printer.contract import Paper
from devices.sensors.contract import NOTHING_SENSED, Door, Sensed, SensorsCapability
from kiosk.case_events import Kept, KeptCase
from kiosk.effects import Audit, AuditKind
from kiosk.events import DeviceInfo, ReadingCame, StatusChanged, TerminalStatus, TimerRang, Touched, Watch, WatchFailed
from kiosk.session import timers_of, watches_of
from kiosk.session.attract import Attract
from kiosk.session.derive import outputs_of
from kiosk.session.in_visit import InVisit
from kiosk.session.trouble import InTrouble
from kiosk.steps.left_behind import everything_taken
from kiosk.steps.materials_state import MaterialsState
from kiosk.terminal_state import TerminalState
from kiosk.view import View
from kiosk.words import Text
from tests.frozen import catalogue
from tests.kiosk.session.citizen import ALL_WELL, FACTS, NOW, Citizen, devices, invented_card
from tests.kiosk.session.ways import at_declare, at_ending, at_form, at_identify
from tests.view_texts import texts_in

READY = "ready"
CABINET: Mapping[str, DeviceInfo] = MappingProxyType(
    {
        **devices(),
        "lamps": DeviceInfo(READY, capabilities=frozenset(IndicatorsCapability)),
        "sensors": DeviceInfo(READY, (), {"door": "closed"}, frozenset(SensorsCapability)),
        "glass": DeviceInfo(READY, capabilities=frozenset(DocumentScannerCapability)),
    }
)
WITH_CABINET = TerminalStatus(online=True, devices=CABINET, now=NOW)
DOOR_OPEN = replace(
    WITH_CABINET,
    devices=MappingProxyType(
        {**CABINET, "sensors": DeviceInfo(READY, (), {"door": "open"}, frozenset(SensorsCapability))}
    ),
)
THERE, GONE = Sensed(Door.CLOSED, Presence.PRESENT), Sensed(Door.CLOSED, Presence.GONE)
SPEAKING = replace(FACTS, speaks=True)


def keys_of(view: View) -> set[str]:
    return {each.key for each in texts_in(view)}


def lamps(citizen: Citizen) -> Mapping[str, Light]:
    """Slot → its lamp, as the terminal is to put them; all others are dark."""
    put = [each.state for each in outputs_of(citizen.session) if each.device == "lamps"]
    return put[0].as_mapping() if put and isinstance(put[0], GuideLights) else {}


def sensor_watch_of(watches: frozenset[Watch]) -> Watch:
    (watch,) = (each for each in watches if each.device == "sensors")
    return watch


def senses(citizen: Citizen, sensed: Sensed) -> None:
    citizen.happens(ReadingCame("visit-1", sensor_watch_of(watches_of(citizen.session)), sensed))


def running(citizen: Citizen) -> set[str]:
    return {timer.name for timer in timers_of(citizen.session)}


def first_page(status: TerminalStatus = WITH_CABINET) -> Attract:
    return Attract("visit-1", SPEAKING, catalogue(), status)


def sensing(state: TerminalState, *seen: Sensed) -> Attract:
    for each in seen:
        state = state.advance(ReadingCame("visit-1", sensor_watch_of(state.watches()), each))[0] or state
    assert isinstance(state, Attract)
    return state


def test_the_lamp_at_the_slot_in_question_is_lit_and_no_other() -> None:
    citizen = Citizen(WITH_CABINET)
    assert lamps(citizen) == {}
    at_identify(citizen)
    assert lamps(citizen) == {"id_reader": Light.BLINK}
    citizen.touch("help")
    assert lamps(citizen) == {}
    citizen.touch("pause")
    assert lamps(citizen) == {}, "nobody is guided behind a curtain"
    citizen.touch("curtain-off")
    citizen.lays_card(invented_card())
    citizen.touch("continue", "agree:consent-record")
    assert lamps(citizen) == {}, "a form is about no slot"


def test_a_slip_that_was_left_has_its_lamp_at_the_farewell() -> None:
    citizen = at_ending(Citizen(WITH_CABINET))
    citizen.printed(Paper.CAME_OUT)
    citizen.touch("continue")
    citizen.sees("receipt_printer", Presence.PRESENT)
    assert lamps(citizen) == {"receipt_printer": Light.BLINK}
    citizen.sees("receipt_printer", Presence.GONE)
    assert lamps(citizen) == {}


def test_a_terminal_without_lamps_and_sensors_is_as_ever() -> None:
    citizen = at_identify()
    assert outputs_of(citizen.session) == frozenset()
    assert {watch.device for watch in watches_of(citizen.session)} == {"id_reader"}
    attract = Attract("visit-1", FACTS, catalogue(), ALL_WELL)
    assert (attract.watches(), attract.timers(), attract.view().says) == (frozenset(), frozenset(), None)


def test_who_comes_is_greeted_aloud_once() -> None:
    state = sensing(first_page(), GONE)
    assert keys_of(state.view()) & {"attract-near", "attract-offer"} == set()
    state = sensing(state, THERE)
    assert {"attract-near", "attract-offer"} <= keys_of(state.view())
    # A step back and forth at the edge of the sensor.
    state = sensing(state, GONE, THERE)
    assert "attract-near" in keys_of(state.view())
    assert state.view().says is None
    # Nobody for a while: whoever comes then is somebody else.
    state = sensing(state, GONE)
    (timer,) = state.timers()
    after = state.advance(TimerRang("visit-1", timer))[0]
    assert isinstance(after, Attract)
    assert sensing(after, THERE).view().says == Text("attract-offer")


def test_who_stood_there_before_is_not_greeted() -> None:
    """The person whose visit has just ended, and one before a terminal that was started."""
    assert sensing(first_page(), THERE).view().says is None
    assert sensing(first_page(), NOTHING_SENSED, THERE).view().says is None
    mute = Attract("visit-1", FACTS, catalogue(), WITH_CABINET)
    assert sensing(mute, GONE, THERE).view().says is None, "a terminal without a voice offers none"


def test_who_has_gone_is_asked_sooner_and_who_stays_is_not() -> None:
    citizen = at_form(Citizen(WITH_CABINET))
    assert "idle" in running(citizen)
    senses(citizen, GONE)
    assert "gone" not in running(citizen), "who was never seen cannot be seen to go"
    senses(citizen, THERE)
    assert "idle" in running(citizen)
    senses(citizen, GONE)
    citizen.rings("gone")
    assert citizen.view.countdown is not None
    citizen.touch("more-time")
    assert "gone" not in running(citizen), "whom a sensor does not see, it is not asked about"
    senses(citizen, THERE)
    senses(citizen, GONE)
    senses(citizen, NOTHING_SENSED)
    assert "idle" in running(citizen)
    senses(citizen, GONE)
    citizen.touch("help")
    watch = sensor_watch_of(watches_of(citizen.session))
    citizen.happens(WatchFailed("visit-1", watch, Fault("device.driver_error", Next.CALL_STAFF)))
    assert "idle" in running(citizen)
    assert citizen.session.sensed == NOTHING_SENSED


def test_a_door_that_is_opened_ends_the_visit_truly() -> None:
    citizen = at_declare()
    before = InVisit(replace(citizen.session, status=WITH_CABINET))
    stopped, effects = before.advance(StatusChanged(DOOR_OPEN))
    assert isinstance(stopped, InTrouble)
    assert effects == (Audit(0, AuditKind.TROUBLE, "terminal.door_open"),)
    said = keys_of(stopped.view())
    assert {"trouble-terminal-door-open", "trouble-stopped-by-door", "fault-do-staff-here"} <= said
    assert {timer.name for timer in stopped.timers()} == {"trouble"}
    ended, effects = stopped.advance(StatusChanged(WITH_CABINET))
    assert ended is None, "the first page comes back by itself"
    assert effects == (Audit(0, AuditKind.VISIT_ENDED),)


def test_a_case_under_way_is_awaited_and_its_number_stays_until_somebody_noted_it() -> None:
    citizen = at_declare()
    citizen.touch("declare")
    number = citizen.awaited("keep")
    stopped: TerminalState = InVisit(citizen.session).advance(StatusChanged(DOOR_OPEN))[0] or first_page()
    assert "trouble-unconfirmed" in keys_of(stopped.view())
    waiting = stopped.advance(StatusChanged(WITH_CABINET))[0]
    assert isinstance(waiting, InTrouble), "nobody knows yet whether the case is kept"
    kept = waiting.advance(Kept("visit-1", number, (KeptCase("case-1", "WT02-0001-ABCD-E", NOW),)))[0]
    assert isinstance(kept, InTrouble)
    again = kept.advance(StatusChanged(DOOR_OPEN))[0] or first_page()
    closed = again.advance(StatusChanged(WITH_CABINET))[0]
    assert isinstance(closed, InTrouble), "no slip has the number"
    assert {"trouble-kept", "slip-number-label"} <= keys_of(closed.view())
    assert closed.timers() == frozenset()
    assert closed.advance(Touched("visit-1", "finish"))[0] is None


def test_at_the_farewell_a_door_changes_nothing_and_before_a_visit_it_says_why() -> None:
    citizen = at_form(Citizen(WITH_CABINET))
    citizen.touch("leave")
    stays = InVisit(citizen.session).advance(StatusChanged(DOOR_OPEN))[0]
    assert isinstance(stays, InVisit)
    closed = first_page(DOOR_OPEN)
    view = closed.view()
    assert view.id == "out_of_service"
    assert {"trouble-terminal-door-open", "fault-do-staff-here"} <= keys_of(view)
    assert isinstance(closed.advance(Touched("visit-1", "start"))[0], Attract)
    assert first_page().view().id == "attract"


def test_an_original_on_the_glass_is_seen_to_lie_there_and_to_be_taken() -> None:
    citizen = at_form(Citizen(WITH_CABINET))
    citizen.session = citizen.session.with_own(MaterialsState(glass_used=True))
    senses(citizen, replace(THERE, slots=(("glass", Presence.PRESENT),)))
    citizen.touch("leave")
    assert "farewell-glass-left" in keys_of(citizen.view)
    assert citizen.view.guidance is not None
    assert citizen.view.guidance.device == "glass"
    assert lamps(citizen) == {"glass": Light.ON}
    assert not everything_taken(citizen.session)
    assert running(citizen) == {"farewell_longest"}
    senses(citizen, replace(THERE, slots=(("glass", Presence.GONE),)))
    assert "farewell-glass-taken" in keys_of(citizen.view)
    assert everything_taken(citizen.session)
    senses(citizen, NOTHING_SENSED)
    assert "farewell-glass-check" in keys_of(citizen.view), "unknown is not taken"
