"""A store that is damaged, missing or replaced under the running terminal: page, heartbeat and log say so."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from devices import FakeClock
from kiosk.log.record import parse
from kiosk.outbox.mark import path_of, read_mark
from kiosk.outbox.outbox import Outbox
from kiosk.platform.identity import TerminalKey
from kiosk.scenario.actors import Platform
from kiosk.scenario.stage import message_keys
from kiosk.workers.heartbeat import EVERY
from tests.journeys.hand_driven import TO_REVIEW, HandDrivenWorld
from tests.kiosk.outbox.cases import NOW, case


def faults_reported(platform: Platform) -> dict[str, list[str]]:
    (terminal,) = platform.request("GET", "/sandbox/terminals")
    return {each["family"]: each["faults"] for each in terminal["report"]["devices"]}


def test_a_damaged_store_is_shown_to_staff_and_reported_until_it_is_settled(platform: Platform, data: Path) -> None:
    TerminalKey.load_or_create(data / "terminal.key")
    before = Outbox.open(data / "outbox", FakeClock(NOW))
    before.keep([case("kept")])
    before.close()
    (data / "outbox" / "outbox.sqlite").write_bytes(b"\xff" * 40_000)
    for _ in range(2):
        driven = HandDrivenWorld(platform, data)
        try:
            driven.stage.advance(EVERY)
            view = driven.stage.view()
            assert view.page == "Attract"
            assert "trouble-outbox-store-damaged" in message_keys(view)
            assert faults_reported(platform)["outbox"] == ["outbox.store_damaged"]
            assert "damaged-*" in driven.world.terminal.notes[0]
        finally:
            driven.world.terminal.stop()
    records = [parse(line) for path in (data / "log").glob("*.jsonl") for line in path.read_bytes().splitlines()]
    assert ("outbox", "store_damaged") in [(each.part, each.code) for each in records if each is not None]


def folder_removed(outbox: Path) -> None:
    shutil.rmtree(outbox)


def folder_replaced(outbox: Path) -> None:
    shutil.copytree(outbox, outbox.with_name("copy"))
    outbox.rename(outbox.with_name("old"))
    outbox.with_name("copy").rename(outbox)


def file_removed(outbox: Path) -> None:
    (outbox / "outbox.sqlite").unlink()


def journal_removed(outbox: Path) -> None:
    (outbox / "outbox.sqlite-wal").unlink()


def folder_made_again(outbox: Path) -> None:
    shutil.rmtree(outbox)
    outbox.mkdir()


@pytest.mark.parametrize("replace", [folder_removed, folder_replaced, file_removed, journal_removed, folder_made_again])
def test_a_store_that_was_replaced_under_the_program_keeps_nothing_and_takes_it_out_of_service(
    replace: Callable[[Path], None], platform: Platform, data: Path
) -> None:
    driven = HandDrivenWorld(platform, data)
    try:
        driven.play(*TO_REVIEW, ("touch", "continue"), ("touch", "continue"))
        replace(data / "outbox")
        driven.play(("touch", "declare"))
        view = driven.stage.view()
        assert "ending-nothing-title" in message_keys(view)
        assert "trouble-keep-store-replaced" in message_keys(view)
        assert driven.world.slips.all == []
        driven.play(("touch", "leave"), ("touch", "finish"))
        driven.stage.advance(2 * EVERY + 1)
        view = driven.stage.view()
        assert view.page == "OutOfService"
        assert "fault-safe-checked" in message_keys(view)
        assert "fault-safe-before" not in message_keys(view), "nobody knows whether what was kept before is safe"
        assert faults_reported(platform)["outbox"] == ["outbox.store_replaced"]
        assert platform.cases() == []
    finally:
        driven.world.terminal.stop()


def test_a_store_replaced_between_two_visits_lets_nobody_begin(platform: Platform, data: Path) -> None:
    driven = HandDrivenWorld(platform, data)
    try:
        (data / "outbox").rename(data / "moved")
        driven.stage.advance(EVERY + 1)
        assert driven.stage.view().page == "OutOfService"
        (data / "moved").rename(data / "outbox")
        driven.stage.advance(EVERY + 1)
        assert driven.stage.view().page == "Attract", "the very folder is back"
    finally:
        driven.world.terminal.stop()


def test_data_that_was_open_to_others_is_closed_and_said_once(platform: Platform, data: Path) -> None:
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o755)
    said = []
    for _ in range(2):
        driven = HandDrivenWorld(platform, data)
        said.append(driven.world.terminal.notes)
        driven.world.terminal.stop()
    assert ["open to other users" in "".join(notes) for notes in said] == [True, False]
    assert data.stat().st_mode & 0o777 == 0o700


def test_the_mark_is_written_moments_after_a_case_is_kept(platform: Platform, data: Path) -> None:
    driven = HandDrivenWorld(platform, data)
    try:
        driven.play(*TO_REVIEW, ("touch", "continue"), ("touch", "continue"), ("touch", "declare"))
        mark = read_mark(path_of(data / "outbox"))
        assert mark.current is not None
        assert (mark.current.sequence, mark.current.counter) == (1, 1), "also without a tidy end"
    finally:
        driven.world.terminal.stop()
