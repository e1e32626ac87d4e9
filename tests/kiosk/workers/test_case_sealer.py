"""The sealing thread answers every draft and outlives each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from devices import FakeClock
from kiosk.case import sealing
from kiosk.case.draft import Draft, Evidence, Person
from kiosk.effects import Keep
from kiosk.events import Kept, NotKept
from kiosk.messages import Languages
from kiosk.outbox.outbox import Outbox
from kiosk.platform.sandbox.keys import pins
from kiosk.workers import case_sealer
from kiosk.workers.case_sealer import CaseSealer
from tests.house.doors import ROOT
from tests.loops import loop_of

EVIDENCE = Evidence(
    "old-age-allowance", "1", "1", "1", {}, "zh-CN", (), "self", "", (), "WT02", "visit-1"
)  # fmt: skip
PERSON = Person("990101194305100053", "钱样例", "resident", "card", "chip", True)


def draft(**answers: str) -> Draft:
    """One draft; none outlives its test, for other tests look for drafts that are still alive."""
    given = {"address": "青禾县柳溪镇样例村一组一号", **answers}
    return Draft("old-age-allowance", "code", PERSON, None, given, EVIDENCE)


HALF_A_PAIR = "\ud845"


@dataclass(frozen=True)
class Bench:
    """A sealer at work, and everything it posted."""

    sealer: CaseSealer
    clock: FakeClock
    posted: list[Any]

    def keep(self, visit: str, draft: Draft) -> None:
        self.sealer.keep(visit, Keep(7, (draft,), {}))
        self.clock.advance(1)

    def outcomes(self) -> list[tuple[str, type]]:
        return [(each.visit, type(each)) for each in self.posted if isinstance(each, Kept | NotKept)]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    clock, posted = FakeClock(), list[Any]()
    outbox = Outbox.open(tmp_path, clock)
    languages = Languages.load(ROOT / "config" / "languages")
    sealer = CaseSealer(
        outbox, pins(), lambda: languages, clock, lambda: "synced", "WT02", posted.append, lambda: None
    )  # fmt: skip
    loop = loop_of(sealer, clock)
    loop.start()
    yield Bench(sealer, clock, posted)
    loop.stop()
    loop.join(5)
    outbox.close()


def test_a_draft_is_kept_and_said_to_be(bench: Bench) -> None:
    bench.keep("visit-1", draft())
    assert bench.outcomes() == [("visit-1", Kept)]


def test_a_draft_that_is_no_utf_8_is_answered_and_the_next_one_is_kept(bench: Bench) -> None:
    bench.keep("visit-1", draft(address="样" + HALF_A_PAIR))
    bench.keep("visit-2", draft())
    assert [visit for visit, _ in bench.outcomes()] == ["visit-1", "visit-2"]
    assert bench.outcomes()[-1] == ("visit-2", Kept)


def test_a_programming_error_while_sealing_is_not_kept_and_the_next_draft_is(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("a programming error")

    monkeypatch.setattr(case_sealer, "seal_case", broken)
    bench.keep("visit-1", draft())
    monkeypatch.setattr(case_sealer, "seal_case", sealing.seal_case)
    bench.keep("visit-2", draft())
    assert bench.outcomes() == [("visit-1", NotKept), ("visit-2", Kept)]
