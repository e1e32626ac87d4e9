"""The steps of an item: unknown words, conditions, order, and words that older terminals do not know."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from kiosk import vocabulary
from kiosk.catalogue import requirements
from kiosk.catalogue.__main__ import main
from kiosk.catalogue.item import JourneyStep
from kiosk.catalogue.requirements import Requirement, requirements_of
from kiosk.catalogue.sources import read_item
from kiosk.vocabulary import StepKind
from tests.kiosk.catalogue.folders import ALLOWANCE, SERVICES, Folder

ITEM, SCHEMA, PAGES = "item.toml", "answers.schema.json", "pages.json"
PROGRESS, PENSION = "case-progress", "pension-enrolment"
NOTICE = '{ step = "notice", unless = "way=slip" }'
IDENTIFY = '{ step = "identify", unless = "way=slip" }'
PROOF = '{ step = "second_proof", unless = "way=slip" }'

MISSPELT = [
    # item, file, old, new → the file and place, and the remedy
    (ALLOWANCE, ITEM, '"review", ', '"reveiw", ', ITEM, "steps.6", "did you mean 'review'?"),
    (ALLOWANCE, ITEM, '"review", ', '"farewell", ', ITEM, "steps.6", "use one of these"),
    (PROGRESS, ITEM, 'step = "notice"', 'step = "notise"', ITEM, "steps.2.step", "did you mean 'notice'?"),
    (PROGRESS, ITEM, 'unless = "way=slip"', 'unless = "way=slipp"', ITEM, "steps.2.unless", "did you mean 'way=slip'?"),
    (PROGRESS, ITEM, 'unless = "way=slip"', 'when = "weigh=card"', ITEM, "steps.2.when", "did you mean 'way=card'?"),
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
    (PROGRESS, '"way",\n  ', "", "steps.1", "way=slip is not known before the step way"),
    (PROGRESS, NOTICE, '{ step = "notice", unless = "acting_for=self" }', "steps.2", "not known before the step for_"),
    (PROGRESS, NOTICE, '{ step = "notice", when = "way=slip" }', "steps.2", "may be absent only for way=slip"),
    (PROGRESS, NOTICE, '{ step = "notice", when = "way=slip", unless = "way=slip" }', "steps.2", "never there"),
    (PROGRESS, IDENTIFY, '"identify"', "steps.3", "identify may be met where notice was skipped"),
    (PROGRESS, PROOF, '"second_proof"', "steps.4", "second_proof may be met where identify was skipped"),
    (PROGRESS, '"progress",', '{ step = "progress", unless = "way=slip" },', "steps.5", "it takes none"),
    (PROGRESS, '"guide",', '{ step = "guide", unless = "way=slip" },', "steps", "does not begin with the guide"),
    (PROGRESS, 'unless = "way=slip"', 'unless = "way"', "steps.2.unless", "matching"),
    (PROGRESS, 'unless = "way=slip"', 'until = "way=slip"', "steps.2.until", "not known"),
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
    (ALLOWANCE, '"submit"', '{ step = "submit", unless = "acting_for=family" }', "steps.8", "it takes none"),
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
        '{ step = "rate", when = "acting_for=self" }',
        '{ step = "rate" }',
        '{ step = "rate", unless = "acting_for=other" }',
    ],
)
def test_a_condition_on_whom_it_is_for_is_taken_where_the_step_may_be_absent(tmp_path: Path, step: str) -> None:
    folder = Folder.copy(tmp_path)
    folder.change(ITEM, '"rate"]', f"{step}]")
    assert folder.mistakes() == []
    assert folder.read().steps == read_item(SERVICES / ALLOWANCE).steps


@pytest.mark.parametrize(
    ("when", "unless", "way", "there"),
    [
        (None, None, "", True),
        ("way=slip", None, "slip", True),
        ("way=slip", None, "card", False),
        ("way=slip", None, "", False),
        (None, "way=slip", "slip", False),
        (None, "way=slip", "card", True),
        (None, "way=slip", "", True),
        ("way=slip", "acting_for=self", "slip", False),
    ],
)
def test_a_step_is_there_while_when_holds_and_unless_does_not(
    when: str | None, unless: str | None, way: str, there: bool
) -> None:
    assert JourneyStep("notice", when, unless).applies({"way": way, "acting_for": "self"}) is there


def test_the_requirements_of_an_item_are_all_its_words_each_with_its_place() -> None:
    found = list(requirements_of(read_item(SERVICES / PROGRESS)))
    assert [each.word for each in found if each.sort == "step"] == [
        "guide", "way", "notice", "identify", "second_proof", "progress",
    ]  # fmt: skip
    assert Requirement("condition", "way=slip", ITEM, ("steps", 2, "unless")) in found
    words = {(each.sort, each.word) for each in requirements_of(read_item(SERVICES / ALLOWANCE))}
    assert {("widget", "choice"), ("format", "phone"), ("step", "for_whom")} <= words


Said = pytest.CaptureFixture[str]


@pytest.fixture
def newer_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if `way=slip`, the format of phones, digits and the second proof had been added in later builds."""
    since: dict[str, Any] = {sort: dict(words) for sort, words in vocabulary.SINCE.items()}
    since["condition"]["way=slip"] = "0.2.0"
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
    since = {**vocabulary.SINCE, "step": {**vocabulary.SINCE["step"], "unheard_of": "0.1.0"}}
    monkeypatch.setattr(requirements, "SINCE", since)
    monkeypatch.setattr(
        "kiosk.catalogue.journeys.STEPS", {**vocabulary.STEPS, "unheard_of": StepKind(after=("review",))}
    )
    assert folder.mistakes() == []
