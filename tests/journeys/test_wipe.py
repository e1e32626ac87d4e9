"""After every kind of ending no personal data is left in files, logs or memory."""

from __future__ import annotations

import base64
import gc
import logging
from datetime import UTC
from pathlib import Path

import pytest

from devices import FakeClock
from devices.id_reader.contract import IdCard
from kiosk.scenario.actors import Platform
from kiosk.scenario.language import load_scenario
from kiosk.scenario.leaks import encodings_of, find_leaks, personal_texts
from kiosk.scenario.recorder import Recorder
from kiosk.scenario.runner import play
from kiosk.scenario.stage import BareStage
from kiosk.scenario.world import build_world
from kiosk.session.in_visit import InVisit
from kiosk.visit import Session
from tests.daily import of_today
from tests.frozen import SHIPPED
from tests.journeys.hand_driven import TO_REVIEW, HandDrivenWorld

ENDINGS = ["happy_visit", "offline_then_delivered", "walks_away", "pension_lookup", "unreadable_card", "helper_applies"]


def sessions_with_a_card() -> list[Session]:
    """Return the sessions in memory that hold a card; a test that ended inside a visit may have left some."""
    gc.collect()
    return [each for each in gc.get_objects() if isinstance(each, Session) and each.matter.card is not None]


@pytest.mark.parametrize("ending", of_today(ENDINGS, 3))
def test_nothing_of_the_citizen_is_left(
    ending: str,
    shipped_platform: Platform,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(temp))
    caplog.set_level(logging.DEBUG)
    scenario = load_scenario(SHIPPED / "scenarios" / f"{ending}.toml")
    clock = FakeClock(scenario.start.astimezone(UTC))
    stage = BareStage(clock)
    world = build_world(SHIPPED, data, data, clock, stage.publish, platform=shipped_platform)
    texts = personal_texts(world.cards.people.values())
    before = sessions_with_a_card()
    try:
        stage.post = world.terminal.post
        world.terminal.start()
        report = play(scenario, stage, world, clock, Recorder(None))
        assert report.ok, report.failures
        stage._view = None
        world.slips.printer.simulator.slips.clear()  # type: ignore[union-attr]
        assert not [each for each in sessions_with_a_card() if all(each is not earlier for earlier in before)]
    finally:
        world.terminal.stop()
    (temp / "log.txt").write_text(caplog.text, encoding="utf-8")
    assert find_leaks([data, temp], texts) == []


@pytest.mark.parametrize("encode", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
def test_the_search_finds_every_encoding(encode: str, tmp_path: Path) -> None:
    (tmp_path / "leak").write_bytes(b"before" + "哨兵甲乙丙".encode(encode) + b"after")
    assert find_leaks([tmp_path], ["哨兵甲乙丙"]) == ["leak: personal text 0"]


@pytest.mark.parametrize("shift", [0, 1, 2])
def test_the_search_finds_base64_at_any_alignment(shift: int, tmp_path: Path) -> None:
    (tmp_path / "leak").write_bytes(base64.b64encode(b"x" * shift + "99010119440307002X 哨兵".encode() + b"tail"))
    assert find_leaks([tmp_path], ["99010119440307002X"])


def audit_text(driven: HandDrivenWorld) -> str:
    return (driven.world.places.data / "audit" / "audit.jsonl").read_text(encoding="utf-8")


def test_the_audit_log_says_that_a_visit_was_wiped(driven: HandDrivenWorld) -> None:
    driven.play(*TO_REVIEW, ("touch", "leave"), ("touch", "finish"))
    assert '"kind":"wiped"' in audit_text(driven)
    assert '"not_wiped"' not in audit_text(driven)


def test_a_program_that_ends_in_the_middle_of_a_visit_wipes_it(driven: HandDrivenWorld) -> None:
    driven.play(*TO_REVIEW)
    conductor = driven.world.terminal.conductor
    conductor.stop()
    conductor.join(5)
    assert not conductor.in_visit
    assert '"kind":"wiped"' in audit_text(driven)
    assert '"not_wiped"' not in audit_text(driven)


def test_the_audit_log_names_the_types_that_were_not_wiped(driven: HandDrivenWorld) -> None:
    driven.play(*TO_REVIEW)
    state = driven.world.terminal.conductor._state
    assert isinstance(state, InVisit)
    kept = [state.session]
    del state
    driven.play(("touch", "leave"), ("touch", "finish"))
    assert '"kind":"not_wiped","code":"IdCard:Matter:StepState"' in audit_text(driven)
    assert len(kept) == 1


def test_a_step_state_that_is_not_wiped_is_reported(driven: HandDrivenWorld) -> None:
    driven.play(*TO_REVIEW)
    state = driven.world.terminal.conductor._state
    assert isinstance(state, InVisit)
    kept = list(state.session.matter.own.values())
    assert kept
    del state
    driven.play(("touch", "leave"), ("touch", "finish"))
    assert '"kind":"not_wiped","code":"StepState"' in audit_text(driven)
    assert kept


def test_practice_cards_are_not_personal_data(driven: HandDrivenWorld) -> None:
    to_the_card = ("start:practice", "item:old-age-allowance", "continue", "for:self", "continue", "practice-card")
    driven.play(*(("touch", key) for key in to_the_card))
    assert driven.stage.view().id == "identify"
    driven.play(("touch", "leave"), ("touch", "finish"))
    assert '"kind":"wiped"' in audit_text(driven)
    assert '"not_wiped"' not in audit_text(driven)


def test_the_repr_of_a_card_has_no_personal_data() -> None:
    from tests.kiosk.session.citizen import invented_card

    card: IdCard = invented_card()
    shown = f"{card!r} {card} {[card]}".encode()
    assert not any(trace in shown for text in (card.name, card.number, card.address) for trace in encodings_of(text))
