"""Names that the steps of a scenario may use, and the scenario files read against them.

The devices of the profile with the actions and misfortunes of their simulators, and the invented people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from devices import actions, misfortunes
from devices.id_reader.people import BadPerson, load_people
from devices.lazy_dataclass import dataclass
from devices.text_files import read_text
from kiosk.scenario.language import PLATFORM, BadScenario, Mistake, Scenario, Step, line_of, load_scenario
from kiosk.settings import SettingsError, load_settings

LIFT = "lift"
"""The word for the end of a card on the reader, in place of a person."""


@dataclass(frozen=True)
class Names:
    """The names of one terminal. `devices` has each device by its name and by its family, with its driver's family and
    name; without `people` none is checked."""

    devices: Mapping[str, tuple[str, str]]
    people: Collection[str]


def names_of(config: Path, profile: str) -> Names | None:
    """Return the names that a terminal of this profile knows; None for a profile that cannot be read."""
    try:
        sections = load_settings(config / "terminals" / f"{profile}.toml", rehearsal=True).devices
    except SettingsError:
        return None
    drivers = {name: (section.family or name, section.driver) for name, section in sections.items()}
    # Of two devices of a family, the family's name means the first.
    families = {driver[0]: driver for driver in reversed(drivers.values())}
    try:
        people: Collection[str] = load_people(config / "people.toml")
    except BadPerson:
        people = ()
    return Names({**families, **drivers}, people)


def load_for_terminal(path: Path, config: Path) -> Scenario:
    """Read a scenario, and compare its names with those of its terminal. Raises BadScenario with every mistake."""
    scenario = load_scenario(path)
    names = names_of(config, scenario.profile)
    if names is None:
        return scenario
    source = read_text(path)
    found = [
        Mistake(str(path), line_of(source, ["step", number, verb]), f"step.{number}.{verb}", wrong, remedy)
        for number, step in enumerate(scenario.step)
        for verb, wrong, remedy in _unknown(step, names)
    ]
    if found:
        raise BadScenario(found)
    return scenario


def _unknown(step: Step, names: Names) -> Iterator[tuple[str, str, str]]:
    """Yield verb, mistake and remedy of each name in a step that the terminal does not have."""
    trouble, action = step.begin or step.end, step.act
    if trouble is not None and trouble.of != PLATFORM:
        if trouble.of not in names.devices:
            yield step.verb, f"no device {trouble.of!r}", _known(names.devices)
        else:
            table = [each.name for each in misfortunes(*names.devices[trouble.of])]
            if trouble.name not in table:
                yield step.verb, f"{trouble.of} has no misfortune {trouble.name!r}", _known(table)
    if action is not None and action.at not in names.devices:
        yield step.verb, f"no device {action.at!r}", _known(names.devices)
    elif action is not None:
        table = [each.name for each in actions(*names.devices[action.at])]
        if action.action not in table:
            yield step.verb, f"nobody can {action.action!r} at {action.at}", _known(table)
    for person in (step.card, action.person if action is not None else ""):
        if person not in ("", LIFT) and names.people and person not in names.people:
            yield step.verb, f"no invented person {person!r}", _known(names.people)


def _known(names: Collection[str]) -> str:
    return f"known: {', '.join(sorted(names))}"
