"""Rules of the repository that import-linter cannot check."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from devices.driver_table import DRIVERS
from tests.house.doors import ROOT, SANDBOX, calls_at_import, imports_of, name_of, product_files

TOP_LEVEL = {
    ".ci", ".editorconfig", ".gitignore", ".pre-commit-config.yaml", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE",
    "Makefile", "README.md", "README.zh-CN.md", "config", "devices", "docs", "kiosk", "main.py", "pyproject.toml",
    "requirements-dev.txt", "requirements-rehearsal.txt", "requirements.txt", "scripts", "tests", "ui",
}  # fmt: skip
"""Names allowed at the top level; a new one is a decision."""

IMPORTERS = {
    "PySide6": ("ui/", "main.py"),
    "serial": ("devices/serial_port.py",),
    "urllib3": ("kiosk/platform/exchange.py", "kiosk/platform/connection.py"),
    "certifi": ("kiosk/platform/exchange.py",),
    "apsw": ("kiosk/outbox/store.py",),
    "PIL": ("devices/raster.py", "devices/portraits.py", "devices/drawn_scans.py"),
    "segno": ("devices/raster.py",),
    "cryptography": (
        "kiosk/platform/identity.py",
        "kiosk/platform/network_facts.py",
        "kiosk/papers/pdf_signature.py",
        "kiosk/platform/relay_crypto.py",
    ),
    "joserfc": ("kiosk/platform/identity.py",),
    "http_message_signatures": ("kiosk/platform/signing.py",),
    "fluent": ("kiosk/fluent/",),
    "jsonschema_rs": ("kiosk/catalogue/schemas.py",),
    "msgspec": ("devices/strict_struct.py",),
    "h11": ("devices/http_wire.py", "devices/http_simulator.py"),
    "pypinyin": ("kiosk/catalogue/",),
    "ctypes": ("ui/keyboard/rime.py", "devices/private_memory.py", "devices/pcsc_child.py"),
    "time": ("devices/clock.py",),
    "pyhanko": ("kiosk/papers/pdf_signature.py",),
    "pyhanko_certvalidator": ("kiosk/papers/pdf_signature.py",),
    "asn1crypto": ("kiosk/papers/pdf_signature.py",),
    "pypdfium2": ("kiosk/papers/pdf_pages.py", "ui/rehearsal/sheet_pictures.py"),
    "typst": (),
    "cv2": ("kiosk/papers/scan_vision.py", "kiosk/papers/photo_vision.py"),
    "numpy": ("kiosk/papers/scan_vision.py", "kiosk/papers/photo_vision.py"),
}
"""Third-party library → the only places that may import it. The sandbox is exempt."""


def test_top_level_names_are_the_agreed_ones() -> None:
    tracked = {path.name for path in ROOT.iterdir() if not _ignored(path)}
    assert tracked <= TOP_LEVEL, f"new at the top: {sorted(tracked - TOP_LEVEL)}"


def _ignored(path: Path) -> bool:
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()}
    return path.name in ignored | {".git"} or path.suffix == ".pyc"


@pytest.mark.parametrize("library", IMPORTERS)
def test_each_library_is_imported_in_one_place(library: str) -> None:
    importers = IMPORTERS[library]
    elsewhere = [
        name_of(path)
        for path in product_files()
        if not name_of(path).startswith((*importers, SANDBOX))
        and any(name == library or name.startswith(f"{library}.") for name in imports_of(path))
    ]
    assert not elsewhere, f"{library} is imported elsewhere: {elsewhere}"


def test_only_the_clock_reads_the_time() -> None:
    for path in product_files():
        if name_of(path) == "devices/clock.py" or name_of(path).startswith(SANDBOX):
            continue
        source = path.read_text(encoding="utf-8")
        for call in ("datetime.now(", "datetime.utcnow(", "date.today(", "time.time(", "time.sleep("):
            assert call not in source, f"{name_of(path)} asks {call}…) itself"


def test_import_does_nothing() -> None:
    bad = [line for path in product_files() for line in calls_at_import(path)]
    assert not bad, "\n".join(bad)


def test_no_module_is_too_long() -> None:
    long = {name_of(p): n for p in product_files() if (n := len(p.read_text(encoding="utf-8").splitlines())) > 300}
    assert not long, long


def test_every_module_has_a_docstring() -> None:
    undocumented = [name_of(p) for p in product_files() if not p.read_text(encoding="utf-8").lstrip().startswith('"""')]
    assert not undocumented, undocumented


RIDDLE = re.compile(r'^ *"""(What|Who|Whose|Where|How)\b.*', re.MULTILINE)


def test_docstrings_say_what_a_thing_is() -> None:
    riddles = [
        f"{name_of(path)}: {found[0].strip()}"
        for path in product_files()
        for found in RIDDLE.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not riddles, "\n".join(riddles)


@pytest.mark.parametrize(
    "module", sorted({module for row in DRIVERS for module in (row.module, row.simulator) if module})
)
def test_every_driver_and_simulator_in_the_tables_loads(module: str) -> None:
    assert callable(importlib.import_module(module).create)


def test_main_is_short_and_imports_the_ways_to_run_only() -> None:
    modules = {name for name in imports_of(ROOT / "main.py") if (ROOT / f"{name.replace('.', '/')}.py").exists()}
    ways = {"ui.production", "ui.rehearsal.rehearsal_app", "ui.rehearsal.preview"}
    assert modules == {"kiosk.version", "ui.app", "ui.pyside_imports", *ways}
    assert len((ROOT / "main.py").read_text(encoding="utf-8").splitlines()) < 200


def test_committed_requirements_name_no_registry() -> None:
    for path in ROOT.glob("requirements*.txt"):
        assert "://" not in path.read_text(encoding="utf-8"), path.name
