"""Read the log of a running terminal: in order, across rotations, no event twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from devices import FakeClock
from kiosk.log import EventLog
from kiosk.log.__main__ import main
from kiosk.log.reading import LogReader
from tests.house.doors import ROOT
from tests.kiosk.log.reading_back import VISIT

LINE = 83
"""Bytes of a line as `numbered` writes them."""


def numbered(log: EventLog, *numbers: int) -> None:
    for number in numbers:
        log.write("terminal", f"no.{number:02}")


def tail(folder: Path, *words: str, clock: FakeClock | None = None) -> int:
    return main(["tail", "--data", str(folder.parent), *words], clock)


def shown(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [json.loads(line)["code"] for line in capsys.readouterr().out.splitlines()]


def test_events_are_shown_with_time_part_code_and_visit(
    folder: Path, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    log = EventLog.open(folder, clock)
    log.write("sealer", "KeyError", VISIT, ("kiosk.case.draft:12:seal", "kiosk.case.ids:7:fresh"))
    for _ in range(52):
        log.write("reader", "jam")
    log.close()
    assert tail(folder) == 0
    printed = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
    assert len(printed) == 50
    assert [word.strip() for word in printed[-1] if word] == ["2026-11-24 21:40:00.000", "reader", "repeated:2 (jam)"]
    assert tail(folder, "-n", "1", "--part", "sealer") == 0
    first, *frames = capsys.readouterr().out.splitlines()
    assert first.split() == ["2026-11-24", "21:40:00.000", "sealer", "KeyError", VISIT]
    assert frames == ["    kiosk.case.draft:12:seal", "    kiosk.case.ids:7:fresh"]


def test_the_newest_are_read_across_rotated_files_in_order(
    folder: Path, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    log = EventLog.open(folder, clock, max_bytes=2 * LINE, max_files=12)
    numbered(log, *range(24))
    assert len(list(folder.iterdir())) == 12
    assert tail(folder, "--json") == 0
    assert shown(capsys) == [f"no.{number:02}" for number in range(24)]
    assert tail(folder, "--json", "-n", "3") == 0
    assert shown(capsys) == ["no.21", "no.22", "no.23"]
    log.close()


def test_only_a_part_or_a_visit(folder: Path, clock: FakeClock, capsys: pytest.CaptureFixture[str]) -> None:
    log = EventLog.open(folder, clock)
    log.write("one", "a", VISIT)
    log.write("two", "b", VISIT)
    log.write("one", "c")
    log.close()
    for words, codes in ((["--part", "one"], ["a", "c"]), (["--visit", VISIT], ["a", "b"]), (["--visit", "abcd"], [])):
        assert tail(folder, "--json", *words) == 0
        assert shown(capsys) == codes


def test_a_damaged_line_is_counted_and_stops_no_other(
    folder: Path, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    log = EventLog.open(folder, clock)
    numbered(log, 1)
    bad = (
        "{",
        "[]",
        "7",
        '{"at":"yesterday"}',
        '{"at":"2026-11-24T13:40:00","visit":"","part":"a","code":"b"}',
        "\x00",
    )
    with (folder / "events.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n".join(bad) + "\n")
    numbered(log, 2)
    log.close()
    assert tail(folder, "--json") == 0
    captured = capsys.readouterr()
    assert [json.loads(line)["code"] for line in captured.out.splitlines()] == ["no.01", "no.02"]
    assert captured.err == "log: 6 damaged lines left out\n"


def test_tampered_line_emits_no_control_characters(
    folder: Path, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    EventLog.open(folder, clock).close()
    evil = {
        "at": "2026-11-24T13:40:00+00:00",
        "visit": "\x1b[2J",
        "part": "李雷",
        "code": "\x1b]0;",
        "frames": ["\x07"],
    }
    (folder / "events.jsonl").write_text(json.dumps(evil) + "\n", encoding="utf-8")
    assert tail(folder) == 0
    printed = capsys.readouterr().out
    assert printed.count("unsayable") == 4
    assert printed.replace("\n", "").isprintable()


# Following.


def test_following_shows_each_event_once_across_rotations(folder: Path, clock: FakeClock) -> None:
    log = EventLog.open(folder, clock, max_bytes=2 * LINE, max_files=4)
    numbered(log, 0)
    reader = LogReader(folder)
    seen = [json.loads(line)["code"] for line in reader.new_lines()]
    # Within its file, to its end, over one and over several rotations, and nothing new in between.
    for batch in ((1,), (), (2, 3), (4,), (5, 6, 7, 8), (), (9,)):
        numbered(log, *batch)
        seen += [json.loads(line)["code"] for line in reader.new_lines()]
    reader.close()
    log.close()
    assert seen == [f"no.{number:02}" for number in range(10)]


@pytest.mark.parametrize("moment", range(1, 8))
def test_a_rotation_while_the_files_are_opened_loses_nothing(
    folder: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    log = EventLog.open(folder, clock, max_bytes=2 * LINE, max_files=20)
    numbered(log, *range(6))
    opened = 0
    open_file = Path.open

    def rotates_meanwhile(path: Path, *args: str, **kwargs: str) -> object:
        nonlocal opened
        if args == ("rb",) and path.parent == folder:
            opened += 1
            if opened == moment:
                monkeypatch.setattr(Path, "open", open_file)
                numbered(log, 6, 7, 8)
        return open_file(path, *args, **kwargs)  # type: ignore[call-overload] # passes on what it was given

    monkeypatch.setattr(Path, "open", rotates_meanwhile)
    reader = LogReader(folder)
    seen = [json.loads(line)["code"] for line in (*reader.new_lines(), *reader.new_lines())]
    reader.close()
    log.close()
    assert seen[:6] == [f"no.{number:02}" for number in range(6)]
    assert seen == [f"no.{number:02}" for number in range(9 if moment <= opened else 6)]


def test_a_file_that_moves_while_the_others_are_opened_is_read_once(
    folder: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = EventLog.open(folder, clock, max_bytes=2 * LINE)
    numbered(log, *range(6))
    log.close()
    open_file = Path.open

    def moves(path: Path, *args: str) -> object:
        file = open_file(path, *args)  # type: ignore[call-overload] # passes on what it was given
        if path.name == "events.2.jsonl":
            path.rename(folder / "events.3.jsonl")
        return file

    monkeypatch.setattr(Path, "open", moves)
    reader = LogReader(folder)
    seen = [json.loads(line)["code"] for line in reader.new_lines()]
    reader.close()
    assert seen == [f"no.{number:02}" for number in range(6)]


def test_a_line_that_is_still_written_waits_and_may_be_taken_back(folder: Path, clock: FakeClock) -> None:
    log = EventLog.open(folder, clock)
    numbered(log, 1)
    reader = LogReader(folder)
    assert len(list(reader.new_lines())) == 1
    newest = folder / "events.jsonl"
    whole = newest.stat().st_size
    with newest.open("a", encoding="utf-8") as file:
        file.write('{"at":"2026-')
    assert list(reader.new_lines()) == []
    os.truncate(newest, whole)
    numbered(log, 2)
    assert [json.loads(line)["code"] for line in reader.new_lines()] == ["no.02"]
    reader.close()
    log.close()


def test_the_command_follows_by_the_clock_until_ctrl_c(
    folder: Path, clock: FakeClock, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = EventLog.open(folder, clock, max_bytes=2 * LINE)
    numbered(log, 0, 1, 2)
    ended: list[int] = []
    new_lines: Callable[[LogReader], object] = LogReader.new_lines
    thread = clock.spawn("tail", lambda: ended.append(tail(folder, "--json", "--follow", "-n", "1", clock=clock)))
    clock.settle()
    assert shown(capsys) == ["no.02"]
    numbered(log, 3, 4, 5)
    clock.advance(0.4)
    assert shown(capsys) == []
    clock.advance(0.2)
    assert shown(capsys) == ["no.03", "no.04", "no.05"]

    def interrupted(reader: LogReader) -> object:
        new_lines(reader)
        raise KeyboardInterrupt

    monkeypatch.setattr(LogReader, "new_lines", interrupted)
    clock.advance(1)
    thread.join(10)
    log.close()
    assert ended == [0]
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


# The command line.


def test_missing_log_is_reported_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--data", str(tmp_path)], ["--profile", "nobody"]):
        assert main(["tail", *words]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        (line,) = captured.err.splitlines()
        assert line.endswith("log: no log is there; name the terminal's data folder with --data")


def test_an_empty_log_is_no_mistake(folder: Path, clock: FakeClock, capsys: pytest.CaptureFixture[str]) -> None:
    EventLog.open(folder, clock).close()
    assert tail(folder) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    "words", [[], ["tail", "-n", "-1"], ["tail", "-n", "x"], ["tail", "--data", "a", "--profile", "b"]]
)
def test_wrong_usage_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2


def test_a_log_that_cannot_be_read_says_which_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "events.jsonl").mkdir(parents=True)
    assert tail(folder) == 1
    assert capsys.readouterr().err == f"log: {folder / 'events.jsonl'}: Is a directory\n"


def test_help_names_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--help"], ["tail", "--help"]):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 0
        assert "exit codes: 0 done" in capsys.readouterr().out


def test_ctrl_c_and_a_reader_that_left_end_the_program_quietly(folder: Path, clock: FakeClock) -> None:
    log = EventLog.open(folder, clock)
    numbered(log, 1)
    log.close()
    # A background job of a shell ignores SIGINT, and what it starts inherits that.
    command = ["env", "--default-signal=INT", sys.executable, "-m", "kiosk.log", "tail"]
    command += ["--data", str(folder.parent), "--follow"]
    for leave in (False, True):
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
            assert program.stdout is not None
            assert program.stderr is not None
            assert b"no.01" in program.stdout.readline()
            if leave:
                program.stdout.close()
                log = EventLog.open(folder, clock)
                numbered(log, 2)
                log.close()
            else:
                program.send_signal(signal.SIGINT)
            assert program.wait(20) == 0
            assert program.stderr.read() == b""
