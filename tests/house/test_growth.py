"""Grow a copy of the product as CONTRIBUTING.md says, and run the checks on what was added.

The item is the one of its guide; the driver and the device family are in tests/fixtures/growth. Each growth may change
the files that CONTRIBUTING.md's table allows it, and no other. Languages are grown by test_growth_language.py.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import pytest

from kiosk.catalogue.__main__ import main as catalogue_command
from kiosk.catalogue.build import build_catalogue
from kiosk.catalogue.load import Catalogue
from kiosk.scenario.walker import every_path
from tests.house.doors import ROOT
from tests.house.test_guides import ITEMS, blocks
from tests.shipped.stand import stand

GROWTH = ROOT / "tests" / "fixtures" / "growth"
ITEM = "reading-room"
COPIED = (
    *("devices", "config/models", "config/faults.toml", "docs/ledger.md"),
    *("tests/__init__.py", "tests/devices/__init__.py", "tests/devices/sweep.py"),
    *("tests/house/__init__.py", "tests/house/doors.py", "tests/house/test_ledger.py"),
)
"""Files and folders that the checks of a driver read."""
LAST_ROW = ")\n\n\nclass UnknownDevice"
"""End of the registry's table of drivers, where rows are added."""
ROW = """    DriverRow(
        family="{family}",
        name="{name}",
        module="devices.{family}.{name}",
        simulator="devices.{family}.{simulator}",
        masker="devices.{family}.{masker}",
        ports=BYTE_STREAMS,
    ),
"""
LEDGER = "| `{family}/{name}` | not proven | not proven | not proven | not proven | not proven |\n"
CHECKS = """
import sys
from devices.registry import driver_row
from tests.devices.sweep import problems_of
from tests.house.test_ledger import rows
family, name = sys.argv[1:]
for section in ("Drivers", "Simulators"):
    if f"{family}/{name}" not in rows(section):
        print(f"{family}/{name} is not in the ledger's {section}")
for problem in problems_of(driver_row(family, name)):
    print(problem)
"""


@dataclass(frozen=True)
class Growth:
    """A driver to be added: its row in the registry, and text to insert in data files before a line."""

    folder: str
    family: str
    name: str
    simulator: str
    masker: str
    data: Mapping[str, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    """File → the line, and what is inserted before it."""


DRIVER = Growth("driver", "id_reader", "hexline", "simulators.hexline", "hexline_lines:HexlineMasker")
FAMILY = Growth(
    "family",
    "signal_column",
    "board",
    "simulator",
    "masking:NothingMasked",
    MappingProxyType(
        {
            "config/faults.toml": (
                '"transport.lost"',
                '"signal_column.no_answer" = { code = "I1", do = "elsewhere" }\n'
                '"signal_column.refused" = { code = "I2", do = "elsewhere" }\n',
            )
        }
    ),
)


def copy_of_devices(to: Path) -> Path:
    for name in COPIED:
        source, target = ROOT / name, to / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    return to


def insert(path: Path, before: str, text: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert before in content, f"{path.name} has no {before!r}"
    path.write_text(content.replace(before, text + before, 1), encoding="utf-8")


def grow(tree: Path, growth: Growth) -> None:
    """Add the files of a growth, its rows and its lines."""
    new = GROWTH / growth.folder
    for source in new.rglob("*.py"):
        assert not (tree / source.relative_to(new)).exists()
    shutil.copytree(new, tree, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    insert(tree / "devices" / "registry.py", LAST_ROW, ROW.format_map(vars(growth)))
    for file, (before, text) in growth.data.items():
        insert(tree / file, before, text)
    ledger = tree / "docs" / "ledger.md"
    for heading in ("\n## Simulators", "\n## The platform"):
        insert(ledger, heading, LEDGER.format_map(vars(growth)))


def check(tree: Path, growth: Growth) -> str:
    """The sweep and the ledger's check on the grown tree: nothing printed where all is well."""
    command = [sys.executable, "-c", CHECKS, growth.family, growth.name]
    ran = subprocess.run(command, cwd=tree, capture_output=True, text=True, timeout=60, check=False)
    return ran.stdout + ran.stderr


@pytest.mark.parametrize("growth", [DRIVER, FAMILY], ids=lambda growth: growth.folder)
def test_a_driver_is_its_modules_and_a_row(growth: Growth, tmp_path: Path) -> None:
    tree = copy_of_devices(tmp_path)
    grow(tree, growth)
    assert check(tree, growth) == ""
    # The checks find a forgotten line; what else the sweep finds is in tests/devices/test_drivers.py.
    shutil.copyfile(ROOT / "docs" / "ledger.md", tree / "docs" / "ledger.md")
    assert f"{growth.family}/{growth.name} is not in the ledger's Drivers" in check(tree, growth)


def test_an_item_is_its_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    services = tmp_path / "services"
    shutil.copytree(ROOT / "config" / "services", services)
    folder = services / ITEM
    folder.mkdir()
    for fence, content in blocks(ITEMS):
        if " " in fence:
            (folder / fence.split(" ")[1]).write_text(content, encoding="utf-8")
    assert catalogue_command(["check", str(services)]) == 0, capsys.readouterr().err
    catalogue = Catalogue(build_catalogue(services))
    item = next(each for each in catalogue if each.id == ITEM)
    assert not [
        c.answer for page in item.pages for c in page.controls if c.widget in ("chinese", "name") and not c.fill
    ]
    walks = list(every_path(item, catalogue, stand()))
    assert {f"form/{page.id}" for page in item.pages} <= {page for walk in walks for page in walk.pages}
    assert [walk.handed_in for walk in walks] == [[[]] for _ in walks]
