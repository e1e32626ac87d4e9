"""Papers that are handed in at a terminal: their ways, the step for them, their words, and the data that they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.catalogue.__main__ import main
from kiosk.vocabulary.steps import STEPS
from tests.kiosk.catalogue.folders import Folder

ITEM, CHINESE, ENGLISH = "item.toml", "zh-CN.ftl", "en.ftl"
FOR_MYSELF = '{ step = "materials", when = [{ fact = "acting_for", schema = { const = "self" } }] }'
PAPER = '\n[[materials]]\nid = "lease"\nnecessity = "necessary"\nsource = "self"\nforms = ["original"]\n'
WAYS = 'ways = ["scan", "phone"]'
HINT = "\nmaterial-lease-hint = 每一页都要\n"
TO_BOTH = ('proof = "card"', 'proof = "card+person"')


def with_paper(tmp_path: Path, more: str = WAYS, *changes: tuple[str, str], words: str = HINT) -> Folder:
    """The allowance with a lease to hand in."""
    folder = Folder.copy(tmp_path)
    for file, text in ((ITEM, f"{PAPER}{more}\n"), (CHINESE, f"\nmaterial-lease = 租房合同{words}")):
        path = folder.path / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    for old, new in (('"form", "review"', '"form", "materials", "review"'), *changes):
        folder.change(ITEM, old, new)
    return folder


def test_an_item_names_papers_that_are_handed_in(tmp_path: Path) -> None:
    folder = with_paper(tmp_path, f"{WAYS}\npages_most = 20")
    assert folder.mistakes() == []
    item = folder.read()
    assert [(each.id, each.ways, each.pages_most, each.paper) for each in item.handed_in] == [
        ("lease", ("scan", "phone"), 20, "")
    ]
    assert [each.pages_most for each in item.materials] == [10, 10, 20]


BOTH = (TO_BOTH, ('"identify", "consent"', '"identify", "second_proof", "consent"'))
HELD = 'ways = ["scan", "licence", "earlier"]'
UNFIT = {
    # the paper's keys, changes → the place, and part of what is wrong
    "no step": (WAYS, [('"materials", ', "")], "steps", "materials is missing, and a paper is handed in here"),
    "no ways": ("", [], "steps", "materials is there, but it is not so that a paper is handed in here"),
    "before the form": (WAYS, [('"form", "materials"', '"materials", "form"')], "steps", "materials comes before form"),
    "after the review": (WAYS, [('"materials", "review"', '"review", "materials"')], "steps", "review comes before m"),
    "skipped": (
        WAYS, [('"materials"', FOR_MYSELF)], "steps.6", "it takes none",
    ),
    "another way": ('ways = ["fax"]', [], "materials.2.ways.0", "must be one of"),
    "a way twice": ('ways = ["scan", "scan"]', [], "materials.2.ways", "has a way twice"),
    "too many pages": (f"{WAYS}\npages_most = 41", [], "materials.2.pages_most", "<= 40"),
    "no word of the platform": (HELD, BOTH, "materials.2.paper", "earlier is found by the platform's word"),
    "one proof": (f'{HELD}\npaper = "lease"', [], "materials.2.ways", "only to somebody with both proofs"),
    "registers only": (
        'ways = ["licence"]\npaper = "lease"', BOTH, "materials.2.ways", "in no register of the platform cannot",
    ),
    "registers only, later": (
        'ways = ["earlier"]\npaper = "lease"', [*BOTH, ('id = "lease"\nnecessity = "necessary"',
        'id = "lease"\nnecessity = "may_follow"')], "materials.2.ways", "in no register of the platform cannot",
    ),
    "two of one id": (WAYS, [('id = "bank-card"', 'id = "lease"')], "materials", "'lease' is there twice"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNFIT)
def test_ways_that_do_not_fit_are_explained(tmp_path: Path, name: str) -> None:
    more, changes, place, wrong = UNFIT[name]
    found = with_paper(tmp_path, more, *changes).mistakes()
    explained = [each for each in found if each.place == place and wrong in each.wrong]
    assert len(explained) == 1, "\n".join(map(str, found))
    assert explained[0].remedy


@pytest.mark.parametrize(
    ("more", "changes"),
    [
        (f'{HELD}\npaper = "lease"', BOTH),
        ('ways = ["earlier"]\npaper = "lease"', (*BOTH, ('id = "lease"\nnecessity = "necessary"',
         'id = "lease"\nnecessity = "unnecessary"'))),
    ],
    ids=["with a scanner", "if the platform has it"],
)  # fmt: skip
def test_a_register_may_have_a_paper_that_nobody_depends_on(
    tmp_path: Path, more: str, changes: tuple[tuple[str, str], ...]
) -> None:
    assert with_paper(tmp_path, more, *changes).mistakes() == []


def test_papers_are_only_for_applications(tmp_path: Path) -> None:
    folder = Folder.copy(tmp_path, "pension-enrolment")
    path = folder.path / ITEM
    path.write_text(path.read_text(encoding="utf-8") + PAPER + WAYS, encoding="utf-8")
    folder.change(ITEM, '"lookup", "rate"]', '"materials", "lookup", "rate"]')
    assert any("materials is there, but it is not so that it is an app" in each.wrong for each in folder.mistakes())


def test_what_must_be_readable_is_said_of_every_paper_that_is_handed_in(tmp_path: Path) -> None:
    (mistake,) = with_paper(tmp_path, words="\n").mistakes()
    assert (Path(mistake.file).name, mistake.place) == (CHINESE, "material-lease-hint")


def test_an_author_is_warned_of_a_paper_that_only_a_camera_can_take(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = with_paper(tmp_path, 'ways = ["photo"]')
    assert main(["check", str(folder.path)]) == 0
    assert "materials.2.ways: a terminal without a camera cannot take it" in capsys.readouterr().err


@pytest.mark.parametrize("step", ["review", "declare", "submit"])
def test_papers_come_before_the_check_and_the_declaration(step: str) -> None:
    assert "materials" in STEPS[step].comes_after
    assert STEPS["materials"].may_skip == ()
