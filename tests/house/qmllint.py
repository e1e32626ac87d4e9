"""QML checked like code: type information of the Python classes that QML sees, then Qt's own linter, warnings fatal.

`python -m tests.house.qmllint` prints every warning and ends with 1 if there is one. It leaves nothing behind.
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
    """A tool is missing or refused its input; the text is what it said."""


def main(files: tuple[Path, ...] = ()) -> int:
    """Lint these files, or all QML of the product. 0 when clean, 1 with warnings, 2 when a tool failed."""
    with tempfile.TemporaryDirectory(prefix="yike-qmllint-") as folder:
        try:
            describe(Path(folder))
            said = lint(Path(folder), files or tuple(sorted((ROOT / "ui").rglob("*.qml"))))
        except CannotLint as trouble:
            print(trouble)
            return 2
    print(said or "QML: no warnings")
    return 1 if said else 0


def describe(build: Path) -> None:
    """Write the modules `Yike` and `Yike.Bridge` as the linter wants them. Raises CannotLint."""
    bridge, theme = build / "Yike" / "Bridge", build / "Yike"
    bridge.mkdir(parents=True)
    dumped = [str(_dump(build, source)) for source in seen_by_qml()]
    metatypes = [str(QT / "Qt" / "metatypes" / f"qt6{name}_metatypes.json") for name in METATYPES]
    _run(
        *(_tool("qmltyperegistrar"), "--generate-qmltypes", str(bridge / "bridge.qmltypes")),
        *("-o", str(build / "registrations.cpp"), "--import-name", MODULE, "--major-version", "1"),
        *("--foreign-types", ",".join(metatypes), *dumped),
    )
    (bridge / "qmldir").write_text(f"module {MODULE}\ntypeinfo bridge.qmltypes\n", encoding="utf-8")
    for name in ("qmldir", "Theme.qml", "ViewModel.qml"):
        shutil.copy(ROOT / "ui" / "qml" / "Yike" / name, theme / name)


def seen_by_qml() -> list[Path]:
    """The Python files whose classes QML sees."""
    return [path for path in sorted((ROOT / "ui").rglob("*.py")) if "QML_IMPORT_NAME" in path.read_text("utf-8")]


def lint(build: Path, files: tuple[Path, ...]) -> str:
    """What Qt's linter says of these files; "" when it says nothing."""
    ran = _ran(_tool("qmllint"), "-W", "0", "-I", str(build), *map(str, files))
    said = [line for line in (ran.stdout + ran.stderr).splitlines() if "qmllint -W 0" not in line]
    return "\n".join(said) if ran.returncode else ""


def _dump(build: Path, source: Path) -> Path:
    written = build / f"{source.stem}.json"
    _run(_tool("metaobjectdump"), "-o", str(written), str(source))
    return written


def _tool(name: str) -> str:
    return str(Path(sysconfig.get_path("scripts")) / f"pyside6-{name}")


def _run(*command: str) -> None:
    ran = _ran(*command)
    if ran.returncode:
        raise CannotLint(f"{command[0]}: {(ran.stdout + ran.stderr).strip()}")


def _ran(*command: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=ROOT)
    except (OSError, subprocess.TimeoutExpired) as trouble:
        raise CannotLint(f"{command[0]}: {trouble}") from trouble


if __name__ == "__main__":
    sys.exit(main())
