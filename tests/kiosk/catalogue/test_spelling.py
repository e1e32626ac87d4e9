"""A misspelt key, file or word is one mistake, by its own name."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices.strict_struct import near_word
from kiosk.catalogue.__main__ import main
from tests.kiosk.catalogue.folders import ALLOWANCE, Folder

Said = pytest.CaptureFixture[str]
ITEM, SCHEMA, PAGES, EXAMPLES, ZH, EN = (
    "item.toml", "answers.schema.json", "pages.json", "examples.toml", "zh-CN.ftl", "en.ftl",
)  # fmt: skip

MISSPELT = [
    # file, old, new → place and remedy of the only mistake, in this file
    (ITEM, "necessity", "necesity", "materials.0.necesity", "did you mean 'necessity'?"),
    (ITEM, "[[materials]]", "[[matreials]]", "matreials", "did you mean 'materials'?"),
    (ITEM, "[fee]", "[fees]", "fees", "did you mean 'fee'?"),
    (ITEM, "[codes]", "[code]", "code", "did you mean 'codes'?"),
    (ITEM, '"application"', '"aplication"', "kind", "did you mean 'application'?"),
    (ITEM, '"form", "review"', '"from", "review"', "steps.5", "did you mean 'form'?"),
    (ITEM, '"declare"', '"delcare"', "steps.7", "did you mean 'declare'?"),
    (ITEM, "[fee]\n", '[fee]\nlegal = ["x"]\n', "fee.legal", "remove it or correct its spelling"),
    (ITEM, "[fee]\n", '[fee]\nrows = ["x"]\n', "fee.rows",
     "move it up: after a line [fee] every key belongs to that table"),
    (PAGES, '"rule"', '"rules"', "elements.3.rules", "did you mean 'rule'?"),
    (PAGES, "#/properties/phone", "#/properties/phnoe", "elements.2.elements.0.scope", "did you mean 'phone'?"),
    (SCHEMA, '"required": ["name"', '"required": ["nmae"', "/required", "use the keywords that terminals understand"),
    (SCHEMA, '"additionalProperties"', '"additionalProperty"', "/additionalProperty",
     "use the keywords that terminals understand"),
    (EXAMPLES, "[example.answers]", "[example.answer]", "example.0.answer", "did you mean 'answers'?"),
    (EXAMPLES, 'phone = "', 'phnoe = "', "example.0 (for oneself, all well).answers", "did you mean 'phone'?"),
    (EXAMPLES, "[example.answers]", "[example.facts]\naeg = 80\n\n[example.answers]",
     "example.0 (for oneself, all well).facts", "did you mean 'age'?"),
    (SCHEMA, '"then": {"required": ["holder_name"]}', '"then": {"required": ["holder_nmae"]}', "/allOf/1/then",
     "did you mean 'holder_name'?"),
    (SCHEMA, '"required": ["account_owner"]}', '"required": ["acount_owner"]}', "/allOf/0/then",
     "did you mean 'account_owner'?"),
    (ZH, "page-bank =", "page-bnak =", "page-bnak", "did you mean 'page-bank'?"),
    (EN, "page-bank =", "page-bnak =", "page-bnak", "did you mean 'page-bank'?"),
    (ZH, "summary =", "sumary =", "sumary", "did you mean 'summary'?"),
    (EN, "page-bank-card-hint", "page-bank-card-hnit", "page-bank-card-hnit", "did you mean 'page-bank-card-hint'?"),
    (EN, "summary =", "remark = Hello\nsummary =", "remark", "remove it, or correct its spelling"),
]  # fmt: skip


@pytest.mark.parametrize("case", MISSPELT, ids=[case[2].strip() for case in MISSPELT])
def test_what_is_misspelt_is_one_mistake(tmp_path: Path, case: tuple[str, str, str, str, str]) -> None:
    file, old, new, place, remedy = case
    folder = Folder.copy(tmp_path)
    folder.change(file, old, new)
    found = [(Path(each.file).name, each.place, each.remedy) for each in folder.mistakes()]
    assert found == [(file, place, remedy)]


@pytest.mark.parametrize(
    ("file", "written"),
    [
        (PAGES, "pages.jsn"),
        (ZH, "zh-cn.ftl"),
        (ZH, "zh_CN.ftl"),
        (ITEM, "itme.toml"),
        (EXAMPLES, "example.toml"),
        (SCHEMA, "answers.json"),
    ],
)
def test_a_misspelt_file_is_one_mistake(tmp_path: Path, file: str, written: str, capsys: Said) -> None:
    folder = Folder.copy(tmp_path)
    (folder.path / file).rename(folder.path / written)
    for path in (tmp_path, folder.path):
        assert main(["check", str(path)]) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert line.endswith(f"{written}: file: no file of an item is called so; did you mean {file!r}?")


def test_a_folder_that_is_no_item_is_one_mistake(tmp_path: Path, capsys: Said) -> None:
    Folder.copy(tmp_path)
    (tmp_path / "drafts").mkdir()
    assert main(["check", str(tmp_path)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{tmp_path / 'drafts' / ITEM}: file: missing; ")


def test_what_nothing_reads_is_a_warning(tmp_path: Path, capsys: Said) -> None:
    folder = Folder.copy(tmp_path)
    (folder.path / "notes.txt").write_text("later", encoding="utf-8")
    (folder.path / "scenarios").mkdir()
    for file in (ZH, EN):
        folder.change(file, "summary =", "gone = Hello\nsummary =" if file == EN else "gone = 你好\nsummary =")
    assert main(["check", str(tmp_path)]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert all(line.startswith("warning: ") for line in lines)
    assert [line.split(": ")[1].rpartition("/")[2] for line in lines] == [EN, ZH, "notes.txt"]


def test_an_item_may_be_checked_from_within_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Folder.copy(tmp_path).path)
    assert main(["check", "."]) == 0
    monkeypatch.chdir(tmp_path)
    assert main(["check", ALLOWANCE]) == 0


@pytest.mark.parametrize(("word", "near"), [("Materials", "materials"), ("", ""), ("x" * 100_000, "")])
def test_any_word_may_be_compared(word: str, near: str) -> None:
    assert near_word(word, ["materials", "codes"]) == near
