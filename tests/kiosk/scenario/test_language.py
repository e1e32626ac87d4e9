"""Errors in a scenario file are reported with line and remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.scenario.__main__ import main
from kiosk.scenario.language import BadScenario, json_schema, load_scenario
from kiosk.scenario.names import load_for_terminal
from tests.house.doors import ROOT

GOOD = """title = "t"
start = "2026-11-24T10:00:00+08:00"

[[step]]
touch = "start"

[[step]]
wait = { delay = "idle" }
"""


def broken(tmp_path: Path, content: str) -> list[tuple[int, str]]:
    path = tmp_path / "s.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadScenario) as caught:
        load_scenario(path)
    assert all(mistake.remedy for mistake in caught.value.mistakes)
    return [(mistake.line, str(mistake)) for mistake in caught.value.mistakes]


def test_a_valid_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert [step.verb for step in load_scenario(path).step] == ["touch", "wait"]


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        ('delay = "idle"', 'delay = "idel"', 8, "no delay 'idel'; known:"),
        ('touch = "start"', 'touhc = "start"', 5, "touhc"),
        ('touch = "start"', 'touch = "start"\ncard = "x"', 4, "exactly one verb"),
        ('touch = "start"', "touch = ", 5, "not TOML"),
        ("start = ", "begins = ", 2, "begins"),
        ('touch = "start"', 'draw = "nmae"', 4, "no drawing 'nmae'; known: name,"),
        ('touch = "start"', "draw = [[[1, 1], [20000, 1]]]", 4, "a pad 10000 by 6000"),
        ('touch = "start"', "draw = [[]]", 4, "a line has points"),
        ("{ delay", "{ secnods = 3, delay", 8, "secnods"),
    ],
)
def test_an_error_has_its_line_and_remedy(before: str, after: str, line: int, message: str, tmp_path: Path) -> None:
    found = broken(tmp_path, GOOD.replace(before, after))
    assert any(at == line and message in text for at, text in found), found


def test_the_check_command_reports_errors_and_exits_non_zero(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "s.toml"
    path.write_text(GOOD.replace("touch", "touhc"), encoding="utf-8")
    assert main(["check", str(path)]) == 1
    assert f"{path}:5: step.0.touhc" in capsys.readouterr().err
    assert main(["check", str(path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["line"] in (4, 5)
    assert main(["check", str(ROOT / "config" / "scenarios")]) == 0


def test_the_schema_file_is_up_to_date() -> None:
    path = ROOT / "config" / "scenarios" / "scenario.schema.json"
    assert json.loads(path.read_text(encoding="utf-8")) == json_schema()


def test_a_name_that_the_terminal_does_not_have_is_reported_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "one.toml"
    file.write_text(
        'title = "t"\nstart = "2026-11-24T21:40:00+08:00"\n\n[[step]]\ncard = "grandma"\n\n'
        '[[step]]\nact = { at = "id_raeder", action = "put_card", person = "wang_old" }\n\n'
        '[[step]]\nact = { at = "id_reader", action = "put_crad", person = "wang_lod" }\n\n'
        '[[step]]\nbegin = { of = "receipt_printer", name = "paper_outt" }\n',
        encoding="utf-8",
    )
    assert load_scenario(file).step[1].verb == "act"
    with pytest.raises(BadScenario) as caught:
        load_for_terminal(file, ROOT / "config")
    assert [(each.line, each.wrong) for each in caught.value.mistakes] == [
        (5, "no invented person 'grandma'"),
        (8, "no device 'id_raeder'"),
        (11, "nobody can 'put_crad' at id_reader"),
        (11, "no invented person 'wang_lod'"),
        (14, "receipt_printer has no misfortune 'paper_outt'"),
    ]
    assert "paper_out_during" in caught.value.mistakes[-1].remedy
