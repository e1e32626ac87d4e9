"""Offline export: everything unconfirmed, sealed and receipt_token, without a change to the outbox."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from devices import SystemClock
from kiosk.outbox import __main__ as command
from kiosk.outbox import export as exporting
from kiosk.outbox.entries import PIECE_BYTES
from kiosk.outbox.export import TEMPORARY_SUFFIX
from kiosk.outbox.holdings import holdings
from kiosk.outbox.outbox import Outbox
from kiosk.platform.identity import digest
from kiosk.platform.offline_transfer import CASE, MANIFEST, RATING, read_manifest, verify_transfer_token
from kiosk.platform.sandbox.keys import pins
from kiosk.platform.wire_types import SealedCase
from kiosk.scenario.leaks import find_leaks
from tests.house.doors import ROOT
from tests.kiosk.outbox.cases import held
from tests.kiosk.outbox.transfer import CODE, OfflineTerminal, named_rating
from tests.sandbox_process import DRAFT, WANG


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OfflineTerminal:
    monkeypatch.setattr(command, "ROOT", tmp_path)
    return OfflineTerminal(tmp_path, pins())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_everything_unconfirmed_is_in_the_folder_and_the_manifest_says_so(
    terminal: OfflineTerminal, tmp_path: Path
) -> None:
    case, with_papers = terminal.case(), terminal.case((700_000, 20))
    terminal.keep(case, with_papers, ratings=[named_rating("rating-1")])
    before = terminal.states()
    assert terminal.run("export", tmp_path / "stick") == 0
    found = contents(tmp_path / "stick")
    manifest, by = read_manifest(tmp_path / "stick" / MANIFEST)
    assert (by.terminal, by.public, manifest.terminal) == (CODE, terminal.key.public, CODE)
    assert {file.name: (file.digest, file.size) for file in manifest.files} == {
        name: (digest(content), len(content)) for name, content in found.items() if name != MANIFEST
    }
    for each in (case, with_papers):
        assert verify_transfer_token(found[f"{each.case_id}.case"].decode(), CASE).payload == each.body
    assert {found[f"{m.sha256}.material"] for m in with_papers.materials} == {m.body for m in with_papers.materials}
    assert verify_transfer_token(found["rating-1.rating"].decode(), RATING).payload.startswith(b"rating-1\n{")
    assert terminal.states() == before


def test_confirmed_cases_are_exported_only_while_materials_are_missing(
    terminal: OfflineTerminal, tmp_path: Path
) -> None:
    cases = done, halfway, refused = terminal.case((30,)), terminal.case((40,)), terminal.case()
    terminal.keep(*cases)
    outbox = terminal.outbox
    by_id = {entry.id: entry.sequence for entry in outbox.due()}
    outbox.record_receipts(by_id[done.case_id], held(done))
    outbox.record_receipts(by_id[halfway.case_id], held(halfway, complete=False))
    outbox.mark_sending(by_id[refused.case_id])
    outbox.mark_quarantined(by_id[refused.case_id], "cannot-open")
    outbox.close()
    assert terminal.run("export", tmp_path / "stick") == 0
    papers = f"{halfway.materials[0].sha256}.material"
    wanted = {f"{halfway.case_id}.case", papers, f"{refused.case_id}.case", MANIFEST}
    assert set(contents(tmp_path / "stick")) == wanted


def test_exporting_again_changes_nothing(terminal: OfflineTerminal, tmp_path: Path) -> None:
    terminal.keep(terminal.case((50,)), ratings=[named_rating("rating-1")])
    stick = tmp_path / "stick"
    assert terminal.run("export", stick) == 0
    first = {path: (path.read_bytes(), path.stat().st_ino) for path in stick.iterdir() if path.name != MANIFEST}
    manifest = (stick / MANIFEST).read_bytes()
    assert terminal.run("export", stick) == 0
    again = {path: (path.read_bytes(), path.stat().st_ino) for path in stick.iterdir() if path.name != MANIFEST}
    assert again == first
    assert (stick / MANIFEST).read_bytes() == manifest


def test_an_earlier_export_is_brought_up_to_date(terminal: OfflineTerminal, tmp_path: Path) -> None:
    stick, gone, new = tmp_path / "stick", terminal.case((60,)), terminal.case()
    terminal.keep(gone)
    assert terminal.run("export", stick) == 0
    outbox = terminal.outbox
    outbox.record_receipts(outbox.due()[0].sequence, held(gone))
    outbox.close()
    terminal.keep(new)
    (stick / "receipts.json").write_text("{}")
    assert terminal.run("export", stick) == 0
    assert set(contents(stick)) == {f"{new.case_id}.case", MANIFEST, "receipts.json"}


def test_a_damaged_file_of_an_earlier_export_is_replaced(terminal: OfflineTerminal, tmp_path: Path) -> None:
    stick, case = tmp_path / "stick", terminal.case((70,))
    terminal.keep(case)
    assert terminal.run("export", stick) == 0
    good = contents(stick)
    for path in stick.iterdir():
        if path.name != MANIFEST:
            path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert terminal.run("export", stick) == 0
    assert contents(stick) == good


def test_a_foreign_folder_is_not_changed(
    terminal: OfflineTerminal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = OfflineTerminal(tmp_path, pins(), "two", "WT08")
    namesake = OfflineTerminal(tmp_path, pins(), "three")
    papers, theirs, same_code = tmp_path / "papers", tmp_path / "theirs", tmp_path / "same-code"
    papers.mkdir()
    (papers / "letter.txt").write_text("mine")
    other.keep(other.case())
    namesake.keep(namesake.case())
    assert (other.run("export", theirs), namesake.run("export", same_code)) == (0, 0)
    terminal.keep(terminal.case())
    for folder in (papers, theirs, same_code):
        before = contents(folder)
        assert terminal.run("export", folder) == 1
        assert "neither empty nor an earlier export" in capsys.readouterr().err
        assert contents(folder) == before


def test_an_interrupted_export_has_no_manifest_and_can_be_continued(
    terminal: OfflineTerminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.keep(*(terminal.case() for _ in range(3)))
    stick, written, write = tmp_path / "stick", list[Path](), exporting._write_synced

    def full(path: Path, pieces: list[bytes]) -> None:
        if len(written) == 3:
            path.write_bytes(b"half")
            raise OSError(28, "No space left on device", str(path))
        written.append(path)
        write(path, pieces)

    monkeypatch.setattr(exporting, "_write_synced", full)
    assert terminal.run("export", stick) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert MANIFEST not in contents(stick)
    monkeypatch.setattr(exporting, "_write_synced", write)
    assert terminal.run("export", stick) == 0
    assert len(contents(stick)) == 4
    assert not [name for name in contents(stick) if name.endswith(TEMPORARY_SUFFIX)]


def test_nothing_personal_can_be_read_in_the_folder(terminal: OfflineTerminal, tmp_path: Path) -> None:
    case = terminal.case((80,))
    terminal.keep(case, ratings=[named_rating("rating-1")])
    stick = tmp_path / "stick"
    assert terminal.run("export", stick) == 0
    for path in list(stick.glob("*.case")) + list(stick.glob("*.rating")):
        kind = CASE if path.suffix == ".case" else RATING
        path.with_suffix(".opened").write_bytes(verify_transfer_token(path.read_text(), kind).payload)
    texts = [WANG["name"], WANG["number"], str(DRAFT["answers"]["phone"])]
    assert find_leaks([stick], texts) == []
    (stick / "leak").write_text(WANG["number"])
    assert find_leaks([stick], texts) != []


def test_without_the_terminals_key_nothing_is_written(
    terminal: OfflineTerminal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.keep(terminal.case())
    (terminal.data / "terminal.key").unlink()
    assert terminal.run("export", tmp_path / "stick") == 2
    assert "key is gone" in capsys.readouterr().err
    assert not (tmp_path / "stick").exists()
    assert not (terminal.data / "terminal.key").exists()


def test_an_unknown_profile_is_reported(terminal: OfflineTerminal, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.keep(terminal.case())
    assert command.main(["export", "stick", "--profile", "nobody", "--data", str(terminal.data)]) == 2
    assert "no such terminal profile; known: one" in capsys.readouterr().err


def test_large_materials_are_written_in_pieces(terminal: OfflineTerminal) -> None:
    outbox = Outbox.open(terminal.data / "outbox", SystemClock())
    case: SealedCase = terminal.case((3 * PIECE_BYTES + 1,))
    outbox.keep([case])
    (holding,) = holdings(outbox)
    (_, material) = exporting._files_of(outbox, exporting.Sender(CODE, terminal.key), holding)
    assert [len(piece) for piece in material[2]()] == [PIECE_BYTES] * 3 + [1]
    outbox.close()


def test_the_commands_in_the_readme_exist() -> None:
    guide = (ROOT / "README.md").read_text(encoding="utf-8")
    given = re.findall(r"^python -m kiosk\.outbox (.*?) +#", guide, re.MULTILINE)
    assert [command.parse_arguments(line.split()).command for line in given] == [
        "status",
        "recover",
        "retry",
        "export",
        "import",
    ]
