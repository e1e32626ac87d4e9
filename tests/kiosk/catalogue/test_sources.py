"""Every mistake in a service item is explained with file, place and remedy; every item that ships is walked."""

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
from kiosk.catalogue.answers import FORMATS, foreign_keywords, validate_answers, visible_pages
from kiosk.catalogue.build import build_catalogue, catalogue_bytes
from kiosk.catalogue.codes import is_credit_code
from kiosk.catalogue.load import BadCatalogue, load_catalogue
from kiosk.catalogue.search import search
from kiosk.catalogue.sources import BadItem, read_item
from tests.house.doors import ROOT

SERVICES = ROOT / "config" / "services"
ITEMS = sorted(path.name for path in SERVICES.iterdir())


@pytest.fixture
def item(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SERVICES / "old-age-allowance", tmp_path / "old-age-allowance"))


def mistakes(folder: Path) -> str:
    with pytest.raises(BadItem) as caught:
        read_item(folder)
    assert all(m.file and m.place and m.remedy for m in caught.value.mistakes)
    return str(caught.value)


@pytest.mark.parametrize("name", ITEMS)
def test_every_item_that_ships_is_whole_and_its_examples_hold(name: str) -> None:
    assert read_item(SERVICES / name).id == name


@pytest.mark.parametrize(
    ("file", "before", "after", "says"),
    [
        ("item.toml", 'kind = "application"', 'kind = "wish"', "item.toml: kind"),
        ("item.toml", "order = 10", "ordre = 10", "item.toml: ordre"),
        ("item.toml", "[codes]", "[codes", "item.toml: file: cannot be read"),
        ("item.toml", "0001T4", "0001U4", "codes.implementation: the first 18 are no credit code"),
        ("item.toml", 'basic = "990511001000"', 'basic = "99051100"', "codes.basic: 12 digits"),
        (
            "item.toml",
            "effective = 2026-01-01",
            "effective = 2026-01-01\ncancelled = 2025-01-01",
            "is not after effective",
        ),
        ("item.toml", '"condition-2"', '"condition-9"', "zh-CN.ftl: condition-9: missing; add the message"),
        ("en.ftl", "answer-phone =", "answer-fone =", "en.ftl: answer-phone: missing"),
        ("answers.schema.json", '"type": "object",', '"type": "object", "allOf": [],', "/allOf: keyword not allowed"),
        ("answers.schema.json", '"format": "phone"', '"format": "fone"', "unknown format 'fone'; known:"),
        ("answers.schema.json", "{", "[", "answers.schema.json: file"),
        ("pages.json", '"widget": "digits"', '"widget": "slider"', "pages.json: pages.2.controls.0.widget"),
        ("pages.json", "#/properties/phone", "#/properties/fone", "'fone' is no answer"),
        ("pages.json", '"Category"', '"Chapter"', "must be Category"),
        ("pages.json", '"SHOW"', '"HIDE"', "must be SHOW"),
        ("examples.toml", '"person", "address", "phone", "bank", "bank-card"', '"person"', "correct example or rules"),
        ("examples.toml", 'phone = "19900000001"', 'phone = "1"', "wrong answers are ['phone']"),
    ],
)
def test_a_mistake_is_explained(file: str, before: str, after: str, says: str, item: Path) -> None:
    path = item / file
    content = path.read_text(encoding="utf-8")
    assert before in content
    path.write_text(content.replace(before, after, 1), encoding="utf-8")
    assert says in mistakes(item)


@pytest.mark.parametrize("file", ["item.toml", "answers.schema.json", "pages.json", "examples.toml", "en.ftl"])
def test_a_missing_file_is_named(file: str, item: Path) -> None:
    (item / file).unlink()
    assert f"{file}: file: missing" in mistakes(item)


def test_all_mistakes_are_told_at_once(item: Path) -> None:
    for name, before in (("en.ftl", "answer-phone ="), ("zh-CN.ftl", "name =")):
        path = item / name
        path.write_text(path.read_text(encoding="utf-8").replace(before, "x ="), encoding="utf-8")
    said = mistakes(item)
    assert "en.ftl: answer-phone" in said
    assert "zh-CN.ftl: name" in said


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
def test_what_is_no_catalogue_is_refused_without_quoting_it(content: bytes) -> None:
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
def test_any_answers_are_judged(answers: dict[str, object]) -> None:
    item = read_item(SERVICES / "old-age-allowance")
    wrong = validate_answers(item.answers, answers)
    assert len({each.answer for each in wrong}) == len(wrong)
    visible_pages(item, answers)


@given(JSON)
def test_any_schema_is_looked_through(schema: object) -> None:
    assert isinstance(foreign_keywords(schema), list)


@given(st.text(alphabet="0123456789", min_size=12, max_size=19))
def test_bank_cards_are_judged_as_the_standard_does(number: str) -> None:
    assert FORMATS["bank-card"](number) is luhn.is_valid(number)


@given(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_credit_codes_are_judged_as_the_standard_does(first: str) -> None:
    if first.isdigit() or not first[:8].isdigit():
        return
    code = first[:17] + uscc.calc_check_digit(first[:17])
    assert is_credit_code(code)
