"""Mistakes in an item's folder: each with file, place, reason and remedy."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kiosk.catalogue.folders import ALLOWANCE, SERVICES, Folder

ITEM, SCHEMA, PAGES, EXAMPLES = "item.toml", "answers.schema.json", "pages.json", "examples.toml"
PHONE = '"phone": {"type": "string", "format": "phone"}'
PHONE_OPTIONS = '{"widget": "digits", "mask": true, "max_length": 16}'
PHONE_SCOPE = '"#/properties/phone"'
OWNER_IF = '{"properties": {"acting_for": {"const": "family"}}, "required": ["acting_for"]}'

ONE_MISTAKE = [
    # what was done: file, old, new → the file, place and reason it is explained by
    ("a date that is none", ITEM, "effective = 2026-01-01", "effective = 2026-13-01", ITEM, "line 9", "cannot be read"),
    ("a misspelt key", ITEM, "order = 10", "ordre = 10", ITEM, "ordre", "not known"),
    ("a key twice", ITEM, "order = 10", "order = 10\norder = 11", ITEM, "line 8", "overwrite"),
    ("no version", ITEM, 'version = "2026.1"\nkind', "kind", ITEM, "version", "missing"),
    ("an unknown kind", ITEM, 'kind = "application"', 'kind = "wish"', ITEM, "kind", "application"),
    ("an unknown unit", ITEM, 'unit = "working_day"', 'unit = "moon"', ITEM, "legal_limit.unit", "working_day"),
    ("a device nobody has a word for", ITEM, '["read_id_card"]', '["read_id_crad"]', ITEM, "needs.0", "read_id_card"),
    ("an id that is no name", ITEM, f'id = "{ALLOWANCE}"', 'id = "Old Age"', ITEM, "id", "matching"),
    ("another folder's id", ITEM, f'id = "{ALLOWANCE}"', 'id = "other"', ITEM, "id", "folder"),
    ("a wrong check character", ITEM, "MB0000001T4", "MB0000001U4", ITEM, "codes.implementation", "check character"),
    ("a code cut short", ITEM, "T4990511001000", "T499051100100", ITEM, "codes.implementation", "31"),
    ("a level that is none", ITEM, "1T4990511", "1T9990511", ITEM, "codes.implementation", "level"),
    ("figures of another script", ITEM, '"990511001000"', '"٩٩٠٥١١٠٠١٠٠٠"', ITEM, "codes.basic", "12 digits"),
    ("another item's basic code", ITEM, '"990511001000"', '"990511002000"', ITEM, "codes.implementation", "basic"),
    ("cancelled before it began", ITEM, "effective = 2026-01-01", "effective = 2026-01-01\ncancelled = 2025-12-31",
     ITEM, "cancelled", "not after"),
    ("a fee without basis", ITEM, "charged = false", "charged = true", ITEM, "fee.basis", "basis"),
    ("a fee whose basis has no words", ITEM, "charged = false", 'charged = true\nbasis = "fee-1"',
     "zh-CN.ftl", "fee-1", "missing"),
    ("pages in the wrong file", ITEM, "order = 10", "order = 10\npages = []", ITEM, "pages", "does not belong"),
    ("search terms by hand", ITEM, "order = 10", 'order = 10\nsearch = ["x"]', ITEM, "search", "does not belong"),
    ("a phone's code for an application", ITEM, "order = 10", 'order = 10\nidentify_by = ["card", "phone_code"]',
     ITEM, "identify_by", "evidence"),
    ("a social security card for an application", ITEM, "order = 10",
     'order = 10\nidentify_by = ["card", "social_card"]', ITEM, "identify_by", "evidence"),
    ("no way without a phone", ITEM, "order = 10", 'order = 10\nidentify_by = ["phone_code"]',
     ITEM, "identify_by", "no phone"),
    ("a way that is none", ITEM, "order = 10", 'order = 10\nidentify_by = ["card", "face"]',
     ITEM, "identify_by.1", "phone_code"),
    ("no guide", ITEM, '"guide", "for_whom"', '"for_whom"', ITEM, "steps", "guide"),
    ("a form nobody reaches", ITEM, '"form", "review"', '"review"', ITEM, "steps", "form is missing"),
    ("a proof without its card", ITEM, '"identify", ', "", ITEM, "steps", "identify is missing"),
    ("a second proof nobody asked for", ITEM, '"identify", ', '"identify", "second_proof", ', ITEM, "steps",
     "second_proof is there"),
    ("a step twice", ITEM, '"form", "review"', '"form", "review", "form"', ITEM, "steps", "twice"),
    ("a helper who cannot be named", ITEM, '"for_whom", ', "", ITEM, "steps", "for_whom is missing"),
    ("words of a condition missing", ITEM, '"condition-2"]', '"condition-2", "condition-3"]',
     "zh-CN.ftl", "condition-3", "missing"),
    ("broken JSON", SCHEMA, '"type": "object",', '"type": "object"', SCHEMA, "line 4", "delimiter"),
    ("a JSON key twice", SCHEMA, '"type": "object",', '"type": "object", "type": "object",', SCHEMA, "file", "twice"),
    ("a number that is none", SCHEMA, PHONE, '"phone": {"type": "string", "minLength": NaN}', SCHEMA, "file", "NaN"),
    ("a keyword not of the list", SCHEMA, PHONE, '"phone": {"type": "string", "contentEncoding": "base64"}',
     SCHEMA, "/properties/phone/contentEncoding", "not allowed"),
    ("an expression language", SCHEMA, '"allOf"', '"anyOf"', SCHEMA, "/anyOf", "not allowed"),
    ("a reference", SCHEMA, PHONE, '"phone": {"$ref": "https://elsewhere.example/phone"}',
     SCHEMA, "/properties/phone/$ref", "not allowed"),
    ("a date that a keyboard of digits cannot write", SCHEMA, '"format": "phone"', '"format": "date"',
     PAGES, "elements.2.elements.0.options.widget", "no '-'"),
    ("an unknown format", SCHEMA, '"format": "phone"', '"format": "telephone"',
     SCHEMA, "/properties/phone/format", "bank-card, date"),
    ("an unknown type", SCHEMA, PHONE, '"phone": {"type": "strnig"}', SCHEMA, "/properties/phone/type", "string"),
    ("answers within answers", SCHEMA, PHONE, '"phone": {"type": "object"}',
     SCHEMA, "/properties/phone/type", "one of"),
    ("a broken pattern", SCHEMA, PHONE, '"phone": {"type": "string", "pattern": "("}',
     SCHEMA, "/properties/phone/pattern", "regular expression"),
    ("a length that is none", SCHEMA, PHONE, '"phone": {"type": "string", "maxLength": "12"}',
     SCHEMA, "/properties/phone/maxLength", "number"),
    ("a limit that is none", SCHEMA, PHONE, '"phone": {"type": "integer", "minimum": true}',
     SCHEMA, "/properties/phone/minimum", "number"),
    ("nothing to choose from", SCHEMA, '"enum": ["own", "helper"]', '"enum": []',
     SCHEMA, "/properties/account_owner/enum", "list"),
    ("anything may be handed in", SCHEMA, '"additionalProperties": false', '"additionalProperties": true',
     SCHEMA, "/additionalProperties", "false"),
    ("required, but not there", SCHEMA, '"bank_card"],', '"bank_card", "shoe_size"],',
     SCHEMA, "/required", "shoe_size"),
    ("a condition without its then", SCHEMA, f'"if": {OWNER_IF},', f'"if": {OWNER_IF}, "else": {{}},',
     SCHEMA, "/allOf/0", "nothing else"),
    ("a condition that holds when absent", SCHEMA, OWNER_IF, '{"properties": {"acting_for": {"const": "family"}}}',
     SCHEMA, "/allOf/0/if/required", "absent"),
    ("a condition within a condition", SCHEMA, OWNER_IF, '{"if": {}, "then": {}}',
     SCHEMA, "/allOf/0/if/if", "not allowed"),
    ("an answer nobody is asked for", SCHEMA, PHONE, PHONE + ', "shoe_size": {"type": "integer"}',
     SCHEMA, "/properties/shoe_size", "no page"),
    ("an unknown widget", PAGES, PHONE_OPTIONS, '{"widget": "slider"}',
     PAGES, "elements.2.elements.0.options.widget", "digits"),
    ("an unknown option", PAGES, PHONE_OPTIONS, '{"widget": "digits", "colour": "red"}',
     PAGES, "elements.2.elements.0.options.colour", "not known"),
    ("an unknown source", PAGES, '"fill": "card.name"', '"fill": "card.salary"',
     PAGES, "elements.0.elements.0.options.fill", "card.name"),
    ("a field of no length", PAGES, PHONE_OPTIONS, '{"widget": "digits", "max_length": 0}',
     PAGES, "elements.2.elements.0.options.max_length", ">= 1"),
    ("a choice of nothing", PAGES, PHONE_OPTIONS, '{"widget": "choice"}',
     PAGES, "elements.2.elements.0.options.widget", "enum"),
    ("a scope elsewhere", PAGES, PHONE_SCOPE, '"#/definitions/phone"',
     PAGES, "elements.2.elements.0.scope", "matching"),
    ("an answer that is none", PAGES, PHONE_SCOPE, '"#/properties/telephone"',
     PAGES, "elements.2.elements.0.scope", "telephone"),
    ("one thing asked twice", PAGES, PHONE_SCOPE, '"#/properties/address"',
     PAGES, "elements.2.elements.0.scope", "another page"),
    ("two pages of one name", PAGES, '"id": "phone"', '"id": "address"', PAGES, "elements.2.id", "another page"),
    ("a page that hides", PAGES, '"SHOW"', '"HIDE"', PAGES, "elements.3.rule.effect", "SHOW"),
    ("a condition on what comes later", PAGES, '"#/properties/acting_for"', '"#/properties/bank"',
     PAGES, "elements.3.rule.condition.scope", "before"),
    ("a condition in another language", PAGES, '{"const": "family"}', '{"not": {"const": "self"}}',
     PAGES, "elements.3.rule.condition.schema.not", "not allowed"),
    ("another layout", PAGES, '"type": "Categorization"', '"type": "VerticalLayout"', PAGES, "type", "Categorization"),
    ("a label among the fields", PAGES, '"type": "Control"', '"type": "Label"',
     PAGES, "elements.0.elements.0.type", "Control"),
    ("an example that sees other pages", EXAMPLES, '"phone", "bank", "bank-card"]', '"phone", "bank"]',
     EXAMPLES, "example.0 (for oneself, all well)", "its pages are"),
    ("an example that is not wrong", EXAMPLES, 'wrong = ["account_owner"]', 'wrong = ["bank"]',
     EXAMPLES, "example.3 (family, but nobody said whose bank card)", "its wrong answers are"),
    ("an example without a name", EXAMPLES, 'name = "for oneself, all well"\n', "",
     EXAMPLES, "example.0.name", "missing"),
    ("something else among the examples", EXAMPLES, "[[example]]", "[[sample]]\n[[example]]",
     EXAMPLES, "sample", "not known"),
    ("a word missing in the base language", "zh-CN.ftl", "page-bank", "other-page",
     "zh-CN.ftl", "page-bank", "missing"),
    ("a hint in one language only", "zh-CN.ftl", "page-bank-card-hint = 卡正面最长的一行数字。\n", "",
     "zh-CN.ftl", "page-bank-card-hint", "missing"),
    ("required by the form, and brought if one has it", ITEM, 'id = "bank-card"\nnecessity = "necessary"',
     'id = "bank-card"\nnecessity = "unnecessary"', ITEM, "materials.1.necessity", "bank_card"),
    ("a document that holds no answer", ITEM, 'id = "bank-card"\n', 'id = "bank-card"\nanswers = ["shoe_size"]\n',
     ITEM, "materials.1.answers", "shoe_size"),
    ("a helper who declares as the applicant", "zh-CN.ftl", "declaration-2-helper", "declaration-2-other",
     "zh-CN.ftl", "declaration-2-other", "no page shows"),
    ("nobody says what to do", "zh-CN.ftl", "wrong-address = 地址太短，请写到门牌号\n", "",
     "zh-CN.ftl", "wrong-address", "missing"),
    ("a broken message", "en.ftl", "short = Old", "short = { Old", "en.ftl", "line 2", "Expected"),
    ("a word twice", "en.ftl", "short = Old", "short = First\nshort = Old", "en.ftl", "line 3", "second time"),
    ("a term", "en.ftl", "short = ", "-brand = Yike\nshort = ", "en.ftl", "line 2", "term"),
    ("a message that refers to another", "en.ftl", "short = Old-age allowance", "short = { name }",
     "en.ftl", "short", "refers to name"),
    ("a figure that cannot be spoken", "zh-CN.ftl", "first = 样例第一银行", "first = 样例第1银行",
     "zh-CN.ftl", "answer-bank-first", "spoken"),
]  # fmt: skip


@pytest.mark.parametrize("case", ONE_MISTAKE, ids=lambda case: case[0])
def test_a_mistake_is_explained_where_it_was_made(tmp_path: Path, case: tuple[str, ...]) -> None:
    _, file, old, new, named, place, reason = case
    folder = Folder.copy(tmp_path)
    folder.change(file, old, new)
    explained = [(m.file, m.place) for m in folder.mistakes() if reason in m.wrong]
    assert (str(folder.path / named), place) in explained, "\n".join(map(str, folder.mistakes()))
    assert all(mistake.remedy and mistake.wrong for mistake in folder.mistakes())


def test_mistakes_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    folder = Folder.copy(tmp_path)
    folder.change(ITEM, 'kind = "application"', 'kind = "wish"')
    folder.change(SCHEMA, '"type": "object",', '"type": "object"')
    folder.change(PAGES, '"SHOW"', '"HIDE"')
    folder.change(EXAMPLES, "[[example]]", "[[example]")
    (folder.path / "zh-CN.ftl").unlink()
    assert {Path(mistake.file).name for mistake in folder.mistakes()} == {ITEM, SCHEMA, PAGES, EXAMPLES, "zh-CN.ftl"}


@pytest.mark.parametrize("file", [ITEM, SCHEMA, PAGES, EXAMPLES, "zh-CN.ftl"])
def test_a_file_that_is_missing_or_not_text(tmp_path: Path, file: str) -> None:
    folder = Folder.copy(tmp_path)
    (folder.path / file).write_bytes(b"\xff\xfe\x00")
    assert [(m.place, m.wrong) for m in folder.mistakes() if m.file.endswith(file)][:1] == [("byte 0", "not UTF-8")]
    (folder.path / file).unlink()
    assert ("file", "missing") in [(m.place, m.wrong) for m in folder.mistakes() if m.file.endswith(file)]
    (folder.path / file).mkdir()
    assert any("cannot be read" in m.wrong for m in folder.mistakes() if m.file.endswith(file))


def test_a_file_of_words_in_another_language_that_is_not_text(tmp_path: Path) -> None:
    folder = Folder.copy(tmp_path)
    (folder.path / "en.ftl").write_bytes(b"\xff\xfe\x00")
    assert [(Path(m.file).name, m.wrong) for m in folder.mistakes()] == [("en.ftl", "not UTF-8")]


def test_an_item_needs_its_words_in_the_base_language_alone(tmp_path: Path) -> None:
    folder = Folder.copy(tmp_path)
    (folder.path / "en.ftl").unlink()
    assert folder.mistakes() == []
    (folder.path / "bo.ftl").write_text("name = gives\n", encoding="utf-8")
    assert folder.mistakes() == []
    assert folder.read().words.keys() == {"zh-CN", "bo"}


def test_a_file_of_words_that_is_not_named_after_a_language(tmp_path: Path) -> None:
    folder = Folder.copy(tmp_path)
    (folder.path / "English.ftl").write_text("name = Old\n", encoding="utf-8")
    (mistake,) = folder.mistakes()
    assert (Path(mistake.file).name, mistake.wrong) == ("English.ftl", "is not named after a language")


@pytest.mark.parametrize(
    "content", ["[]", "3", "null", '"text"', "[" * 100_000, '{"type": 3, "elements": {"a": 1}}', ""]
)
def test_json_of_another_shape_is_explained(tmp_path: Path, content: str) -> None:
    folder = Folder.copy(tmp_path)
    whole = (folder.path / PAGES).read_text(encoding="utf-8")
    (folder.path / PAGES).write_text(content)
    assert any(mistake.file.endswith(PAGES) for mistake in folder.mistakes())
    (folder.path / PAGES).write_text(whole, encoding="utf-8")
    (folder.path / SCHEMA).write_text(content)
    assert any(mistake.file.endswith(SCHEMA) for mistake in folder.mistakes())


def test_byte_order_mark_and_crlf_are_accepted(tmp_path: Path) -> None:
    folder = Folder.copy(tmp_path)
    for file in folder.path.iterdir():
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert folder.mistakes() == []


def test_a_page_that_no_example_shows(tmp_path: Path) -> None:
    folder = Folder.copy(tmp_path)
    examples = (folder.path / EXAMPLES).read_text(encoding="utf-8").split("[[example]]")
    (folder.path / EXAMPLES).write_text("[[example]]" + examples[1], encoding="utf-8")
    assert [m.wrong for m in folder.mistakes()] == ["none shows the page 'account'", "none shows the page 'holder'"]
    (folder.path / EXAMPLES).write_text("[[example]]" + examples[3], encoding="utf-8")
    assert [m.wrong for m in folder.mistakes()] == ["none is without a wrong answer"]


def test_a_look_up_without_its_question(tmp_path: Path) -> None:
    folder = Folder.copy(tmp_path, "pension-enrolment")
    folder.change(ITEM, 'question = "pension.enrolment"\n', "")
    assert [(m.place, m.wrong) for m in folder.mistakes()] == [("question", "missing")]


FILES = sorted(path.name for path in (SERVICES / ALLOWANCE).iterdir())


@given(
    st.sampled_from(FILES), st.floats(0, 1), st.sampled_from(["", "{", "}", '"', "\n", "[", "\x00", "é", "9", " = "])
)
@settings(max_examples=60, deadline=None)
def test_any_edit_is_a_mistake_or_valid_never_a_crash(file: str, where: float, typed: str) -> None:
    with tempfile.TemporaryDirectory() as under:
        folder = Folder.copy(Path(under))
        content = (folder.path / file).read_text(encoding="utf-8")
        place = int(where * len(content))
        (folder.path / file).write_text(content[:place] + typed + content[place + 1 :], encoding="utf-8")
        assert all(m.remedy and Path(m.file).parent == folder.path for m in folder.mistakes())


def test_an_example_that_nobody_can_type_is_a_mistake(tmp_path: Path) -> None:
    folder = Folder.copy(tmp_path)
    folder.change(SCHEMA, PHONE, '"phone": {"type": "string"}')
    folder.change(EXAMPLES, '"19900000001"', '"1990 000 0001"')
    said = {each.wrong: each.place for each in folder.mistakes()}
    assert said["the keyboard 'digits' of 'phone' cannot write ' '"].startswith("example.0 ")


@pytest.mark.parametrize(("question", "register"), [("listing", ""), ("pension.enrolment", "pension")])
def test_a_listing_asks_a_register_and_nothing_else_does(tmp_path: Path, question: str, register: str) -> None:
    folder = Folder.copy(tmp_path, "pension-enrolment")
    folder.change(ITEM, 'question = "pension.enrolment"\n', f'question = "{question}"\nregister = "{register}"\n')
    (mistake,) = folder.mistakes()
    assert mistake.place == "register"
