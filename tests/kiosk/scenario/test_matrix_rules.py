"""The rules of the matrix: each finds the violation planted for it and accepts a correct record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace

import pytest

from kiosk.scenario.matrix.cells import Cell, InjectedFault, ReachedPage, Walk
from kiosk.scenario.matrix.played import Held, Played, Seen
from kiosk.scenario.matrix.report import html_page, json_data
from kiosk.scenario.matrix.rules import NAMES, RULES, judge
from kiosk.scenario.matrix.table import Result

OUT = ("receipt_printer.paper_out",)
WALK = Walk("old-age-allowance", (), (ReachedPage("ending", 18),))
CELL = Cell(WALK, "ending", 18, InjectedFault("receipt_printer", "paper_out", "The paper is used up", (), OUT))
HANDED_OVER = Held(platform=1, received=1, unsent=0, slips=0)
CORRECT = Seen(
    "ending",
    "Ending",
    frozenset({"ending-handed-over-title", "paper-did-not", "trouble-receipt-printer-paper-out"}),
    ("It was handed over",),
    ("continue",),
    injected=True,
    held=HANDED_OVER,
)


def played(seen: Seen = CORRECT, **changes: object) -> Played:
    made = Played(seen=[seen], ended=True, after=HANDED_OVER)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def with_keys(*keys: str, held: Held = HANDED_OVER) -> Seen:
    return replace(CORRECT, keys=frozenset(keys), held=held)


VIOLATIONS: dict[str, Callable[[], Played]] = {
    "way_out": lambda: played(replace(CORRECT, exits=())),
    "names": lambda: played(with_keys("trouble-unknown")),
    "truth": lambda: played(with_keys("ending-handed-over-title", held=Held(0, 0, 1, 0))),
    "paper": lambda: played(with_keys("paper-out")),
    "twice": lambda: played(after=Held(2, 2, 0, 1, of_one_item=2)),
    "leaks": lambda: played(leaks=["log: personal text 0"]),
    "ended": lambda: played(overdue="ending is still shown after 300 s without a touch"),
    "quiet": lambda: played(logs=["courier: what is this"]),
}


def test_a_correct_record_violates_no_rule() -> None:
    assert judge(CELL, played()) == []


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_every_rule_finds_the_violation_planted_for_it(rule: str) -> None:
    assert [each.rule for each in judge(CELL, VIOLATIONS[rule]())] == [rule]


@pytest.mark.parametrize(
    ("after", "message"),
    [
        (Held(2, 2, 0, 1, 1, 2), "2 cases"),
        (Held(1, 1, 0, 2, 1), "2 slips"),
        (Held(1, 1, 0, 1, 2), "2 ratings"),
    ],
)
def test_duplicates_are_found(after: Held, message: str) -> None:
    found = judge(CELL, played(after=after))
    assert [each.rule for each in found] == ["twice"]
    assert message in found[0].what
    assert judge(CELL, played(after=Held(1, 1, 0, 1, 1, 1))) == []
    assert judge(CELL, played(after=Held(2, 2, 0, 1, 1, 1))) == [], "two parts of a bundle"


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
def test_a_wrong_statement_about_the_case_is_found(keys: set[str], held: Held) -> None:
    found = judge(CELL, played(with_keys(*keys, held=held)))
    assert [each.rule for each in found] == ["truth"]


@pytest.mark.parametrize("audit", [["visit_ended"], ["visit_ended", "not_wiped"]])
def test_a_visit_that_was_not_proved_wiped_is_found(audit: list[str]) -> None:
    assert {each.rule for each in judge(CELL, played(audit=audit))} == {"leaks"}
    assert judge(CELL, played(audit=["visit_ended", "wiped"])) == []


def test_a_fault_that_is_never_named_is_found() -> None:
    found = judge(CELL, played(with_keys("paper-did-not")))
    assert [each.rule for each in found] == ["names"]


def test_a_fault_without_a_row_in_names_is_reported() -> None:
    cell = replace(CELL, trouble=InjectedFault("platform", "on_fire", "The platform burns"))
    assert "platform.on_fire" not in NAMES
    assert any("rules.NAMES" in each.what for each in judge(cell, played(with_keys())))


def test_a_case_that_never_reached_the_platform_is_found() -> None:
    found = judge(CELL, played(after=Held(platform=0, received=0, unsent=1, slips=0)))
    assert {each.rule for each in found} == {"truth"}


def test_a_case_shown_as_kept_and_lost_is_found() -> None:
    kept = with_keys("ending-kept-title", held=Held(0, 0, 1, 0))
    found = judge(CELL, played(kept, after=Held(platform=0, received=0, unsent=0, slips=0)))
    assert [each.rule for each in found] == ["truth"]


def test_a_case_lost_by_the_platform_must_be_sent_again() -> None:
    shown = frozenset({"farewell-kept"})
    kept_page = Seen("farewell", "Farewell", shown, (), ("finish",), injected=True, held=Held(0, 1, 0, 1))
    restored = replace(CELL, trouble=InjectedFault("platform", "restored_from_yesterday", "Restored from a backup"))
    after = Held(platform=0, received=1, unsent=0, slips=1)
    assert {each.rule for each in judge(restored, played(kept_page, after=after))} == {"truth"}
    assert judge(restored, played(kept_page, after=replace(after, platform=1))) == []


def test_the_page_has_signs_beside_colours_and_loads_nothing() -> None:
    result = Result(CELL, VIOLATIONS["paper"](), tuple(judge(CELL, VIOLATIONS["paper"]())))
    page = html_page([result, Result(replace(CELL, passes=True), played(), ())], 1.0)
    assert "✗ 1" in page
    assert "✓" in page
    assert "http" not in page
    assert f"id='{CELL.id}'" in page
    assert json_data([result], 1.0)["violations"] == 1


def test_the_page_and_the_data_show_pages_state_and_leaks() -> None:
    before = replace(CORRECT, id="review", words=("Nothing wrong yet",), injected=False)
    after = Held(platform=11, received=12, unsent=13, slips=14, ratings=15, of_one_item=1)
    changed = replace(CORRECT, words=("It was handed over", "a < b"))
    violated = played(changed, after=after, leaks=["log: personal text 0", "<notes>.txt: personal text 1"])
    violated.seen.insert(0, before)
    result = Result(CELL, violated, tuple(judge(CELL, violated)))
    page = html_page([result], 1.0)
    details = page[page.index(f"<details id='{CELL.id}'") :]
    assert "<li><b>ending</b> <span class=seen>It was handed over / a &lt; b</span></li>" in details
    assert "Nothing wrong yet" not in details, "what went before the trouble is not asked about"
    assert "Told: handed over." in details
    assert "Held in the end: platform 11, handed over 12, waiting here 13, slips 14, ratings 15." in details
    assert "Left behind: log: personal text 0, &lt;notes&gt;.txt: personal text 1." in details
    assert all(f"{violation.rule}: " in details for violation in result.violations)
    (row,) = json_data([result], 1.0)["results"]
    assert row["seen"] == [{"id": "ending", "words": ["It was handed over", "a < b"]}]
    assert row["held"] == asdict(after)
    assert row["left_behind"] == violated.leaks
    assert row["ending"] == "handed over"


def test_an_interrupted_cell_has_no_known_result() -> None:
    broken = Played(broken="the process never came")
    result = Result(CELL, broken, tuple(judge(CELL, broken)))
    assert "Told: no ending was shown. Held in the end: not known. Left behind: not known." in html_page([result], 1.0)
    (row,) = json_data([result], 1.0)["results"]
    assert (row["held"], row["left_behind"]) == (None, None)
