"""Add a step kind to a copy of the product as CONTRIBUTING.md says, and walk an item that has it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.house.doors import ROOT
from tests.house.test_growth import GROWTH, insert
from tests.languages import LANGUAGES

COPIED = ("devices", "kiosk", "config", "tests")
WORDS = {
    "zh-CN": "pledge-title = 承诺\npledge-words = 我承诺以上属实。\naction-pledge = 我承诺\n",
    "en": "pledge-title = Pledge\npledge-words = I pledge it.\naction-pledge = I pledge\n",
}
ROWS = {
    "kiosk/vocabulary/steps.py": (
        ('        "submit": StepKind(\n', '        "pledge": StepKind(after=("declare",)),\n'),
    ),
    **{f"config/languages/{code}.ftl": (("trouble-kept = ", WORDS.get(code, WORDS["en"])),) for code in LANGUAGES},
    "config/services/README.md": (("| `submit` |", "| `pledge` | allowed everywhere | `declare` |\n"),),
    "config/services/old-age-allowance/item.toml": (('"submit"', '"pledge", '),),
}  # fmt: skip
"""File → lines to insert, each before the first place of a text. The last file is the item that uses the step."""
WALK = """
from kiosk.catalogue.build import build_catalogue
from kiosk.catalogue.load import Catalogue
from pathlib import Path
from kiosk.scenario.walker import every_path
from tests.shipped.stand import stand

catalogue = Catalogue(build_catalogue(Path("config/services")))
item = next(each for each in catalogue if each.id == "old-age-allowance")
for walk in every_path(item, catalogue, stand()):
    if walk.handed_in != [[]] or "pledge" not in walk.pages:
        print(walk.handed_in, walk.pages)
"""


WITHOUT = shutil.ignore_patterns("__pycache__")


def grown(to: Path) -> Path:
    for name in COPIED:
        shutil.copytree(ROOT / name, to / name, ignore=WITHOUT)
    shutil.copytree(GROWTH / "step", to, dirs_exist_ok=True, ignore=WITHOUT)
    for file, rows in ROWS.items():
        for before, line in rows:
            insert(to / file, before, line)
    return to


def run(tree: Path, *command: str) -> str:
    ran = subprocess.run([sys.executable, *command], cwd=tree, capture_output=True, text=True, timeout=60, check=False)
    return (ran.stdout + ran.stderr) if ran.returncode or command[0] == "-c" else ""


def test_a_step_kind_is_its_module_its_rows_and_its_words(tmp_path: Path) -> None:
    tree = grown(tmp_path)
    assert run(tree, "-m", "kiosk.catalogue", "check", "config/services", "--languages", "config/languages") == ""
    assert run(tree, "-m", "kiosk.catalogue", "words", "config/languages") == ""
    assert run(tree, "-c", WALK) == ""
