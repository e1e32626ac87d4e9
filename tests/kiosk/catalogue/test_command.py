"""`python -m kiosk.catalogue`: output and exit codes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kiosk.catalogue import __main__ as command
from kiosk.catalogue import build
from kiosk.catalogue.__main__ import main
from kiosk.catalogue.build import build_catalogue, catalogue_bytes
from kiosk.catalogue.load import load_catalogue
from kiosk.catalogue.sources import BadItem
from tests.kiosk.catalogue.folders import ALLOWANCE, LANGUAGES, SERVICES, Folder
from tests.languages import write_table

Said = pytest.CaptureFixture[str]


def test_check_prints_one_line_per_valid_item(capsys: Said) -> None:
    assert main(["check", str(SERVICES)]) == 0
    said = capsys.readouterr()
    items = sorted(path.parent.name for path in SERVICES.glob("*/item.toml"))
    assert [line.split()[0] for line in said.out.splitlines()] == items
    assert said.err == ""


def test_a_mistake_names_file_place_and_remedy(tmp_path: Path, capsys: Said) -> None:
    folder = Folder.copy(tmp_path)
    folder.change("pages.json", '"widget": "digits"', '"widget": "slider"')
    assert main(["check", str(tmp_path)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{folder.path / 'pages.json'}: elements.2.elements.0.options.widget: ")
    assert main(["check", str(folder.path), "--json"]) == 1
    (mistake,) = json.loads(capsys.readouterr().out)
    assert mistake.keys() == {"file", "place", "wrong", "remedy"}


def test_two_items_with_one_code_are_a_mistake_of_the_folder(tmp_path: Path, capsys: Said) -> None:
    Folder.copy(tmp_path)
    twin = Folder(Folder.copy(tmp_path / "twin").path.rename(tmp_path / "twin-allowance"))
    (tmp_path / "twin").rmdir()
    twin.change("item.toml", f'id = "{ALLOWANCE}"', 'id = "twin-allowance"')
    assert main(["check", str(twin.path)]) == 1
    assert f"{twin.path / 'item.toml'}: codes.implementation: " in capsys.readouterr().err
    assert main(["check", str(tmp_path)]) == 1
    assert f"{ALLOWANCE}, twin-allowance have the same code" in capsys.readouterr().err


def test_json_of_no_mistakes_is_an_empty_list(capsys: Said) -> None:
    assert main(["check", str(SERVICES), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize("where", ["nowhere", "file", "empty"])
def test_folder_without_items(tmp_path: Path, where: str, capsys: Said) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    assert main(["check", str(tmp_path / where)]) == 1
    assert "holds no items" in capsys.readouterr().err
    assert main(["build", str(tmp_path / where), "--out", str(tmp_path / "out.json")]) == 1
    assert not (tmp_path / "out.json").exists()


def test_a_catalogue_is_built_that_a_terminal_can_read(tmp_path: Path, capsys: Said) -> None:
    assert main(["build", str(SERVICES), "--out", str(tmp_path / "out.json")]) == 0
    catalogue = load_catalogue((tmp_path / "out.json").read_bytes())
    assert catalogue.document == build_catalogue(SERVICES)
    assert catalogue.version in capsys.readouterr().out


def test_a_catalogue_that_cannot_be_written(tmp_path: Path, capsys: Said) -> None:
    assert main(["build", str(SERVICES), "--out", str(tmp_path / "no" / "out.json")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_no_command_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2


def test_words_are_checked_too(tmp_path: Path, capsys: Said) -> None:
    assert main(["words", str(LANGUAGES)]) == 0
    write_table(tmp_path, ["zh-CN"])
    (tmp_path / "zh-CN.ftl").write_text("a = 第 1 页\n", encoding="utf-8")
    assert main(["words", str(tmp_path)]) == 1
    assert "zh-CN: a: cannot be spoken well" in capsys.readouterr().err


def test_recordings_are_checked_with_the_words(tmp_path: Path, capsys: Said) -> None:
    languages, prompts = tmp_path / "languages", tmp_path / "prompts"
    languages.mkdir()
    (prompts / "zh-CN").mkdir(parents=True)
    write_table(languages, ["zh-CN"])
    (languages / "zh-CN.ftl").write_text("one = 一\ntwo = 二\nname = { $name }\n", encoding="utf-8")
    assert main(["words", str(languages)]) == 0
    (warning,) = capsys.readouterr().err.splitlines()
    assert warning.endswith("2 messages are not recorded, the voice reads them: one, two")
    for name in ("one.wav", "three.wav", "name.wav", "two.mp3"):
        (prompts / "zh-CN" / name).write_bytes(b"")
    assert main(["words", str(languages)]) == 1
    wrong = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("warning")]
    assert [line.split(":")[0].rpartition("/")[2] for line in wrong] == ["name.wav", "one.wav", "three.wav", "two.mp3"]
    assert "no WAV file" in wrong[1]


def test_words_missing_in_a_language_of_the_table_are_warnings(tmp_path: Path, capsys: Said) -> None:
    folder = Folder.copy(tmp_path)
    folder.change("en.ftl", "page-bank = Which bank is the card from?\n", "")
    assert main(["check", str(tmp_path), "--languages", str(LANGUAGES)]) == 0
    (warning,) = (line for line in capsys.readouterr().err.splitlines() if "/en.ftl: " in line)
    assert warning.startswith(f"warning: {folder.path / 'en.ftl'}: page-bank: missing")
    (folder.path / "en.ftl").unlink()
    assert main(["check", str(tmp_path), "--languages", str(LANGUAGES)]) == 0
    assert len(capsys.readouterr().err.splitlines()) > 20
    assert main(["check", str(tmp_path)]) == 0
    assert capsys.readouterr().err == ""


def test_a_table_that_cannot_be_used_stops_the_check(tmp_path: Path, capsys: Said) -> None:
    assert main(["check", str(SERVICES), "--languages", str(tmp_path)]) == 1
    assert "languages.toml: cannot be read" in capsys.readouterr().err


def test_two_items_under_one_code(tmp_path: Path) -> None:
    first, second = Folder.copy(tmp_path), Folder.copy(tmp_path, "pension-enrolment")
    code = build_catalogue(SERVICES).items[0].codes
    for own, other in (("992014002000", code.basic), ("11990100MB0000002X4992014002000", code.implementation)):
        second.change("item.toml", f'"{own}"', f'"{other}"')
    with pytest.raises(BadItem) as refused:
        build_catalogue(tmp_path)
    (mistake,) = refused.value.mistakes
    assert first.path.name in mistake.wrong
    assert second.path.name in mistake.wrong


def test_a_catalogue_is_numbered_and_expires_as_asked(tmp_path: Path, capsys: Said) -> None:
    out = tmp_path / "out.json"
    assert main(["build", str(SERVICES), "--out", str(out), "--number", "7", "--expires", "2027-01-01"]) == 0
    document = load_catalogue(out.read_bytes()).document
    assert (document.number, document.expires) == (7, date(2027, 1, 1))
    assert capsys.readouterr().err == ""
    assert main(["build", str(SERVICES), "--out", str(out)]) == 0
    assert "--number" in capsys.readouterr().err
    for wrong in (["--number", "-1"], ["--number", "1e9"], ["--expires", "soon"]):
        with pytest.raises(SystemExit):
            main(["build", str(SERVICES), "--out", str(out), *wrong])


SIZE = len(catalogue_bytes(build_catalogue(SERVICES)))


@pytest.mark.parametrize(("limit", "code", "begins"), [(SIZE + 100, 0, "warning: "), (SIZE - 100, 1, str(SERVICES))])
def test_before_a_catalogue_is_too_large_check_and_build_warn(
    limit: int, code: int, begins: str, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (build, command):
        monkeypatch.setattr(module, "LARGEST", limit)
    out = tmp_path / "out.json"
    assert main(["build", str(SERVICES), "--out", str(out), "--number", "0007"]) == code
    assert out.exists() == (code == 0)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(begins)
    assert "MB that a terminal takes" in line
    assert main(["check", str(SERVICES)]) == code
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(begins)
    assert "no longer offered" in line
