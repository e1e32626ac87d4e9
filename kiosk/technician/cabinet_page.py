"""The map of this cabinet: what needs somebody first, root causes marked, good parts as short rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.console_view import Chip, Mark, Spot
from kiosk.effects import Effect
from kiosk.events import Event, Touched
from kiosk.remedies.ranking import Finding
from kiosk.technician.findings import findings, parts_of, signs
from kiosk.technician.frame import actions, box, page, tabs
from kiosk.technician.part_words import place_words, since_words, state_words
from kiosk.view import Block, BlockKind, Choice, Tone, View
from kiosk.words import Words, text

if TYPE_CHECKING:
    from kiosk.technician.state import Technician


def view(state: Technician) -> View:
    found = findings(state)
    marks = signs(state)
    faults = sum(marks[each.part].mark is Mark.FAULT for each in found)
    unknown = sum(sign.mark is Mark.UNKNOWN for sign in marks.values())
    spots = tuple(Spot(part.name, part.label, marks[part.name]) for part in parts_of(state))
    others = [part for part in parts_of(state) if part.name not in {each.part for each in found}]
    first = found[0] if found else None
    main = None
    if first is not None:
        label = text("tech-map-begin", part=state.workshop.part(first.part).label)
        main = Choice(f"fix:{first.part}", text("tech-map-first"), label)
    return page(
        state,
        "map",
        _title(faults, len(found) - faults),
        Block(BlockKind.CABINET, text("tech-map-cabinet"), spots=spots),
        *(_finding(state, each) for each in found),
        *box(
            text("tech-map-others", count=len(others)),
            *(
                Block(
                    BlockKind.CHECK,
                    part.label,
                    state_words(state, part.name),
                    sign=marks[part.name],
                    change=Choice(f"part:{part.name}", text("tech-open")),
                )
                for part in others
            ),
        ),
        lead=text("tech-map-lead", count=len(marks), unknown=unknown),
        tabs=tabs("map"),
        actions=actions(main),
    )


def _title(faults: int, heeds: int) -> Words:
    if faults and heeds:
        return text("tech-map-both", faults=faults, heeds=heeds)
    if faults:
        return text("tech-map-faults", count=faults)
    return text("tech-map-heeds", count=heeds) if heeds else text("tech-map-well")


def _finding(state: Technician, found: Finding) -> Block:
    sign = signs(state)[found.part]
    known = found.fault in state.workshop.instructions
    return Block(
        BlockKind.FINDING,
        state.workshop.part(found.part).label,
        text("tech-finding", what=state_words(state, found.part), since=since_words(state, found.since)),
        tone=Tone.ATTENTION,
        source=text("tech-finding-root") if found.root else place_words(state, found.part),
        sign=sign,
        chips=tuple(Chip(signs(state)[child], state.workshop.part(child).label) for child in found.children),
        reveal=Choice(f"part:{found.part}", text("tech-look")) if known else None,
        change=Choice(
            f"fix:{found.part}" if known else f"part:{found.part}",
            text("tech-how" if known else "tech-look"),
            _minutes(state, found),
        ),
    )


def _minutes(state: Technician, found: Finding) -> Words | None:
    instruction = state.workshop.instructions.get(found.fault)
    return text("tech-minutes", count=instruction.minutes) if instruction else None


def on(state: Technician, event: Event) -> tuple[Technician, tuple[Effect, ...]]:
    match event:
        case Touched(verb="part", value=part):
            return state.at("part", part), ()
        case Touched(verb="fix", value=part):
            fault = next((each.fault for each in findings(state) if each.part == part), "")
            known = fault in state.workshop.instructions
            return state.at("instruction" if known else "part", part, fault if known else ""), ()
    return state, ()
