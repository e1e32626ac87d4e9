"""`simulate`: serve a simulator on a loopback port, act on it by lines of the input, show what it printed."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from devices import PERSON, WRITTEN, Action, Simulator, SystemClock, UnknownDevice, Wait
from devices.commands.addressing import CONFIG, driver_of
from devices.commands.exit_codes import DONE
from devices.console import lines_of_input
from devices.id_reader.contract import IdCard
from devices.models import ModelError, load_model
from devices.registry import actions, create_simulator, misfortunes

LOOK_EVERY_S = 0.1


def simulate(options: argparse.Namespace) -> int:
    """Serve until the input ends, or until the process is ended where there is none."""
    from devices.socket_wire import Server

    family = options.family or options.usual_family
    clock, driver = SystemClock(), driver_of(family, options.driver)
    try:
        model = load_model(CONFIG / "models", options.model) if options.model else {}
    except ModelError as wrong:
        raise UnknownDevice(str(wrong)) from None
    simulator: Any = create_simulator(family, driver, clock, model)
    begin_misfortunes(simulator, options.begin, known_of(family, driver))
    card = _card_again(simulator, family, driver, options.card)
    card()
    server = Server(simulator, clock, options.listen, connected=card)
    print(f"{family} simulated at socket://127.0.0.1:{server.port}", flush=True)
    shown = _show_what_was_printed(simulator, family, clock)
    with contextlib.suppress(KeyboardInterrupt):
        for line in lines_of_input():
            if line.strip():
                print(_act(simulator, family, driver, *line.split()), flush=True)
    server.close()
    shown.cancel()
    for line in getattr(simulator, "complaints", ()):
        print(f"complaint: {line}", file=sys.stderr)
    return DONE


def begin_misfortunes(simulator: Simulator, given: Iterable[str], known: str = "") -> None:
    """Begin misfortunes written as "name" or "name:parameter=value,…". Raises UnknownDevice."""
    for each in given:
        name, _, rest = each.partition(":")
        try:
            pairs = (pair.partition("=") for pair in rest.split(",") if pair)
            simulator.begin(name, **{key: _value(text) for key, _, text in pairs})
        except (KeyError, TypeError, ValueError) as wrong:
            raise UnknownDevice(f"--begin {each}: {wrong}{known and f'; known: {known}'}") from None


def _value(text: str) -> float | int | str | bool:
    for sort in (int, float):
        with contextlib.suppress(ValueError):
            return sort(text)
    return {"true": True, "false": False}.get(text, text)


def known_of(family: str, driver: str) -> str:
    """The names of a driver's misfortunes, for a message."""
    return ", ".join(each.name for each in misfortunes(family, driver))


def person(name: str) -> IdCard:
    """An invented person. Raises UnknownDevice, BadPerson."""
    from devices.id_reader.people import load_people

    people = load_people(CONFIG / "people.toml")
    if name not in people:
        raise UnknownDevice(f"no invented person {name!r}; known: {', '.join(sorted(people))}")
    return people[name]


def _card_again(simulator: Any, family: str, driver: str, name: str) -> Callable[[], None]:
    """Lays the person's card down anew for each connection: a card that was read is not given again until lifted."""
    if not name:
        return lambda: None
    known = {action.name: action for action in actions(family, driver)}
    lay = next((each for each, action in known.items() if action.argument == PERSON), "")
    if not lay:
        raise UnknownDevice(f"{family} takes no card")
    lift = next((each for each in ("lift_card", "take_card") if each in known), "")
    card = person(name)

    def again() -> None:
        if lift:
            getattr(simulator, lift)()
        getattr(simulator, lay)(card)

    return again


def _act(simulator: Any, family: str, driver: str, name: str, *arguments: str) -> str:
    """Perform a line of the input: an action of the simulator's table with the person or text it takes, or "begin" and
    "end" with a misfortune."""
    if name in ("begin", "end") and len(arguments) == 1:
        try:
            begin_misfortunes(simulator, arguments) if name == "begin" else simulator.end(arguments[0])
        except (KeyError, UnknownDevice):
            return f"{arguments[0]}: write one of: {known_of(family, driver)}"
        return f"{name} {arguments[0]}: done"
    known: Mapping[str, Action] = {each.name: each for each in actions(family, driver)}
    sort = known[name].argument if name in known else ""
    if name not in known or bool(arguments) != bool(sort) or (sort == PERSON and len(arguments) > 1):
        return f"{name}: write one of: {', '.join(f'{n} {a.argument}'.strip() for n, a in known.items())}"
    try:
        given = (" ".join(arguments),) if sort in WRITTEN else tuple(map(person, arguments))
        result = getattr(simulator, name)(*given)
    except UnknownDevice as unknown:
        return str(unknown)
    return "\n".join((f"{name}: done", *(f"  {line}" for line in getattr(result, "lines", ()))))


PRINTED: Mapping[str, tuple[str, Callable[[Any], Iterable[str]]]] = MappingProxyType(
    {
        "receipt_printer": ("slips", lambda slip: slip.lines),
        "document_printer": ("sheets", lambda sheet: (f"page {sheet.number}",)),
    }
)
"""Family of printers → the simulator's list of what came out, and the lines of one."""


def _show_what_was_printed(simulator: Any, family: str, clock: SystemClock) -> Wait:
    """Print each paper as it comes out, from a thread; the wait ends it."""
    wait = Wait(clock, None)
    if family not in PRINTED:
        return wait
    name, lines_of = PRINTED[family]

    def look() -> None:
        from devices import Cancelled

        shown = 0
        with contextlib.suppress(Cancelled):
            while True:
                papers = getattr(simulator, name)
                for number, paper in enumerate(papers[shown:], shown + 1):
                    print(f"printed {number}:", *(f"  {line}" for line in lines_of(paper)), sep="\n", flush=True)
                shown = max(shown, len(papers))
                wait.pause(LOOK_EVERY_S)

    clock.spawn("printed", look)
    return wait
