"""`main.py --preview`: the pages of an item as pictures, for its author."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kiosk.scenario.preview import ALL_WELL, CannotPreview, branches, preview
from kiosk.scenario.surroundings import Surroundings, surroundings_of
from kiosk.words import text
from main import parse_arguments
from tests.frozen import SERVICES, catalogue, config
from tests.kiosk.catalogue.folders import ALLOWANCE, Folder
from ui.rehearsal.preview import Wanted, draw_item

Said = pytest.CaptureFixture[str]


def test_every_page_of_an_item_is_drawn_in_the_languages_asked_for(tmp_path: Path, capsys: Said) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "001-old-page-en.png").write_bytes(b"of an earlier preview")
    (out / "mine.png").write_bytes(b"not of a preview")
    assert draw_item(Wanted("case-progress", out, ["en"], "rehearsal"), config()) == 0
    pictures = {path.name for path in out.glob("*.png")} - {"mine.png"}
    assert (out / "mine.png").exists()
    assert "001-old-page-en.png" not in pictures
    assert all((out / name).read_bytes().startswith(b"\x89PNG") for name in pictures)
    shown = set(re.findall(r'src="([^"]+)"', (out / "index.html").read_text(encoding="utf-8")))
    assert shown == pictures
    pages = {re.sub(r"^\d+-|-en(-\d+)?\.png$", "", name) for name in pictures}
    assert {"guide", "way", "way-slip", "identify", "second_proof", "progress", "farewell"} <= pages
    said = capsys.readouterr()
    assert said.out.endswith(f"case-progress: open {out / 'index.html'}\n")
    assert re.search(r"^\d+ of \d+ pages$", said.err, re.MULTILINE)


def test_there_is_a_branch_for_each_worked_example() -> None:
    found = preview(str(SERVICES / ALLOWANCE), config(), "rehearsal", ())
    names = [each.name for each in found.item.examples]
    assert [each.name for each in found.branches][: len(names)] == names
    assert not [each.stuck for each in found.branches if each.stuck]
    by_name = {each.name: {view.id for view in each.views} for each in found.branches}
    assert "form/holder" in by_name["family, into the helper's account"]
    assert "form/holder" not in by_name["for oneself, all well"]
    complaints = {
        field.key: field.wrong
        for each in found.branches
        for view in each.views
        for field in view.fields
        if field.wrong is not None
    }
    assert complaints["answer:bank_card"] == text("wrong-bank_card", ALLOWANCE)
    assert "answer:phone" in complaints
    every = {f"form/{page.id}" for page in found.item.pages} - {"form/address"}  # which the card fills
    assert every <= set().union(*by_name.values())


def test_an_item_without_examples_has_one_branch_and_larger_text_other_pages() -> None:
    plain, large = (preview("pension-enrolment", config(), "rehearsal", modes) for modes in ((), ("larger", "low")))
    assert plain.branches[0].name == ALL_WELL
    assert not any(view.modes.elder for view in plain.branches[0].views)
    assert all(view.modes.elder and view.modes.low for view in large.branches[0].views if view.offers_modes)


@pytest.mark.parametrize(
    ("name", "says"),
    [("pension-enrollment", "did you mean 'pension-enrolment'?"), ("zzz", "or one of: case-progress, ")],
)
def test_an_item_that_is_not_there(name: str, says: str, tmp_path: Path, capsys: Said) -> None:
    assert draw_item(Wanted(name, tmp_path / "out"), config()) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_broken_item_is_refused_with_its_mistakes(tmp_path: Path, capsys: Said) -> None:
    folder = Folder.copy(tmp_path)
    folder.change("item.toml", "[[materials]]", "[[matreials]]")
    assert draw_item(Wanted(str(folder.path), tmp_path / "out"), config()) == 1
    assert f"{folder.path / 'item.toml'}: matreials: is not known here; " in capsys.readouterr().err
    shutil.rmtree(folder.path)
    with pytest.raises(CannotPreview):
        preview(str(folder.path), config(), "rehearsal", ())


def test_a_language_or_a_folder_that_cannot_be(tmp_path: Path, capsys: Said) -> None:
    assert draw_item(Wanted("case-progress", tmp_path / "out", ["fr"], "rehearsal"), config()) == 2
    assert "these are: zh-CN, en" in capsys.readouterr().err
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert draw_item(Wanted("case-progress", tmp_path / "file", ["en"], "rehearsal"), config()) == 2
    assert "--out" in capsys.readouterr().err


@pytest.mark.parametrize(
    "given",
    ["--preview x", "--preview x --out o --rehearsal", "--preview x --out o --scenario s", "--elder --rehearsal",
     "--language en --profile hall"],
)  # fmt: skip
def test_options_that_do_not_go_together(given: str, capsys: Said) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_arguments(given.split())
    assert ended.value.code == 2
    assert "--preview" in capsys.readouterr().err


def test_a_way_that_has_no_end_is_said() -> None:
    answered = surroundings_of(config(), "rehearsal")
    found = preview(str(SERVICES / "pension-enrolment"), config(), "rehearsal", ())
    mute = Surroundings(answered.facts, answered.people, {})
    assert all("no outcome is known" in each.stuck for each in branches(found.item, catalogue(), mute))
