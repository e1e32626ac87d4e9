"""Runner: play a scenario on a stage, on a fake clock that only its steps advance, and check its expectations."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from devices import FakeClock
from kiosk.delays import DELAYS
from kiosk.outbox.states import UNSENT
from kiosk.scenario.actors import ActorError, complaints_of, device_named, simulator_of
from kiosk.scenario.language import Expectation, NamedMisfortune, Scenario, Step
from kiosk.scenario.leaks import find_leaks, personal_texts, scan
from kiosk.scenario.log_capture import CapturedLogs, capture_logs
from kiosk.scenario.platform_check import unmet_by_platform
from kiosk.scenario.recorder import Recorder
from kiosk.scenario.report import Failure, Report
from kiosk.scenario.stage import CannotTouch, Stage, message_keys
from kiosk.scenario.start_page import keys_to
from kiosk.scenario.world import World
from kiosk.spoken import spoken
from kiosk.words import Text

IDLE_PAGES = ("Attract", "OutOfService")
"""Pages shown outside a visit."""


def play(
    scenario: Scenario,
    stage: Stage,
    world: World,
    clock: FakeClock,
    recorder: Recorder,
    progress: Callable[[str], None] = lambda line: None,
) -> Report:
    """Play the steps up to the first that fails. The world must be started and is not closed here."""
    report = Report(scenario.title)
    player = _Player(scenario, stage, world, clock, recorder, report)
    with capture_logs() as captured:
        try:
            player.warm_up()
            for number, step in enumerate(scenario.step, 1):
                report.steps = number
                progress(f"{number}/{len(scenario.step)} {step.say or step.verb}")
                failed = player.do(step)
                report.failures += [Failure(number, what) for what in failed]
                if failed:
                    break
        except (CannotTouch, ActorError, TimeoutError) as trouble:
            report.failures.append(Failure(report.steps, str(trouble)))
        else:
            if report.ok:
                report.failures += [Failure(report.steps, what) for what in player.check_end(captured)]
    report.slips = len(world.slips.all)
    recorder.end(world, report)
    return report


class _Player:
    def __init__(
        self, scenario: Scenario, stage: Stage, world: World, clock: FakeClock, recorder: Recorder, report: Report
    ) -> None:
        self._scenario, self._stage, self._world = scenario, stage, world
        self._clock, self._recorder, self._report = clock, recorder, report
        self._lines: frozenset[str] = frozenset()
        """Lines of the page shown last."""
        self.typed: list[str] = []
        """Personal texts that the citizen typed; slip numbers are not personal data."""

    def warm_up(self) -> None:
        """Give the devices time to report their state."""
        self._advance(3.0)
        self.record_page()

    def record_page(self) -> None:
        """Let all pending work finish, and record the page that is shown then."""
        self._stage.settle()
        view = self._stage.view()
        words = self._world.terminal.languages.words(view.language)
        lines = spoken(view, words)
        if self._recorder.page(view, lines, self._stage.picture):
            self._report.pages.append(view.id)
            self._report.read.append(sum(len(line) for line in lines if line not in self._lines))
        self._lines = frozenset(lines)

    def do(self, step: Step) -> list[str]:
        if step.expect is not None:
            return self._unmet_expectations(step.expect)
        VERBS[step.verb](self, step)
        self.record_page()
        return []

    def check_end(self, captured: CapturedLogs) -> list[str]:
        """Search for data left behind by the finished visit, and for what a device did not understand. A scenario
        that ends within a visit must declare it."""
        return [*self._check_visit_end(captured), *complaints_of(self._world.terminal.devices)]

    def _check_visit_end(self, captured: CapturedLogs) -> list[str]:
        view, ends_in_visit = self._stage.view(), self._scenario.ends_in_visit
        is_over = view.page in IDLE_PAGES
        if is_over and ends_in_visit:
            return [f"ends_in_visit is said, and nobody is there any more: {view.id}"]
        if not is_over and not ends_in_visit:
            return [f"the visit is not over: {view.id}; play it to its end, or say ends_in_visit = true"]
        if not is_over:
            return []
        self._report.searched = True
        left = [*scan(self._world, captured.lines, [captured.temporary], self.typed), *self._stage.left_behind()]
        return [f"left behind: {leak}" for leak in left]

    def touch(self, step: Step) -> None:
        services = self._world.places.config / "services"
        for key in (each for wanted in step.touches for each in keys_to(self._stage.view(), wanted, services)):
            self._stage.touch(key)
            self._report.touches += 1
            self.record_page()

    def type(self, step: Step) -> None:
        assert step.type is not None
        text = step.type.text
        if step.type.code:
            text = self._world.platform.newest_code()
        if step.type.slip:
            text = self._newest_slip_number()
        else:
            self.typed.append(text)
        self._stage.type_text(step.type.field, text)
        self._report.keys += len(text)

    def _newest_slip_number(self) -> str:
        found = self._world.slips.newest_number(self._world.terminal.settings.terminal.code)
        if not found:
            raise ActorError("no slip with a slip number came out")
        return found

    def draw(self, step: Step) -> None:
        self._stage.draw(step.lines)

    def card(self, step: Step) -> None:
        if step.card == "lift":
            self._world.cards.lift()
        else:
            self._world.cards.put(step.card)
        # The reader polls every 0.3 s and needs time to read.
        self._advance(2.0)

    def take_slip(self, step: Step) -> None:
        self._world.slips.take()
        self._advance(1.0)

    def act(self, step: Step) -> None:
        assert step.act is not None
        given = step.act.text or step.act.person
        if step.act.slip:
            given = self._newest_slip_number()
        elif step.act.identity_code:
            given = self._world.identity_code_of(step.act.person)
        if step.act.text or step.act.identity_code:
            self.typed.append(given)
        self._world.device_actions.do(step.act.at, step.act.action, given)
        self._advance(2.0)

    def begin(self, step: Step) -> None:
        assert step.begin is not None
        trouble = step.begin
        if trouble.of == "platform":
            known = [each["name"] for each in self._world.platform.request("GET", "/sandbox/misfortunes")["known"]]
            if trouble.name not in known:
                raise ActorError(f"the platform has no misfortune {trouble.name!r}; known: {', '.join(known)}")
            self._world.platform.begin(trouble.name, trouble.parameters, trouble.path, trouble.times)
        else:
            self._simulator(trouble).begin(trouble.name, **trouble.parameters)
            self._advance(6.0)

    def end(self, step: Step) -> None:
        assert step.end is not None
        if step.end.of == "platform":
            self._world.platform.end_misfortunes()
        else:
            self._simulator(step.end).end(step.end.name)
            self._advance(6.0)

    def _simulator(self, trouble: NamedMisfortune) -> Any:
        return simulator_of(device_named(self._world.terminal.devices, trouble.of))

    def network(self, step: Step) -> None:
        if step.network == "off":
            self._world.platform.cable.cut()
        else:
            self._world.platform.cable.mend()

    def phone(self, step: Step) -> None:
        assert step.phone is not None
        if step.phone.pay:
            self._world.platform.pay(self._world.phone.code_to_pay(), step.phone.pay)
            self._advance(DELAYS["order_read"])
            return
        phone = self._world.phone.opened()
        if step.phone.send:
            phone.send(step.phone.send)
        if step.phone.delete:
            phone.delete(step.phone.delete)
        if step.phone.more:
            phone.more()
        if step.phone.done:
            phone.done()
        # The terminal looks every second.
        self._advance(2.0)

    def wait(self, step: Step) -> None:
        assert step.wait is not None
        self._advance(step.wait.total)

    def _advance(self, seconds: float) -> None:
        self._stage.settle()
        self._stage.advance(seconds)
        self._world.platform.set_time(self._clock.now().isoformat())

    def _unmet_expectations(self, expected: Expectation) -> list[str]:
        view = self._stage.view()
        words = self._world.terminal.languages.words(view.language)
        keys = message_keys(view)
        slips = self._world.slips.all
        last = slips[-1].text if slips else ""
        unmet = [
            f"{name}: expected {wanted!r}, seen {seen!r}"
            for name, wanted, seen in (
                ("page", expected.page, view.page),
                ("id", expected.id, view.id),
                ("title", expected.title, view.title.key if isinstance(view.title, Text) else ""),
            )
            if wanted and wanted != seen
        ]
        if expected.message and expected.message not in keys:
            unmet.append(f"message {expected.message!r} is not on {view.id}; there: {sorted(keys)}")
        if expected.no_message and expected.no_message in keys:
            unmet.append(f"message {expected.no_message!r} is on {view.id}")
        if expected.speech and expected.speech not in "\n".join(spoken(view, words)):
            unmet.append(f"{expected.speech!r} is not spoken on {view.id}")
        if expected.no_speech and expected.no_speech in "\n".join(spoken(view, words)):
            unmet.append(f"{expected.no_speech!r} is spoken on {view.id}")
        if expected.slips is not None and len(slips) != expected.slips:
            unmet.append(f"slips: expected {expected.slips}, came out {len(slips)}")
        sheets = len(self._world.sheets.all)
        if expected.sheets is not None and sheets != expected.sheets:
            unmet.append(f"sheets: expected {expected.sheets}, came out {sheets}")
        unmet += [f"the last slip lacks {text!r}" for text in expected.slip_contains if text not in last]
        unmet += [f"the last slip shows {text!r}" for text in expected.slip_lacks if text in last]
        if expected.platform is not None:
            unmet += unmet_by_platform(self._world.platform, expected.platform)
        unmet += self._unmet_by_terminal(expected)
        return unmet

    def _unmet_by_terminal(self, expected: Expectation) -> list[str]:
        unmet = []
        counts = self._world.terminal.outbox.counts()
        unsent = sum(counts[state] for state in UNSENT)
        if expected.unsent is not None and unsent != expected.unsent:
            unmet.append(f"unsent: expected {expected.unsent}, in the outbox {dict(counts)}")
        if expected.card_on_reader is not None and self._world.cards.on_reader is not expected.card_on_reader:
            unmet.append(f"card on the reader: {self._world.cards.on_reader}")
        if expected.audit:
            log = (self._world.places.data / "audit" / "audit.jsonl").read_text(encoding="utf-8")
            kinds = {json.loads(line)["kind"] for line in log.splitlines()}
            unmet += [f"audit: no {kind!r}" for kind in expected.audit if kind not in kinds]
        if expected.nothing_left:
            texts = personal_texts(self._world.cards.people.values())
            unmet += [f"left behind: {leak}" for leak in find_leaks([self._world.places.data], texts)]
        return unmet


VERBS: Mapping[str, Callable[[_Player, Step], None]] = MappingProxyType(
    {
        "touch": _Player.touch,
        "type": _Player.type,
        "draw": _Player.draw,
        "card": _Player.card,
        "take_slip": _Player.take_slip,
        "act": _Player.act,
        "begin": _Player.begin,
        "end": _Player.end,
        "network": _Player.network,
        "phone": _Player.phone,
        "wait": _Player.wait,
    }
)
