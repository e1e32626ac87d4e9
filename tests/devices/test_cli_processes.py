"""`python -m devices` with devices in other processes: pseudo terminals and sockets, no input, a terminal that runs."""

from __future__ import annotations

import argparse
import io
import json
import os
import pty
import subprocess
import sys
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any

import pytest

from devices.__main__ import main
from devices.commands.addressing import data_folder
from devices.commands.answers import EMPTY
from devices.health_file import read_health, running_terminal, write_health
from tests.devices.test_probing import pseudo_terminal
from tests.house.doors import ROOT

SAMV = ("--family", "id_reader", "--driver", "samv")
DEVICES = (sys.executable, "-m", "devices")


def ran(*given: str) -> tuple[int, Any, str]:
    """Exit code, the answer (JSON where asked for), and the error output of a command, which runs in this process: its
    devices are in others."""
    said, wrong = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(wrong):
        code = main(given)
    text = said.getvalue()
    return code, json.loads(text) if "--json" in given and text else text, wrong.getvalue()


def profile(folder: Path, **ports: str) -> Path:
    """A profile with a card reader and a printer at these ports, and mistakes in the rest of it."""
    path = folder / "cabinet.toml"
    rows = ["[terminal]\ncode = 7\n"]
    rows += [f'[devices.{name}]\ndriver = "{DRIVERS[name]}"\nport = "{port}"\n' for name, port in ports.items()]
    path.write_text("".join(rows), encoding="ascii")
    return path


DRIVERS = {"id_reader": "samv", "receipt_printer": "escpos"}


