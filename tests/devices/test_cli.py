"""`python -m devices` as a technician and a script use it, against a real socket."""

from __future__ import annotations

import io
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from devices import SystemClock
from devices.__main__ import main
from devices.document_printer.simulator import IppSimulator
from devices.id_reader.people import load_people
from devices.id_reader.samv import SamvReader
from devices.id_reader.simulator import SamvSimulator
from devices.receipt_printer.simulator import EscposSimulator
from devices.registry import create_simulator, drivers_of, families
from devices.sample_page import SAMPLE_CODE, sample_pdf
from devices.socket_wire import Server
from tests.devices.document_printer.documents import pdf
from tests.devices.usb_sockets import plugged_in
from tests.house.doors import ROOT

PEOPLE = load_people(ROOT / "config" / "people.toml")

SAMV = ("--driver", "samv")
ESCPOS = ("--family", "receipt_printer", "--driver", "escpos")


@pytest.fixture
def reader() -> Iterator[tuple[SamvSimulator, str]]:
    simulator = SamvSimulator(SystemClock())
    server = Server(simulator, SystemClock())
    yield simulator, f"socket://127.0.0.1:{server.port}"
    server.close()


@pytest.fixture
def printer() -> Iterator[tuple[EscposSimulator, str]]:
    simulator = EscposSimulator(SystemClock())
    server = Server(simulator, SystemClock())
    yield simulator, f"socket://127.0.0.1:{server.port}"
    server.close()


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_one_card_as_json(reader: tuple[SamvSimulator, str], capsys: pytest.CaptureFixture[str]) -> None:
    reader[0].put_card(PEOPLE["wang_old"])
    given = ["read", "--family", "id_reader", "--driver", "samv", "--port", reader[1], "--json"]
    assert main([*given, "--show"]) == 0
    card = said(capsys)["value"]
    assert (card["name"], card["valid_to"], card["valid_today"]) == (PEOPLE["wang_old"].name, "长期", True)
    assert card["photo"] == {"bytes": 1024}
    assert card["problems"] == []


@pytest.mark.parametrize(
    ("misfortune", "code", "exit_code"),
    [("wrong_card", "id_reader.wrong_card", 4), ("not_authorised", "id_reader.not_authorised", 5)],
)
def test_a_fault_as_json_with_its_exit_code(
    misfortune: str, code: str, exit_code: int, reader: tuple[SamvSimulator, str], capsys: pytest.CaptureFixture[str]
) -> None:
    reader[0].put_card(PEOPLE["wang_old"])
    reader[0].begin(misfortune)
    assert main(["read", *SAMV, "--port", reader[1], "--json"]) == exit_code
    assert said(capsys)["fault"] == code


