"""Words in several languages: complete, with equal arguments, fit to be spoken."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.catalogue.wording import check_languages, wording_mistakes
from kiosk.fluent.shapes import message_shapes
from kiosk.language_table import language_of
from tests.kiosk.catalogue.folders import LANGUAGES
from tests.languages import write_table


def written(folder: Path, **sources: str) -> list[str]:
    """Write `zh` and `en` (and parts, `zh_slip`), and check them."""
    for name, source in sources.items():
        language, _, part = name.partition("_")
        language = {"zh": "zh-CN"}.get(language, language)
        (folder / (f"{part}.{language}.ftl" if part else f"{language}.ftl")).write_text(source, encoding="utf-8")
    write_table(folder, sorted({language_of(path) for path in folder.glob("*.ftl")}))
    return check_languages(folder)


def test_shipped_languages_are_complete() -> None:
    assert check_languages(LANGUAGES) == []


def test_no_english_sentence_begins_with_the_name_of_the_authority() -> None:
    """The name stands within sentences, "the Civil Affairs Bureau": it has no capital."""
    begun = r"(?m)^(\S+|\s+\.speech) = \{ \$(authority|place) \}"
    assert re.findall(begun, (LANGUAGES / "en.ftl").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("zh", "en", "why"),
    [
        ("a = 好", "b = well", "en: a: missing"),
        ("a = 好", "b = well", "zh-CN: b: missing"),
        ("a = { $x }好", "a = well", "en: a: its arguments are [], in zh-CN ['x']"),
        ("a = { $x }好\n    .speech = { $y }好", "a = { $x } well", "zh-CN: a: .speech wants $y"),
        ("a = 第 1 页", "a = Page 1", "zh-CN: a: cannot be spoken well because of '1'"),
        ("a = 查 APP", "a = See", "zh-CN: a: cannot be spoken well because of 'A'"),
        ("a = 好\n    .speech = 好·好", "a = well", "zh-CN: a: cannot be spoken well because of '·'"),
        ("a = 好", "a = here / there", "en: a: cannot be spoken well because of '/'"),
        ("a = 好", "a = a word, e.g. pension", "en: a: cannot be spoken well because of 'e.g.'"),
        ("a = 看下面的按钮", "a = see", "zh-CN: a: '下面' helps nobody who only listens"),
        ("a = 触摸这里", "a = start", "zh-CN: a: '触摸这里' helps nobody"),
        ("a = 开始", "a = The blue button", "en: a: 'blue' helps nobody"),
        ("a = 开始", "a = Press Change beside it", "en: a: 'beside' helps nobody"),
        ("a = 好\nb = { a }", "a = well\nb = well", "zh-CN: b: refers to a"),
        ("a = { NUMBER($x) }", "a = { $x }", "zh-CN: a: refers to NUMBER"),
    ],
)
def test_mistake_names_language_and_key(tmp_path: Path, zh: str, en: str, why: str) -> None:
    assert any(line.startswith(why) for line in written(tmp_path, zh=f"{zh}\n", en=f"{en}\n"))


def test_a_place_on_the_machine_may_be_named_and_one_on_the_screen_may_be_shown(tmp_path: Path) -> None:
    zh = "place-left = 屏幕左边\nmore = 看下面\n    .speech = 后面还有\n"
    en = "place-left = to the left of the screen\nmore = See below\n    .speech = There is more\n"
    assert written(tmp_path, zh=zh, en=en) == []


@pytest.mark.parametrize(
    ("source", "line", "why"),
    [
        ("ok = 好\nbroken = { \n", 2, "Expected"),
        ("-brand = 一刻\n", 1, "term"),
        ("a = 好\na = 好\n", 2, "second time"),
        ("a = 好\n    .title = 好\n", 1, "only attribute"),
        ("no message at all\n", 1, "Expected"),
    ],
)
def test_syntax_error_names_file_and_line(tmp_path: Path, source: str, line: int, why: str) -> None:
    found = written(tmp_path, zh=source)
    assert any(each.startswith(f"{tmp_path / 'zh-CN.ftl'}: line {line}: ") and why in each for each in found)


def test_one_key_in_two_files_of_a_language(tmp_path: Path) -> None:
    (mistake,) = written(tmp_path, zh="a = 好\n", zh_slip="a = 好\n")
    assert mistake.endswith("zh-CN.ftl: a: another file of this language has it too")


def test_spoken_form_allows_figures(tmp_path: Path) -> None:
    assert written(tmp_path, zh="a = 第 1 页\n    .speech = 第一页\n", en="a = Page 1\n") == []


def test_values_of_arguments_are_not_checked(tmp_path: Path) -> None:
    assert written(tmp_path, zh="a = 第 { $n } 页\n", en="a = Page { $n }\n") == []


def test_a_folder_without_the_base_or_with_a_file_that_is_no_text(tmp_path: Path) -> None:
    table = tmp_path / "nowhere" / "languages.toml"
    assert check_languages(tmp_path / "nowhere") == [f"{table}: cannot be read (No such file or directory)"]
    (tmp_path / "zh-CN.ftl").write_bytes(b"\xff")
    write_table(tmp_path, ["zh-CN"])
    assert check_languages(tmp_path) == [f"{tmp_path / 'zh-CN.ftl'}: cannot be read (not UTF-8 at byte 0)"]


@given(st.text(alphabet=st.sampled_from(list('ab-=.{}$ \n"[]*好1#>|/')), max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_source_is_read_or_explained(source: str) -> None:
    found, _ = message_shapes(source)
    wording_mistakes({"zh-CN": found, "en": {}})


def test_a_file_of_words_that_nobody_can_read_is_one_line(tmp_path: Path) -> None:
    """Nested too deep it was a traceback, and for a pipe the check waited for ever."""
    shutil.copytree(LANGUAGES, tmp_path / "l")
    (tmp_path / "l" / "en.ftl").write_text("deep = " + "{" * 5000, encoding="utf-8")
    (tmp_path / "l" / "ui.en.ftl").unlink()
    os.mkfifo(tmp_path / "l" / "ui.en.ftl")
    said = [line for line in check_languages(tmp_path / "l") if not line.endswith(": missing")]
    assert said == [
        f"{tmp_path / 'l' / 'en.ftl'}: line 0: nested too deep",
        f"{tmp_path / 'l' / 'ui.en.ftl'}: cannot be read (is no regular file)",
    ]
