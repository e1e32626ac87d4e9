"""Reports of printed copies: durable, sent by the courier, dropped once the platform has or refuses them."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices import FakeClock, Wait
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.paper_reports import POSTPONE_S, REPORTS_MOST
from kiosk.platform.documents import PaperOutcome
from kiosk.platform.gateway import FailureKind, PlatformFailure
from tests.kiosk.outbox.cases import case
from tests.kiosk.outbox.test_courier import Scripted, courier

OUT, DID_NOT, UNSURE = PaperOutcome.CAME_OUT, PaperOutcome.DID_NOT, PaperOutcome.UNCONFIRMED


class Reported(Scripted):
    """A platform that notes reports, or fails at each."""

    def __init__(self, clock: FakeClock, failure: Exception | None = None) -> None:
        super().__init__(clock)
        self.failure = failure
        self.reports: list[tuple[str, PaperOutcome]] = []

    def put_outcome(self, permit: str, outcome: PaperOutcome, wait: Wait) -> None:
        self.reports.append((permit, outcome))
        if self.failure is not None:
            raise self.failure


def test_a_report_survives_a_restart_and_is_sent_once(tmp_path: Path) -> None:
    clock = FakeClock()
    outbox = Outbox.open(tmp_path, clock)
    outbox.papers.keep("permit-1", OUT)
    outbox.close()
    platform = Reported(clock)
    with courier(tmp_path, clock, platform) as (again, made, _):
        made.nudge()
        clock.settle()
        assert platform.reports == [("permit-1", OUT)]
        assert again.papers.waiting() == []
        made.nudge()
        clock.settle()
    assert len(platform.reports) == 1


def test_cases_go_before_reports(tmp_path: Path) -> None:
    clock = FakeClock()
    platform = Reported(clock)
    with courier(tmp_path, clock, platform) as (outbox, made, _):
        outbox.papers.keep("permit-1", UNSURE)
        outbox.keep([case("a")])
        made.nudge()
        clock.settle()
    assert platform.accepted == ["a"]
    assert platform.reports == [("permit-1", UNSURE)]


@pytest.mark.parametrize(
    "failure",
    [PlatformFailure(FailureKind.OFFLINE, "connect"), PlatformFailure(FailureKind.BROKEN), ValueError("unforeseen")],
    ids=["offline", "broken", "unforeseen"],
)
def test_a_report_that_does_not_get_through_is_sent_again_later_and_delays_no_case(
    failure: Exception, tmp_path: Path
) -> None:
    clock = FakeClock()
    platform = Reported(clock, failure)
    with courier(tmp_path, clock, platform) as (outbox, made, _):
        outbox.papers.keep("permit-1", DID_NOT)
        made.nudge()
        clock.settle()
        outbox.keep([case("a")])
        made.nudge()
        clock.settle()
        assert (platform.accepted, len(platform.reports)) == (["a"], 1)
        platform.failure = None
        clock.advance(POSTPONE_S + 1)
        clock.settle()
        assert platform.reports == [("permit-1", DID_NOT)] * 2
        assert outbox.papers.waiting() == []


def test_a_report_that_the_platform_refuses_is_dropped(tmp_path: Path) -> None:
    clock = FakeClock()
    platform = Reported(clock, PlatformFailure(FailureKind.REFUSED, "outcome-final"))
    with courier(tmp_path, clock, platform) as (outbox, made, _):
        outbox.papers.keep("permit-1", UNSURE)
        made.nudge()
        clock.settle()
        assert outbox.papers.waiting() == []


def test_what_became_known_later_replaces_what_was_not(tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path, FakeClock())
    outbox.papers.keep("permit-1", UNSURE)
    outbox.papers.keep("permit-1", OUT)
    assert outbox.papers.waiting() == [("permit-1", OUT)]
    outbox.close()


def test_a_damaged_row_is_reported_once_as_a_copy_of_which_nothing_is_known(tmp_path: Path) -> None:
    clock = FakeClock()
    platform = Reported(clock)
    with courier(tmp_path, clock, platform) as (outbox, made, _):
        with outbox.store.transaction() as cursor:
            cursor.execute("INSERT INTO note VALUES ('paper:permit-1', 'camo_out')")
        made.nudge()
        clock.settle()
        assert outbox.papers.waiting() == []
    assert platform.reports == [("permit-1", UNSURE)]


def test_reports_are_bounded(tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path, FakeClock())
    with outbox.store.transaction() as cursor:
        cursor.execute(
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < ?)"
            " INSERT INTO note SELECT 'paper:' || x, 'did_not' FROM n",
            (REPORTS_MOST,),
        )
    outbox.papers.keep("one-more", OUT)
    assert len(outbox.papers.waiting()) == REPORTS_MOST
    outbox.close()
