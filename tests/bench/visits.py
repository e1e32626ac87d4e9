"""Two thousand visits in one process: constant memory after warm-up, no leaked threads or files."""

from __future__ import annotations

import os
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path

import psutil

from devices import FakeClock
from devices.id_reader.people import load_people
from kiosk.catalogue.build import build_catalogue, catalogue_bytes
from kiosk.platform.identity import CATALOGUE, TerminalKey, sign_token
from kiosk.platform.sandbox.keys import SIGN_KEY_ID, SIGN_PRIVATE
from kiosk.scenario.stage import BareStage, touchable_keys
from kiosk.scenario.world import rehearsal_settings
from kiosk.terminal.assembly import KEY_FILE, assemble
from kiosk.terminal.terminal import Places, Terminal
from tests import frozen
from tests.bench.figures import Figure
from tests.house.doors import ROOT

VISITS = 2000
WARM_UP = 300
NO_PLATFORM = "http://127.0.0.1:9"
"""An address without a listener: the terminal is offline, and the outbox fills."""


def cache_catalogue(data: Path) -> None:
    """Write a key and a signed catalogue as cached by a terminal that was online before."""
    TerminalKey.create(data / KEY_FILE)
    document = catalogue_bytes(build_catalogue(frozen.SERVICES))
    (data / "catalogue.jws").write_text(sign_token(document, SIGN_PRIVATE, SIGN_KEY_ID, CATALOGUE), encoding="ascii")


def started_offline(data: Path) -> tuple[Terminal, BareStage]:
    """Start a terminal that worked before and reaches no platform now."""
    cache_catalogue(data)
    clock = FakeClock(datetime(2026, 11, 24, 2, 0, tzinfo=UTC))
    stage = BareStage(clock)
    settings = rehearsal_settings(frozen.config(), "rehearsal", NO_PLATFORM)
    terminal = assemble(settings, clock, stage.publish, Places(frozen.config(), data), platform_at_most_s=1.0)
    stage.post = terminal.post
    terminal.start()
    stage.settle()
    stage.advance(3)
    return terminal, stage


def soak() -> list[Figure]:
    process = psutil.Process(os.getpid())
    with tempfile.TemporaryDirectory() as folder:
        terminal, stage = started_offline(Path(folder) / "terminal")
        card = load_people(ROOT / "config" / "people.toml")["wang_old"]
        simulator = terminal.devices["id_reader"].simulator
        before, threads, files = 0.0, 0, 0
        for number in range(VISITS):
            play_visit(stage, simulator, card, apply=number % 10 == 0)
            if number == WARM_UP:
                before, threads, files = process.memory_info().rss, threading.active_count(), process.num_fds()
        after = process.memory_info().rss
        left = threading.active_count() - threads, process.num_fds() - files
        terminal.stop()
    return [
        Figure(f"memory after {VISITS} visits / after {WARM_UP}", [after / before], "ratio", 1.05),
        Figure("threads left by visits", [left[0]], "threads", 0),
        Figure("files left by visits", [left[1]], "files", 0),
    ]


def play_visit(stage: BareStage, simulator: object, card: object, *, apply: bool) -> None:
    def touch(*keys: str) -> None:
        for key in keys:
            stage.touch(key)
            stage.settle()

    touch("start", "item:old-age-allowance", "continue", "for:self", "continue")
    simulator.put_card(card)  # type: ignore[attr-defined]
    for _ in range(10):
        stage.advance(0.5)
        if "continue" in touchable_keys(stage.view()):
            break
    simulator.lift_card()  # type: ignore[attr-defined]
    touch("continue", "agree:consent-record")
    if apply:
        touch("continue", "continue")
        stage.type_text("answer:phone", "19900000001")
        stage.settle()
        touch("continue", "option:bank:rural")
        stage.type_text("answer:bank_card", "6200000000000000000")
        stage.settle()
        touch("continue", "continue", "declare")
        stage.advance(6)
        touch("continue")
    else:
        touch("leave")
    touch("finish")
