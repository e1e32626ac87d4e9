"""The steps of an item: unknown words, conditions, order, and words that older terminals do not know."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from kiosk.catalogue import requirements
from kiosk.catalogue.__main__ import main
from kiosk.catalogue.requirements import Requirement, requirements_of
from kiosk.catalogue.sources import read_item
from kiosk.vocabulary.since import SINCE
from kiosk.vocabulary.steps import STEPS, StepKind
from tests.kiosk.catalogue.folders import ALLOWANCE, SERVICES, Folder

ITEM, SCHEMA, PAGES = "item.toml", "answers.schema.json", "pages.json"
PROGRESS, PENSION = "case-progress", "pension-enrolment"
BY_CARD = 'when = [{ fact = "way", schema = { const = "card" } }]'
NOTICE, IDENTIFY, PROOF = (f'{{ step = "{step}", {BY_CARD} }}' for step in ("notice", "identify", "second_proof"))


def when(fact: str, value: str) -> str:
    return f'when = [{{ fact = "{fact}", schema = {{ const = "{value}" }} }}]'


MISSPELT = [
    # item, file, old, new → the file and place, and the remedy
    (ALLOWANCE, ITEM, '"review", ', '"reveiw", ', ITEM, "steps.6", "did you mean 'review'?"),
    (ALLOWANCE, ITEM, '"review", ', '"farewell", ', ITEM, "steps.6", "use one of these"),
    (PROGRESS, ITEM, 'step = "notice"', 'step = "notise"', ITEM, "steps.2.step", "did you mean 'notice'?"),
    (PROGRESS, ITEM, BY_CARD, when("way", "kard"), ITEM, "steps.2.when.0.schema", "did you mean 'way=card'?"),
    (PROGRESS, ITEM, BY_CARD, when("weay", "card"), ITEM, "steps.2.when.0.fact", "did you mean 'way'?"),
    (ALLOWANCE, PAGES, '"widget": "digits"', '"widget": "digit"', PAGES, "elements.2.elements.0.options.widget",
     "did you mean 'digits'?"),
    (ALLOWANCE, PAGES, '"widget": "digits"', '"widget": "search"', PAGES, "elements.2.elements.0.options.widget",
     "use one of these"),
    (ALLOWANCE, SCHEMA, '"format": "phone"', '"format": "fone"', SCHEMA, "/properties/phone/format",
     "did you mean 'phone'?"),
    (ALLOWANCE, PAGES, '{"const": "family"}', '{"format": "dat"}', PAGES, "elements.3.rule.condition.schema.format",
     "did you mean 'date'?"),
]  # fmt: skip


@pytest.mark.parametrize("case", MISSPELT, ids=[case[3] for case in MISSPELT])
def test_misspelt_word_is_refused_with_a_suggestion(tmp_path: Path, case: tuple[str, ...]) -> None:
    item, file, old, new, named, place, remedy = case
    folder = Folder.copy(tmp_path, item)
    folder.change(file, old, new)
    found = [(m.file, m.place, m.remedy) for m in folder.mistakes() if " for items; these are: " in m.wrong]
    assert found == [(str(folder.path / named), place, remedy)], "\n".join(map(str, folder.mistakes()))


UNFIT = [
    # item, old, new → the place, and part of what is wrong
    (PROGRESS, f"{NOTICE},\n  {IDENTIFY}", f"{IDENTIFY},\n  {NOTICE}", "steps", "identify comes before notice"),
    (PROGRESS, '"way",\n  ', "", "steps.1.when.0.fact", "way is not known before the step way"),
    (PROGRESS, NOTICE, NOTICE.replace(BY_CARD, when("acting_for", "self")), "steps.2.when.0.fact", "not known before"),
    (PROGRESS, NOTICE, NOTICE.replace(BY_CARD, when("way", "slip")), "steps.2", "may be absent only for way=slip"),
    (PROGRESS, NOTICE, NOTICE.replace('const = "card"', 'maxLength = 1'), "steps.2.when.0.schema", "never holds"),
    (PROGRESS, NOTICE, NOTICE.replace('const = "card"', 'minLength = "x"'), "steps.2.when.0.schema.minLength", "must"),
    (PROGRESS, NOTICE, NOTICE.replace('"way"', '"way.card"'), "steps.2.when.0.fact", "way has no members"),
    (PROGRESS, NOTICE, NOTICE.replace('"way"', '"can"'), "steps.2.when.0.fact", "names no capability"),
    (PROGRESS, NOTICE, NOTICE.replace('"way"', '"can.fly"'), "steps.2.when.0.fact", "'fly' is no capability"),
    (PROGRESS, IDENTIFY, '"identify"', "steps.3", "identify may be met where notice was skipped"),
    (PROGRESS, PROOF, '"second_proof"', "steps.4", "second_proof may be met where identify was skipped"),
    (PROGRESS, '"progress",', f'{{ step = "progress", {BY_CARD} }},', "steps.5", "it takes none"),
    (PROGRESS, '"guide",', f'{{ step = "guide", {BY_CARD} }},', "steps", "does not begin with the guide"),
    (PROGRESS, BY_CARD, 'when = "way=card"', "steps.2.when", "got `str`"),
    (PROGRESS, BY_CARD, 'until = "way=slip"', "steps.2.until", "not known"),
    (PROGRESS, 'step = "notice", ', "", "steps.2.step", "missing"),
    (PROGRESS, NOTICE, "7", "steps.2", "got `int`"),
    (PROGRESS, 'question = "cases.of_person"\n', "", "question", "missing"),
    (PENSION, "rows = [", "needs = []\n# [", "rows", "missing"),
    (PENSION, '"lookup", "rate"]', '"rate", "lookup"]', "steps", "rate comes before lookup"),
    (PENSION, '"guide", "notice"', '"guide", "way", "notice"', "steps", "way is there, but it is not so that"),
    (ALLOWANCE, 'form_version = "2026.2"\n', "", "form_version", "missing"),
    (ALLOWANCE, '"declare", "submit"', '"submit", "declare"', "steps", "submit comes before declare"),
    (ALLOWANCE, '"consent", "form"', '"form", "consent"', "steps", "form comes before consent"),
    (ALLOWANCE, '"notice", "identify"', '"identify", "notice"', "steps", "identify comes before notice"),
    (ALLOWANCE, 'proof = "card"', 'proof = "none"', "steps", "a case has an identified applicant"),
    (ALLOWANCE, '"submit"', '"submit", "sign"', "steps", "submit comes before sign"),
    (ALLOWANCE, '"declare"', f'{{ step = "declare", {when("acting_for", "self")} }}, "sign"', "steps.8",
     "sign may be met where declare was skipped"),
    (PENSION, '"lookup",', '"sign", "lookup",', "steps", "sign is there, but it is not so that it is an application"),
    (PENSION, '"lookup",', '"sign", "lookup",', "declaration", "missing"),
    (ALLOWANCE, '"submit"', f'{{ step = "submit", {when("acting_for", "family")} }}', "steps.8", "it takes none"),
]  # fmt: skip


@pytest.mark.parametrize("case", UNFIT, ids=[f"{case[3]} {case[4]}" for case in UNFIT])
def test_steps_that_do_not_fit_are_explained(tmp_path: Path, case: tuple[str, ...]) -> None:
    item, old, new, place, reason = case
    folder = Folder.copy(tmp_path, item)
    if "needs = []" in new:
        folder.change(ITEM, 'needs = ["read_id_card"]\n', "")
    folder.change(ITEM, old, new)
    explained = [m for m in folder.mistakes() if m.place == place and reason in m.wrong]
    assert len(explained) == 1, "\n".join(map(str, folder.mistakes()))
    assert explained[0].remedy


@pytest.mark.parametrize(
    "step",
    [
        f'{{ step = "rate", {when("acting_for", "self")} }}',
        '{ step = "rate" }',
        '{ step = "rate", when = [{ fact = "acting_for", schema = { enum = ["self", "family"] } }] }',
        '{ step = "rate", when = [{ fact = "can.print_slip", schema = { const = true } }] }',
    ],
)
def test_a_condition_on_whom_it_is_for_is_taken_where_the_step_may_be_absent(tmp_path: Path, step: str) -> None:
    folder = Folder.copy(tmp_path)
    folder.change(ITEM, '"rate"]', f"{step}]")
    assert folder.mistakes() == []
    assert folder.read().steps == read_item(SERVICES / ALLOWANCE).steps


def test_the_requirements_of_an_item_are_all_its_words_each_with_its_place() -> None:
    found = list(requirements_of(read_item(SERVICES / PROGRESS)))
    assert [each.word for each in found if each.sort == "step"] == [
        "guide", "way", "notice", "identify", "second_proof", "progress",
    ]  # fmt: skip
    assert Requirement("value", "way=card", ITEM, ("steps", "2", "when", "0", "schema")) in found
    words = {(each.sort, each.word) for each in requirements_of(read_item(SERVICES / ALLOWANCE))}
    assert {("widget", "choice"), ("format", "phone"), ("step", "for_whom")} <= words


Said = pytest.CaptureFixture[str]


@pytest.fixture
def newer_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if `way=card`, the format of phones, digits and the second proof had been added in later builds."""
    since: dict[str, Any] = {sort: dict(words) for sort, words in SINCE.items()}
    since["value"]["way=card"] = "0.2.0"
    since["step"]["second_proof"] = "0.10.0"
    since["format"]["phone"] = "1.0.0"
    since["widget"]["digits"] = "0.3.0"
    monkeypatch.setattr(requirements, "SINCE", MappingProxyType(since))


