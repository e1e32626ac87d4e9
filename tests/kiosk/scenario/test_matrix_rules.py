"""The matrix's checks can fail: for every rule a planted lie that it finds, and a true play that it lets pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.scenario.matrix.cells import Cell, InjectedFault, Stop, Way
from kiosk.scenario.matrix.played import Held, Played, Seen
from kiosk.scenario.matrix.report import as_data, as_page
from kiosk.scenario.matrix.rules import NAMES, RULES, judge
from kiosk.scenario.matrix.table import Result

WAY = Way("old-age-allowance", (), (Stop("ending", 18),))
CELL = Cell(WAY, "ending", 18, InjectedFault("receipt_printer", "paper_out", "The paper is used up"))
HANDED_OVER = Held(platform=1, received=1, unsent=0, slips=0)
TRUE = Seen(
    "ending",
    "Ending",
    frozenset({"ending-handed-over-title", "paper-did-not", "trouble-receipt-printer-paper-out"}),
    ("It was handed over",),
    ("continue",),
    struck=True,
    held=HANDED_OVER,
)


def played(seen: Seen = TRUE, **changes: object) -> Played:
    made = Played(seen=[seen], ended=True, after=HANDED_OVER)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def with_keys(*keys: str, held: Held = HANDED_OVER) -> Seen:
    return replace(TRUE, keys=frozenset(keys), held=held)


LIES: dict[str, Callable[[], Played]] = {
    "way_out": lambda: played(replace(TRUE, ways_out=())),
    "names": lambda: played(with_keys("trouble-unknown")),
    "truth": lambda: played(with_keys("ending-handed-over-title", held=Held(0, 0, 1, 0))),
    "paper": lambda: played(with_keys("paper-out")),
    "twice": lambda: played(after=Held(2, 2, 0, 1)),
    "leaks": lambda: played(leaks=["log: personal text 0"]),
    "ended": lambda: played(overdue="ending still stands after 300 s without a touch"),
    "quiet": lambda: played(logs=["courier: what is this"]),
}


def test_a_true_play_breaks_no_rule() -> None:
    assert judge(CELL, played()) == []


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_every_rule_finds_the_lie_planted_for_it(rule: str) -> None:
    assert [each.rule for each in judge(CELL, LIES[rule]())] == [rule]


@pytest.mark.parametrize(
    ("after", "says"),
    [
        (Held(2, 2, 0, 1, 1), "2 cases"),
        (Held(1, 1, 0, 2, 1), "2 slips"),
        (Held(1, 1, 0, 1, 2), "2 ratings"),
    ],
)
def test_nothing_is_there_twice(after: Held, says: str) -> None:
    found = judge(CELL, played(after=after))
    assert [each.rule for each in found] == ["twice"]
    assert says in found[0].what
    assert judge(CELL, played(after=Held(1, 1, 0, 1, 1))) == []


@pytest.mark.parametrize(
    ("keys", "held"),
    [
        ({"ending-handed-over-title"}, Held(platform=1, received=0, unsent=0, slips=0)),
        ({"ending-handed-over-title"}, Held(platform=0, received=1, unsent=0, slips=0)),
        ({"ending-kept-title"}, Held(0, 0, 0, 0)),
        ({"ending-nothing-title"}, Held(0, 0, 1, 0)),
        ({"ending-nothing-title"}, Held(1, 0, 0, 0)),
        ({"farewell-nothing-kept"}, Held(0, 0, 1, 0)),
        ({"farewell-kept"}, Held(0, 0, 0, 0)),
    ],
)
def test_no_ending_can_lie(keys: set[str], held: Held) -> None:
    found = judge(CELL, played(with_keys(*keys, held=held)))
    assert [each.rule for each in found] == ["truth"]


@pytest.mark.parametrize("audit", [["visit_ended"], ["visit_ended", "not_wiped"]])
def test_a_visit_that_was_not_proved_wiped_is_found(audit: list[str]) -> None:
    assert {each.rule for each in judge(CELL, played(audit=audit))} == {"leaks"}
    assert judge(CELL, played(audit=["visit_ended", "wiped"])) == []


def test_a_fault_that_is_never_named_is_found() -> None:
    found = judge(CELL, played(with_keys("paper-did-not")))
    assert [each.rule for each in found] == ["names"]


def test_a_new_misfortune_asks_for_its_words() -> None:
    cell = replace(CELL, trouble=InjectedFault("receipt_printer", "on_fire", "The printer burns"))
    assert "receipt_printer.on_fire" not in NAMES
    assert any("rules.NAMES" in each.what for each in judge(cell, played(with_keys())))


def test_a_case_that_never_reached_the_platform_is_found() -> None:
    found = judge(CELL, played(after=Held(platform=0, received=0, unsent=1, slips=0)))
    assert {each.rule for each in found} == {"truth"}


def test_a_case_said_to_be_kept_and_lost_without_a_trace_is_found() -> None:
    kept = with_keys("ending-kept-title", held=Held(0, 0, 1, 0))
    found = judge(CELL, played(kept, after=Held(platform=0, received=0, unsent=0, slips=0)))
    assert [each.rule for each in found] == ["truth"]


def test_a_platform_that_forgot_must_have_been_sent_the_case_again() -> None:
    said = Seen("rate", "Rate", frozenset({"farewell-kept"}), (), ("skip",), struck=True, held=Held(0, 1, 0, 1))
    forgot = replace(CELL, trouble=InjectedFault("platform", "restored_from_yesterday", "Restored from a backup"))
    after = Held(platform=0, received=1, unsent=0, slips=1)
    assert {each.rule for each in judge(forgot, played(said, after=after))} == {"truth"}
    assert judge(forgot, played(said, after=replace(after, platform=1))) == []


def test_the_page_says_by_sign_what_its_colour_says_and_loads_nothing() -> None:
    result = Result(CELL, LIES["paper"](), tuple(judge(CELL, LIES["paper"]())))
    page = as_page([result, Result(replace(CELL, passes=True), played(), ())], 1.0)
    assert "✗ 1" in page
    assert "✓" in page
    assert "http" not in page
    assert f"id='{CELL.id}'" in page
    assert as_data([result], 1.0)["violations"] == 1


def test_the_page_and_the_data_say_what_was_seen_held_and_left() -> None:
    before = replace(TRUE, id="review", words=("Nothing wrong yet",), struck=False)
    after = Held(platform=11, received=12, unsent=13, slips=14, ratings=15)
    told = replace(TRUE, words=("It was handed over", "a < b"))
    lie = played(told, after=after, leaks=["log: personal text 0", "<notes>.txt: personal text 1"])
    lie.seen.insert(0, before)
    result = Result(CELL, lie, tuple(judge(CELL, lie)))
    page = as_page([result], 1.0)
    details = page[page.index(f"<details id='{CELL.id}'") :]
    assert "<li><b>ending</b> <span class=seen>It was handed over / a &lt; b</span></li>" in details
    assert "Nothing wrong yet" not in details, "what went before the trouble is not asked about"
    assert "Told: handed over." in details
    assert "Held in the end: platform 11, handed over 12, waiting here 13, slips 14, ratings 15." in details
    assert "Left behind: log: personal text 0, &lt;notes&gt;.txt: personal text 1." in details
    assert all(f"{violation.rule}: " in details for violation in result.violations)
    (row,) = as_data([result], 1.0)["results"]
    assert row["seen"] == [{"id": "ending", "words": ["It was handed over", "a < b"]}]
    assert row["held"] == {"platform": 11, "received": 12, "unsent": 13, "slips": 14, "ratings": 15}
    assert row["left_behind"] == lie.leaks
    assert row["ending"] == "handed over"


def test_a_cell_that_broke_off_says_that_nothing_is_known() -> None:
    broken = Played(broken="the process never came")
    result = Result(CELL, broken, tuple(judge(CELL, broken)))
    assert "Told: no ending was told. Held in the end: not known. Left behind: not known." in as_page([result], 1.0)
    (row,) = as_data([result], 1.0)["results"]
    assert (row["held"], row["left_behind"]) == (None, None)
