"""The table of languages and its files: read as one, every mistake named with its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.fluent.functions import DateFormats, functions
from kiosk.language_table import BadLanguages, Language, load_table, next_language
from kiosk.messages import Languages
from kiosk.words import Data, Text, text
from tests.languages import TABLE, write_table


def folder_of(path: Path, *codes: str) -> Path:
    for code in codes:
        for name in (f"{code}.ftl", f"ui.{code}.ftl"):
            (path / name).write_text(f"key-{name.partition('.')[0].lower()} = x\n", encoding="utf-8")
    write_table(path, codes)
    return path


def mistakes(path: Path) -> list[str]:
    with pytest.raises(BadLanguages) as refused:
        load_table(path)
    return [line.removeprefix(f"{path}/") for line in refused.value.mistakes]


def test_rows_come_in_the_order_of_the_table(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "en", "zh-CN", "bo")
    assert [row.code for row in load_table(folder)] == ["en", "zh-CN", "bo"]
    assert list(Languages.load(folder).by_language) == ["en", "zh-CN", "bo"]


def test_a_row_without_files_and_files_without_a_row(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "zh-CN", "en")
    (folder / "ui.en.ftl").unlink()
    (folder / "area").mkdir()
    for path in (folder / "bo.ftl", folder / "area" / "zh-CN.ftl"):
        path.write_text("key = x\n", encoding="utf-8")
    assert mistakes(folder) == [
        "bo.ftl: languages.toml has no row for bo",
        "area/en.ftl: missing, and languages.toml has a row for en",
        "ui.en.ftl: missing, and languages.toml has a row for en",
    ]


def test_the_base_has_a_row_and_no_language_has_two(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "en")
    write_table(folder, ["en", "en"])
    assert mistakes(folder) == [
        "languages.toml: en: has two rows",
        "languages.toml: no row for zh-CN, in which every item has its words",
    ]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('voise = "en"', "language.0.voise: is not known here"),
        ('voice = "en; rm"', "language.0.voice: "),
        ('direction = "up"', "language.0.direction: must be one of 'ltr', 'rtl'"),
        ('months = ["January"]', "language.0: months: 1 names, not 12"),
        ('date = "{year}-{mouth}"', "language.0: day: cannot be filled in: KeyError('mouth')"),
        ('date = "{month_name}"', "language.0: day: cannot be filled in: KeyError('month_name')"),
        ("date = ", "cannot be read: "),
    ],
)
def test_a_row_that_does_not_fit_is_explained(tmp_path: Path, line: str, wrong: str) -> None:
    folder = folder_of(tmp_path, "zh-CN")
    table = folder / "languages.toml"
    table.write_text(f"{table.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")
    assert any(wrong in each for each in mistakes(folder)), mistakes(folder)


def test_all_mistakes_of_a_table_are_reported_at_once(tmp_path: Path) -> None:
    (tmp_path / "languages.toml").write_text('[[language]]\ncode = "Zh"\nname = ""\nsort = 1\n', encoding="utf-8")
    assert len(mistakes(tmp_path)) == 3


def test_the_language_button_goes_round() -> None:
    codes = [row.code for row in TABLE]
    assert [next_language(TABLE, code).code for code in codes] == [*codes[1:], codes[0]]
    assert next_language(TABLE, "xx") is TABLE[0]


def test_a_language_without_formats_writes_dates_as_in_iso_8601() -> None:
    found = functions(DateFormats())
    assert found["DATE"]("2026-11-20") == "2026-11-20"
    assert found["MOMENT"]("2026-11-24T23:40:00+00:00") == "11-25 07:40"
    assert DateFormats().fill("{day}", date(2026, 1, 2)) == "2"


def test_numbers_of_a_language_unknown_to_cldr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    folder = folder_of(tmp_path, "zh-CN", "qaa")
    source = "n = { $count ->\n    [one] one\n   *[other] { $count }\n}\n"
    (folder / "qaa.ftl").write_text(source, encoding="utf-8")
    words = Languages.load(folder).words("qaa")
    assert words.text(text("n", count=1)) == "1"
    assert words.text(text("n", count=12345)) == "12,345"


class Item:
    id = "item"
    words = {"zh-CN": "name = 名\nshort = 短\n", "en": "name = Name\n"}  # noqa: RUF012 (the protocol's attribute)


def test_a_word_that_an_item_lacks_is_the_base_languages_and_read_by_its_voice(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "zh-CN", "en", "bo")
    languages = Languages.load(folder).with_items([Item()])
    english, tibetan = languages.words("en"), languages.words("bo")
    assert [english.text(text(key, "item")) for key in ("name", "short")] == ["Name", "短"]
    assert [english.voice_language(text(key, "item")) for key in ("name", "short")] == ["en", "zh-CN"]
    assert [tibetan.text(text(key, "item")) for key in ("name", "short")] == ["名", "短"]
    assert tibetan.has("short", "item")
    assert tibetan.voice_language(Text("key-bo")) == "bo"
    assert tibetan.voice_language(Data("English", language="en")) == "en"
    assert tibetan.voice_language(Data("any")) == "bo"


def test_only_languages_with_a_voice_are_read(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "zh-CN", "en")
    table = folder / "languages.toml"
    table.write_text(table.read_text(encoding="utf-8") + 'voice = "en"\n', encoding="utf-8")
    assert Languages.load(folder).voices == {"en": "en"}
    assert Language("zh-CN", "中文").voice == ""
