"""Every worker that fails three times within a minute is out of service, in words where a citizen meets it, and is
tried again after a minute.

The workers are those of a running terminal. A row of `MET` says how to give a worker something to do and where its
being out of service is read; a worker without a row fails by itself, and only health says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk.words import Text
from kiosk.workers.supervised import INCIDENTS_AT_MOST, OUT_OF_SERVICE_S, WITHIN_S, SupervisedLoop
from kiosk.workers.supervision import CHECK_EVERY_S
from tests.journeys.hand_driven import HandDrivenWorld
from tests.journeys.injection import SECRET, Surprise, loops_of, services
from tests.journeys.test_workers_rest import faults, hand_in, leave

EFFECT: Any = SimpleNamespace(number=1, drafts=())
"""Stands for any effect: the worker raises before it looks at it."""


def nothing(driven: HandDrivenWorld, body: Any) -> None:
    """It finds work by itself, such as a look at its device."""


def seal(driven: HandDrivenWorld, body: Any) -> None:
    body.keep("visit-1", EFFECT)


def ask(driven: HandDrivenWorld, body: Any) -> None:
    body._queue.add_unawaited("visit-1", EFFECT)


def nudge(driven: HandDrivenWorld, body: Any) -> None:
    body.nudge()


def on_the_start_page(driven: HandDrivenWorld) -> set[str]:
    return {driven.stage.view().page}


def on_home(driven: HandDrivenWorld) -> set[str]:
    """The keys of what the start of a visit says about this terminal."""
    driven.play(("touch", "start"))
    view: Any = driven.stage.view()
    assert view.page == "Home"
    said = {choice.why_not.key for choice in view.choices if choice.why_not is not None}
    said |= {each.key for _, each in view.lead.args if isinstance(each, Text)}
    leave(driven)
    return said


def after_handing_in(driven: HandDrivenWorld) -> set[str]:
    hand_in(driven)
    title: Any = driven.stage.view().title
    leave(driven)
    return {title.key}


@dataclass(frozen=True)
class Met:
    """A worker's work in the test, and the page and words that say whether it is out of service."""

    give: Callable[[HandDrivenWorld, Any], None]
    read: Callable[[HandDrivenWorld], set[str]]
    out: str
    well: str = ""


MET: Mapping[str, Met] = {
    "device.id_reader": Met(nothing, on_home, "not-now-device"),
    "device.receipt_printer": Met(nothing, on_home, "slips-not", "slips-ok"),
    "case_sealer": Met(seal, on_the_start_page, "OutOfService", "Attract"),
    "question_pool": Met(ask, on_home, "not-now-questions"),
    "courier": Met(nudge, after_handing_in, "ending-kept-title", "ending-handed-over-title"),
    "heartbeat": Met(nudge, on_home, "network-not", "network-ok"),
}


def fails(loop: SupervisedLoop[Any], driven: HandDrivenWorld, give: Callable[[HandDrivenWorld, Any], None]) -> None:
    for _ in range(int(WITHIN_S / CHECK_EVERY_S)):
        give(driven, loop._body)
        driven.stage.advance(CHECK_EVERY_S)
        if loop.is_out_of_service:
            return


@pytest.mark.parametrize("service", services())
def test_a_worker_that_fails_three_times_is_out_of_service_in_words_and_comes_back(
    service: str, driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise Surprise(SECRET)

    met = MET.get(service)
    those = [loop for loop in loops_of(driven.world.terminal) if loop._record.name == service]
    if met is None:
        for _ in range(INCIDENTS_AT_MOST):
            those[0]._record.incident(Surprise(SECRET))
    else:
        for loop in those:
            monkeypatch.setattr(loop._body, "run", broken)
        fails(those[0], driven, met.give)
    driven.stage.settle()
    assert all(loop.is_out_of_service for loop in those)
    assert faults(driven)[f"worker.{service}"] == "fault"
    assert service in driven.world.terminal.conductor.status.out_of_order
    if met is not None:
        said = met.read(driven)
        assert met.out in said
        assert met.well not in said
    monkeypatch.undo()
    driven.stage.advance(OUT_OF_SERVICE_S + 2 * CHECK_EVERY_S)
    assert not any(loop.is_out_of_service for loop in those)
    assert faults(driven)[f"worker.{service}"] == "warning"
    assert service not in driven.world.terminal.conductor.status.out_of_order
    if met is not None:
        said = met.read(driven)
        assert met.out not in said
        assert not met.well or met.well in said


def test_every_row_is_of_a_worker() -> None:
    assert MET.keys() <= set(services())
