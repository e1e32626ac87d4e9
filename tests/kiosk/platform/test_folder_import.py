"""Import of an offline transfer from a folder: damaged, unsafe and oversized files."""

from __future__ import annotations

import json
import os
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.outbox import __main__ as command
from kiosk.platform.identity import TerminalKey, digest
from kiosk.platform.offline_transfer import (
    EXPORT,
    MANIFEST,
    RECEIPTS,
    transfer_token,
)
from kiosk.platform.sandbox import intake
from kiosk.platform.sandbox.__main__ import main as sandbox_command
from kiosk.platform.sandbox.keys import pins
from tests.kiosk.outbox.transfer import CODE, OfflineTerminal, import_there
from tests.kiosk.outbox.transfer import named_rating as rating
from tests.kiosk.platform.carried import STRANGER, Capture, enroll
from tests.sandbox_process import SandboxProcess


@pytest.fixture
def platform(sandbox: SandboxProcess) -> SandboxProcess:
    return enroll(sandbox)


@pytest.fixture
def terminal(platform: SandboxProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OfflineTerminal:
    """A terminal with two cases, one with a material, and a rating."""
    monkeypatch.setattr(command, "ROOT", tmp_path)
    made = OfflineTerminal(tmp_path, pins())
    platform.put(f"/sandbox/terminals/{CODE}", {"public": made.key.public})
    made.keep(made.case((800,)), made.case(), ratings=[rating("rating-0001")])
    return made


@pytest.fixture
def folder(terminal: OfflineTerminal, tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    assert terminal.run("export", folder) == 0
    return folder


def one_file_of_each_kind(folder: Path) -> Iterator[Path]:
    """One file of each kind."""
    yield from (sorted(folder.glob(f"*.{kind}"))[0] for kind in ("case", "material", "rating", "jws"))


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        (0, "refused (signature-invalid)"),
        (1, "damaged (checksum-mismatch)"),
        (2, "refused (signature-invalid)"),
        (3, "damaged"),
    ],
    ids=["case", "material", "rating", "manifest"],
)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10**6))
def test_a_flipped_bit_is_detected_and_does_not_affect_other_files(
    number: int, outcome: str, place: int, platform: SandboxProcess, folder: Path, capsys: Capture
) -> None:
    path = list(one_file_of_each_kind(folder))[number]
    flip(path, place)
    _, results = import_there(folder, platform.url, capsys)
    flip(path, place)
    assert results.pop(path.name) == outcome
    assert set(results.values()) <= {"taken in", "held already"}
    assert {digest(each) for each in stored_materials(platform).values()} == set(stored_materials(platform))


def stored_materials(platform: SandboxProcess) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (Path(platform._stderr).parent / "materials").iterdir()}


def test_a_good_case_is_accepted_among_damaged_files(
    platform: SandboxProcess, terminal: OfflineTerminal, folder: Path, capsys: Capture
) -> None:
    case, papers, rated, _ = one_file_of_each_kind(folder)
    bad = {case.name: "refused (signature-invalid)", rated.name: "missing"}
    flip(case, 500)
    rated.unlink()
    (folder / "notes.txt").write_text("from a carrier")
    (folder / "x.case").write_bytes(b"too short a name")
    (folder / "-..-..-etc.passwd").write_bytes(b"tricks")
    (folder / "..%2f..%2fx.case").write_bytes(b"tricks")
    (folder / ("0" * 64 + ".material")).write_bytes(b"nobody asked")
    (folder / "00000000-0000-7000-8000-000000000000.case").symlink_to(case)
    os.mkfifo(folder / "pipe-pipe.rating")
    (folder / "folder-folder.case").mkdir()
    code, results = import_there(folder, platform.url, capsys)
    (good,) = [name for name, word in results.items() if name.endswith(".case") and word == "taken in"]
    strange = "not of an export, left alone"
    assert code == 1
    assert {name: word for name, word in results.items() if name not in (good, papers.name)} == {
        **bad,
        "notes.txt": strange,
        "x.case": strange,
        "-..-..-etc.passwd": strange,
        "..%2f..%2fx.case": strange,
        "0" * 64 + ".material": strange,
        "00000000-0000-7000-8000-000000000000.case": strange,
        "pipe-pipe.rating": strange,
        "folder-folder.case": strange,
    }
    assert [f"{case['case_id']}.case" for case in platform.get("/sandbox/cases")] == [good]
    assert set(json.loads((folder / RECEIPTS).read_text())) == {good.removesuffix(".case")}


def manifest(files: list[dict[str, Any]], key: TerminalKey, terminal: str = CODE, signer: str = "") -> bytes:
    document = {"v": 1, "terminal": terminal, "at": "2026-11-24T01:02:03Z", "files": files}
    return transfer_token(json.dumps(document).encode(), signer or terminal, key, EXPORT).encode()


UNSAFE_ENTRY = {"kind": "case", "id": "../../../x", "digest": "0" * 64, "size": 1}


