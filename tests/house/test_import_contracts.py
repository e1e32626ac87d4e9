"""Every import contract of pyproject.toml is broken by an import that it forbids.

The product is copied, imports are planted, and import-linter runs on the copy: one run per round, at most one planted
import per contract and round.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from devices.driver_table import DRIVERS
from tests.house.doors import PACKAGES, ROOT

LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
LAYERS = "The floors: ui over kiosk over devices"
KIOSK = "The floors inside kiosk"
DEVICES = "The floors inside devices"
SANDBOX = "Nobody imports the sandbox"
REGISTRY = "Only the registry loads drivers, protocols and simulators"
TECHNICIAN = "The technician's area knows no visit"
SERVICE = "A terminal in service knows no rehearsal, simulator or sandbox"
UI_TO_KIOSK = "ui reaches kiosk through view, events and terminal"


@dataclass(frozen=True)
class PlantedImport:
    """An import of `imported` added to `module`, which must break `contract`."""

    contract: str
    module: str
    imported: str

    @property
    def id(self) -> str:
        return f"{self.module}-{self.imported}"


ROUNDS = (
    (
        PlantedImport(LAYERS, "kiosk.audit", "ui.app"),
        PlantedImport(KIOSK, "kiosk.events", "kiosk.session.advance"),
        PlantedImport(DEVICES, "devices.faults", "devices.registry"),
        PlantedImport(SANDBOX, "kiosk.platform.client", "kiosk.platform.sandbox.state"),
        PlantedImport(REGISTRY, "kiosk.steps.identify", "devices.id_reader.sdt"),
        PlantedImport(SERVICE, "ui.production", "ui.rehearsal.control_panel"),
        PlantedImport(UI_TO_KIOSK, "ui.rehearsal.control_panel", "kiosk.outbox.store"),
        PlantedImport(TECHNICIAN, "kiosk.technician.findings", "kiosk.catalogue.load"),
    ),
    (
        PlantedImport(LAYERS, "devices.tap", "kiosk.events"),
        PlantedImport(DEVICES, "devices.id_reader.people", "devices.receipt_printer.contract"),
        PlantedImport(REGISTRY, "ui.rows", "devices.receipt_printer.escpos"),
        PlantedImport(SERVICE, "ui.keys", "kiosk.scenario.actors"),
        PlantedImport(UI_TO_KIOSK, "ui.app", "kiosk.session.advance"),
    ),
    (
        PlantedImport(REGISTRY, "devices.registry", "devices.id_reader.simulator"),
        PlantedImport(SERVICE, "kiosk.workers.practice", "devices.socket_wire"),
    ),
    (
        PlantedImport(SERVICE, "devices.id_reader.samv", "devices.id_reader.simulator"),
        PlantedImport(SERVICE, "devices.code_scanner.newland", "devices.code_scanner.simulators.newland"),
        PlantedImport(SERVICE, "devices.camera.mjpeg", "devices.portraits"),
    ),
)
"""At least one import per contract, more where a contract has several aspects."""
PLANTS = tuple(plant for each in ROUNDS for plant in each)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the product's Python files."""
    copy = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        for source in (ROOT / package).rglob("*.py"):
            to = copy / source.relative_to(ROOT)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, to)
    shutil.copyfile(ROOT / "pyproject.toml", copy / "pyproject.toml")
    return copy


def lint(tree: Path) -> str:
    """The linter's report on a tree."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main()", "--no-cache"]
    ran = subprocess.run(command, cwd=tree, capture_output=True, text=True, timeout=120, check=False)
    return f"{ran.stdout}\n{ran.stderr}\nexit code {ran.returncode}"


@pytest.fixture(scope="module")
def reports(tree: Path) -> Mapping[PlantedImport, str]:
    """The report on each plant's round."""
    found = {}
    for plants in ROUNDS:
        sources = {tree / f"{plant.module.replace('.', '/')}.py": plant for plant in plants}
        before = {path: path.read_text(encoding="utf-8") for path in sources}
        for path, plant in sources.items():
            text = f"{before[path]}\n\ndef planted() -> None:\n    import {plant.imported}\n"
            path.write_text(text, encoding="utf-8")
        report = lint(tree)
        found.update(dict.fromkeys(plants, report))
        for path, text in before.items():
            path.write_text(text, encoding="utf-8")
    return found


def test_the_product_as_it_is_keeps_every_contract(tree: Path) -> None:
    report = lint(tree)
    assert "exit code 0" in report, report
    assert report.count(" KEPT") == len(LINTER["contracts"])


def test_every_contract_has_a_planted_import() -> None:
    assert {plant.contract for plant in PLANTS} == {each["name"] for each in LINTER["contracts"]}


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.id)
def test_a_planted_import_breaks_its_contract(plant: PlantedImport, reports: Mapping[PlantedImport, str]) -> None:
    assert (ROOT / f"{plant.imported.replace('.', '/')}.py").exists()
    report = reports[plant]
    assert "exit code 1" in report
    assert f"{plant.contract} BROKEN" in " ".join(report.split())
    # Behind the summary, each broken contract's name is underlined and followed by the chains that break it.
    (chains,) = re.findall(rf"^{re.escape(plant.contract)}\n-+\n(.*?)(?:^-+\n|\Z)", report, re.MULTILINE | re.DOTALL)
    assert f"{plant.module} -> {plant.imported}" in " ".join(chains.split())


def test_no_driver_masker_or_simulator_is_among_the_public_modules() -> None:
    (contract,) = (each for each in LINTER["contracts"] if each["name"] == REGISTRY)
    public = {rule.split(" -> ")[1].split(".")[-1] for rule in contract["ignore_imports"]}
    for row in DRIVERS:
        for module in (row.module, row.simulator or row.module, row.masker.partition(":")[0]):
            assert module.split(".")[:-1] in (["devices", row.family], ["devices", row.family, "simulators"])
            assert module.split(".")[-1] not in public


def test_main_imports_no_product_module_at_import_time() -> None:
    """import-linter does not check main.py; it must import what a rehearsal needs in that branch only."""
    body = ast.parse((ROOT / "main.py").read_text(encoding="utf-8")).body
    names = {alias.name for node in body if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in body if isinstance(node, ast.ImportFrom)}
    # The version is one constant, and `--version` is asked before anything else.
    assert not {name for name in names - {"kiosk.version"} if name.split(".")[0] in PACKAGES}
