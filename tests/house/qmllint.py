"""Lint QML with type information of the Python classes that it uses; warnings are errors.

`python -m tests.house.qmllint` prints every warning and exits with 1 if there is one. It leaves no files behind.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import PySide6

from tests.house.doors import ROOT

MODULE = "Yike.Bridge"
QT = Path(PySide6.__path__[0])
METATYPES = ("core", "qmlcore")


class CannotLint(Exception):
    """A tool is missing or failed; the message is its output."""


def main(files: tuple[Path, ...] = ()) -> int:
    """Lint these files, or all QML of the product. Return 0 without warnings, 1 with warnings, 2 if a tool failed."""
    with tempfile.TemporaryDirectory(prefix="yike-qmllint-") as folder:
        try:
            describe(Path(folder))
            warnings = lint(Path(folder), files or tuple(sorted((ROOT / "ui").rglob("*.qml"))))
        except CannotLint as error:
            print(error)
            return 2
    print(warnings or "QML: no warnings")
    return 1 if warnings else 0


def describe(build: Path) -> None:
    """Write the modules `Yike` and `Yike.Bridge` for the linter. Raises CannotLint."""
    bridge, theme = build / "Yike" / "Bridge", build / "Yike"
    bridge.mkdir(parents=True)
    dumped = [str(_dump(build, source)) for source in files_with_qml_types()]
    metatypes = [str(QT / "Qt" / "metatypes" / f"qt6{name}_metatypes.json") for name in METATYPES]
    _run(
        *(_tool("qmltyperegistrar"), "--generate-qmltypes", str(bridge / "bridge.qmltypes")),
        *("-o", str(build / "registrations.cpp"), "--import-name", MODULE, "--major-version", "1"),
        *("--foreign-types", ",".join(metatypes), *dumped),
    )
    (bridge / "qmldir").write_text(f"module {MODULE}\ntypeinfo bridge.qmltypes\n", encoding="utf-8")
    for name in ("qmldir", "Theme.qml", "Paint.qml", "PageFit.qml", "ViewModel.qml"):
        shutil.copy(ROOT / "ui" / "qml" / "Yike" / name, theme / name)


def files_with_qml_types() -> list[Path]:
    """Return the Python files with classes that QML uses."""
    return [path for path in sorted((ROOT / "ui").rglob("*.py")) if "QML_IMPORT_NAME" in path.read_text("utf-8")]


def lint(build: Path, files: tuple[Path, ...]) -> str:
    """Return the linter's warnings; "" for none."""
    done = _completed(_tool("qmllint"), "-W", "0", "-I", str(build), *map(str, files))
    warnings = [line for line in (done.stdout + done.stderr).splitlines() if "qmllint -W 0" not in line]
    return "\n".join(warnings) if done.returncode else ""


def _dump(build: Path, source: Path) -> Path:
    written = build / f"{source.stem}.json"
    _run(_tool("metaobjectdump"), "-o", str(written), str(source))
    return written


def _tool(name: str) -> str:
    return str(Path(sysconfig.get_path("scripts")) / f"pyside6-{name}")


def _run(*command: str) -> None:
    done = _completed(*command)
    if done.returncode:
        raise CannotLint(f"{command[0]}: {(done.stdout + done.stderr).strip()}")


def _completed(*command: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=ROOT)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotLint(f"{command[0]}: {error}") from error


if __name__ == "__main__":
    sys.exit(main())
