"""Decisions of docs/decisions that can be checked in the source; each page names its test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.doors import ROOT, SANDBOX, imports_of, name_of, product_files

NOT_DRAWN = ("QtQuick.Effects", "QtQuick3D", "Qt5Compat", "ShaderEffect", "MultiEffect", "Canvas3D", "ParticleSystem")
"""Modules and types that the software scene graph does not draw, without a warning."""

PYDANTIC_EDGES = ("kiosk/platform/", "kiosk/scenario/")


def importers_of(library: str) -> set[str]:
    """Return the product's files outside the sandbox that import a library, inside functions too."""
    return {
        name_of(path)
        for path in product_files()
        if not name_of(path).startswith(SANDBOX)
        and any(name == library or name.startswith(f"{library}.") for name in imports_of(path))
    }


@pytest.mark.parametrize("path", sorted((ROOT / "ui").rglob("*.qml")), ids=lambda path: path.name)
def test_qml_uses_nothing_that_the_software_renderer_leaves_out(path: Path) -> None:
    source = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
    assert not [name for name in NOT_DRAWN if name in source]


def test_pyside_is_pinned_and_essentials_only() -> None:
    named = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert [each for each in named if each.startswith("PySide6")] == ["PySide6-Essentials==6.11.3"]
    resolved = (ROOT / "requirements.txt").read_text(encoding="utf-8").lower()
    assert re.findall(r"^pyside6[\w-]*==[\d.]+", resolved, re.MULTILINE) == ["pyside6-essentials==6.11.3"]


def test_the_terminal_does_not_use_asyncio() -> None:
    assert importers_of("asyncio") == set()


def test_pydantic_stays_at_its_edges() -> None:
    assert not {name for name in importers_of("pydantic") if not name.startswith(PYDANTIC_EDGES)}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-rehearsal.txt", "requirements-dev.txt"])
def test_every_requirement_has_a_hash(name: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
    bare = [entry.split("\n")[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
    assert entries
    assert not bare


SANDBOX_MODULES = ("fastapi", "starlette", "uvicorn", "sqlalchemy", "psycopg", "yaml", "pypinyin", "jsonschema")
IN_SERVICE = (
    "main ui.production ui.terminal_runner ui.speech ui.voice kiosk.terminal.assembly kiosk.terminal.startup "
    "kiosk.platform.client kiosk.platform.enveloped kiosk.platform.questions kiosk.catalogue.checks "
    "kiosk.catalogue.__main__ kiosk.outbox.__main__ kiosk.log.__main__ devices.__main__"
)
LOAD_WITHOUT = """
import importlib, sys
hidden, wanted = sys.argv[1].split(), sys.argv[2].split()
sys.modules.update(dict.fromkeys(hidden))
for name in wanted:
    importlib.import_module(name)
"""


def test_a_terminal_is_installed_and_loads_without_the_sandboxs_packages() -> None:
    """`make setup` is for a terminal in service: it installed a web server and a database driver too."""
    makefile, setup = ((ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", "scripts/setup.sh"))
    assert re.search(r"^setup:.*\n\t@scripts/setup.sh terminal$", makefile, re.MULTILINE)
    assert re.search(r"^run: setup-rehearsal ", makefile, re.MULTILINE)
    assert "terminal) make_venv requirements.txt ;;" in setup
    resolved = set(re.findall(r"^([\w-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE))
    assert not resolved & {*SANDBOX_MODULES, "pyyaml", "psycopg-binary"}
    loaded = subprocess.run(
        [sys.executable, "-c", LOAD_WITHOUT, " ".join(SANDBOX_MODULES), IN_SERVICE],
        cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (loaded.returncode, loaded.stderr) == (0, "")
