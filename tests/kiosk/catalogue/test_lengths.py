"""Words of an item that are longer than the pages have room for: a warning for the author, no mistake."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.catalogue.__main__ import main
from kiosk.catalogue.lengths import LONGEST, UNDER_THE_NAME, long_words, width_of
from tests.frozen import SERVICES, SHIPPED, catalogue

ITEM = "old-age-allowance"


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("津贴", 4), ("80 岁", 5), ("（）", 4), ("“津贴”", 6)]
)
def test_a_hanzi_is_as_wide_as_two_letters(text: str, width: int) -> None:
    assert width_of(text) == width


def test_the_words_of_the_frozen_items_have_room() -> None:
    assert [str(each) for item in catalogue() for each in long_words(item)] == []


@pytest.mark.parametrize("key", ["short", "name", "condition-1"])
@pytest.mark.parametrize(("language", "letter"), [("zh-CN", "长"), ("en", "l")])
def test_a_word_that_is_too_long_is_a_warning(
    key: str, language: str, letter: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    most = LONGEST.get(key, UNDER_THE_NAME)
    folder = shutil.copytree(SERVICES / ITEM, tmp_path / ITEM)
    file = folder / f"{language}.ftl"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith(f"{key} =")]

    def check(width: int) -> str:
        word = letter * (width // width_of(letter))
        file.write_text("\n".join([*lines, f"{key} = {word}", ""]), encoding="utf-8")
        assert main(["check", str(folder), "--languages", str(SHIPPED / "languages")]) == 0
        return capsys.readouterr().err

    assert check(most) == ""
    assert f"warning: {file}: {key}: is {most + 2} half characters long" in check(most + 2)
