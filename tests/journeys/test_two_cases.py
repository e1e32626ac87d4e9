"""A visit with two cases: both are kept or neither, and both numbers are known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.case.draft import Draft
from kiosk.case.kept import Case
from kiosk.platform.records import CaseBody
from kiosk.scenario.actors import Platform
from kiosk.scenario.stage import message_keys
from kiosk.session.in_visit import InVisit
from kiosk.steps import submit
from kiosk.steps.drafts import drafts_of
from kiosk.visit import InMatter
from tests.journeys.hand_driven import TO_REVIEW, HandDrivenWorld
from tests.kiosk.outbox.faults import FAULTS, Fault, ids_in
from tests.kiosk.outbox.power import recorded_disk

OF_THE_CASES = {"sync": (1, 2), "write": (2, 3, 5, 7, 9)}
"""Kind of operation → indices, after "I declare", of some that belong to the cases and not to the slip counter."""


@pytest.fixture(autouse=True)
def _item_of_two_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every submission two cases (no item does so yet); the second differs in one answer."""

    def two(session: InMatter) -> tuple[Draft, ...]:
        (draft,) = drafts_of(session)
        return draft, replace(draft, answers={**draft.answers, "phone": "19900000002"})

    monkeypatch.setattr(submit, "drafts_of", two)


def cases(driven: HandDrivenWorld) -> tuple[Case, ...]:
    state = driven.world.terminal.conductor._state
    assert isinstance(state, InVisit)
    return state.session.matter.cases


def test_both_cases_are_kept_together_with_their_numbers(driven: HandDrivenWorld, platform: Platform) -> None:
    platform.cable.cut()
    driven.play(*TO_REVIEW, ("touch", "continue"), ("touch", "continue"), ("touch", "declare"))
    first, second = cases(driven)
    assert len({first.case_id, second.case_id}) == 2
    assert first.slip_number == second.slip_number
    bodies = [CaseBody.model_validate_json(e.case.body) for e in driven.world.terminal.outbox.due() if e.case]
    assert [(body.case_id, body.slip_number) for body in bodies] == [
        (first.case_id, first.slip_number),
        (second.case_id, second.slip_number),
    ]
    assert len({body.application for body in bodies}) == 1
    assert all(body.application for body in bodies)
    driven.stage.advance(5)
    assert "ending-kept-title" in message_keys(driven.stage.view())
    platform.cable.mend()
    driven.stage.advance(120)
    held = {case["case_id"]: case["content"]["answers"]["phone"] for case in platform.cases()}
    assert held == {first.case_id: "19900000001", second.case_id: "19900000002"}
    assert all(case.case_number for case in cases(driven))
    assert "ending-handed-over-title" in message_keys(driven.stage.view())


@pytest.mark.parametrize(("name", "number"), [(name, n) for name in FAULTS for n in OF_THE_CASES[FAULTS[name][0]]])
def test_on_a_failing_disk_both_cases_are_kept_or_neither(
    name: str, number: int, platform: Platform, data: Path
) -> None:
    with recorded_disk(data / "outbox") as disk:
        driven = HandDrivenWorld(platform, data)
        try:
            platform.cable.cut()
            driven.play(*TO_REVIEW, ("touch", "continue"), ("touch", "continue"))
            fault = Fault(disk, name, number, lasting=True)
            driven.play(("touch", "declare"))
            occurred = fault.occurred
            fault.end()
            kept = [case.case_id for case in cases(driven)]
            assert len(kept) == 2 or (occurred and not kept)
            assert ("ending-nothing-title" in message_keys(driven.stage.view())) is not bool(kept)
        finally:
            driven.world.terminal.stop()
    assert ids_in(data / "outbox") == kept