def test_no_card_is_the_deadlines_own_code(
    reader: tuple[SamvSimulator, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", *SAMV, "--port", reader[1], "--json", "--timeout", "0.6"]) == 8
    assert said(capsys)["fault"] == "deadline"


def test_status_and_print(printer: tuple[EscposSimulator, str], capsys: pytest.CaptureFixture[str]) -> None:
    there = [*ESCPOS, "--port", printer[1], "--model", "kiosk_80", "--json"]
    assert main(["status", *there]) == 0
    status = said(capsys)
    assert (status["state"], status["exit"], status["faults"]) == ("ready", 0, [])
    assert status["levels"] == {"paper": "ok", "mouth": "empty", "retracted": "0"}
    assert status["capabilities"] == ["print_slip", "retract_slip", "sense_slip_taken"]
    assert main(["print", *there, "--text", "测试"]) == 0
    assert printer[0].slips[-1].lines == ("测试",)
    capsys.readouterr()
    printer[0].begin("paper_out")
    assert main(["print", *there, "--text", "测试"]) == 5
    assert said(capsys)["fault"] == "receipt_printer.paper_out"
    assert len(printer[0].slips) == 1


def test_a_document_is_printed_and_a_trace_has_nothing_of_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    simulator = IppSimulator(SystemClock(), {"page_s": 0.1, "warm_up_s": 0.1})
    server = Server(simulator, SystemClock())
    (tmp_path / "two.pdf").write_bytes(pdf(2, filling=30_000))
    there = ["--family", "document_printer", "--port", f"socket://127.0.0.1:{server.port}", "--json"]
    trace = tmp_path / "trace.jsonl"
    given = ["print", *there, "--pdf", str(tmp_path / "two.pdf"), "--pages", "2"]
    assert main(given) == 0
    assert said(capsys)["paper"] == "came_out"
    assert [sheet.number for sheet in simulator.sheets] == [1, 2]
    assert main(["test", *there, "--test", "print_page", "--trace", str(trace)]) == 0
    assert said(capsys)["passed"] is None, "a person has to look"
    lines = [json.loads(line) for line in trace.read_text(encoding="ascii").splitlines()[1:]]
    sent = b"".join(bytes.fromhex(line["hex"]) for line in lines if line["dir"] == ">" and "hex" in line)
    assert sent.count(b"*" * len(sample_pdf())) == 1
    assert SAMPLE_CODE.encode() not in sent
    assert sent.count(b"job-name") > 0, "questions are readable"
    simulator.begin("jam")
    assert main(given) == 5
    assert said(capsys)["fault"] == "document_printer.jam"
    server.close()


def test_nothing_at_the_address_is_a_clear_state(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert main(["status", *SAMV, "--port", f"socket://127.0.0.1:{port}", "--json"]) == 5
    assert said(capsys)["fault"] == "transport.absent"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["status", "--family", "toaster", "--port", "sim:"], f"known: {', '.join(families())}"),
        (["status", "--driver", "sam9", "--port", "sim:"], f"known: {', '.join(sorted(drivers_of('id_reader')))}"),
        (["print", *ESCPOS, "--port", "sim:", "--model", "nobody", "--text", "x"], "no such device model"),
        (["read", "--family", "receipt_printer", "--port", "sim:"], "read is for id_reader"),
        (["print", *ESCPOS, "--port", "sim:"], "--text"),
        (["print", "--family", "document_printer", "--port", "sim:"], "--pdf FILE"),
        (["print", "--family", "document_printer", "--port", "/dev/ttyUSB0", "--pdf", "x"], "accepted: socket://"),
        (["read", *SAMV, "--port", "http://127.0.0.1"], "accepted: /dev/ttyUSB0, usb:1-2.3, COM3, socket://HOST:PORT"),
        (["simulate", *SAMV, "--card", "nobody"], "known:"),
    ],
)
def test_an_unknown_name_is_one_clear_line(given: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(given) == 2
    error = capsys.readouterr().err
    assert says in error
    assert len(error.strip().splitlines()) == 1


def test_people_act_on_a_simulator_by_lines_of_its_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("put_card wang_old\n\nput_card nobody\nput_card\nlift_card\ndance\n"))
    assert main(["simulate", *SAMV]) == 0
    lines = capsys.readouterr().out.splitlines()[1:]
    assert lines[0] == "put_card: done"
    assert lines[1].startswith("no invented person 'nobody'; known: ")
    assert lines[2:] == [
        "put_card: write one of: put_card person, lift_card",
        "lift_card: done",
        "dance: write one of: put_card person, lift_card",
    ]


def test_a_simulator_behind_a_scripts_ampersand_serves_until_it_is_ended() -> None:
    command = [sys.executable, "-m", "devices", "simulate", *SAMV]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, cwd=ROOT, text=True) as simulator:
        assert simulator.stdout is not None
        port = simulator.stdout.readline().strip().rsplit(":", 1)[1]
        with pytest.raises(subprocess.TimeoutExpired):
            simulator.wait(0.3)
        socket.create_connection(("127.0.0.1", int(port)), timeout=5).close()
        simulator.terminate()


def test_one_code_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    simulator: Any = create_simulator("code_scanner", "newland", SystemClock(), {})
    server = Server(simulator, SystemClock())
    simulator.show_code("WT02-0001-7K3Q-D")
    assert main(["scan", "--driver", "newland", "--port", f"socket://127.0.0.1:{server.port}", "--json"]) == 0
    assert said(capsys)["value"] == {"text": "W" + "*" * 15, "symbology": "", "problem": None}
    server.close()


