"""Failures that a scenario file cannot express: the program fails, the disk fills, a second terminal starts, the
configuration is wrong."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from devices import FakeClock
from kiosk.catalogue.item import OfflineBudget
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.store import KeepFailed, OutboxInUse
from kiosk.scenario.actors import Platform
from kiosk.scenario.world import build_world
from kiosk.session import attract
from kiosk.settings import SettingsError
from kiosk.steps import review
from kiosk.terminal.retry import RETRY_S
from kiosk.view import View
from kiosk.words import Text
from tests import frozen
from tests.journeys.hand_driven import START, TO_REVIEW, HandDrivenWorld
from tests.kiosk.outbox.cases import case


def audit_kinds(driven: HandDrivenWorld) -> str:
    return (driven.world.places.data / "audit" / "audit.jsonl").read_text(encoding="utf-8")


def test_a_programmers_error_leads_to_the_trouble_page_and_wipes(
    driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    driven.play(*TO_REVIEW)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("a programmer's error")

    monkeypatch.setattr(review, "_people", broken)
    driven.play(("touch", "continue"))
    view = driven.stage.view()
    assert view.page == "Trouble"
    assert "ZeroDivisionError" in audit_kinds(driven)
    driven.play(("touch", "finish"))
    assert driven.stage.view().page == "Attract"


def fill(outbox: Outbox) -> None:
    """Keep until nothing more fits."""
    for number in range(1000):
        try:
            outbox.keep([case(f"filler-{number}")])
        except KeepFailed:
            return
    pytest.fail("the disk is not full after a thousand cases")


def test_a_full_disk_keeps_nothing_and_the_page_says_so(driven: HandDrivenWorld) -> None:
    driven.play(*TO_REVIEW, ("touch", "continue"), ("touch", "continue"))
    outbox = driven.world.terminal.outbox
    outbox.store._connection.pragma("max_page_count", outbox.store._connection.pragma("page_count"))
    fill(outbox)
    driven.play(("touch", "declare"))
    view = driven.stage.view()
    assert view.id == "ending"
    assert view.title.key == "ending-nothing-title"  # type: ignore[union-attr]
    assert driven.world.slips.all == []
    driven.play(("touch", "leave"), ("touch", "finish"))
    assert driven.stage.view().page == "OutOfService", "nobody is thanked for what cannot be kept"


def test_a_second_terminal_on_the_same_data_is_refused_with_a_reason(
    driven: HandDrivenWorld, platform: Platform
) -> None:
    with pytest.raises(OutboxInUse, match="another terminal process"):
        build_world(
            frozen.config(), driven.world.places.data, driven.world.places.data, FakeClock(START),
            lambda view: None, platform=platform,
        )  # fmt: skip


def test_an_unknown_driver_stops_the_start_with_the_known_ones(platform: Platform, tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(frozen.config(), config)
    profile = config / "terminals" / "rehearsal.toml"
    broken = profile.read_text(encoding="utf-8").replace('"samv"', '"sam9"').replace('"kiosk_80"', '"kiosk_81"')
    profile.write_text(broken, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        build_world(config, tmp_path / "t", tmp_path / "t", FakeClock(START), lambda view: None, platform=platform)
    assert "unknown driver 'sam9' of id_reader; known: " in str(caught.value)
    assert "kiosk_81" in str(caught.value)


def test_a_terminal_that_never_saw_a_catalogue_says_so(platform: Platform, data: Path) -> None:
    platform.cable.cut()
    driven = HandDrivenWorld(platform, data)
    try:
        assert driven.stage.view().page == "OutOfService"
        platform.cable.mend()
        driven.stage.advance(30)
        assert driven.stage.view().page == "Attract"
    finally:
        driven.world.terminal.stop()


def test_the_catalogue_survives_a_restart_without_network(platform: Platform, data: Path) -> None:
    HandDrivenWorld(platform, data).world.terminal.stop()
    platform.cable.cut()
    driven = HandDrivenWorld(platform, data)
    try:
        assert driven.stage.view().page == "Attract"
    finally:
        driven.world.terminal.stop()


def test_before_the_first_heartbeat_after_a_power_cut_no_page_says_that_the_network_is_out(
    platform: Platform, data: Path
) -> None:
    HandDrivenWorld(platform, data).world.terminal.stop()
    driven = HandDrivenWorld(platform, data)
    try:
        assert not driven.world.terminal.conductor.status.online, "its phase in the fleet came too soon to tell"
        driven.play(("touch", "start"))
        driven.stage.advance(1)
        # This terminal has nothing that prints on A4, and says so at once.
        offered = {choice.key: choice.enabled for choice in driven.stage.view().choices}
        assert {key for key, enabled in offered.items() if not enabled} == {"item:pension-certificate"}
    finally:
        driven.world.terminal.stop()


def test_a_case_that_comes_through_shows_that_the_network_is_there(platform: Platform, data: Path) -> None:
    before = HandDrivenWorld(platform, data)
    before.play(*TO_REVIEW, ("touch", "continue"), ("touch", "continue"))
    platform.cable.cut()
    before.play(("touch", "declare"))
    before.world.terminal.stop()
    platform.cable.mend()
    driven = HandDrivenWorld(platform, data)
    try:
        while not platform.cases():
            assert not driven.world.terminal.conductor.status.online, "a heartbeat was faster"
            driven.stage.advance(1)
        driven.stage.advance(1)
        assert driven.world.terminal.conductor.status.online
    finally:
        driven.world.terminal.stop()


def test_a_tampered_catalogue_is_not_believed(platform: Platform, data: Path) -> None:
    HandDrivenWorld(platform, data).world.terminal.stop()
    cached = data / "catalogue.jws"
    head, payload, signature = cached.read_text(encoding="ascii").split(".")
    cached.write_text(f"{head}.{payload[:-4]}AAAA.{signature}", encoding="ascii")
    platform.cable.cut()
    driven = HandDrivenWorld(platform, data)
    try:
        assert driven.stage.view().page == "OutOfService"
        assert '"code":"cached_signature"' in (data / "log" / "events.jsonl").read_text(encoding="utf-8")
    finally:
        driven.world.terminal.stop()


@pytest.mark.parametrize(
    "misfortune", ["silent", "error_500", "half_body", "wrong_content_type", "redirect", "trickle"]
)
def test_a_platform_that_answers_wrongly_or_never_hangs_nobody(
    misfortune: str, driven: HandDrivenWorld, platform: Platform
) -> None:
    driven.play(*TO_REVIEW, ("touch", "continue"), ("touch", "continue"))
    platform.begin(misfortune, {}, "/v1/cases")
    driven.play(("touch", "declare"))
    driven.stage.advance(5)
    view = driven.stage.view()
    assert view.id == "ending"
    assert view.title.key == "ending-kept-title"  # type: ignore[union-attr]
    platform.end_misfortunes()
    driven.stage.advance(120)
    assert len(platform.cases()) == 1
    assert driven.world.terminal.outbox.case_counts()["handed_over"] == 1


def test_an_item_of_which_too_much_waits_is_not_offered(driven: HandDrivenWorld) -> None:
    driven.world.platform.cable.cut()
    cases = [replace(case(f"case-{n:06}"), item_id="old-age-allowance") for n in range(OfflineBudget().cases)]
    driven.world.terminal.outbox.keep(cases)
    driven.stage.advance(70)
    driven.play(("touch", "start"))
    tile = {choice.key: choice for choice in driven.stage.view().choices}["item:old-age-allowance"]
    driven.world.platform.cable.mend()
    assert not tile.enabled
    assert isinstance(tile.why_not, Text)
    assert tile.why_not.key == "not-now-outbox"


def test_a_clock_that_falls_during_a_visit_changes_nothing_once_the_platform_has_said_the_time(
    driven: HandDrivenWorld,
) -> None:
    driven.play(*TO_REVIEW, ("touch", "continue"), ("touch", "continue"))
    driven.clock.shift(datetime(2000, 1, 1, tzinfo=UTC).timestamp() - driven.clock.now().timestamp())
    driven.play(("touch", "declare"))
    driven.stage.advance(120)
    (case,) = driven.world.platform.cases()
    assert case["content"]["evidence"]["sealed_at"].startswith("2026-")
    assert driven.world.terminal.health().out_of_service == ""


def test_a_message_that_nobody_knows_is_reported_and_costs_no_visit_anything(driven: HandDrivenWorld) -> None:
    driven.play(*TO_REVIEW)
    before = driven.stage.view()
    unknown: Any = object()
    driven.world.terminal.conductor.post(unknown)
    driven.stage.settle()
    assert driven.stage.view() == before
    assert "conductor:TypeError" in audit_kinds(driven)


def test_a_view_with_a_word_that_nobody_has_leads_to_the_trouble_page_and_the_next_visit_works(
    driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    driven.play(*TO_REVIEW)
    real = review.view
    monkeypatch.setitem(
        review.STEP.__dict__, "view", lambda session: replace(real(session), title=Text("no-such-word"))
    )
    driven.play(("touch", "continue"))
    assert driven.stage.view().page == "Trouble"
    monkeypatch.undo()
    driven.play(("touch", "finish"), *TO_REVIEW, ("touch", "continue"))
    assert driven.stage.view().id == "review"


def test_a_first_page_that_cannot_be_drawn_is_out_of_service_and_comes_back(
    driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = attract._view

    def broken(state: attract.Attract) -> View:
        view = real(state)
        if view.page != "OutOfService":
            raise KeyError("a word")
        return view

    monkeypatch.setattr(attract, "_view", broken)
    driven.play(("touch", "start"), ("touch", "leave"))
    assert driven.stage.view().page == "Trouble"
    driven.play(("touch", "finish"))
    assert driven.stage.view().page == "OutOfService"
    monkeypatch.undo()
    driven.stage.advance(RETRY_S)
    assert driven.stage.view().page == "Attract"
