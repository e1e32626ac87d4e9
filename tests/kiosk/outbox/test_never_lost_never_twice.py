"""Model-based test of terminal, network and platform under any sequence of misfortunes.

In the end each sealed case exists exactly once at the platform, with equal bytes and all materials, and nothing else.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from devices import FakeClock, SystemClock
from kiosk.outbox.courier import Courier
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.reconciling import EVERY_S, KEEP_BYTES
from kiosk.outbox.states import EntryState
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import UNLIMITED_ADMISSION
from kiosk.platform.identity import TerminalKey, digest
from kiosk.platform.wire_types import SealedCase
from kiosk.scenario.cable import Cable
from tests.kiosk.outbox.cases import rating
from tests.loops import loop_of
from tests.sandbox_process import TERMINAL, SandboxProcess, material, sealed_case

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
EXAMPLES, STEPS = (300, 40) if SOAK else (8, 14)
CALL_S = 0.5
"""Longest call in real seconds: the terminal's clock is fake."""
MISFORTUNES = (
    "drop_reply_after_commit", "half_body", "error_500", "busy_503", "login_page", "redirect", "wrong_receipt_key",
    "receipt_for_other_case", "wrong_content_type", "unknown_fields", "silent",
)  # fmt: skip


PATHS = ("/v1/", "/v1/cases", "/v1/materials", "/v1/terminals")


class OutboxMachine(RuleBasedStateMachine):
    """The rules are possible events; `teardown` ends all faults and checks the result."""

    sandbox: SandboxProcess

    @initialize()
    def start(self) -> None:
        self.sandbox.reset()
        self.folder = tempfile.TemporaryDirectory(prefix="yike-machine-")
        self.keys, self.key = self.sandbox.keys(), TerminalKey(bytes(range(32)))
        host, _, port = self.sandbox.url.removeprefix("http://").partition(":")
        self.cable = Cable(host, int(port))
        self.clock = FakeClock(SystemClock().now())
        self.kept: list[SealedCase] = []
        self.ratings = 0
        self.elapsed = timedelta()
        self.switch_on()

    def switch_on(self) -> None:
        self.outbox = Outbox.open(Path(self.folder.name) / "outbox", self.clock)
        url = f"http://127.0.0.1:{self.cable.port}"
        self.courier = Courier(
            self.outbox,
            lambda: HttpGateway(url, TERMINAL, self.key, self.keys, SystemClock(), at_most_s=CALL_S),
            self.clock,
            lambda: 0.5,
            lambda receipt: None,
        )
        self.loop = loop_of(self.courier, self.clock)
        self.loop.start()
        self.clock.settle()

    def switch_off(self) -> None:
        self.loop.stop()
        self.loop.join(10)
        self.outbox.close()

    @rule(materials=st.lists(st.integers(1, 3), max_size=2), several=st.booleans())
    def keep(self, materials: list[int], several: bool) -> None:
        papers = [material(200_000 * size, len(self.kept) * 10 + size) for size in materials]
        cases = [sealed_case(self.keys, materials=papers)]
        if several:
            cases = [
                sealed_case(self.keys, application="a-1", materials=papers),
                sealed_case(self.keys, application="a-1"),
            ]
        self.outbox.keep(cases)
        self.kept += cases
        self.courier.nudge()
        self.clock.settle()

    @rule()
    def rate(self) -> None:
        self.ratings += 1
        name = f"rating-{self.ratings:04d}"
        self.outbox.keep_rating(replace(rating(name), visit=name))
        self.courier.nudge()
        self.clock.settle()

    @rule(
        name=st.sampled_from(MISFORTUNES),
        path=st.sampled_from(["/v1/", "/v1/cases", "/v1/materials", "/v1/terminals"]),
        times=st.integers(1, 4),
    )
    def begin(self, name: str, path: str, times: int) -> None:
        self.sandbox.begin(name, path=path, times=times)

    @rule()
    def end(self) -> None:
        self.sandbox.end_misfortunes()

    @rule(cut=st.booleans())
    def network(self, cut: bool) -> None:
        self.cable.cut() if cut else self.cable.mend()

    @rule(suspended=st.booleans())
    def terminal_is(self, suspended: bool) -> None:
        if self.sandbox.get("/sandbox/terminals"):
            self.sandbox.put(f"/sandbox/terminals/{TERMINAL}", {"suspended": suspended})

    @rule(seconds=st.sampled_from([1.0, 20.0, 1000.0, EVERY_S]))
    def time_passes(self, seconds: float) -> None:
        self.elapsed += timedelta(seconds=seconds)
        self.clock.advance(seconds)
        self.clock.settle()

    @rule(seconds=st.sampled_from([-86_400, -3, 40, 86_400]))
    def clock_jumps(self, seconds: int) -> None:
        self.elapsed += timedelta(seconds=abs(seconds))
        self.clock.shift(seconds)

    @rule()
    def heart_beats(self) -> None:
        self.courier.record_admission(UNLIMITED_ADMISSION)
        self.clock.settle()

    @rule()
    def power_fails(self) -> None:
        self.switch_off()
        self.switch_on()

    @precondition(lambda self: self.elapsed < KEEP_BYTES)
    @rule()
    def platform_is_restored_from_before_everything(self) -> None:
        """Only while the terminal still has the bytes; an older backup cannot be repaired automatically."""
        self.sandbox.reset()

    @invariant()
    def the_platform_has_only_kept_cases(self) -> None:
        sent = {case["case_id"]: case["digest"] for case in self.sandbox.get("/sandbox/cases")}
        assert sent.items() <= {(case.case_id, case.digest) for case in self.kept}

    @invariant()
    def kept_cases_are_counted(self) -> None:
        assert sum(self.outbox.case_counts().values()) == len(self.kept)

    def teardown(self) -> None:
        if not hasattr(self, "outbox"):
            return
        try:
            self.end_all_faults()
            self.each_exists_exactly_once()
        finally:
            self.switch_off()
            self.cable.close()
            self.folder.cleanup()

    def end_all_faults(self) -> None:
        self.sandbox.end_misfortunes()
        self.cable.mend()
        self.terminal_is(False)
        for _ in range(3):
            self.courier.record_admission(UNLIMITED_ADMISSION)
            self.clock.advance(EVERY_S + 3600)
            self.clock.settle()

    def each_exists_exactly_once(self) -> None:
        held: list[dict[str, Any]] = self.sandbox.get("/sandbox/cases")
        assert sorted(case["case_id"] for case in held) == sorted(case.case_id for case in self.kept)
        digests = {case["case_id"]: case["digest"] for case in held}
        for case in self.kept:
            assert digests[case.case_id] == case.digest == digest(case.body)
        assert all("COMPLETE" in case["receipts"] for case in held), self.outbox.counts()
        counts = {state: n for state, n in self.outbox.counts().items() if n}
        assert set(counts) <= {EntryState.COMPLETE, EntryState.PURGED}, counts
        assert len(self.sandbox.get("/sandbox/ratings")) <= self.ratings


def test_whatever_happens_each_case_arrives_exactly_once(tmp_path: Path) -> None:
    with SandboxProcess(tmp_path / "platform") as sandbox:
        OutboxMachine.sandbox = sandbox
        run_state_machine_as_test(
            OutboxMachine,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                derandomize=not SOAK,
                suppress_health_check=list(HealthCheck),
            ),
        )
