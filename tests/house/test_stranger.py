"""A stranger's bundle of two items, written from the guide for authors alone: checked, published, walked and played."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.catalogue.__main__ import main as catalogue_command
from kiosk.catalogue.load import checked_catalogue
from kiosk.scenario import __main__ as scenario_command
from kiosk.scenario.preview import preview
from kiosk.scenario.walker import every_path
from tests.frozen import SHIPPED, config, config_in
from tests.house.doors import ROOT
from tests.shipped.stand import stand

STRANGER = ROOT / "tests" / "fixtures" / "stranger"
BUNDLE = STRANGER / "new-dog"


def test_it_is_checked_without_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    for path in (STRANGER, BUNDLE):
        assert catalogue_command(["check", str(path), "--languages", str(SHIPPED / "languages")]) == 0
        said = capsys.readouterr()
        # In a language that the stranger does not write, everything is missing, and said so.
        assert not [line for line in said.err.splitlines() if "/zh-CN.ftl: " in line or "/en.ftl: " in line]
        assert all(line.startswith("warning: ") for line in said.err.splitlines())
        assert len(said.out.splitlines()) == 3


def test_a_terminal_takes_the_catalogue_and_every_path_ends(tmp_path: Path) -> None:
    assert catalogue_command(["build", str(STRANGER), "--out", str(tmp_path / "catalogue.json"), "--number", "1"]) == 0
    catalogue = checked_catalogue((tmp_path / "catalogue.json").read_bytes())
    assert catalogue.hidden == ()
    for item in catalogue:
        cases = 2 if item.kind == "bundle" else 1
        assert next(walk.handed_in for walk in every_path(item, catalogue, stand())) == [[]] * cases


def test_its_preview_shows_both_forms_as_one() -> None:
    branch, *others = preview(str(BUNDLE), config(), "rehearsal", ()).branches
    assert not any(each.stuck for each in (branch, *others))
    pages = [view.id for view in branch.views if view.id.startswith("form/")]
    assert list(dict.fromkeys(pages)) == ["form/phone", "form/size", "form/fence", "form/delivery", "form/address"]


def test_its_scenario_plays_with_devices_and_platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = config_in(tmp_path / "config")
    shutil.copytree(STRANGER, whole / "services", dirs_exist_ok=True)
    monkeypatch.setattr(scenario_command, "CONFIG", whole)
    report = scenario_command.play_bare(BUNDLE / "scenarios" / "small_dog.toml", None)
    assert report.ok, report.failures
