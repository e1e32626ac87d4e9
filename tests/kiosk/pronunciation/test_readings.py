"""The tables of readings: where they come from, what a wrong one costs, and how fast they are."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from pypinyin import Style, lazy_pinyin

from kiosk.catalogue.wording import check_languages
from kiosk.messages import Languages
from kiosk.pronunciation.chinese import written_out
from kiosk.pronunciation.parts import Pronunciation
from kiosk.pronunciation.readings import HAN, OWN, TABLE, Readings, read_own
from scripts.readings import table
from tests.kiosk.test_messages import sources
from tests.languages import FOLDER
from tests.ui.player_harness import VOICES

OTHERWISE = set("一不得地还行长谁切卡都当只数")
"""Characters that we read otherwise than pypinyin in some sentence, on purpose: see readings.toml."""
MISREAD = frozenset({"还没收到", "平台说还没收到钱", "还没收到平台的付款消息", "重扫", "建议重扫"})
"""Sentences in which pypinyin sees another word (没收, to confiscate) or does not know one (重扫, to scan again)."""


@pytest.fixture(scope="module")
def readings() -> Readings:
    return Readings.load(FOLDER / OWN)


def test_the_general_table_is_what_its_script_makes() -> None:
    assert TABLE.read_text(encoding="utf-8") == table()


def test_our_readings_have_a_syllable_for_each_character() -> None:
    phrases, surnames, wrong = read_own(FOLDER / OWN)
    assert not wrong
    assert len(phrases) > 100
    assert len(surnames) >= 20


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ('[phrases]\n"银行" = "yin2"', "银行: has 1 syllables for 2 characters"),
        ('[phrases]\n"银行" = "yin2 hang"', "银行: 'hang' is no syllable with its tone, such as hang2"),
        ('[surnames]\n"A" = "a1"', "A: has other characters than hanzi"),
        ('[phrase]\n"银行" = "yin2 hang2"', "phrase: is not known here"),
        ("[phrases", "cannot be read: "),
    ],
)
def test_a_wrong_table_is_explained_and_the_voice_goes_on_without_it(tmp_path: Path, rows: str, why: str) -> None:
    path = tmp_path / OWN
    path.write_text(rows, encoding="utf-8")
    _, _, wrong = read_own(path)
    assert len(wrong) == 1
    assert wrong[0].startswith(str(path))
    assert why.split(":")[-1] in wrong[0]
    assert wrong[0] in check_languages(tmp_path)
    assert Readings.load(path).pinyin("你好") == "ni3 hao3"


def test_a_city_adds_its_own_names(tmp_path: Path) -> None:
    path = tmp_path / OWN
    path.write_text('[phrases]\n"大埔" = "da4 bu4"', encoding="utf-8")
    assert Readings.load(path).pinyin("去大埔") == "qu4 da4 bu4"


def by_pypinyin(run: str) -> list[str]:
    return lazy_pinyin(run, style=Style.TONE3, neutral_tone_with_five=True)


def tone_free(syllables: list[str], run: str) -> list[tuple[str, str]]:
    """Without the tones that pypinyin writes as they are said: third tones in a row, the neutral 里."""
    return [(sign, re.sub("[235]$", "", each)) for sign, each in zip(run, syllables, strict=True)]


def test_pypinyin_reads_the_terminals_own_sentences_alike(readings: Readings) -> None:
    words = Languages.load(FOLDER).words("zh-CN")
    runs = {
        run
        for entry in sources("zh-CN").values()
        for run in re.findall(f"[{HAN}]{{2,}}", written_out(re.sub(r"\{.*?\}|^[\w-]+ =", " ", entry)))
    }
    assert len(runs) > 500
    assert words.voice == VOICES["zh-CN"]
    different = {
        (run, ours[0], ours[1], theirs[1])
        for run in runs - MISREAD
        for ours, theirs in zip(
            tone_free(readings.pinyin(run).split(" "), run), tone_free(by_pypinyin(run), run), strict=True
        )
        if ours != theirs and ours[0] not in OTHERWISE
    }
    assert not different


def test_a_page_of_forty_sentences_is_ready_within_30_ms() -> None:
    pronunciation = Pronunciation(VOICES, FOLDER / OWN)
    page = [f"第 {place} 项，余额 13862.40 元，请打 0571-0000 0011，银行重新处理" for place in range(40)]
    pronunciation.parts(page[0], "zh-CN")

    def taken() -> float:
        begun = time.process_time()
        for sentence in page:
            pronunciation.parts(sentence, "zh-CN")
        return time.process_time() - begun

    assert min(taken() for _ in range(5)) < 0.03
