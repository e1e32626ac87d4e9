"""Every slip of every shipped item in every language, as a strict printer prints it.

For one invented person an item and language; YIKE_SLIPS=all (make soak) takes all of them.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

import pytest

from devices.id_reader.contract import IdCard
from devices.id_reader.people import load_people
from devices.models import load_model
from devices.receipt_printer.contract import Document, TextBlock
from devices.receipt_printer.layout import PaperModel, encode, in_printers_font, scales, wrapped
from devices.receipt_printer.paper import Interpreter
from devices.receipt_printer.printed import Done, PrinterModel
from kiosk.case.kept import Case
from kiosk.catalogue.build import build_catalogue
from kiosk.catalogue.item import Item
from kiosk.catalogue.load import Catalogue
from kiosk.documents.slip import SlipContent, slip_document
from kiosk.platform.gateway import LookupResult
from kiosk.steps.slips import application_slip, lookup_slip, practice_slip
from kiosk.terminal.words_in_use import WordsInUse
from kiosk.visit import InMatter
from tests.frozen import SHIPPED
from tests.kiosk.session.citizen import NOW
from tests.kiosk.session.ways import at_ending

PEOPLE = load_people(SHIPPED / "people.toml")
MODELS = ("kiosk_58", "kiosk_80")
KEPT = Case("case-1", "WT02-0001-7K3Q-D", NOW)
HANDED_OVER = replace(KEPT, case_number="3301-2026-11-24-000000000123")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(build_catalogue(SHIPPED / "services"))


@pytest.fixture(scope="module")
def words(catalogue: Catalogue) -> WordsInUse:
    return WordsInUse(SHIPPED / "languages", catalogue)


@pytest.fixture(scope="module")
def ending() -> InMatter:
    session = at_ending().session
    assert isinstance(session, InMatter)
    return session


def people(item: Item, language: str, model: str) -> list[IdCard]:
    everybody = list(PEOPLE.values())
    if os.environ.get("YIKE_SLIPS") == "all":
        return everybody
    return random.Random(f"{item.id} {language} {model}").sample(everybody, 1)


def sessions(ending: InMatter, item: Item, language: str, model: str) -> Iterator[InMatter]:
    """Sessions at their end, on one's own behalf and through a helper."""
    terminal = replace(ending.terminal, rehearsal=True)
    ground = replace(ending, item=item, language=language, terminal=terminal)
    for person in people(item, language, model):
        own = MappingProxyType({"applicant": person})
        yield replace(ground, matter=replace(ground.matter, cards=own))
        helped = MappingProxyType({**own, "helper": PEOPLE["zhao_helper"]})
        yield replace(ground, matter=replace(ground.matter, acting_for="other", relation="child", cards=helped))


def slips(ending: InMatter, item: Item, language: str, model: str) -> Iterator[SlipContent]:
    found = LookupResult(tuple((row, "样例 2026-11-20 · 3,250.00 元") for row in item.rows), "2026-11-20")
    for session in sessions(ending, item, language, model):
        if item.kind == "application":
            yield from (application_slip(session, KEPT), application_slip(session, HANDED_OVER))
            yield practice_slip(session, KEPT)
        elif item.rows:
            yield lookup_slip(session, found)


def printed(job: bytes, model: PrinterModel) -> tuple[Interpreter, list[str]]:
    """The printer after a job, and the acts it was asked for."""
    paper, acts = Interpreter(model), []
    paper.add(job)
    while (step := paper.step()) is not False:
        acts += [step.what] if isinstance(step, Done) else []
    return paper, acts


def in_the_printers_font(document: Document, dots_per_line: int) -> str:
    """The text that is not drawn, without blanks."""
    model = PaperModel.of({"dots_per_line": dots_per_line})
    texts = [block for block in document if isinstance(block, TextBlock)]
    lines = [
        line
        for block in texts
        for line in wrapped(block.text, dots_per_line // 12 // scales(block, model)[0])
        if in_printers_font(line)
    ]
    return "".join("".join(lines).split())


@pytest.mark.parametrize("model", MODELS)
def test_a_printer_prints_every_slip_as_it_is_meant(
    catalogue: Catalogue, words: WordsInUse, ending: InMatter, model: str
) -> None:
    profile = load_model(SHIPPED / "models", model)
    count = 0
    for item in catalogue.items:
        for language in ("zh-CN", "en"):
            for content in slips(ending, item, language, model):
                document = slip_document(content, lambda lang, said: words.current.words(lang).text(said))
                paper, acts = printed(encode(document, profile), PrinterModel.of(profile))
                assert list(paper.complaints) == [], (item.id, language, content.title)
                assert acts[:2] == ["asb", "cut"]
                assert "".join("".join(paper.lines).split()) == in_the_printers_font(document, profile["dots_per_line"])
                count += 1
    assert count >= 10


def test_a_job_that_does_not_switch_chinese_on_is_found(
    catalogue: Catalogue, words: WordsInUse, ending: InMatter
) -> None:
    """The models differ in what is on at power-on: a job for one prints rubbish on the other."""
    profiles = {name: load_model(SHIPPED / "models", name) for name in MODELS}
    content = next(slips(ending, next(iter(catalogue.items)), "zh-CN", MODELS[0]))
    document = slip_document(content, lambda lang, said: words.current.words(lang).text(said))
    paper, _ = printed(encode(document, profiles["kiosk_58"]), PrinterModel.of(profiles["kiosk_80"]))
    assert "byte above 7F outside Chinese mode" in paper.complaints
    assert "凭条" not in "".join(paper.lines)