def test_a_text_is_held_before_a_simulated_scanner_by_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("show_code two words\nshow_code\ntake_code_away\n"))
    assert main(["simulate", "--family", "code_scanner", "--driver", "honeywell"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "show_code: done",
        "show_code: write one of: show_code text, take_code_away",
        "take_code_away: done",
    ]


def test_status_in_plain_text_says_what_the_device_can_do(
    reader: tuple[SamvSimulator, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status", *SAMV, "--port", reader[1]]) == 0
    assert "capabilities: detect_card_presence, read_id_card\n" in capsys.readouterr().out


def test_the_list_names_drivers_models_capabilities_ports_and_misfortunes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    listed = said(capsys)
    assert "kiosk_80" in listed["models"]
    reader = listed["drivers"]["id_reader/samv"]
    assert reader["capabilities"] == ["read_id_card", "detect_card_presence"]
    assert {"COM3", "sim:"} <= set(reader["ports"])
    assert any(line.startswith("unreadable:") for line in reader["misfortunes"])
    assert main(["list"]) == 0
    assert "    read_id_card\n" in capsys.readouterr().out
    with plugged_in("1-2.3:1.0", "/dev/null"):
        main(["list"])
    assert "  usb:1-2.3:1.0  " in capsys.readouterr().out


def test_a_simulator_says_at_its_end_what_it_did_not_understand(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Input:
        """Ends when a host has sent an unknown command and was answered."""

        def fileno(self) -> int:
            raise io.UnsupportedOperation

        def __iter__(self) -> Iterator[str]:
            port = int(capsys.readouterr().out.rsplit(":", 1)[1])
            with socket.create_connection(("127.0.0.1", port), timeout=5) as host:
                host.sendall(b"\x1b~\x10\x04\x01")
                assert host.recv(1) == b"\x12"
            return iter(())

    monkeypatch.setattr(sys, "stdin", Input())
    assert main(["simulate", *ESCPOS]) == 0
    assert capsys.readouterr().err == "complaint: unknown command 1b 7e\n"


@pytest.mark.parametrize(
    ("option", "says"),
    [
        (["status", "--port", "sim:", "--timeout", "nan"], "more than 0"),
        (["status", "--port", "sim:", "--timeout", "-1"], "more than 0"),
        (["status", "--port", "sim:", "--timeout", "inf"], "at most"),
        (["simulate", "--listen", "99999"], "from 0 to 65535"),
    ],
)
def test_a_number_out_of_its_range_is_wrong_usage_and_no_fault_of_a_device(
    option: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(option)
    assert says in capsys.readouterr().err


def test_of_several_drivers_one_must_be_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.commands.addressing.drivers_of", lambda family: ["samv", "other"])
    assert main(["read", "--port", "sim:"]) == 2
    assert capsys.readouterr().err == ("devices: id_reader has several drivers; name one with --driver: samv, other\n")


def interrupt(*_: object, **__: object) -> NoReturn:
    raise KeyboardInterrupt


def test_ctrl_c_prints_nothing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SamvReader, "read", interrupt)
    assert main(["read", "--port", "sim:"]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_frame_of_a_camera_is_measured_and_written_only_where_asked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    simulator: Any = create_simulator("camera", "mjpeg", SystemClock(), {})
    simulator.show_person()
    server = Server(simulator, SystemClock())
    given = ["scan", "--family", "camera", "--port", f"socket://127.0.0.1:{server.port}", "--json"]
    try:
        assert main(given) == 0
        frame = said(capsys)["value"]
        assert (frame["width"], frame["height"], set(frame["data"])) == (640, 480, {"bytes"})
        assert main([*given, "--out", str(tmp_path / "seen")]) == 0
        assert (tmp_path / "seen" / "frame.jpg").read_bytes().startswith(b"\xff\xd8\xff")
        capsys.readouterr()
        simulator.begin("refuses")
        assert main(given) == 5
        assert said(capsys)["fault"] == "camera.refused"
    finally:
        server.close()


def test_papers_are_scanned_and_kept_only_where_they_are_wanted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    simulator: Any = create_simulator("document_scanner", "escl", SystemClock(), {"page_s": 0.02})
    simulator.put_stack("one|two|three")
    server = Server(simulator, SystemClock())
    given = ["scan", "--family", "document_scanner", "--driver", "escl", "--port", f"socket://127.0.0.1:{server.port}"]
    try:
        assert main([*given, "--json", "--grey"]) == 0
        assert [page["width"] for page in said(capsys)["value"]["pages"]] == [620]
        assert main([*given, "--feeder", "9", "--out", str(tmp_path / "pages"), "--json"]) == 0
        assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == [f"page-{n}.jpg" for n in (1, 2, 3)]
        capsys.readouterr()
        assert main([*given, "--feeder", "9", "--json"]) == 4
        assert said(capsys)["fault"] == "document_scanner.no_paper"
        assert main([*given, "--feeder", "900"]) == 2
    finally:
        server.close()
