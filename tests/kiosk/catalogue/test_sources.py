"""The command, the catalogue as one document, answers and codes against the standards."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import uscc

from kiosk.catalogue.__main__ import main
from kiosk.catalogue.answers import schema_problems, validate_answers, visible_pages
from kiosk.catalogue.build import build_catalogue, catalogue_bytes
from kiosk.catalogue.codes import is_credit_code
from kiosk.catalogue.formats import FORMATS
from kiosk.catalogue.load import BadCatalogue, load_catalogue
from kiosk.catalogue.search import search
from kiosk.catalogue.sources import read_item
from tests import frozen

SERVICES = frozen.SERVICES


@pytest.fixture
def item(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SERVICES / "old-age-allowance", tmp_path / "old-age-allowance"))


def test_the_command_explains_and_exits_by_convention(item: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(item)]) == 0
    (item / "pages.json").unlink()
    capsys.readouterr()
    assert main(["check", str(item), "--json"]) == 1
    (mistake,) = json.loads(capsys.readouterr().out)
    assert mistake["remedy"] == "add it"
    assert main(["check", str(item / "nowhere")]) == 1


def test_the_catalogue_is_versioned_by_its_content_and_read_back(tmp_path: Path) -> None:
    first = build_catalogue(SERVICES)
    assert build_catalogue(SERVICES).version == first.version
    copy = Path(shutil.copytree(SERVICES, tmp_path / "services"))
    words = copy / "case-progress" / "en.ftl"
    words.write_text(words.read_text(encoding="utf-8").replace("Progress", "How far"), encoding="utf-8")
    assert build_catalogue(copy).version != first.version
    assert load_catalogue(catalogue_bytes(first)).document == first


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"version": "1", "items": [{}]}', b"\xff"])
def test_invalid_bytes_are_refused_without_quoting_them(content: bytes) -> None:
    with pytest.raises(BadCatalogue):
        load_catalogue(content)


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("高龄", "old-age-allowance"), ("gaoling", "old-age-allowance"), ("gljt", "old-age-allowance"),
        ("社保", "pension-enrolment"), ("sbcx", "pension-enrolment"), ("养老保险", "pension-enrolment"),
        ("PENSION", "pension-enrolment"), ("jdcx", "case-progress"), ("凭条", "case-progress"),
    ],
)  # fmt: skip
def test_an_item_is_found_by_words_pinyin_and_initials(wanted: str, first: str) -> None:
    found = search(build_catalogue(SERVICES).items, wanted)
    assert [item.id for item in found][:1] == [first]


@given(st.text(max_size=30))
def test_search_takes_anything(wanted: str) -> None:
    search((), wanted)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from(["name", "phone", "bank", "bank_card", "account_owner", "x"]), JSON))
def test_any_answers_are_validated(answers: dict[str, object]) -> None:
    item = read_item(SERVICES / "old-age-allowance")
    wrong = validate_answers(item.answers, answers)
    assert len({each.answer for each in wrong}) == len(wrong)
    visible_pages(item, answers)


@given(JSON)
def test_any_schema_is_checked(schema: object) -> None:
    assert isinstance(schema_problems(schema), list)


@given(st.text(alphabet="0123456789", min_size=12, max_size=19))
def test_bank_cards_match_the_reference_library(number: str) -> None:
    assert FORMATS["bank-card"](number) is luhn.is_valid(number)


@given(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_credit_codes_match_the_reference_library(first: str) -> None:
    if first.isdigit() or not first[:8].isdigit():
        return
    code = first[:17] + uscc.calc_check_digit(first[:17])
    assert is_credit_code(code)