@contextmanager
def simulated(*given: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`simulate` without a terminal and without an input, as in the background."""
    command = [*DEVICES, "simulate", *given]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, cwd=ROOT, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip().rpartition(" ")[2], process
        finally:
            process.terminate()


def test_a_test_claims_nothing_of_a_port_that_does_not_exist() -> None:
    command = [*DEVICES, "test", *SAMV, "--port", "/dev/ttyNONE", "--json"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, text=True, timeout=60, check=False)
    code, told = done.returncode, json.loads(done.stdout)
    assert (code, told["passed"], told["fault"]) == (5, False, "transport.absent")
    assert told["saw"][:2] == ["bytes_sent=0", "bytes_came=0"]
    assert told["faults"][0]["short"] == "D2"


def test_every_answer_has_the_same_keys(tmp_path: Path) -> None:
    with simulated(*SAMV, "--card", "wang_old", "--begin", "wrong_card") as (port, _):
        where = (*SAMV, "--port", port, "--json")
        answers = [ran(verb, *where)[1] for verb in ("status", "test", "trace")]
        code, told, _ = ran("read", *where)
    assert [list(each) for each in (*answers, told)] == [list(EMPTY)] * 4
    assert (code, told["fault"], told["faults"][0]["short"]) == (4, "id_reader.wrong_card", "R2")
    assert told["faults"][0]["remedy"]


def test_a_card_is_read_again_and_again_and_is_masked_unless_shown() -> None:
    with simulated(*SAMV, "--card", "wang_old") as (port, _):
        where = ("read", *SAMV, "--port", port, "--json")
        masked, shown = ran(*where)[1]["value"], ran(*where, "--show")[1]["value"]
    assert masked["number"] == shown["number"][0] + "*" * 17
    assert masked["name"] != shown["name"]
    assert masked["kind"] == shown["kind"] == "resident"


def test_what_a_simulator_printed_is_shown() -> None:
    with simulated("--family", "receipt_printer") as (port, process):
        code, told, _ = ran("print", "--port", port, "--text", "测试 one", "--json")
        assert (code, told["paper"]) == (0, "came_out")
        assert process.stdout is not None
        assert [process.stdout.readline().strip() for _ in range(2)] == ["printed 1:", "测试 one"]


def test_devices_are_named_by_the_profile_and_shown_as_a_table(tmp_path: Path) -> None:
    with pseudo_terminal("id_reader", "samv") as port:
        path = str(profile(tmp_path, id_reader=port, receipt_printer="/dev/ttyNONE"))
        code, table, _ = ran("status", "--profile", path)
        one = ran("status", "id_reader", "--profile", path, "--json")[1]
        rows = ran("status", "--profile", path, "--json")[1]
    lines = table.splitlines()
    assert code == 5
    assert lines[0].split() == ["device", "state", "code", "detail"]
    assert lines[1].split()[:2] == ["id_reader", "ready"]
    assert lines[2].split()[:3] == ["receipt_printer", "absent", "D2"]
    assert one["inventory"]["serial"].startswith("05.01-")
    assert [(row["device"], row["state"]) for row in rows] == [("id_reader", "ready"), ("receipt_printer", "absent")]
    assert ran("retract", "--profile", path, "--json")[1]["device"] == "receipt_printer", "there is one only"
    assert ran("scan", "--profile", path)[2].endswith("the profile has no code_scanner\n")
    assert ran("test", "--profile", path)[2].endswith("name one device: id_reader, receipt_printer\n")
    code, _, said = ran("status", "toaster", "--profile", path)
    assert code == 2
    assert "known: id_reader, receipt_printer" in said


def test_beside_a_running_terminal_devices_are_refused_and_watch_shows_what_it_sees(tmp_path: Path) -> None:
    path = str(profile(tmp_path, id_reader="/dev/ttyNONE"))
    device = {"name": "id_reader", "state": "fault", "faults": ["id_reader.no_answer"], "levels": {}, "inventory": {}}
    code = (
        "import sys, pathlib; from devices.health_file import write_health\n"
        f"write_health(pathlib.Path(sys.argv[1]), {{'devices': [{device!r}]}})\n"
        "print('up', flush=True); sys.stdin.read()"
    )
    where = ("--profile", path, "--data", str(tmp_path))
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as terminal:
        assert terminal.stdout is not None
        terminal.stdout.readline()
        for verb in ("status", "test", "read", "trace", "find"):
            exit_code, _, said = ran(verb, *where)
            assert (exit_code, f"(pid {terminal.pid})" in said) == (9, True), verb
        exit_code, seen, _ = ran("watch", *where, "--times", "1", "--json")
        assert (exit_code, seen["source"]) == (0, f"the running terminal (pid {terminal.pid})")
        assert [(row["device"], row["faults"][0]["short"]) for row in seen["devices"]] == [("id_reader", "R4")]
        terminal.kill()
        terminal.wait()
    assert read_health(tmp_path) is not None, "killed, it could not tidy up"
    assert ran("status", *where)[0] == 5, "and is running no more"


def test_another_process_with_its_number_is_no_terminal(tmp_path: Path) -> None:
    write_health(tmp_path, {})
    file = tmp_path / "health.json"
    health = json.loads(file.read_text())
    for pid, started in ((1, "0"), (2**22 + 1, ""), (0, ""), (-1, ""), ("x", "")):
        file.write_text(json.dumps({**health, "pid": pid, "started": started}))
        assert running_terminal(tmp_path) == 0, pid
    file.write_text("{")
    assert running_terminal(tmp_path) == 0


@contextmanager
def line_that_says(data: bytes) -> Iterator[str]:
    """A real terminal device whose other end answers every question with these bytes."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)

    def answer() -> None:
        with suppress(OSError):
            while os.read(ours, 4096):
                os.write(ours, data) if data else None

    threading.Thread(target=answer, daemon=True).start()
    try:
        yield os.ttyname(theirs)
    finally:
        os.close(theirs)
        os.close(ours)


def test_a_trace_counts_garbage_and_says_when_nothing_came(tmp_path: Path) -> None:
    with line_that_says("王杏花".encode("utf-16-le")) as port:
        code, text, _ = ran("trace", *SAMV, "--port", port, "--timeout", "4", "--trace", str(tmp_path / "t.jsonl"))
    assert code == 5
    assert "bytes that are no frame (not kept)" in text
    assert "replays_the_same: True" in text
    kept = (tmp_path / "t.jsonl").read_text()
    assert "王杏花".encode("utf-16-le").hex() not in kept
    with line_that_says(b"") as port:
        code, text, _ = ran("trace", "--family", "power", "--driver", "megatec", "--port", port)
    assert code == 5
    assert "nothing came from the device" in text


def test_one_command_records_a_misfortune_and_another_replays_it(tmp_path: Path) -> None:
    trace = str(tmp_path / "trace.jsonl")
    given = (
        "--family",
        "receipt_printer",
        "--port",
        "sim:",
        "--test",
        "print_page",
        "--begin",
        "paper_out_during:after=1",
    )
    code, _, said = ran("trace", *given, "--trace", trace, "--json")
    assert (code, "no parameter" in said) == (2, True)
    code, told, _ = ran("trace", *given[:-1], "paper_out_during", "--trace", trace, "--json")
    assert (code, told["value"]["replays_the_same"]) == (5, True)
    code, told, _ = ran("replay", trace, "--json")
    assert (code, told["passed"], list(told)) == (0, True, list(EMPTY))
    changed = Path(trace).read_text().replace("paper=unconfirmed", "paper=came_out")
    Path(trace).write_text(changed)
    assert ran("replay", trace)[0] == 10


def test_a_code_is_explained_in_both_languages_by_either_name() -> None:
    code, text, _ = ran("explain", "p1")
    assert code == 0
    assert "receipt_printer.paper_out" in text
    assert "凭条纸" in text
    assert "slip paper" in text
    assert "repair: who site" in text
    assert ran("explain", "receipt_printer.paper_out", "--json")[1][0]["short"] == "P1"
    assert ran("explain", "Q99")[0] == 2


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colour_is_for_terminals_alone(no_color: str, coloured: bool, tmp_path: Path) -> None:
    path = str(profile(tmp_path, receipt_printer="/dev/ttyNONE"))
    assert "\x1b" not in ran("status", "--profile", path)[1]
    ours, theirs = pty.openpty()
    command = [*DEVICES, "status", "--profile", path]
    environment = {**os.environ, "NO_COLOR": no_color}
    with subprocess.Popen(command, stdout=theirs, cwd=ROOT, env=environment) as process:
        process.wait(60)
    assert (b"\x1b[31m" in os.read(ours, 4096)) is coloured
    os.close(ours)
    os.close(theirs)


def test_the_terminal_of_a_rehearsal_is_beside_its_sandbox(tmp_path: Path) -> None:
    options = argparse.Namespace(profile="rehearsal", data=tmp_path)
    assert data_folder(options) == tmp_path
    (tmp_path / "terminal").mkdir()
    assert data_folder(options) == tmp_path / "terminal"
    assert data_folder(argparse.Namespace(profile="hall", data=None)).name == "data-hall"
