"""Dispatch the effects of a session to the workers, and put devices into the states it derives."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace

from kiosk.effects import Audit, Effect
from kiosk.events import Event, Output
from kiosk.terminal.alarms import Alarms
from kiosk.terminal.effect_runner import EffectRunner, EffectTaker
from kiosk.terminal.outcomes import EFFECTS, IRREVERSIBLE, outcomes_of
from kiosk.workers.supervised import Incident


class Dispatcher:
    """`practice` acts in place of `runner` in a visit that is only practised. `post` takes the outcome of an effect
    that could not even be handed over."""

    def __init__(
        self, name: str, runner: EffectRunner, practice: EffectTaker, alarms: Alarms, post: Callable[[Event], None]
    ) -> None:
        self._name = name
        self._runner = runner
        self._practice = practice
        self._alarms = alarms
        self._post = post
        self._outputs: dict[tuple[str, str], Hashable] = {}

    def carry_out(self, visit: str, effects: tuple[Effect, ...], practising: bool) -> None:
        for effect in effects:
            outcomes = outcomes_of(visit, effect, self._runner.job_kind)
            if outcomes is not None:
                self._alarms.expect(visit, effect.number, outcomes.longest_s, outcomes.no_answer())
            try:
                self._begin(visit, effect, practising)
            except Exception as error:
                self._runner.incident(Incident(self._name, error, visit))
                if outcomes is not None:
                    self._post(outcomes.not_begun())

    def _begin(self, visit: str, effect: Effect, practising: bool) -> None:
        if practising and isinstance(effect, Audit):
            effect = replace(effect, code=f"practice:{effect.code}")
        practised = practising and not EFFECTS[type(effect)].local
        runner: EffectTaker = self._practice if practised else self._runner
        runner.carry_out(visit, effect)

    def settle(self, event: Event, visit: str, awaiting: frozenset[int]) -> None:
        """An outcome came: its deadline is over. One of an act that cannot be undone, come too late for any screen, is
        reported. `visit` is the one that counts now, `awaiting` the effects whose outcome it awaits."""
        number = getattr(event, "effect", None)
        if number is None:
            return
        self._alarms.settled(event.visit, number)
        if isinstance(event, IRREVERSIBLE) and (event.visit != visit or number not in awaiting):
            self._runner.late_outcome(event.visit, type(event).__name__)

    def put(self, wanted: frozenset[Output]) -> None:
        """Send what changed: a state that is wanted, and rest where none is wanted any more."""
        before, self._outputs = self._outputs, {(each.device, each.verb): each.state for each in wanted}
        for (device, verb), state in self._outputs.items():
            if before.get((device, verb)) != state:
                self._runner.put(device, verb, state)
        for device, verb in before.keys() - self._outputs.keys():
            self._runner.put(device, verb, None)