ABSENT_ENTRY = {**UNSAFE_ENTRY, "id": "00000000-0000-7000-8000-000000000000"}


@pytest.mark.parametrize(
    ("make", "outcome"),
    [
        (lambda key: manifest([UNSAFE_ENTRY], key), {MANIFEST: "damaged"}),
        (lambda key: manifest([{**UNSAFE_ENTRY, "kind": "../x"}], key), {MANIFEST: "damaged"}),
        (lambda key: manifest([ABSENT_ENTRY], STRANGER, "YK-OTHER"), {f"{ABSENT_ENTRY['id']}.case": "missing"}),
        (lambda key: manifest([], key).replace(b".", b"..", 1), {MANIFEST: "damaged"}),
        (lambda key: manifest([], key)[:-9], {MANIFEST: "damaged"}),
        (lambda key: manifest([], key, "YK-OTHER", CODE), {MANIFEST: "damaged"}),
        (lambda key: b"", {MANIFEST: "damaged"}),
        (lambda key: None, {MANIFEST: "missing"}),
    ],
    ids=["path", "kind", "another_terminals", "dots", "cut", "in_anothers_name", "empty", "missing"],
)
def test_a_useless_manifest_does_not_keep_cases_out(
    make: Callable[[TerminalKey], bytes | None],
    outcome: dict[str, str],
    platform: SandboxProcess,
    terminal: OfflineTerminal,
    folder: Path,
    capsys: Capture,
) -> None:
    made = make(terminal.key)
    (folder / MANIFEST).unlink()
    if made is not None:
        (folder / MANIFEST).write_bytes(made)
    code, results = import_there(folder, platform.url, capsys)
    assert code == 1
    assert {name: word for name, word in results.items() if word != "taken in"} == outcome
    assert len(platform.get("/sandbox/cases")) == 2


def test_oversized_files_are_not_read(
    platform: SandboxProcess, terminal: OfflineTerminal, folder: Path, capsys: Capture
) -> None:
    case, papers, rated, manifest_file = one_file_of_each_kind(folder)
    junk = [case, papers, rated, manifest_file, folder / RECEIPTS, folder / "junk-junk.case", folder / "junk.bin"]
    for path in junk:
        with path.open("ab") as file:
            file.truncate(100 * 2**20)
    tracemalloc.start()
    code, results = import_there(folder, platform.url, capsys)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert code == 1
    assert {name for name, word in results.items() if word == "damaged (too-large)"} >= {
        each.name for each in (case, rated, manifest_file, folder / "junk-junk.case")
    }
    assert len(platform.get("/sandbox/cases")) == 1
    assert peak < 4 * 2**20
    assert len(json.loads((folder / RECEIPTS).read_text())) == 1
    assert terminal.run("import", folder) == 0


def test_a_large_material_is_sent_without_being_held_in_memory(
    platform: SandboxProcess, terminal: OfflineTerminal, tmp_path: Path, capsys: Capture
) -> None:
    case = terminal.case((16 * 2**20,))
    terminal.keep(case)
    assert terminal.run("export", tmp_path / "big") == 0
    tracemalloc.start()
    assert import_there(tmp_path / "big", platform.url, capsys)[0] == 0
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * 2**20
    assert stored_materials(platform)[case.materials[0].sha256] == case.materials[0].body


@pytest.mark.parametrize("misfortune", ["login_page", "redirect", "half_body", "wrong_content_type", "huge_body"])
def test_another_server_at_the_address_is_reported_and_nothing_is_lost(
    misfortune: str, platform: SandboxProcess, terminal: OfflineTerminal, folder: Path, capsys: Capture
) -> None:
    (folder / RECEIPTS).write_text('{"earlier": ["token"]}')
    platform.begin(misfortune, path="/v1/carried")
    assert intake.main([str(folder), "--url", platform.url]) == 2
    assert "does not answer as one" in capsys.readouterr().err
    platform.end_misfortunes()
    assert intake.main([str(folder), "--url", platform.url]) == 0
    assert len(json.loads((folder / RECEIPTS).read_text())) == 4


def test_a_platform_error_for_one_file_does_not_affect_the_others(
    platform: SandboxProcess, terminal: OfflineTerminal, folder: Path, capsys: Capture
) -> None:
    platform.begin("error_500", path="/v1/carried/cases", times=1)
    code, results = import_there(folder, platform.url, capsys)
    assert (code, sorted(results.values()).count("refused (internal)")) == (1, 1)
    assert import_there(folder, platform.url, capsys)[0] == 0
    assert len(platform.get("/sandbox/cases")) == 2


def test_an_unreachable_platform_and_a_missing_folder_are_reported(folder: Path, capsys: Capture) -> None:
    assert intake.main([str(folder), "--url", "http://127.0.0.1:9"]) == 2
    assert "does not answer as one: ConnectionError" in capsys.readouterr().err
    assert sandbox_command(["import", str(folder / "nowhere")]) == 2
    assert "no such folder" in capsys.readouterr().err
    assert not (folder / RECEIPTS).exists()