@pytest.mark.usefixtures("newer_words")
def test_an_item_that_needs_a_newer_build_is_refused_for_older_terminals(capsys: Said) -> None:
    assert main(["check", str(SERVICES), "--for-build", "0.9.0", "--json"]) == 1
    found = {
        (Path(m["file"]).parent.name, Path(m["file"]).name, m["place"]) for m in json.loads(capsys.readouterr().out)
    }
    assert found == {
        (PROGRESS, ITEM, "steps.4.step"),
        (PENSION, ITEM, "steps.3"),
        ("pension-certificate", ITEM, "steps.3"),
        ("residence-permit", ITEM, "steps.3"),
        ("residence-permit", SCHEMA, "/properties/phone/format"),
        (ALLOWANCE, SCHEMA, "/properties/phone/format"),
    }
    assert main(["check", str(SERVICES / PROGRESS), "--for-build", "0.9.0"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "step 'second_proof' needs build 0.10.0, newer than 0.9.0" in said.err


@pytest.mark.usefixtures("newer_words")
@pytest.mark.parametrize("build", [["--for-build", "1.0.0"], []])
def test_build_that_knows_all_words_has_no_mistakes(build: list[str], capsys: Said) -> None:
    assert main(["check", str(SERVICES), *build]) == 0
    assert capsys.readouterr().err == ""


def test_malformed_build_number_is_wrong_usage(capsys: Said) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["check", str(SERVICES), "--for-build", "newest"])
    assert stopped.value.code == 2
    assert "'newest' is no build" in capsys.readouterr().err


def test_a_new_step_kind_is_one_row_and_an_item_may_name_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder.copy(tmp_path)
    folder.change(ITEM, '"declare", ', '"unheard_of", "declare", ')
    assert [m.place for m in folder.mistakes()] == ["steps.7"]
    since = {**SINCE, "step": {**SINCE["step"], "unheard_of": "0.1.0"}}
    monkeypatch.setattr(requirements, "SINCE", since)
    monkeypatch.setattr("kiosk.catalogue.journey_checks.STEPS", {**STEPS, "unheard_of": StepKind(after=("review",))})
    assert folder.mistakes() == []
