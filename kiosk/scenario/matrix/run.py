"""Player of one cell: acts out the faults of a person or phone, brings what is brought; for any other fault the citizen
goes on."""

from __future__ import annotations

from pathlib import Path

from kiosk.delays import DELAYS
from kiosk.scenario.actors import ActorError, Platform, device_named
from kiosk.scenario.log_capture import capture_logs
from kiosk.scenario.matrix.brought import BROUGHT
from kiosk.scenario.matrix.cells import Cell
from kiosk.scenario.matrix.citizen import Act, card_for
from kiosk.scenario.matrix.play import Play
from kiosk.scenario.matrix.played import Played
from kiosk.scenario.stage import CannotTouch

LOOKED_S = 4.0
"""Seconds after which a page has said what it makes of what was brought."""


def _person(play: Play) -> None:
    """Act out the fault of a person at the cell's page."""
    match play.cell.trouble.name:
        case "walks_away":
            play.wait_for_the_end()
        case "leaves":
            play.leave()
        case "goes_back":
            play.act(Act("touch", "back"))
            play.go_on()
        case "asks_for_help":
            play.act(Act("touch", "help"))
            play.act(Act("touch", "back"))
            play.go_on()
        case "staff_ends":
            for key in ("help", "staff-end", "staff-end-now"):
                play.act(Act("touch", key))
        case "card_too_early":
            play.world.cards.put(card_for(play.cell.page))
            play.stage.advance(0.4)
            play.world.cards.lift()
            play.stage.advance(2.0)
            play.record_page()
            play.go_on()
        case "card_left":
            play.act(Act("card", card_for(play.cell.page)))
            play.world.cards.put(card_for(play.cell.page))
            play.leave(with_card=False)
        case _:
            play.go_on()


def _phone(play: Play) -> None:
    if play.cell.trouble.name == "code_never_comes":
        play.stage.advance(DELAYS["code_again"] / 2)
        play.record_page()
        play.leave()
        return
    play.citizen.wrong_code = True
    for _ in range(2 * 5):
        act = play.citizen.next_act()
        if act is None or play.stage.view().id != play.cell.page:
            break
        play.act(act)
    play.leave()


def _brought(play: Play) -> None:
    """Bring what the cell names, once, and go on."""
    brought = BROUGHT[play.cell.trouble.name]
    for family, action, argument in brought.acts:
        device = device_named(play.world.terminal.devices, family)
        play.world.device_actions.do(device.spec.name, action, argument)
        play.stage.advance(LOOKED_S)
        play.record_page()
    if brought.file:
        play.citizen.send(brought.file)
        play.stage.advance(LOOKED_S)
        play.record_page()
    if not (brought.acts or brought.file):
        play.citizen.at_device = play.stage.view().id
    play.go_on()


def play_cell(cell: Cell, platform: Platform, config: Path, data: Path) -> Played:
    """Play one cell to its end. The sandbox is reset before and after."""
    platform.cable.mend()
    platform.reset()
    with capture_logs() as captured:
        play = Play(cell, platform, config, data)
        try:
            play.start()
            play.go_to_page()
            play.inject_fault()
            {"person": _person, "phone": _phone, "brought": _brought}.get(cell.trouble.of, Play.go_on)(play)
            return play.close(captured, data)
        except (CannotTouch, ActorError, TimeoutError) as trouble:
            play.played.broken = f"{type(trouble).__name__}: {trouble}"
            return play.played
        finally:
            play.world.terminal.stop()
            platform.end_misfortunes()
            play.played.logs = list(captured.warnings)
