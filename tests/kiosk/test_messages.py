"""Messages: complete in every language, and never shown as a bare key."""

from __future__ import annotations

import calendar
import contextlib
import locale
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.fluent.bundle import MissingWords, entries
from kiosk.language_table import BadLanguages, word_files
from kiosk.messages import Languages, language_of
from kiosk.platform.listing import CaseState
from kiosk.steps.table import STEPS
from kiosk.words import Data, text
from tests.frozen import catalogue, charged, payees
from tests.house.doors import SANDBOX, name_of, product_files
from tests.languages import FOLDER, LANGUAGES, write_table

WORDS = Languages.load(FOLDER).with_items(catalogue())
ARGUMENT = re.compile(r"\$([a-zA-Z_]+)")


def sources(language: str) -> dict[str, str]:
    """Return key → entry of all files of a language."""
    found: dict[str, str] = {}
    for path in sorted(each for each in word_files(FOLDER) if language_of(each) == language):
        for key, entry in entries(path.read_text(encoding="utf-8")).items():
            assert key not in found, f"{key} stands twice in {language}"
            found[key] = entry
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_key_with_the_same_arguments(language: str) -> None:
    base, other = sources("zh-CN"), sources(language)
    assert set(base) == set(other)
    for key, entry in base.items():
        assert set(ARGUMENT.findall(entry)) == set(ARGUMENT.findall(other[key])), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_can_be_said_and_written(language: str) -> None:
    words = WORDS.words(language)
    for key, entry in sources(language).items():
        args: dict[str, str | int] = {
            name: 3 if name in ("count", "left", "digits", "years", "number", "current", "total") else "x"
            for name in ARGUMENT.findall(entry)
        }
        if "at" in args:
            args["at"] = "2026-11-24T13:40:00+00:00"
        assert words.text(text(key, "", **args)), key
        assert words.speech(text(key, "", **args)), key


def test_every_literal_key_in_the_program_exists() -> None:
    base = sources("zh-CN")
    item_keys: set[str] = set()
    for items in (catalogue(), charged(), payees()):
        for item in items:
            item_keys |= items.keys(item.id)
    literal = re.compile(r'\btext\(\s*"([a-z][\w-]*)"')
    for path in product_files():
        if name_of(path).startswith(SANDBOX):
            continue
        for key in literal.findall(path.read_text(encoding="utf-8")):
            assert key in base or key in item_keys or f"ui-{key}" in base, f"{path.name}: {key}"


def test_every_step_has_words_for_the_progress_bar() -> None:
    assert {step.label for step in STEPS.values()} <= set(sources("zh-CN"))


def test_every_case_state_has_words() -> None:
    assert {f"state-{state.value.replace('_', '-')}" for state in CaseState} <= set(sources("zh-CN"))


def test_a_missing_key_or_argument_is_an_error_never_a_key_on_the_screen() -> None:
    words = WORDS.words("zh-CN")
    with pytest.raises(MissingWords, match="no-such-key"):
        words.text(text("no-such-key"))
    with pytest.raises(MissingWords, match="code-wrong"):
        words.text(text("code-wrong"))


def test_item_messages_fall_back_to_the_terminals() -> None:
    words = WORDS.words("en")
    assert words.text(text("name", "old-age-allowance")) == "Old-age allowance"
    assert words.text(text("action-back", "old-age-allowance")) == "Back"


def test_masked_data_is_written_but_not_said() -> None:
    words = WORDS.words("zh-CN")
    assert words.text(Data("9901", masked=True)) == "9901"
    assert words.speech(Data("9901", masked=True)) == "这一项不读出来"


def test_times_are_shown_in_chinese_time() -> None:
    moment = text("moment", at="2026-11-24T23:40:00+00:00")
    assert WORDS.words("zh-CN").text(moment) == "11月25日 07:40"
    assert WORDS.words("en").text(moment) == "25 November, 07:40"


def test_an_unknown_language_falls_back_to_the_base() -> None:
    assert WORDS.words("xx").text(text("action-back")) == "返回"


@pytest.mark.parametrize("source", ["", "key", "= value", "key = { $", "key = value\n  .speech"])
def test_broken_fluent_is_an_error_and_never_shown(source: str, tmp_path: Path) -> None:
    (tmp_path / "zh-CN.ftl").write_text(source, encoding="utf-8")
    write_table(tmp_path, ["zh-CN"])
    words = Languages.load(tmp_path).words("zh-CN")
    if words.has("key"):
        with pytest.raises(MissingWords):
            words.text(text("key"))


def test_the_systems_locale_changes_no_text() -> None:
    spoken = locale.setlocale(locale.LC_TIME)
    moment = text("moment", at="2026-03-05T00:00:00+00:00")
    try:
        for other in ("zh_CN.UTF-8", "de_DE.UTF-8", "C.UTF-8"):
            with contextlib.suppress(locale.Error):
                locale.setlocale(locale.LC_TIME, other)
            assert WORDS.words("en").text(moment) == "5 March, 08:00"
    finally:
        locale.setlocale(locale.LC_TIME, spoken)


@pytest.mark.parametrize("month", range(12))
def test_every_month_has_its_name(month: int) -> None:
    assert WORDS.words("en").row.months[month] == calendar.month_name[month + 1]


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(MissingWords, match="moment"):
        WORDS.words("en").text(text("moment", at="2026-11-24T23:40:00"))


@pytest.mark.parametrize(
    ("language", "on", "expected"),
    [
        ("zh-CN", "2026-11-20", "数据截至 2026年11月20日"),
        ("en", "2026-11-20", "As of 20 November 2026"),
        ("en", "last Friday", "As of last Friday"),
    ],
)
def test_days_are_formatted_by_language(language: str, on: str, expected: str) -> None:
    assert WORDS.words(language).text(text("lookup-as-of", day=on)) == expected


def test_nested_messages_keep_masking_in_speech() -> None:
    words = WORDS.words("zh-CN")
    hidden = text("form-dispute", what=Data("990101", masked=True))
    assert "990101" in words.text(hidden)
    assert "990101" not in words.speech(hidden)


def test_nothing_on_paper_carries_invisible_marks() -> None:
    assert WORDS.words("en").text(text("form-dispute", what=Data("Name"))).isprintable()


def test_a_folder_without_the_base_language_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "en.ftl").write_text("key = value\n", encoding="utf-8")
    write_table(tmp_path, ["en"])
    with pytest.raises(BadLanguages, match="zh-CN"):
        Languages.load(tmp_path)
    write_table(tmp_path, ["zh-CN", "en"])
    (tmp_path / "zh-CN.ftl").write_bytes(b"key = \xff\n")
    with pytest.raises(MissingWords, match=r"zh-CN\.ftl"):
        Languages.load(tmp_path)


@given(st.text(max_size=40))
def test_a_value_is_never_taken_for_a_message(value: str) -> None:
    words = WORDS.words("zh-CN")
    assert words.text(Data(value)) == value
    assert words.text(text("form-dispute", what=Data(value))).count(value) >= 1
