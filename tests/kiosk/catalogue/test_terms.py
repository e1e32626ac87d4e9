"""One word for one thing, in the words of the terminal and of the service items."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kiosk.catalogue.__main__ import main
from kiosk.catalogue.terms import FILE, Term, read_terms, term_mistakes
from kiosk.fluent.shapes import message_shapes
from tests.frozen import SERVICES, SHIPPED

LANGUAGES = SHIPPED / "languages"
TERMS, WRONG = read_terms(LANGUAGES)
ITEMS = sorted(path for root in (SHIPPED / "services", SERVICES) for path in root.iterdir() if path.is_dir())


def test_the_table_is_read_and_speaks_of_each_thing_once() -> None:
    assert WRONG == []
    assert len({(term.language, term.thing) for term in TERMS}) == len(TERMS) > 10


@pytest.mark.parametrize("item", ITEMS, ids=lambda path: f"{path.parent.parent.name}-{path.name}")
def test_items_write_no_other_word(item: Path) -> None:
    words = {path.stem: message_shapes(path.read_text(encoding="utf-8"))[0] for path in item.glob("*.ftl")}
    assert list(term_mistakes(TERMS, words)) == []


@pytest.mark.parametrize("term", TERMS, ids=lambda term: f"{term.language}: {term.thing}")
def test_the_words_of_the_terminal_write_no_other_word(term: Term) -> None:
    files = [path for path in LANGUAGES.glob("*.ftl") if path.stem.rpartition(".")[2] == term.language]
    for path in files:
        words = {term.language: message_shapes(path.read_text(encoding="utf-8"))[0]}
        assert list(term_mistakes([term], words)) == [], path.name


@pytest.mark.parametrize("source", ["one = 按“不办了”离开", "one = 退出\n    .speech = 不办了"])
def test_a_word_that_is_not_ours_is_found_in_text_and_speech(source: str) -> None:
    ((language, key, why),) = term_mistakes(TERMS, {"zh-CN": message_shapes(source)[0]})
    assert (language, key) == ("zh-CN", "one")
    assert why == "'不办了' is not our word for leaving a visit: write 退出"


def test_the_check_of_an_item_refuses_a_word_that_is_not_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(SERVICES / "pension-enrolment", tmp_path / "pension-enrolment")
    file = folder / "zh-CN.ftl"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub("^summary = .*$", "summary = 在终端上查", text, flags=re.MULTILINE), encoding="utf-8")
    assert main(["check", str(folder)]) == 0
    assert main(["check", str(folder), "--languages", str(LANGUAGES)]) == 1
    said = f"{file}: summary: '终端' is not our word for the terminal in front of the citizen; write 这台机器"
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[[term]]\nlanguage = 'en'\nthing = 'a'\nwrite = 'b'\nnever = ['(']", "cannot be read"),
        ("[[term]]\nlanguage = 'en'\nthing = 'a'\nwrite = 'b'", "never"),
        ("[[", "cannot be read"),
    ],
)
def test_a_table_that_is_wrong_is_said_with_its_file(content: str, said: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    terms, (line,) = read_terms(tmp_path)
    assert terms == ()
    assert str(tmp_path / FILE) in line
    assert said in line
